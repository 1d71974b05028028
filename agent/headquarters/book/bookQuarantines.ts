// What a quarantined package comes back to. CONTRACT.md 9.1.
import type { BaseBook } from './baseBook.ts';
import type { RejectionReason } from './bookContext.ts';
import type { BookPackageRow } from './bookRows.ts';

/** Ends a quarantine: the package is again what it was, or in store if its delivery was decided meanwhile. */
export function bringBack(book: BaseBook, row: BookPackageRow): RejectionReason {
  const step = row.back_to === 'present' ? 'setBack' : 'lift';
  return book.stepPackage(row, step, { quarantine_reason: null, back_to: null, release_order: null });
}

/**
 * The delivery of a package is decided: it goes into store, and out of quarantine it comes back there. What bears no tag
 * stays where it is until it has one.
 */
export function putIntoStore(book: BaseBook, row: BookPackageRow): void {
  if (row.epc === null) return;
  if (row.state === 'present') book.stepPackage(row, 'store');
  else if (row.state === 'quarantined') book.saveRow('packages', { ...row, back_to: 'stored' });
}
