// The one sentence at a station: what to do next. Derived each time from the scale's state and the book, so that it is
// right again after a restart without being stored. Must not know words: it gives a key and its parameters.
import { formatKilograms } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { JobRecord, WeighingRecord } from '../model/records.ts';
import type { VisitRecord } from '../model/workRecords.ts';
import type { ScaleFacts } from '../model/weighingEvidence.ts';
import type { LoadState } from '../weight/loadObserver.ts';
import type { GuidanceKey, StationView } from './stateView.ts';
import { openJobAt } from '../model/bookQueries.ts';

export interface StationSituation {
  station: string;
  scaleOpen: boolean;
  load: LoadState;
  scale: ScaleFacts;
  checkWeightMg: number | null;
  /**
   * `not-recorded`: the disk did not take the load's weighing, and it is being tried again. `refused`: see `refusal`.
   */
  recording: 'none' | 'refused' | 'not-recorded';
  /** Why the load now on the scale is not recorded. */
  refusal: StationView['refusal'];
  /** The recorded weighing of the load now on the scale. */
  weighing: string | null;
  /** The last check weighing failed and the platform has not been cleared since. */
  checkFailed: boolean;
}

type Advice = StationView['guidance'];

function say(key: GuidanceKey, params: Advice['params'] = {}): Advice {
  return { key, params };
}

export function guideStation(at: StationSituation, book: Book): Advice {
  if (!at.scaleOpen) return say('scale-absent');
  if (at.recording === 'not-recorded') return say('not-recorded');
  if (at.load.fault)
    return at.load.fault.fault === 'overload'
      ? say('over-maximum')
      : say('scale-trouble', { fault: at.load.fault.fault });
  if (at.load.phase === 'blocked') return say('blocked-negative');
  if (at.load.phase === 'unknown') return say('clear-platform');
  if (at.checkFailed) return say('check-failed');
  if (at.load.check !== 'passed') return guideCheck(at);
  if (at.load.phase === 'taken' && at.load.takenMg !== null && at.weighing === null && at.recording === 'none')
    return say('check-remove');
  const refused = guideRefused(at);
  if (refused) return refused;
  const announced = guideAnnounced(at, book);
  if (announced) return announced;
  const job = openJobAt(book, at.station);
  return job ? guideJob(at, { book, job }) : guideIdle(at, book);
}

/**
 * No job. A load weighed under an announcement may lie there, and a vehicle may be here before anybody said what it
 * brings.
 */
function guideIdle(at: StationSituation, book: Book): Advice {
  const weighed = at.weighing === null ? undefined : book.get('weighing', at.weighing);
  if (weighed && at.load.phase !== 'clear')
    return weighed.visit === null
      ? say('recorded-remove', { number: weighed.number })
      : say('drive-off', { number: weighed.number });
  const visit = at.load.phase === 'clear' ? latestVisit(at.station, book) : undefined;
  // Full and empty are weighed: whoever brings more says so.
  const done = visit === undefined || (visit.passes.length > 1 && visit.unloaded.length === 0);
  return done ? say('choose-job') : guideVisit(visit);
}

/** The vehicle that came last, as the page shows it. */
function latestVisit(station: string, book: Book): VisitRecord | undefined {
  const open = book.where('visit', 'state', 'open').filter((one) => one.station === station);
  return open.sort((a, b) => b.arrivedWallMs - a.arrivedWallMs)[0];
}

function guideVisit(visit: VisitRecord): Advice {
  return visit.passes.length === 0 || visit.unloaded.length > 0
    ? say('announce-pass', { plates: visit.plates })
    : say('unload', { plates: visit.plates });
}

function guideCheck(at: StationSituation): Advice {
  const { phase, check } = at.load;
  if (check === 'needed') return phase === 'clear' ? say('check-start') : say('clear-platform');
  if (phase === 'loaded') return say('hold-still');
  return say('check-place', { massKg: formatKilograms(at.checkWeightMg ?? 0) });
}

function guideJob(at: StationSituation, { book, job }: { book: Book; job: JobRecord }): Advice {
  const { phase } = at.load;
  if (phase === 'loaded') return guideLoaded(at);
  if (phase === 'clear') return guideClear({ book, job });
  // For want of a job, and now there is one: it is tried again at once.
  if (at.recording === 'refused') return say('recording');
  const weighing = at.weighing === null ? undefined : book.get('weighing', at.weighing);
  return weighing ? guideWeighed(weighing, { book, job }) : say('clear-platform');
}

/**
 * The core does not take the load: the page says why beside the sentence. Without a job the sentence itself is the
 * reason.
 */
function guideRefused({ load, refusal }: StationSituation): Advice | null {
  if (refusal === null || load.phase !== 'taken' || refusal.code === 'no-job') return null;
  return say(refusal.code === 'load-not-announced' ? 'announce-load' : 'load-refused');
}

/** The next load was announced: the platform waits for just that. */
function guideAnnounced(at: StationSituation, book: Book): Advice | null {
  const intent = book.get('station', at.station)?.intent ?? null;
  if (intent === null || at.load.phase === 'taken') return null;
  if (at.load.phase === 'loaded') return guideLoaded(at);
  switch (intent.kind) {
    case 'group':
      return say('place-group', { count: book.get('group', intent.group)?.packages.length ?? 0, group: intent.group });
    case 'pass':
      return say('drive-on', { plates: book.get('visit', intent.visit)?.plates ?? '' });
    case 'removal':
      return say('place-removed');
    case 'recount':
    case 'sample':
    case 'reweigh':
      return say('place-named', { mark: book.get('package', intent.package)?.mark ?? intent.package });
  }
}

function guideClear({ book, job }: { book: Book; job: JobRecord }): Advice {
  if (job.work === 'release') return guideRelease(book, job);
  if (job.work === 'stocktake') return guideCount(book, job);
  if (job.lot === null) return say('place-unannounced');
  const packages = book.where('package', 'lot', job.lot).filter(({ order }) => order === job.order);
  const left = packages.filter((record) => record.state === 'expected').length;
  // Of a vehicle that brought everything nothing more is asked.
  const visit = left > 0 ? latestVisit(job.station, book) : undefined;
  if (visit) return guideVisit(visit);
  const untagged = packages.find((record) => record.weighing !== null && record.epcHex === null);
  if (untagged) return say('attach-tag', { package: untagged.id, mark: untagged.mark });
  return left > 0 ? say('place-package', { left }) : say('all-weighed');
}

function guideRelease(book: Book, job: JobRecord): Advice {
  const packages = job.order === null ? [] : book.where('package', 'release', job.order);
  const picked = packages.filter(({ state, held }) => state === 'picked' && !held).length;
  if (picked > 0) return say('place-picked', { left: picked });
  const toPick = packages.filter(({ state }) => state === 'allocated').length;
  if (toPick > 0) return say('pick-package', { left: toPick });
  const asked = book.get('asked', `release/${job.order ?? ''}`);
  return asked ? say('second-closes', { operator: asked.operator }) : say('all-staged');
}

/** Blind: how many are left to find, never how many were found wrong. */
function guideCount(book: Book, job: JobRecord): Advice {
  const stocktake = job.stocktake === null ? undefined : book.get('stocktake', job.stocktake);
  return stocktake && stocktake.round > 1 ? say('recount-goods') : say('count-goods');
}

function guideLoaded(at: StationSituation): Advice {
  const { last, plateau } = at.load;
  const first = at.scale.ranges[0];
  const final = at.scale.ranges.at(-1);
  if (!last || !plateau || !first || !final) return say('hold-still');
  if (last.stable && plateau.lastMg < first.minMg) return say('below-minimum', { minKg: formatKilograms(first.minMg) });
  if (last.stable && plateau.lastMg > final.maxMg) return say('over-maximum');
  return say('hold-still');
}

function guideWeighed(weighing: WeighingRecord, { book, job }: { book: Book; job: JobRecord }): Advice {
  const { number } = weighing;
  const off = book
    .where('finding', 'weighing', weighing.id)
    .some((finding) => finding.state === 'open' && finding.code !== 'SCALE_UNVERIFIED');
  if (weighing.state === 'reversed') return say('clear-platform');
  if (weighing.visit !== null) return say('drive-off', { number });
  if (weighing.group !== null)
    return off
      ? say('split-group', { number, group: weighing.group })
      : say('group-remove', { number, group: weighing.group });
  if (weighing.state === 'unbound')
    return job.lot === null && job.work === 'unannounced' ? say('name-goods') : say('scan-package');
  if (weighing.state === 'foreign') return say('hold-foreign-done');
  if (weighing.package === null) return say('clear-platform');
  const record = book.get('package', weighing.package);
  const mark = record?.mark ?? weighing.package;
  if (record?.epcHex === null && job.work === 'intake') return say('attach-tag', { package: record.id, mark });
  return off ? say('park-package', { mark, number }) : say('recorded-remove', { mark, number });
}
