// What left the book comes back under its own name, by a return notice or because held goods turn out to be it: compared
// with what we ourselves measured when it was here.
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { OrderId } from '../model/ids.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import { afterPackageStep } from '../model/states.ts';
import { NO_WEIGHING, putRecord } from './bookChanges.ts';

/** What of a package is other than it was once it is expected back by an order. */
export function comeBackMembers(before: PackageRecord, order: OrderId): Partial<PackageRecord> {
  const limitMg = before.limitMg === null ? null : asMassMg(before.limitMg + before.removedLimitMg);
  const earlier =
    before.grossMg === null || limitMg === null
      ? null
      : { grossMg: asMassMg(before.grossMg - before.removedMg), limitMg, weighing: before.weighing };
  const unweighed = { ...NO_WEIGHING, removedMg: asMassMg(0), bookedMg: asMassMg(0), removedLimitMg: asMassMg(0) };
  return { ...unweighed, order, earlier, release: null, area: null };
}

/** What was weighed out of it and not booked left with it in the books: it can no longer be booked. */
export function endedRemovals(id: string, book: Book): BookChange[] {
  return book
    .where('removal', 'package', id)
    .filter(({ state }) => state === 'open')
    .map((removal) => putRecord('removal', { ...removal, state: 'ended' as const }));
}

/** It had left, and headquarters recognised it in goods that were held: its order is that decision. */
export function isBackByDecision(
  { boundBy }: WeighingRecord,
  { before, book }: { before: PackageRecord; book: Book },
): boolean {
  return boundBy === 'decision' && book.get('order', before.order)?.kind === 'decision';
}

/** No delivery judges it: headquarters has decided that it is here. Without a tag it waits for one. */
export function storeRecognised(record: PackageRecord, { boundSeq }: WeighingRecord): BookChange {
  const present = afterPackageStep(record.state, 'weigh');
  if (record.epcHex === null) return putRecord('package', { ...record, state: present, decidedSeq: boundSeq });
  return putRecord('package', { ...record, state: afterPackageStep(present, 'accept') });
}
