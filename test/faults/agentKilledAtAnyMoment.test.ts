// The agent's process is killed with SIGKILL again and again while lots are worked: as it starts, while a load settles,
// around a capture, in the middle of a commit, while it sends. Staff go on. In the end headquarters has everything that
// was ever printed as recorded or answered as done, once and in order, and every verdict is what was really on the
// lorries.
import { copyFileSync, existsSync, mkdtempSync, rmSync, watch } from 'node:fs';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FOLD_VERSION, fold } from '../../agent/core/projection/fold.ts';
import { verifyLedger } from '../../agent/ledger/ledgerVerification.ts';
import { createRandomStream, type RandomStream } from '../../simulators/runtime/randomStream.ts';
import { delayBy, createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import { planFurtherLot } from '../../simulators/demo/demoBase.ts';
import { packDemoLot, type DemoLotPlan } from '../../simulators/demo/demoLots.ts';
import { expectEachOnce, expectProven } from './expectations.ts';
import { agreed, closeAfterTest, expectedFindings, openScene, type Scene, workLot } from './scene.ts';

const KILLS = 51;
/**
 * Repeat a run with HAKARI_SEED; the moments are then drawn alike, though processes are never quite as fast as before.
 */
const SEED = process.env['HAKARI_SEED'] ?? String(randomInt(1_000_000));
/** How long a life may wait for the event it is to be killed at. */
const EVENT_LIMIT_MS = 6_000;
const clock = createSimulatorClock();

type Moment = 'start-up' | 'settling' | 'capture' | 'commit' | 'sending';
const MOMENTS: readonly Moment[] = ['start-up', 'settling', 'capture', 'commit', 'sending'];

/** Resolves at the event, or when the time is up. */
function atEvent(arm: (happened: () => void) => () => void): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      disarm();
      resolve();
    };
    const cancel = clock.after(EVENT_LIMIT_MS, done);
    const disarm = arm(done);
  });
}

/**
 * The kernel tells of the first bytes that a commit writes: killed now, the rest of it is not written or not synced.
 */
const ledgerWritten = (folder: string): Promise<void> =>
  atEvent((happened) => {
    const watcher = watch(folder, (_event, name) => name === 'ledger.sqlite-wal' && happened());
    return () => watcher.close();
  });

function weighingPrinted(scene: Scene): Promise<void> {
  const before = scene.printed.length;
  return stateReached(() => scene.printed.length > before);
}

const stateReached = (holds: () => boolean): Promise<void> =>
  atEvent((happened) => {
    const timer = setInterval(() => holds() && happened(), 5);
    return () => clearInterval(timer);
  });

/** The moment of this life's end; `ready` resolves when the agent serves. */
async function reach(
  moment: Moment,
  { scene, chance, ready }: { scene: Scene; chance: RandomStream; ready: Promise<unknown> },
): Promise<void> {
  if (moment === 'start-up') return delayBy(clock, chance.between(0, 700));
  await ready;
  if (moment === 'settling') return delayBy(clock, chance.between(0, 2_500));
  if (moment === 'capture') {
    await stateReached(
      () => scene.stage.page.latestState()?.stations.some(({ guidance }) => guidance.key === 'hold-still') ?? false,
    );
    return delayBy(clock, chance.between(600, 2_200));
  }
  if (moment === 'commit') {
    await delayBy(clock, chance.between(100, 1_000));
    return ledgerWritten(scene.stage.folder);
  }
  await weighingPrinted(scene);
  return delayBy(clock, chance.between(0, 250));
}

/**
 * What the dead process left, looked at in a copy: opening the files themselves would mend them before the agent does.
 */
function expectSound({ stage, printed }: Scene): void {
  const copy = mkdtempSync(join(tmpdir(), 'hakari-killed-'));
  for (const name of ['ledger.sqlite', 'ledger.sqlite-wal'])
    if (existsSync(join(stage.folder, name))) copyFileSync(join(stage.folder, name), join(copy, name));
  const found = verifyLedger({ file: join(copy, 'ledger.sqlite'), fold, foldVersion: FOLD_VERSION });
  rmSync(copy, { recursive: true });
  expect(found.discrepancies).toEqual([]);
  expect(found.entries).toBeGreaterThanOrEqual(Math.max(0, ...printed.map(({ seq }) => seq)));
}

/** Ends and starts the agent KILLS times; in the end it runs. */
async function killAgain(scene: Scene, chance: RandomStream): Promise<Record<Moment, number>> {
  const { agent } = scene.stage;
  const kills: Record<Moment, number> = { 'start-up': 0, settling: 0, capture: 0, commit: 0, sending: 0 };
  let ready: Promise<unknown> = Promise.resolve();
  for (let life = 0; life < KILLS; life += 1) {
    const moment = MOMENTS[life % MOMENTS.length] ?? 'start-up';
    await reach(moment, { scene, chance, ready });
    await agent.kill();
    kills[moment] += 1;
    await ready;
    expectSound(scene);
    // Killed before it was ready, the start is rejected: that is what was wanted.
    ready = agent.start().catch(() => undefined);
  }
  await agent.kill();
  await ready;
  await agent.start();
  return kills;
}

/** Works one dock's lot, and further ones as long as the killing goes on. */
async function workDock(scene: Scene, dock: number, still: { killing: boolean; lots: number }): Promise<DemoLotPlan[]> {
  const { stage } = scene;
  const first = scene.plans[dock];
  if (!first) throw new RangeError(`no lot for dock ${dock + 1}`);
  const worked = [first];
  await workLot(scene, first);
  while (still.killing) {
    still.lots += 1;
    const plan = planFurtherLot(stage.stations, dock, still.lots, stage.random);
    for (const item of packDemoLot(plan, stage.random).items)
      await stage.world.sendMove({ do: 'add-package', package: item });
    await workLot(scene, plan);
    worked.push(plan);
  }
  return worked;
}

it(
  `keeps what it recorded through ${KILLS} kills, and the verdicts stay right (seed ${SEED})`,
  { timeout: 600_000 },
  async () => {
    const scene = await openScene({ seed: SEED });
    closeAfterTest(scene);
    const { stage } = scene;
    const still = { killing: true, lots: scene.plans.length };
    const killing = killAgain(scene, createRandomStream(`${SEED}/kills`)).finally(() => (still.killing = false));
    const docks = Promise.all(scene.plans.map((_plan, dock) => workDock(scene, dock, still)));
    const [kills, worked] = await Promise.race([Promise.all([killing, docks]), stage.processDied]);
    const plans = worked.flat();
    const outcome = await agreed(
      scene,
      plans.map((plan) => packDemoLot(plan, stage.random)),
    );
    const entries = await expectEachOnce(scene, outcome);
    // Headquarters and the broker lived: a new life greets before it sends, so nothing ever began beyond headquarters'
    // head.
    expect(outcome.headquarters.gaps).toBe(0);
    process.stdout.write(
      `seed ${SEED}: ${JSON.stringify(kills)}, ${plans.length} lots, ${scene.printed.length} weighings printed, ${entries.length} entries\n`,
    );
    for (const [index, plan] of plans.entries()) {
      const findings = expectedFindings(plan, stage.random);
      expect(outcome.lots[index]).toMatchObject({
        lot: plan.lot,
        findings,
        verdict: findings.length === 0 ? 'verified' : 'discrepant',
      });
    }
    await expectProven(stage.folder);
  },
);
