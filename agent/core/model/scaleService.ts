// Whether a scale is in service, and what a failed check has made doubtful. Asked by decisions and by what people see.
import type { InstrumentId } from '../../../drivers/contract/siteIds.ts';
import type { Book } from './book.ts';
import { standingRequest } from './bookQueries.ts';
import type { WeighingRecord } from './records.ts';
import type { SecondPersonRecord } from './workRecords.ts';
import { compositeId } from './idPattern.ts';

/** So many loads in a row that are no check weight take a scale out of service. */
const MAX_STRANGERS = 2;

/** Whether a scale weighs nothing until a technician's word. */
export function isOutOfService(book: Book, scale: string): boolean {
  return (book.get('scale', scale)?.strangers ?? 0) >= MAX_STRANGERS;
}

/** A scale weighs some hundreds a day and is checked daily. */
export const DOUBT_LIMIT = 20_000;

/** The weighings that a failed check of this scale made doubtful and that still are. */
export function doubtfulWeighings(book: Book, scale: InstrumentId): WeighingRecord[] {
  const doubt = book.get('scale', scale)?.doubt ?? null;
  if (doubt === null) return [];
  return book
    .where('weighing', 'era', compositeId(scale, doubt.era), DOUBT_LIMIT)
    .filter(({ state, doubted }) => state !== 'reversed' && doubted === 'check-failed');
}

/** The first person's word that this scale was right; null: nobody gave it since the check failed. */
export function liftDoubtRequest(book: Book, scale: InstrumentId): SecondPersonRecord | null {
  const since = book.get('scale', scale)?.doubt?.seq ?? 0;
  const request = standingRequest(book, 'lift-doubt', scale);
  return request !== undefined && request.seq > since ? request : null;
}
