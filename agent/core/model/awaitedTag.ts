// A package that was found to be here without a delivery that asks for its tag: it goes into store with its tag.
import type { Book } from './book.ts';
import type { PackageRecord } from './records.ts';

/** Its delivery, or headquarters since it arrived, decided that it is here: it waits for nothing but a tag. */
export function isDecidedHere({ lot, decidedSeq, arrivedSeq }: PackageRecord, book: Book): boolean {
  const state = book.get('lot', lot)?.state;
  if (state === 'verified' || state === 'closed') return true;
  return decidedSeq !== null && decidedSeq > (arrivedSeq ?? 0);
}

/** Every package that is here, is decided and bears no tag: staff give it one. */
export function packagesWithoutTag(book: Book): PackageRecord[] {
  return book
    .where('package', 'state', 'present')
    .filter((record) => record.epcHex === null && isDecidedHere(record, book));
}
