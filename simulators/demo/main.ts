// `hakari demo`: a whole base on one machine, with broker, headquarters, world, agent and simulated staff. Plays two
// acts and
// ends (--once), or goes on with further random lots until it is asked to end. Judges nothing: it prints what both
// sides say.
import { rm } from 'node:fs/promises';
import { seededChance } from '../chance.ts';
import { pause, simulatorClock } from '../clock.ts';
import type { ProcessIo } from '../io.ts';
import { runErrand } from '../staff/person.ts';
import { headquartersDecides, playSecond, type SecondLots } from './acts.ts';
import { firstLots, furtherLot, secondLots, stationAt } from './base.ts';
import { watchDisplays } from './displays.ts';
import { onLorry, onPallet, packLot, thingsOf, type Lot } from './lots.ts';
import { DEMO_USAGE, demoOptions, type DemoOptions } from './options.ts';
import { describeOutcome } from './outcome.ts';
import { agree, errandFor, personParts, playFirst, type Play } from './play.ts';
import { demoFolder, raiseStage, type Stage } from './stage.ts';

const WHOLE_LIMIT_MS = 230_000;
const BETWEEN_LOTS_MS = 20_000;
/** Docks where lots arrive; the fourth scale is live without a job. */
const WORKING_DOCKS = 3;

/** What the demo plays: three lots that bring each kind of trouble, then everything else that a base does. */
interface Programme {
  first: Lot[];
  second: SecondLots;
}

function programmeFor(stations: Stage['stations'], options: DemoOptions): Programme {
  const seed = seededChance(options.seed);
  const { nickel, molybdenum, vanadium, manganese } = secondLots(stations);
  const second = {
    nickel: packLot(nickel, seed),
    molybdenum: packLot(molybdenum, seed),
    vanadium: onPallet(packLot(vanadium, seed), stationAt(stations, 1), seed),
    manganese: onLorry(packLot(manganese, seed), stationAt(stations, 4), seed),
  };
  return { first: firstLots(stations).map((plan) => packLot(plan, seed)), second };
}

const allLots = ({ first, second }: Programme): Lot[] => [
  ...first,
  second.nickel,
  second.molybdenum,
  second.vanadium,
  second.manganese,
];

/** Both acts; the decision comes while the docks work on. */
async function playAll(play: Play, { first, second }: Programme): Promise<void> {
  await playFirst(play, first);
  const [cobalt, chrome] = first;
  if (!cobalt || !chrome) throw new Error('the first act has no lots');
  await Promise.all([playSecond(play, second, cobalt), headquartersDecides(play, chrome)]);
}

interface Call {
  options: DemoOptions;
  io: ProcessIo;
}

function rejectAfter(limitMs: number, why: string): { late: Promise<never>; cancel: () => void } {
  let cancel = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = simulatorClock().after(limitMs, () => reject(new Error(why)));
  });
  late.catch(() => undefined);
  return { late, cancel };
}

async function playOnce(play: Play, programme: Programme, { options, io }: Call): Promise<void> {
  const limit = rejectAfter(WHOLE_LIMIT_MS, `The demo did not come to its end within ${WHOLE_LIMIT_MS / 1_000} s.`);
  try {
    const outcome = await Promise.race([playAll(play, programme).then(() => agree(play)), play.stage.died, limit.late]);
    if (options.json) io.out(JSON.stringify(outcome));
    else for (const line of describeOutcome(outcome)) io.out(line);
    const apart = outcome.lots.filter(
      (lot) =>
        lot.verdict !== lot.headquartersVerdict ||
        (lot.netKg !== null && lot.netKg !== lot.displayedNetKg) ||
        lot.headquartersNetKg !== lot.displayedNetKg,
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
async function playOn(play: Play, programme: Programme): Promise<void> {
  const { stage, tell } = play;
  await Promise.race([playAll(play, programme), stage.died]);
  let number = play.lots.length;
  const dockWork = async (dock: number): Promise<void> => {
    const clock = simulatorClock();
    for (;;) {
      await pause(clock, BETWEEN_LOTS_MS / play.speed);
      stage.stop.throwIfAborted();
      number += 1;
      const plan = furtherLot(stage.stations, dock, number, stage.seed);
      const lot = packLot(plan, stage.seed);
      for (const thing of lot.things) await stage.world.move({ do: 'bring', thing });
      await stage.headquarters.order([lot.notice], plan.lot);
      tell(`${plan.station.id}: lot ${plan.lot} (${plan.material.form}, ${plan.announced} packages) arrives`);
      await runErrand(errandFor(lot, plan.station.id), personParts(play, `${plan.station.id}/${plan.lot}`));
    }
  };
  await Promise.race([stage.died, ...Array.from({ length: WORKING_DOCKS }, (_, dock) => dockWork(dock))]);
}

function greet({ stage, tell }: Play, options: DemoOptions): void {
  tell(`Page             ${stage.agent.url()}   (badge ${stage.badge}, PIN ${stage.pin})`);
  tell(`Base's files     ${stage.folder}`);
  tell(`Headquarters     ${stage.folder}/headquarters`);
  tell(`Seed             ${options.seed}`);
  if (!options.once) tell('Ctrl-C ends the demo.');
}

async function playIn(folder: string, { options, io }: Call): Promise<void> {
  const tell = options.json ? io.err : io.out;
  tell('Raising the stage: broker, world, headquarters, agent …');
  const raised = await raiseStage(options, io, {
    folder,
    // The same seed packs the same lots again below.
    things: (stations) => thingsOf(allLots(programmeFor(stations, options))),
  });
  const planned = programmeFor(raised.stage.stations, options);
  const { world, shown } = watchDisplays(raised.stage.world);
  const play: Play = {
    stage: { ...raised.stage, world },
    lots: allLots(planned),
    shown,
    speed: options.speed,
    tell: (line) => tell(line),
  };
  try {
    greet(play, options);
    await (options.once ? playOnce(play, planned, { options, io }) : playOn(play, planned));
  } finally {
    await raised.close();
  }
}

/**
 * A named folder keeps both sides' files; a temporary one is removed, unless something went wrong that its logs may
 * explain.
 */
async function play(call: Call): Promise<void> {
  const { options, io } = call;
  const folder = await demoFolder(options.data);
  let kept = options.data !== null;
  try {
    await playIn(folder, call);
  } catch (error) {
    if (!io.stop.aborted && !kept) {
      kept = true;
      io.err(`Logs are kept in ${folder}/logs.`);
    }
    throw error;
  } finally {
    if (!kept) await rm(folder, { recursive: true, force: true });
  }
}

/** Exit code: 0 played, 1 something did not come out, 2 wrong arguments. */
export async function runDemo(args: readonly string[], io: ProcessIo): Promise<number> {
  const options = demoOptions(args);
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
    await play({ options, io: bounded });
    return 0;
  } catch (error) {
    if (bounded.stop.aborted) return options.once ? 1 : 0;
    io.err(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    process.removeListener('SIGHUP', hangUp);
  }
}
