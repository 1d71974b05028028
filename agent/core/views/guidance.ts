// What to do next at a station. Derived each time from the scale's state and the book, so that it is right again after
// a restart without being stored. Must not know texts: it gives a key and its parameters.
import type { WeighingId } from '../model/ids.ts';
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import { asMassMg, formatKilograms } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { JobRecord, WeighingRecord } from '../model/records.ts';
import type { VisitRecord } from '../model/workRecords.ts';
import type { ScaleFacts } from '../model/weighingEvidence.ts';
import type { LoadState } from '../weight/loadState.ts';
import { tagsPresent } from '../weight/tagField.ts';
import type { GuidanceKey, StationView } from './stateView.ts';
import { mayNameAfterwards, openJobAt, standingRequest, unnamedWeighingOf } from '../model/bookQueries.ts';
import { isTagRetired } from '../model/packageLookup.ts';
import { isOutOfService } from '../model/scaleService.ts';

/** What is going on at a station now, besides what the book holds. */
export interface StationSituation {
  station: StationId;
  scaleOpen: boolean;
  load: LoadState;
  scale: ScaleFacts;
  checkWeightMg: number | null;
  /** It has a reader: what is counted may be swept. */
  hasReader: boolean;
  /**
   * `not-recorded`: the disk did not take the load's weighing, and it is being tried again. `refused`: see `refusal`.
   */
  recording: 'none' | 'refused' | 'not-recorded';
  /** Why the load now on the scale is not recorded. */
  refusal: StationView['refusal'];
  /** The recorded weighing of the load now on the scale. */
  weighing: WeighingId | null;
}

/** How far the empty scale may have drifted, in its intervals, before what it shows is a load. */
const DRIFT_INTERVALS = 5;

/** A stable weight of a few intervals, with no tag in the field: the scale has drifted, or dirt lies on it. */
function isOffZero({ load, scale }: StationSituation): boolean {
  const { last, plateau, field, phase } = load;
  const intervalMg = scale.ranges[0]?.intervalMg;
  if (!last || !plateau || intervalMg === undefined || isCapturedPhase(phase)) return false;
  const isStill = last.stable && last.mode === 'gross' && plateau.equalStable >= 3;
  const isNear = last.massMg !== 0 && Math.abs(last.massMg) <= DRIFT_INTERVALS * intervalMg;
  return isStill && isNear && tagsPresent(field, last.atMs, null).length === 0;
}

/** Its weight is taken, and the platform was not proven empty since. */
function isCapturedPhase(phase: LoadState['phase']): boolean {
  return phase === 'captured' || phase === 'lifted';
}

type Advice = StationView['guidance'];

function advise(key: GuidanceKey, params: Advice['params'] = {}): Advice {
  return { key, params };
}

/**
 * What the person at a station should do next, as a key with parameters. Ordered by urgency: scale, check weighing,
 * refused load, announced load, job.
 */
export function guideStation(situation: StationSituation, book: Book): Advice {
  if (!situation.scaleOpen) return advise('scale-absent');
  if (situation.recording === 'not-recorded') return advise('not-recorded');
  if (situation.load.fault)
    return situation.load.fault.fault === 'overload'
      ? advise('over-maximum')
      : advise('scale-trouble', { fault: situation.load.fault.fault });
  if (isOffZero(situation)) return advise('press-zero');
  if (situation.load.phase === 'blocked') return advise('blocked-negative');
  const { phase } = situation.load;
  if (phase === 'disturbed') return advise('put-on-again');
  if (phase === 'unproven' || phase === 'unknown') return advise('clear-platform');
  if (situation.load.check !== 'passed') return guideCheck(situation, book);
  if (isCapturedPhase(situation.load.phase) && situation.weighing === null && situation.recording === 'none')
    return advise('check-remove');
  const refused = guideRefused(situation);
  if (refused) return refused;
  const announced = guideAnnounced(situation, book);
  if (announced) return announced;
  const job = openJobAt(book, situation.station);
  return job ? guideJob(situation, { book, job }) : guideIdle(situation, book);
}

/**
 * Without a job. A load weighed under an announcement may lie there, and a vehicle may be here before it is known what
 * it brings.
 */
function guideIdle(situation: StationSituation, book: Book): Advice {
  const weighed = situation.weighing === null ? undefined : book.get('weighing', situation.weighing);
  if (weighed && situation.load.phase !== 'empty')
    return weighed.visit === null
      ? advise(removalKey(weighed, book), { number: weighed.number })
      : advise('drive-off', { number: weighed.number });
  const visit = situation.load.phase === 'empty' ? latestVisit(situation.station, book) : undefined;
  // The vehicle was weighed full and empty: more goods would have to be announced.
  const isUnloaded = visit === undefined || (visit.passes.length > 1 && visit.unloaded.length === 0);
  return isUnloaded ? advise('choose-job') : guideVisit(visit);
}

/** The vehicle that came last, as the page shows it. */
function latestVisit(station: StationId, book: Book): VisitRecord | undefined {
  const open = book.where('visit', 'state', 'open').filter((visit) => visit.station === station);
  return open.sort((a, b) => b.arrived.wallMs - a.arrived.wallMs)[0];
}

function guideVisit(visit: VisitRecord): Advice {
  return visit.passes.length === 0 || visit.unloaded.length > 0
    ? advise('announce-pass', { plates: visit.plates })
    : advise('unload', { plates: visit.plates });
}

function guideCheck(situation: StationSituation, book: Book): Advice {
  const { phase, check, checkCandidate } = situation.load;
  const { failures = 0, strangers = 0 } = book.get('scale', situation.scale.instrument) ?? {};
  if (isOutOfService(book, situation.scale.instrument)) return advise('scale-out-of-service');
  if (check === 'confirm') return advise(phase === 'empty' ? 'confirm-empty' : 'clear-platform');
  if (check === 'needed') {
    if (phase !== 'empty') return advise('clear-platform');
    return advise(failures > 1 ? 'check-failed' : failures + strangers > 0 ? 'check-again' : 'check-start');
  }
  if (phase === 'rising') return advise(checkCandidate === null ? 'hold-still' : 'check-incomplete');
  return advise('check-place', { massKg: formatKilograms(asMassMg(situation.checkWeightMg ?? 0)) });
}

function guideJob(situation: StationSituation, { book, job }: { book: Book; job: JobRecord }): Advice {
  const { phase } = situation.load;
  if (phase === 'rising') return guideLoaded(situation);
  if (phase === 'empty')
    return guideUnnamed({ book, job }) ?? guideClear({ book, job, hasReader: situation.hasReader });
  // It was refused because there was no job, and now there is one: it is tried again at once.
  if (situation.recording === 'refused') return advise('recording');
  const weighing = situation.weighing === null ? undefined : book.get('weighing', situation.weighing);
  return weighing ? guideWeighed(weighing, { book, job }) : advise('clear-platform');
}

/**
 * The core refused the load: the page shows the refusal beside the guidance. Without a job the guidance itself is the
 * reason.
 */
function guideRefused({ load, refusal }: StationSituation): Advice | null {
  if (refusal === null || !isCapturedPhase(load.phase) || refusal.code === 'no-job') return null;
  return advise(refusal.code === 'load-not-announced' ? 'announce-load' : 'load-refused');
}

/** The next load was announced: the platform waits for just that. */
function guideAnnounced(situation: StationSituation, book: Book): Advice | null {
  const intent = book.get('station', situation.station)?.intent ?? null;
  if (intent === null || isCapturedPhase(situation.load.phase)) return null;
  if (situation.load.phase === 'rising') return guideLoaded(situation);
  switch (intent.kind) {
    case 'group':
      return advise('place-group', {
        count: book.get('group', intent.group)?.packages.length ?? 0,
        group: intent.group,
      });
    case 'pass':
      return advise('drive-on', { plates: book.get('visit', intent.visit)?.plates ?? '' });
    case 'removal':
      return advise('place-removed');
    case 'recount':
    case 'sample':
    case 'reweigh':
      return advise('place-named', { mark: book.get('package', intent.package)?.mark ?? intent.package });
  }
}

/** What was taken off without a name is asked for at once: whoever carries it still knows. */
function guideUnnamed({ book, job }: { book: Book; job: JobRecord }): Advice | null {
  const unnamed = unnamedWeighingOf(book, job);
  if (unnamed === undefined) return null;
  const { id: weighing, number, grossMg } = unnamed;
  const params = { weighing, number, grossKg: formatKilograms(grossMg) };
  return advise(mayNameAfterwards(job) ? 'name-weighing' : 'weighing-unnamed', params);
}

function guideClear({ book, job, hasReader }: { book: Book; job: JobRecord; hasReader: boolean }): Advice {
  if (job.work === 'release') return guideRelease(book, job);
  if (job.work === 'stocktake') return guideCount(book, { job, hasReader });
  if (job.lot === null) return advise('place-unannounced');
  const packages = book.where('package', 'lot', job.lot).filter(({ order }) => order === job.order);
  const leftCount = packages.filter((record) => record.state === 'expected').length;
  // Of a vehicle that brought everything nothing more is asked.
  const visit = leftCount > 0 ? latestVisit(job.station, book) : undefined;
  if (visit) return guideVisit(visit);
  const untagged = packages.find((record) => record.weighing !== null && record.epcHex === null);
  if (untagged) return advise('attach-tag', { package: untagged.id, mark: untagged.mark });
  return leftCount > 0 ? advise('place-package', { left: leftCount }) : advise('all-weighed');
}

function guideRelease(book: Book, job: JobRecord): Advice {
  const packages = job.order === null ? [] : book.where('package', 'release', job.order);
  const pickedCount = packages.filter(({ state, held }) => state === 'picked' && !held).length;
  if (pickedCount > 0) return advise('place-picked', { left: pickedCount });
  const toPickCount = packages.filter(({ state }) => state === 'allocated').length;
  if (toPickCount > 0) return advise('pick-package', { left: toPickCount });
  const request = standingRequest(book, 'release', job.order ?? '');
  return request ? advise('second-closes', { operator: request.operator }) : advise('all-staged');
}

/** Blind: how many are left to find, never how many were found wrong. */
function guideCount(book: Book, { job, hasReader }: { job: JobRecord; hasReader: boolean }): Advice {
  const stocktake = job.stocktake === null ? undefined : book.get('stocktake', job.stocktake);
  return stocktake && stocktake.round > 1 ? advise('recount-goods') : advise(hasReader ? 'sweep-goods' : 'count-goods');
}

function guideLoaded(situation: StationSituation): Advice {
  const { last, plateau } = situation.load;
  const first = situation.scale.ranges[0];
  const lastRange = situation.scale.ranges.at(-1);
  if (!last || !plateau || !first || !lastRange) return advise('hold-still');
  if (last.stable && plateau.lastMg < first.minMg)
    return advise('below-minimum', { minKg: formatKilograms(first.minMg) });
  if (last.stable && plateau.lastMg > lastRange.maxMg) return advise('over-maximum');
  return advise('hold-still');
}

function guideWeighed(weighing: WeighingRecord, { book, job }: { book: Book; job: JobRecord }): Advice {
  const { number } = weighing;
  const isDisputed = book
    .where('finding', 'weighing', weighing.id)
    .some((finding) => finding.state === 'open' && finding.code !== 'SCALE_UNVERIFIED');
  if (weighing.state === 'reversed') return advise('clear-platform');
  if (weighing.visit !== null) return advise('drive-off', { number });
  if (weighing.group !== null)
    return isDisputed
      ? advise('split-group', { number, group: weighing.group })
      : advise('group-remove', { number, group: weighing.group });
  if (weighing.state === 'unbound')
    return job.lot === null && job.work === 'unannounced' ? advise('name-goods') : advise('scan-package');
  if (weighing.state === 'foreign') return advise('hold-foreign-done');
  if (weighing.package === null) return advise('clear-platform');
  const record = book.get('package', weighing.package);
  const mark = record?.mark ?? weighing.package;
  if (record?.epcHex === null && job.work === 'intake') return advise('attach-tag', { package: record.id, mark });
  if (isDisputed) return advise('park-package', { mark, number });
  return advise(removalKey(weighing, book), { mark, number });
}

/** A tag that was retired is still on it, and would be read again. */
function removalKey({ tags }: WeighingRecord, book: Book): GuidanceKey {
  return tags.some((epcHex) => isTagRetired(book, epcHex)) ? 'old-tag-remove' : 'recorded-remove';
}
