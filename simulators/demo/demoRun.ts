// Plays lots on a raised stage: headquarters announces, lorries stand at the docks, staff work, both sides agree. Must
// not know command lines or how the stage was raised.
import { delayBy, createSimulatorClock } from '../runtime/simulatorClock.ts';
import { runStaffTask, type StaffTask, type StaffTaskParts } from '../staff/staffTask.ts';
import type { DemoLot } from './demoLots.ts';
import type { LoggedDisplay } from './displayLog.ts';
import { readDemoOutcome, type DemoOutcome, type DockTrouble } from './demoOutcome.ts';
import type { Testbed } from './testbed.ts';

const AGREE_LIMIT_MS = 30_000;
const ASK_AGAIN_MS = 300;
const STANDSTILL_LIMIT_MS = 45_000;

export interface DemoRun {
  testbed: Testbed;
  lots: readonly DemoLot[];
  /** What displays showed so far. */
  displayLog: readonly LoggedDisplay[];
  /** What the page said of troubles at scales, so far. */
  troubles: DockTrouble[];
  speed: number;
  print: (line: string) => void;
}

/** The person of the station; `name` names the task's own random numbers. */
export function staffTaskPartsFor(
  { testbed, speed }: DemoRun,
  { station, name }: { station: string; name: string },
): StaffTaskParts {
  const { world, random, stop } = testbed;
  return {
    page: testbed.pageAt(station),
    world,
    clock: createSimulatorClock(),
    random: random.split(name),
    speed,
    stop,
    standstillLimitMs: STANDSTILL_LIMIT_MS,
  };
}

export const createIntakeTask = (lot: DemoLot, station: string): StaffTask => ({
  station,
  lot: lot.notice.lot,
  items: lot.dockItems,
});

/** Works the first three lots, one at each dock, at the same time. */
export async function runFirstIntakes(run: DemoRun, lots: readonly DemoLot[]): Promise<void> {
  const { testbed, print } = run;
  await testbed.headquarters.queueOrders(
    lots.map((lot) => lot.notice),
    'first',
  );
  print(`Headquarters announced ${lots.length} lots; staff start at ${lots.length} docks.`);
  await Promise.all(
    lots.map(async (lot, index) => {
      const station = `dock-${index + 1}`;
      await runStaffTask(createIntakeTask(lot, station), staffTaskPartsFor(run, { station, name: station }));
      print(`${station}: ${lot.notice.form}, lot ${lot.notice.lot}: job closed`);
    }),
  );
}

/** Waits, bounded, until both sides have the same ledger and a verdict on every lot. */
export async function waitForAgreement({ testbed, lots, displayLog, troubles }: DemoRun): Promise<DemoOutcome> {
  const clock = createSimulatorClock();
  const untilMs = clock.monotonicMs() + AGREE_LIMIT_MS;
  for (;;) {
    testbed.stop.throwIfAborted();
    const outcome = await readDemoOutcome(
      testbed.page,
      { lots, displays: displayLog, troubles },
      testbed.headquarters.readReport,
    );
    if (outcome) return outcome;
    if (clock.monotonicMs() > untilMs) {
      const link = JSON.stringify(testbed.page.latestState()?.link ?? null);
      throw new Error(`Headquarters did not acknowledge everything within ${AGREE_LIMIT_MS / 1_000} s. Link: ${link}`);
    }
    await delayBy(clock, ASK_AGAIN_MS);
  }
}
