// Seals of packages: which numbers may be stated of a new one, and what a package bore. One question for every place where
// a new seal is stated.
import type { Book } from './book.ts';
import { comparableText, isSameText, readWords } from './comparableText.ts';
import { type Refusal, refuse } from './decide.ts';
import type { PackageRecord } from './records.ts';

/** How many of a package's earlier seals are kept, the newest. */
export const EARLIER_SEALS_KEPT = 100;

/** What is said of the seals of a package that was opened; null: nothing. */
export interface StatedSeals {
  sealBefore: string | null;
  sealAfter: string | null;
}

/**
 * Why these seals cannot be stated of a package; null if they can. A seal has a number that can be seen; a new one bears
 * none that is said of the old one, that another package bears, or that this package bore.
 */
export function sealsRefusal(
  { sealBefore, sealAfter }: StatedSeals,
  { record, book }: { record: PackageRecord; book: Book },
): Refusal | null {
  if ([sealBefore, sealAfter].some((seal) => seal !== null && readWords(seal) === '')) return refuse('seal-empty');
  if (sealAfter === null) return null;
  const key = comparableText(sealAfter);
  const isBorne = book.where('package', 'sealKey', key, 2).length > 0;
  return isSameText(sealAfter, sealBefore) || isBorne || record.earlierSeals.includes(key)
    ? refuse('seal-not-new')
    : null;
}

/** Whether the seal that was opened is the one that the book knows. */
export function isKnownSeal({ seal }: PackageRecord, sealBefore: string | null): boolean {
  return seal !== null && isSameText(sealBefore, seal);
}

/** A package that bears this seal now. */
export function withSeal(record: PackageRecord, seal: string): PackageRecord {
  const { sealKey: before, earlierSeals } = record;
  const sealKey = comparableText(seal);
  const isChanged = before !== null && before !== sealKey;
  const kept = isChanged ? [...earlierSeals, before].slice(-EARLIER_SEALS_KEPT) : earlierSeals;
  return { ...record, seal, sealKey, earlierSeals: kept };
}

/** A package that bears its seal from before again: what was put on since was never said. */
export function withSealBack(
  record: PackageRecord,
  seals: { before: string | null; after: string | null },
): PackageRecord {
  const [before, after] = [seals.before, seals.after].map((seal) => (seal === null ? null : comparableText(seal)));
  if (record.sealKey !== after || before === after || before === undefined) return record;
  const { earlierSeals } = record;
  const isLast = before !== null && earlierSeals.at(-1) === before;
  return {
    ...record,
    seal: seals.before,
    sealKey: before,
    earlierSeals: isLast ? earlierSeals.slice(0, -1) : earlierSeals,
  };
}
