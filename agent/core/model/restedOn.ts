// What rests on a weighing: what was decided, or weighed, after it.
import type { Book } from './book.ts';
import type { PackageRecord, WeighingRecord } from './records.ts';

/** Headquarters has decided on the package since the weighing counts for it. */
export function isDecidedSince({ decidedSeq }: PackageRecord, { boundSeq }: WeighingRecord): boolean {
  return decidedSeq !== null && decidedSeq > boundSeq;
}

/**
 * What is left in the package was weighed since an entry, alone or with others, and that weighing stands: it was compared
 * without what had been taken out until then.
 */
export function isWeighedSince(
  book: Book,
  { package: record, seq }: { package: Pick<PackageRecord, 'id' | 'arrivedSeq'>; seq: number },
): boolean {
  return (
    (record.arrivedSeq ?? 0) > seq ||
    book
      .where('weighing', 'package', record.id)
      .some(({ purpose, state, boundSeq }) => purpose !== 'removal' && state === 'bound' && boundSeq > seq)
  );
}
