// Questions that several topics ask of the book: the open job at a station, the latest weighing, whether a finding
// is open. Reads only.
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import type { LotId, OrderId } from './ids.ts';
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import type { FindingRecord, JobRecord, LotRecord, WeighingRecord } from './records.ts';
import type { Book } from './book.ts';
import { type Refusal, refuse } from './decide.ts';
import type { SecondPersonRecord, VisitRecord } from './workRecords.ts';
import type { SecondPersonAct } from './secondPersonActs.ts';
import { elapsedSinceMs } from './believableDate.ts';
import { VISIT_LIMITS } from './limits.ts';
import { compositeId } from './idPattern.ts';

/**
 * Whether a finding still keeps its lot from being verified; one that is recounted waits for approval and counts as
 * open.
 */
export function isFindingOpen({ state }: Pick<FindingRecord, 'state'>): boolean {
  return state === 'open' || state === 'recounted';
}

/** The job being worked at a station; undefined while none is. */
export function openJobAt(book: Book, station: StationId): JobRecord | undefined {
  const open = book.get('station', station)?.job;
  return open == null ? undefined : book.get('job', open);
}

/** A job that receives an announced lot. */
export type IntakeJob = JobRecord & { order: OrderId; lot: LotId };

/** False for releases, stocktakes and goods without a notice. */
export function isIntakeJob(job: JobRecord): job is IntakeJob {
  return job.work === 'intake' && job.lot !== null && job.order !== null;
}

/** What went onto a lorry cannot be looked at again: a weighing of a release is named while its load lies there. */
export function mayNameAfterwards({ work }: JobRecord): boolean {
  return work === 'intake' || work === 'unannounced';
}

/** The first weighing of a job that nobody has named; undefined if there is none. */
export function unnamedWeighingOf(book: Book, job: JobRecord): WeighingRecord | undefined {
  return book.where('weighing', 'job', job.id).find(({ state }) => state === 'unbound');
}

/** The intake job being worked at a station; undefined if there is no job or one of another kind. */
export function intakeJobAt(book: Book, station: StationId): IntakeJob | undefined {
  const job = openJobAt(book, station);
  return job && isIntakeJob(job) ? job : undefined;
}

/**
 * The lot that another record names.
 *
 * @throws {Error} when the book does not hold it: the ledger contradicts itself
 */
export function requireLot(book: Book, id: string): LotRecord {
  const lot = book.get('lot', id);
  if (!lot) throw new Error(`the book names lot ${id} but does not hold it`);
  return lot;
}

/** The jobs that a weighing belongs to: its own, or for a pass of a vehicle those of what came off before it. */
export function jobsOfWeighing(book: Book, record: WeighingRecord): string[] {
  const pairs =
    record.visit === null ? [] : book.where('pair', 'after', record.id).filter(({ state }) => state === 'standing');
  return [...(record.job === null ? [] : [record.job]), ...pairs.map(({ job }) => job)];
}

/** The latest weighing at a station, reversed or not. */
export function latestWeighingAt(book: Book, station: StationId): WeighingRecord | undefined {
  const latest = book.get('station', station)?.weighing;
  return latest == null ? undefined : book.get('weighing', latest);
}

/** The job, or why it cannot be worked: there is none of this id, or it is closed. */
export function requireOpenJob(book: Book, id: string): JobRecord | Refusal {
  const job = book.get('job', id);
  if (!job) return refuse('job-unknown', { job: id });
  return job.state === 'open' ? job : refuse('job-closed', { job: id });
}

/** Whether so much time has passed since the vehicle was seen last that no pair of passes can be made any more. */
export function isVisitTooOld(visit: VisitRecord, now: { book: Book; at: Timestamp }): boolean {
  return elapsedSinceMs(visit.passes.at(-1)?.at ?? visit.arrived, now) > VISIT_LIMITS.pairMs;
}

/** The first person's request for an act that takes two, unless what it concerns has changed since. */
export function standingRequest(book: Book, act: SecondPersonAct, subject: string): SecondPersonRecord | undefined {
  const request = book.get('asked', compositeId(act, subject));
  return request?.state === 'ended' ? undefined : request;
}

/** The requests to take a weighing of this package back that wait, the oldest first. */
export function reversalRequests(book: Book, id: string): SecondPersonRecord[] {
  return book
    .where('asked', 'state', 'waiting')
    .filter(({ act, packages }) => act === 'reverse-weighing' && packages.some((one) => one === id))
    .sort((a, b) => a.seq - b.seq);
}
