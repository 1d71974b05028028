// Jobs: opening, closing, moving, taking over. What closing means depends on the work.
import { type JobId, type OperatorId, type OrderId, asJobId } from '../model/ids.ts';
import { type StationId } from '../../../drivers/contract/siteIds.ts';
import type { Book } from '../model/book.ts';
import type { JobRecord, OrderRecord, WeighingRecord } from '../model/records.ts';
import { type CommandMeta, type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import { closeRelease, type ReleaseClosing } from '../release/closeRelease.ts';
import type { StationScale } from '../weight/weighingFitness.ts';
import { closeStocktake } from '../stocktake/closeStocktake.ts';
import { openOrderedStocktake } from '../stocktake/openStocktake.ts';
import { judgeLot } from '../verdict/lotVerdict.ts';
import { STATES_AT_BASE } from '../model/states.ts';
import { isPast } from '../model/believableDate.ts';
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import {
  openJobAt,
  type IntakeJob,
  isIntakeJob,
  requireOpenJob,
  standingRequest,
  unnamedWeighingOf,
} from '../model/bookQueries.ts';

/** Kinds of orders that are worked at a station, and with which work. */
const WORK_OF: Partial<Record<OrderRecord['kind'], JobRecord['work']>> = {
  'intake-notice': 'intake',
  'return-notice': 'intake',
  'release-order': 'release',
  'sealed-order': 'release',
  'stocktake-order': 'stocktake',
};

/** Somebody takes up an order at a station; `job` is the new one's id. */
export interface OpeningEvent {
  job: JobId;
  order: OrderId;
  station: StationId;
  stationKnown: boolean;
  operator: OperatorId;
}

/**
 * Opens a job of an order at a station. Several stations may work on one delivery; a release and a stocktake have one
 * job. Refuses unknown or busy stations and orders that are not open.
 */
export function decideOpenJob(event: OpeningEvent, book: Book, at?: Timestamp): Decided | Refusal {
  const stationRefusal = freeStationRefusal(book, event);
  if (stationRefusal) return stationRefusal;
  const order = book.get('order', event.order);
  if (!order) return resumeOwnStocktake(event, book);
  if (order.validUntilMs !== null && at !== undefined && isPast(order.validUntilMs, { book, at }))
    return refuse('order-expired', { order: order.id });
  const work = WORK_OF[order.kind];
  const joins = order.state === 'working' && work === 'intake';
  if (work === undefined || (order.state !== 'open' && !joins))
    return refuse('order-not-open', { order: order.id, state: order.state });
  const stocktake = work === 'stocktake' ? order.subject : null;
  const body = {
    job: event.job,
    work,
    order: order.id,
    lot: order.lot,
    stocktake,
    station: event.station,
    operator: event.operator,
  };
  const opened: NewEntry = { kind: 'job-opened', body };
  const result = { job: event.job, lot: order.lot };
  if (stocktake === null) return { entries: [opened], effects: [], result };
  // One that rested is frozen already.
  if (book.get('stocktake', stocktake)?.state === 'open')
    return { entries: [opened], effects: [], result: { ...result, stocktake } };
  const frozen = openOrderedStocktake(book, { stocktake, job: event.job, operator: event.operator });
  if ('refusal' in frozen) return frozen;
  return { entries: [opened, frozen], effects: [], result: { ...result, stocktake } };
}

/** A stocktake of the base's own plan that rested has no order: it is named by its own id. */
function resumeOwnStocktake({ job, order: id, station, operator }: OpeningEvent, book: Book): Decided | Refusal {
  const stocktake = book.get('stocktake', id);
  const isResting = stocktake?.order === null && stocktake.state === 'open' && !isWorked(stocktake.job, book);
  if (!isResting) return refuse('order-unknown', { order: id });
  if (stocktake.suspended) return refuse('order-not-open', { order: id, state: 'suspended' });
  const body = { job, work: 'stocktake' as const, order: null, lot: null, stocktake: id, station, operator };
  return { entries: [{ kind: 'job-opened', body }], effects: [], result: { job, stocktake: id } };
}

function isWorked(job: JobId | null, book: Book): boolean {
  return job !== null && book.get('job', job)?.state === 'open';
}

/** Why no job can be opened at a station; null if one can. */
export function freeStationRefusal(book: Book, event: { station: StationId; stationKnown: boolean }): Refusal | null {
  if (!event.stationKnown) return refuse('station-unknown', { station: event.station });
  const stationJob = openJobAt(book, event.station);
  return stationJob ? refuse('station-busy', { station: event.station, lot: stationJob.lot ?? stationJob.work }) : null;
}

/** The command that ends a job. */
export type ClosingEvent = ReleaseClosing & {
  job: JobId;
  /** The recorded weighing of what lies on the station's scale. */
  loadOnScale: string | null;
  /** Of all stations: what none of them can settle, a count does not wait for. */
  scales: readonly StationScale[];
};

/**
 * Ends a job; what that means depends on its work. The last job of a delivery judges its lot. Refuses while packages
 * are open or untagged, or a load on the scale is not identified.
 */
export function decideCloseJob(event: ClosingEvent, book: Book): Decided | Refusal {
  const job = requireOpenJob(book, event.job);
  if ('refusal' in job) return job;
  const waiting = waitingReversal(book, job);
  if (waiting) return refuse('reversal-waits', { number: waiting.number });
  if (isIntakeJob(job)) return closeIntake(event, { book, job });
  const loadRefusal = unnamedLoadRefusal(book, { job, loadOnScale: event.loadOnScale });
  if (loadRefusal) return loadRefusal;
  if (job.work === 'release') return closeRelease(event, { book, job });
  if (job.work === 'stocktake') return closeStocktake(event, { book, job });
  return {
    entries: [closeJobEntries(job, { outcome: 'done', operator: event.operator })],
    effects: [],
    result: { job: job.id },
  };
}

/** A weighing of the job that somebody asked to take back; undefined: none. */
function waitingReversal(book: Book, job: JobRecord): WeighingRecord | undefined {
  return book
    .where('weighing', 'job', job.id)
    .find(({ id, state }) => state !== 'reversed' && standingRequest(book, 'reverse-weighing', id) !== undefined);
}

/** The entry that closes a job. */
export function closeJobEntries(
  job: JobRecord,
  { outcome, operator }: { outcome: 'done' | 'partial' | 'cancelled'; operator: OperatorId | null },
): NewEntry {
  return { kind: 'job-closed', body: { job: job.id, outcome, operator } };
}

/** Every weighing of a job is named, held or taken back before the job ends, wherever its load is by now. */
function unnamedLoadRefusal(
  book: Book,
  { job, loadOnScale }: { job: JobRecord; loadOnScale: string | null },
): Refusal | null {
  const unnamed = unnamedWeighingOf(book, job);
  if (!unnamed) return null;
  return unnamed.id === loadOnScale
    ? refuse('load-unidentified')
    : refuse('weighing-unnamed', { number: unnamed.number, weighing: unnamed.id });
}

/** Closes a delivery's job. The last job of the order judges the lot in the same transaction. */
function closeIntake(event: ClosingEvent, { book, job }: { book: Book; job: IntakeJob }): Decided | Refusal {
  const { operator } = event;
  const hasOtherJobs = book
    .where('job', 'state', 'open')
    .some((openJob) => openJob.id !== job.id && openJob.order === job.order);
  const loadRefusal = hasOtherJobs ? unnamedLoadRefusal(book, { job, loadOnScale: event.loadOnScale }) : null;
  if (loadRefusal) return loadRefusal;
  if (hasOtherJobs)
    return {
      entries: [closeJobEntries(job, { outcome: 'partial', operator })],
      effects: [],
      result: { verdict: null, lot: job.lot },
    };
  const refusal = unfinishedRefusal(book, job) ?? unnamedLoadRefusal(book, { job, loadOnScale: event.loadOnScale });
  if (refusal) return refusal;
  const judged = judgeLot(book, { job, operator, newId: derivedIds(event.id) });
  return {
    entries: [...judged.entries, closeJobEntries(job, { outcome: 'done', operator })],
    effects: [],
    result: { verdict: judged.verdict, lot: job.lot },
  };
}

function unfinishedRefusal(book: Book, job: IntakeJob): Refusal | null {
  const packages = book.where('package', 'lot', job.lot).filter(({ order }) => order === job.order);
  const open = packages.filter((record) => record.state === 'expected').length;
  if (open > 0) return refuse('packages-open', { count: open });
  // What was sent back or written off meanwhile needs no tag.
  const untagged = packages.find(
    ({ state, weighing, epcHex }) => STATES_AT_BASE.includes(state) && weighing !== null && epcHex === null,
  );
  return untagged ? refuse('tag-missing', { package: untagged.id }) : null;
}

/** Ends the job of a delivery to which further vehicles follow: the order stays open and the lot is not judged yet. */
export function decideEndDelivery(
  event: Omit<ClosingEvent, 'supervisorAmong' | 'scales'>,
  book: Book,
): Decided | Refusal {
  const job = requireOpenJob(book, event.job);
  if ('refusal' in job) return job;
  if (!isIntakeJob(job)) return refuse('job-not-intake', { job: job.id });
  const waiting = waitingReversal(book, job);
  if (waiting) return refuse('reversal-waits', { number: waiting.number });
  const loadRefusal = unnamedLoadRefusal(book, { job, loadOnScale: event.loadOnScale });
  if (loadRefusal) return loadRefusal;
  return {
    entries: [closeJobEntries(job, { outcome: 'partial', operator: event.operator })],
    effects: [],
    result: { lot: job.lot },
  };
}

/** Moves a job with all that is weighed to another station. Refuses unknown and busy stations. */
export function decideMoveJob(
  event: CommandMeta & { job: JobId; station: StationId; stationKnown: boolean },
  book: Book,
): Decided | Refusal {
  const job = requireOpenJob(book, event.job);
  if ('refusal' in job) return job;
  const stationRefusal = freeStationRefusal(book, event);
  if (stationRefusal) return stationRefusal;
  const body = { job: job.id, from: job.station, to: event.station, operator: event.operator };
  return { entries: [{ kind: 'job-moved', body }], effects: [], result: { job: job.id, station: event.station } };
}

/** Takes a job over from whoever works it. Refuses whoever works it already. */
export function decideTakeOver(event: CommandMeta & { job: JobId }, book: Book): Decided | Refusal {
  const job = requireOpenJob(book, event.job);
  if ('refusal' in job) return job;
  if (job.operator === event.operator) return refuse('job-is-yours', { job: job.id });
  const body = { job: job.id, from: job.operator, to: event.operator };
  const result = { job: job.id, operator: event.operator };
  return { entries: [{ kind: 'job-handed-over', body }], effects: [], result };
}

/** Opens a job for goods that came before their notice: they are weighed and held, and matched when it comes. */
export function decideOpenUnannounced(
  event: CommandMeta & { station: StationId; stationKnown: boolean },
  book: Book,
): Decided | Refusal {
  const stationRefusal = freeStationRefusal(book, event);
  if (stationRefusal) return stationRefusal;
  const body = {
    job: asJobId(event.id),
    work: 'unannounced' as const,
    order: null,
    lot: null,
    stocktake: null,
    station: event.station,
    operator: event.operator,
  };
  return { entries: [{ kind: 'job-opened', body }], effects: [], result: { job: event.id } };
}
