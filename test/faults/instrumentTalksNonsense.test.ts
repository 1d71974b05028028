// Where a scale or a reader should be, something talks nonsense: garbage, half frames, another protocol, another speed.
// The agent says that there is no reading and why; it never shows or records a weight, not even 0. Then the right bytes
// come, and it weighs.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StationView, StateView } from '../../agent/core/views/stateView.ts';
import { createRandomStream } from '../../simulators/runtime/randomStream.ts';
import { delayBy, createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import type { SimulatedDevice } from '../../simulators/wires/simulatedWire.ts';
import { openSerialWire } from '../../simulators/wires/serialWire.ts';
import { expectEachOnce } from './expectations.ts';
import { anotherProtocol, halfFrames, headlessFrames, randomBytes, wrongBaud } from './nonsense.ts';
import { agreed, expectedFindings, openScene, type Scene, until, workLot } from './scene.ts';

const SEED = 'nonsense';
const WATCH_MS = 1_500;
const clock = createSimulatorClock();

let scene: Scene;

beforeAll(async () => {
  scene = await openScene({ seed: SEED });
  await until(() => state()?.stations.every(({ reading }) => reading !== null) ?? false, state);
});

afterAll(() => scene.close({ keep: false }));

const state = (): StateView | null => scene.stage.page.latestState() as StateView | null;

function dock(number: number): StationView {
  const station = state()?.stations[number - 1];
  if (!station) throw new RangeError(`no dock ${number}`);
  return station;
}

/**
 * Unplugs the instrument, puts `device` at the end of its cable while `look` runs, and plugs the instrument in again.
 */
async function replacedBy(instrument: string, device: SimulatedDevice, look: () => Promise<void>): Promise<void> {
  const { stage } = scene;
  const entries = state()?.ledger.entries;
  await stage.world.sendMove({ do: 'unplug', instrument });
  const wire = await openSerialWire({ link: join(stage.folder, 'world', 'wires', instrument), device, clock });
  try {
    await look();
  } finally {
    await wire.close();
    await stage.world.sendMove({ do: 'replug', instrument });
  }
  expect(scene.printed).toEqual([]);
  expect(state()?.ledger.entries).toBe(entries);
}

/** Looks at every picture of the dock for a while. */
async function watch(number: number, hold: (station: StationView) => void): Promise<void> {
  const endMs = clock.monotonicMs() + WATCH_MS;
  while (clock.monotonicMs() < endMs) {
    hold(dock(number));
    await delayBy(clock, 10);
  }
}

describe('where a scale that sends by itself should be', () => {
  it.each<[string, SimulatedDevice]>([
    ['garbage', randomBytes(createRandomStream(SEED))],
    ['half frames', halfFrames],
    ['frames without their head', headlessFrames],
    ['another protocol', anotherProtocol],
    ['another speed', wrongBaud],
  ])('%s is no reading, with the reason', async (_what, device) => {
    await replacedBy('scale-1', device, async () => {
      await until(
        () => dock(1).noReading === 'frame-refused',
        () => dock(1),
      );
      expect(dock(1).scale.trouble).toMatch(/^frame-refused: /);
      await watch(1, (station) => {
        expect(station).toMatchObject({ reading: null, load: null });
        expect(station.noReading).not.toBeNull();
      });
    });
    await until(
      () => dock(1).noReading === null && dock(1).reading?.value === '0.0',
      () => dock(1),
    );
  });
});

describe('where a scale that is asked should be', () => {
  it.each<[string, SimulatedDevice]>([
    ['garbage', randomBytes(createRandomStream(SEED))],
    ['another protocol', anotherProtocol],
  ])('%s is no answer', async (_what, device) => {
    await replacedBy('scale-2', device, async () => {
      await until(
        () => ['no-reply', 'frame-refused', 'checksum-wrong'].includes(dock(2).noReading ?? ''),
        () => dock(2),
      );
      await watch(2, (station) => {
        expect(station).toMatchObject({ reading: null, load: null });
        expect(station.noReading).not.toBeNull();
      });
    });
    await until(
      () => dock(2).noReading === null && dock(2).reading !== null,
      () => dock(2),
    );
  });
});

describe('where a reader should be', () => {
  it.each<[string, SimulatedDevice]>([
    ['garbage', randomBytes(createRandomStream(SEED))],
    ['half frames of a scale', halfFrames],
  ])('%s is no tag, and the scale beside it goes on', async (_what, device) => {
    await replacedBy('reader-1', device, () =>
      watch(1, (station) => {
        expect(station.tags).toEqual([]);
        expect(station.noReading).toBeNull();
      }),
    );
  });
});

it('then the right bytes come, and it weighs, also with a loose contact now and then', async () => {
  const { stage, plans } = scene;
  await stage.world.sendMove({ do: 'add-fault', instrument: 'scale-1', fault: 'cut-frames', every: 37, keep: 9 });
  await Promise.race([Promise.all(plans.map((plan) => workLot(scene, plan))), stage.processDied]);
  const outcome = await agreed(scene);
  await expectEachOnce(scene, outcome);
  for (const [index, plan] of plans.entries())
    expect(outcome.lots[index]).toMatchObject({ findings: expectedFindings(plan, stage.random) });
});
