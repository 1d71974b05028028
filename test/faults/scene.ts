// The whole demo – broker, world, headquarters, agent as compiled processes, staff in this one – raised for a fault
// run, with what the agent printed as recorded and what headquarters' file holds. Must not know what goes wrong.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { Entry } from '../../agent/core/model/entry.ts';
import { createRandomStream } from '../../simulators/runtime/randomStream.ts';
import { delayBy, createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import { planFirstLots } from '../../simulators/demo/demoBase.ts';
import { packDemoLot, type DemoLotPlan } from '../../simulators/demo/demoLots.ts';
import type { DemoOutcome } from '../../simulators/demo/demoOutcome.ts';
import { waitForAgreement, createIntakeTask, staffTaskPartsFor, type DemoRun } from '../../simulators/demo/demoRun.ts';
import { startTestbed, type TestbedOptions, type Testbed } from '../../simulators/demo/testbed.ts';
import type { StaffCommand } from '../../simulators/staff/pageDocuments.ts';
import { openStaffPage } from '../../simulators/staff/staffPage.ts';
import { runStaffTask } from '../../simulators/staff/staffTask.ts';

export const MAIN = join(import.meta.dirname, '../../dist/agent/main.js');
/** Handling takes next to no time; what the agent and the scales need stays real. */
const SPEED = 200;
/** Staff go on through many interruptions before they give up. */
const PATIENCE_MS = 120_000;

export interface Printed {
  seq: number;
  hash: string;
  weighing: string;
}

export interface Answered {
  id: string;
  wish: StaffCommand;
}

export interface Scene {
  stage: Testbed;
  play: DemoRun;
  plans: DemoLotPlan[];
  /** Each weighing that the agent printed as recorded, over all its lives. */
  printed: readonly Printed[];
  /** Each command that the page was told is done. */
  answered: readonly Answered[];
  /** Ends every process; `keep` leaves the files of both sides. */
  close(options: { keep: boolean }): Promise<void>;
}

export type SceneOptions = { seed: string } & Pick<TestbedOptions, 'brokerPort' | 'beforeAgentStart' | 'onAgentLine'>;

/** The demo's three lots stand at the docks; headquarters has announced nothing yet. */
export async function openScene({ seed, onAgentLine, ...setting }: SceneOptions): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'hakari-fault-'));
  const chance = createRandomStream(seed);
  const stop = new AbortController();
  const printed: Printed[] = [];
  const answered: Answered[] = [];
  let plans: DemoLotPlan[] = [];
  const raised = await startTestbed(
    { once: true, json: true, seed, speed: SPEED, data: folder, httpPort: 0 },
    { mainPath: MAIN, stop: stop.signal },
    {
      ...setting,
      folder,
      items: (stations) => {
        plans = planFirstLots(stations);
        return plans.flatMap((plan) => packDemoLot(plan, chance).items);
      },
      onAgentLine: (line) => {
        const [word, seq, hash, weighing] = line.split(' ');
        if (word === 'recorded' && weighing !== undefined)
          printed.push({ seq: Number(seq), hash: hash ?? '', weighing });
        onAgentLine?.(line);
      },
    },
  );
  const { agent, badge, pin } = raised.testbed;
  const onAnswer = (id: string, wish: StaffCommand, answer: { kind: string }): void => {
    if (answer.kind === 'done') answered.push({ id, wish });
  };
  const page = openStaffPage({
    address: agent.url,
    badge,
    pin,
    clock: createSimulatorClock(),
    stop: raised.testbed.stop,
    onAnswer,
  });
  // One person at all docks, whose answers are noted: intake announces no load.
  const stage = { ...raised.testbed, page, pageAt: () => page };
  const lots = plans.map((plan) => packDemoLot(plan, chance));
  return {
    stage,
    play: { testbed: stage, lots, displayLog: [], troubles: [], speed: SPEED, print: () => undefined },
    plans,
    printed,
    answered,
    close: async ({ keep }) => {
      await raised.close();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Closes the scene when the test is over; what a failed one leaves can be looked at. */
export function closeAfterTest(scene: Scene): void {
  onTestFinished(async ({ task }) => {
    const keep = task.result?.state === 'fail';
    await scene.close({ keep });
    if (keep) process.stdout.write(`The files of this run are kept in ${scene.stage.folder}\n`);
  });
}

/** Headquarters announces the plan's lot, and a person works it to its end. */
export async function workLot({ play }: Pick<Scene, 'play'>, plan: DemoLotPlan): Promise<void> {
  const lot = packDemoLot(plan, play.testbed.random);
  await play.testbed.headquarters.queueOrders([lot.notice], plan.lot);
  await runStaffTask(createIntakeTask(lot, plan.station.id), {
    ...staffTaskPartsFor(play, { station: plan.station.id, name: plan.lot }),
    standstillLimitMs: PATIENCE_MS,
  });
}

/**
 * What both sides say, once headquarters has caught up: after a loss the base waits 20 s before it says hello again.
 */
export async function agreed({ stage, play }: Scene, lots = play.lots): Promise<DemoOutcome> {
  const ledger = (): { entries: number; acknowledged: number } | undefined => stage.page.latestState()?.ledger;
  await until(
    () => ledger() !== undefined && ledger()?.acknowledged === ledger()?.entries,
    () => stage.page.latestState()?.link,
    90_000,
  );
  return waitForAgreement({ ...play, lots });
}

/** What must be found in a lot, from what was done to it. */
export function expectedFindings(
  plan: DemoLotPlan,
  seed: Testbed['random'],
): { code: string; package: string | null }[] {
  const { notice, dockItems } = packDemoLot(plan, seed);
  const codes = { light: 'WEIGHT_LOW', absent: 'MISSING_PACKAGE', untagged: null, 'dead-tag': null } as const;
  const known = new Set(notice.packages.map((announced) => announced.mark));
  return [
    ...dockItems.filter(({ mark }) => !known.has(mark)).map(({ mark }) => ({ code: 'EXTRA_PACKAGE', package: mark })),
    ...notice.packages.flatMap((announced, index) => {
      const mishap = plan.mishaps[index];
      const code = mishap === undefined ? null : codes[mishap];
      return code === null ? [] : [{ code, package: announced.package }];
    }),
  ].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

export interface HeldEntry {
  seq: number;
  hash: string;
  entry: Entry;
}

/** Every entry in headquarters' own file, in order. */
export function entriesAtHeadquarters(folder: string): HeldEntry[] {
  const database = new Database(join(folder, 'headquarters', 'headquarters.sqlite'), {
    readonly: true,
    timeout: 5_000,
  });
  try {
    const rows = database
      .prepare<[], { seq: number; hash: string; bytes: Buffer }>(
        'SELECT seq, hash, bytes FROM entries ORDER BY stream, seq',
      )
      .all();
    return rows.map(({ seq, hash, bytes }) => ({ seq, hash, entry: JSON.parse(bytes.toString()) as Entry }));
  } finally {
    database.close();
  }
}

export interface Called {
  code: number | null;
  out: string;
  err: string;
}

/** One command of the command line, to its end. */
export function hakari(...args: string[]): Promise<Called> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const called: Called = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (called.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (called.err += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...called, code }));
  });
}

/** Waits until `holds`; fails with what `shown` shows. */
export async function until(holds: () => boolean, shown: () => unknown, limitMs = 30_000): Promise<void> {
  const clock = createSimulatorClock();
  const lateMs = clock.monotonicMs() + limitMs;
  while (!holds()) {
    if (clock.monotonicMs() > lateMs) throw new Error(`not within ${limitMs} ms: ${JSON.stringify(shown())}`);
    await delayBy(clock, 20);
  }
}

if (!existsSync(MAIN)) throw new Error('The fault runs use the compiled program: npm run build:code');
