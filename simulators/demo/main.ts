// `hakari demo`: a whole base on one machine, with broker, headquarters, world, agent and simulated staff. Plays two
// acts and
// ends (--once), or goes on with further random lots until it is asked to end. Judges nothing: it prints what both
// sides say.
import { rm } from 'node:fs/promises';
import { errorText } from '../../drivers/contract/errorText.ts';
import { createRandomStream } from '../runtime/randomStream.ts';
import { delayBy, createSimulatorClock } from '../runtime/simulatorClock.ts';
import type { ProcessIo } from '../runtime/processIo.ts';
import { runStaffTask } from '../staff/staffTask.ts';
import { decideAtHeadquarters, runStockWork, type StockWorkLots } from './stockWorkSteps.ts';
import { planFirstLots, planFurtherLot, planStockWorkLots, demoStationAt } from './demoBase.ts';
import { logDisplays } from './displayLog.ts';
import { putLotOnLorry, putLotOnPallet, packDemoLot, itemsOfLots, type DemoLot } from './demoLots.ts';
import { DEMO_USAGE, parseDemoOptions, type DemoOptions } from './demoOptions.ts';
import { askRecountAtBridge } from './dockTroubles.ts';
import { describeDemoOutcome } from './demoOutcome.ts';
import { waitForAgreement, createIntakeTask, staffTaskPartsFor, runFirstIntakes, type DemoRun } from './demoRun.ts';
import { createDemoFolder, startTestbed, type Testbed } from './testbed.ts';

const WHOLE_LIMIT_MS = 230_000;
const BETWEEN_LOTS_MS = 20_000;
/** Docks where lots arrive; the fourth scale is live without a job. */
const WORKING_DOCKS = 3;

/** What the demo plays: three lots that bring each kind of trouble, then everything else that a base does. */
interface DemoProgramme {
  first: DemoLot[];
  second: StockWorkLots;
}

function planProgramme(stations: Testbed['stations'], options: DemoOptions): DemoProgramme {
  const seed = createRandomStream(options.seed);
  const { nickel, molybdenum, vanadium, manganese } = planStockWorkLots(stations);
  const second = {
    nickel: packDemoLot(nickel, seed),
    molybdenum: packDemoLot(molybdenum, seed),
    vanadium: putLotOnPallet(packDemoLot(vanadium, seed), demoStationAt(stations, 1), seed),
    manganese: putLotOnLorry(packDemoLot(manganese, seed), demoStationAt(stations, 4), seed),
  };
  return { first: planFirstLots(stations).map((plan) => packDemoLot(plan, seed)), second };
}

const listLots = ({ first, second }: DemoProgramme): DemoLot[] => [
  ...first,
  second.nickel,
  second.molybdenum,
  second.vanadium,
  second.manganese,
];

/** Both acts; the decision comes while the docks work on. */
async function runProgramme(run: DemoRun, { first, second }: DemoProgramme): Promise<void> {
  await runFirstIntakes(run, first);
  const [cobalt, chrome] = first;
  if (!cobalt || !chrome) throw new Error('the first act has no lots');
  await askRecountAtBridge(run, chrome, 'bridge-1');
  await Promise.all([runStockWork(run, second, cobalt), decideAtHeadquarters(run, chrome)]);
}

interface DemoCall {
  options: DemoOptions;
  io: ProcessIo;
}

function rejectAfter(limitMs: number, reason: string): { late: Promise<never>; cancel: () => void } {
  let cancel = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = createSimulatorClock().after(limitMs, () => reject(new Error(reason)));
  });
  late.catch(() => undefined);
  return { late, cancel };
}

async function runOnce(run: DemoRun, programme: DemoProgramme, { options, io }: DemoCall): Promise<void> {
  const limit = rejectAfter(WHOLE_LIMIT_MS, `The demo did not come to its end within ${WHOLE_LIMIT_MS / 1_000} s.`);
  try {
    const outcome = await Promise.race([
      runProgramme(run, programme).then(() => waitForAgreement(run)),
      run.testbed.processDied,
      limit.late,
    ]);
    if (options.json) io.out(JSON.stringify(outcome));
    else for (const line of describeDemoOutcome(outcome)) io.out(line);
    const apart = outcome.lots.filter(
      (lot) =>
        lot.verdict !== lot.headquartersVerdict ||
        (lot.netKg !== null && lot.netKg !== lot.displayedNetKg) ||
        lot.headquartersNetKg !== lot.displayedNetKg,
    );
    const { rejected, differences } = outcome.headquarters;
    if (rejected > 0 || differences.length > 0)
      throw new Error(
        `Headquarters rejected ${rejected} entries, and differs in: ${differences.join('; ') || 'nothing'}.`,
      );
    if (apart.length > 0)
      throw new Error(
        `Displays, base and headquarters do not say the same of ${apart.map((lot) => lot.lot).join(', ')}.`,
      );
  } finally {
    limit.cancel();
  }
}

/** Lot after lot at every working dock. */
async function runEndlessly(run: DemoRun, programme: DemoProgramme): Promise<void> {
  const { testbed, print } = run;
  await Promise.race([runProgramme(run, programme), testbed.processDied]);
  let number = run.lots.length;
  const dockWork = async (dock: number): Promise<void> => {
    const clock = createSimulatorClock();
    for (;;) {
      await delayBy(clock, BETWEEN_LOTS_MS / run.speed);
      testbed.stop.throwIfAborted();
      number += 1;
      const plan = planFurtherLot(testbed.stations, dock, number, testbed.random);
      const lot = packDemoLot(plan, testbed.random);
      for (const item of lot.items) await testbed.world.sendMove({ do: 'add-package', package: item });
      await testbed.headquarters.queueOrders([lot.notice], plan.lot);
      print(`${plan.station.id}: lot ${plan.lot} (${plan.material.form}, ${plan.announced} packages) arrives`);
      await runStaffTask(
        createIntakeTask(lot, plan.station.id),
        staffTaskPartsFor(run, { station: plan.station.id, name: `${plan.station.id}/${plan.lot}` }),
      );
    }
  };
  await Promise.race([testbed.processDied, ...Array.from({ length: WORKING_DOCKS }, (_, dock) => dockWork(dock))]);
}

function printStart({ testbed, print }: DemoRun, options: DemoOptions): void {
  print(`Page             ${testbed.agent.url()}   (badge ${testbed.secondBadge}, PIN ${testbed.pin})`);
  print(`Base's files     ${testbed.folder}`);
  print(`Headquarters     ${testbed.folder}/headquarters`);
  print(`Seed             ${options.seed}`);
  if (!options.once) print('Ctrl-C ends the demo.');
}

async function runInFolder(folder: string, { options, io }: DemoCall): Promise<void> {
  const tell = options.json ? io.err : io.out;
  tell('Raising the stage: broker, world, headquarters, agent …');
  const raised = await startTestbed(options, io, {
    folder,
    // The same seed packs the same lots again below.
    items: (stations) => itemsOfLots(listLots(planProgramme(stations, options))),
  });
  const planned = planProgramme(raised.testbed.stations, options);
  const { world, displays } = logDisplays(raised.testbed.world);
  const run: DemoRun = {
    testbed: { ...raised.testbed, world },
    lots: listLots(planned),
    displayLog: displays,
    troubles: [],
    speed: options.speed,
    print: (line) => tell(line),
  };
  try {
    printStart(run, options);
    await (options.once ? runOnce(run, planned, { options, io }) : runEndlessly(run, planned));
  } finally {
    await raised.close();
  }
}

/**
 * A named folder keeps both sides' files; a temporary one is removed, unless something went wrong that its logs may
 * explain.
 */
async function runCall(call: DemoCall): Promise<void> {
  const { options, io } = call;
  const folder = await createDemoFolder(options.data);
  let isDataKept = options.data !== null;
  try {
    await runInFolder(folder, call);
  } catch (error) {
    if (!io.stop.aborted && !isDataKept) {
      isDataKept = true;
      io.err(`Logs are kept in ${folder}/logs.`);
    }
    throw error;
  } finally {
    if (!isDataKept) await rm(folder, { recursive: true, force: true });
  }
}

/** Exit code: 0 played, 1 something did not come out, 2 wrong arguments. */
export async function runDemo(args: readonly string[], io: ProcessIo): Promise<number> {
  const options = parseDemoOptions(args);
  if (typeof options === 'string') {
    io.err(`${options}\nUsage: ${DEMO_USAGE}`);
    return 2;
  }
  // A closed terminal hangs up instead of interrupting.
  const stop = new AbortController();
  const hangUp = (): void => stop.abort('SIGHUP');
  process.once('SIGHUP', hangUp);
  const bounded: ProcessIo = { ...io, stop: AbortSignal.any([io.stop, stop.signal]) };
  try {
    await runCall({ options, io: bounded });
    return 0;
  } catch (error) {
    if (bounded.stop.aborted) return options.once ? 1 : 0;
    io.err(errorText(error));
    return 1;
  } finally {
    process.removeListener('SIGHUP', hangUp);
  }
}
