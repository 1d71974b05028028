// Loads on and off a platform as people and forks really move them, with what may happen to an honest one: forks that
// stop half-way, somebody who touches the platform. Counts what must be put on again, and why.
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import {
  ASKS_AGAIN,
  clearPlatform,
  type DayWork,
  identifyDayLoad,
  type LoadHandlingOutcome,
  platformOfWork,
  readNewEntries,
  sendExpectedCommand,
  weighItems,
} from './dayContext.ts';
import type { AgainReason, HarmlessAct, InjectedError } from './groundTruth.ts';
import { MG_PER_KG } from './simulatedMaterials.ts';
import type { PhysicalItem } from './siteModel.ts';

/** Of liftings. */
const FORKS_STOP_PROBABILITY = 0.05;
const FORKS_STOP_MS = [3_000, 8_000] as const;
/** Min of class III, in intervals (R 76-1, table 3: 20), and an error of two. */
const LEAST_E = 22;
const SURELY_STANDS_MS = 3_400;
/** Time enough for a full window. */
const STANDS_MS = 1_500;
const TOUCH_PROBABILITY = 0.02;
/** A load that comes again and again is a flaw of the base. */
export const ATTEMPTS = 4;

const AGAIN_BY_REASON: Readonly<Record<string, AgainReason>> = {
  'load-disturbed': 'disturbed',
  'tag-stayed': 'tag stayed',
  'name-contradicted': 'name contradicted',
  'load-lost': 'unknown',
};

/** A grown person, in working clothes. */
export function drawPersonMg({ context }: DayWork): MassMg {
  return asMassMg(Math.round(context.random.between(60, 100) * MG_PER_KG));
}

/** Puts a package down; now and then somebody's foot is on the platform for a moment while it settles. */
export function placeAndName(work: DayWork, item: PhysicalItem): LoadHandlingOutcome {
  const { random, truth } = work.context;
  if (!random.isTrue(TOUCH_PROBABILITY)) return weighItems(work, [item]);
  truth.packagesHandled += 1;
  truth.noteHarmless('touched before it is weighed');
  const platform = platformOfWork(work);
  platform.place([item], { standMs: random.between(100, 600) });
  platform.stepOn(drawPersonMg(work));
  platform.stand(random.between(100, 500));
  platform.stepOff();
  platform.stand(STANDS_MS);
  return identifyDayLoad(work, item.mark);
}

/** What else is done to a load before it is gone. */
interface LiftedLoad {
  act: HarmlessAct | null;
  /** The forks stopped long enough for another weight to stand. */
  stop: InjectedError | null;
}

/** Lets the load lie while people read the screen, and begins to take it off; one lifting in twenty stops half-way. */
function liftLoad(work: DayWork, ids: readonly string[]): LiftedLoad {
  const { random, truth } = work.context;
  const platform = platformOfWork(work);
  if (platform.listItems().length === 0) return { act: null, stop: null };
  platform.stand(random.between(1_500, 10_000));
  if (random.isTrue(FORKS_STOP_PROBABILITY)) return { act: null, stop: stopHalfWay(work, ids) };
  if (!random.isTrue(TOUCH_PROBABILITY)) return { act: null, stop: null };
  platform.stepOn(drawPersonMg(work));
  platform.stepOff();
  platform.stand(random.between(500, 3_000));
  truth.noteHarmless('touched for a moment');
  return { act: 'touched for a moment', stop: null };
}

/**
 * The display stands at a part of the load for three to eight seconds. To the base it is as if somebody had stepped off:
 * it must not pass.
 */
function stopHalfWay(work: DayWork, ids: readonly string[]): InjectedError {
  const { random, truth } = work.context;
  const platform = platformOfWork(work);
  const standMs = random.between(...FORKS_STOP_MS);
  const share = random.between(0.05, 0.95);
  const error = truth.recordError({
    kind: 'forks stop half-way',
    origin: 'single',
    lots: [],
    packages: [],
    // The last frames before the three seconds are full may be those of the movement; below Min there is no weight.
    isCertain: standMs >= SURELY_STANDS_MS && share * platform.loadMg() >= LEAST_E * platform.spec.intervalMg,
    where: `${work.station}: ${ids.join(', ')}`,
  });
  platform.liftHalfWay(share, standMs);
  return error;
}

/** Takes a weighed load away. Why it must come again; null: its weighing stands. */
export function finishLoad(
  work: DayWork,
  { ids, outcome }: { ids: readonly string[]; outcome: LoadHandlingOutcome },
): AgainReason | null {
  const { base, ledger, truth } = work.context;
  const { load, guidance } = base.station(work.station);
  const asked = typeof outcome === 'object' ? ASKS_AGAIN[outcome.refused] : ASKS_AGAIN[guidance];
  const isBesideTag = platformOfWork(work).hasNeighbours();
  if (isBesideTag) truth.noteHarmless('tag two metres away');
  const { act, stop } = liftLoad(work, ids);
  const atLast = ASKS_AGAIN[base.station(work.station).guidance];
  clearPlatform(work);
  readNewEntries(work);
  const setAside = load === null ? undefined : AGAIN_BY_REASON[ledger.setAside.get(load.weighing) ?? ''];
  const isUnrecorded = load === null ? (asked ?? atLast) : undefined;
  const reason = setAside ?? isUnrecorded ?? null;
  if (stop && reason === 'disturbed') truth.markFound(stop, reason);
  else if (truth.areHonest(ids)) {
    truth.honestWeighings += 1;
    const where = `day ${truth.day}, ${work.station}: ${ids.join(', ')}`;
    const cause = act ?? (isBesideTag ? 'tag two metres away' : null);
    if (reason !== null) truth.putOnAgain.push({ reason, act: cause, where });
  }
  return reason;
}

/** Weighs one package and takes it away, as often as the base asks for it. */
export function weighUntilItStands(work: DayWork, item: PhysicalItem): LoadHandlingOutcome {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = placeAndName(work, item);
    const again = finishLoad(work, { ids: [item.id], outcome });
    if (again === null || attempt === ATTEMPTS) return outcome;
  }
}

/**
 * Weighs one package as what is announced. A load that is not recorded bears a tag that is not its own: the tag is taken
 * off and it is tried once more; then the announcement is taken back.
 */
export function weighAnnouncedItem(
  work: DayWork,
  item: PhysicalItem,
  load: Record<string, unknown>,
): 'recorded' | 'not recorded' | 'refused' {
  const { context, station, person } = work;
  const announce = (): boolean =>
    context.base.sendCommand({ kind: 'announce-load', station, load }, person).kind === 'done';
  if (!announce()) return 'refused';
  let isTagTried = false;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    context.truth.packagesHandled += 1;
    platformOfWork(work).place([item]);
    const { load: seen, guidance } = context.base.station(station);
    const again = finishLoad(work, { ids: [item.id], outcome: seen ? 'recorded' : { refused: guidance } });
    if (seen !== null && again === null) return 'recorded';
    // What was announced is used up by the weighing that was set aside.
    if (seen !== null && !announce()) break;
    if (seen !== null) continue;
    if (isTagTried) {
      context.unexpected.push(
        `day ${context.truth.day}, ${station}: announced ${item.mark} was not recorded: the screen says ${guidance}`,
      );
      break;
    }
    isTagTried = true;
    item.isTagReadable = false;
  }
  sendExpectedCommand(work, { kind: 'announce-load', station, load: null });
  return 'not recorded';
}
