// Questions that several topics ask of the book: the open job at a station, the latest weighing, whether a finding is open. Reads only.
import type { FindingRecord, JobRecord, LotRecord, WeighingRecord } from './records.ts';
import type { Book } from './book.ts';
import { type Refusal, refuse } from './decide.ts';
import type { VisitRecord } from './workRecords.ts';

export function isFindingOpen({ state }: Pick<FindingRecord, 'state'>): boolean {
  return state === 'open' || state === 'recounted';
}

export function openJobAt(book: Book, station: string): JobRecord | undefined {
  const open = book.get('station', station)?.job;
  return open == null ? undefined : book.get('job', open);
}

/** A job that receives an announced lot. */
export type IntakeJob = JobRecord & { order: string; lot: string };

export function isIntakeJob(job: JobRecord): job is IntakeJob {
  return job.work === 'intake' && job.lot !== null && job.order !== null;
}

export function intakeJobAt(book: Book, station: string): IntakeJob | undefined {
  const job = openJobAt(book, station);
  return job && isIntakeJob(job) ? job : undefined;
}

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
export function latestWeighingAt(book: Book, station: string): WeighingRecord | undefined {
  const latest = book.get('station', station)?.weighing;
  return latest == null ? undefined : book.get('weighing', latest);
}

export function requireOpenJob(book: Book, id: string): JobRecord | Refusal {
  const job = book.get('job', id);
  if (!job) return refuse('job-unknown', { job: id });
  return job.state === 'open' ? job : refuse('job-closed', { job: id });
}

export function lastSeenWallMs(visit: VisitRecord): number {
  return visit.passes.at(-1)?.wallMs ?? visit.arrivedWallMs;
}
