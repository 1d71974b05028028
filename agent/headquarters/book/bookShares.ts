// Shares of a mass that several packages were weighed with. CONTRACT.md 9.3.
import type { BaseBook } from './baseBook.ts';
import type { BookPackageRow } from './bookRows.ts';
import type { RejectionReason } from './bookContext.ts';
import { allocateProRataMg } from './expectedGross.ts';

/** Gives every member its share; a text if one of them cannot be weighed now. */
export function allocateToMembers(
  book: BaseBook,
  members: readonly BookPackageRow[],
  allocation: {
    massMg: number;
    weighing: string;
    basis: string;
    limitMg: number;
    seq: number;
    /** Packages that nobody read. */
    unread?: ReadonlySet<string>;
  },
): RejectionReason {
  const shares = allocateProRataMg(allocation.massMg, members);
  for (const [index, before] of members.entries()) {
    const grossMg = shares[index] ?? 0;
    const tareMg = before.announced_tare_mg;
    const rejection = book.stepPackage(before, 'weigh', {
      gross_mg: grossMg,
      tare_mg: tareMg,
      net_mg: grossMg - tareMg,
      limit_mg: allocation.limitMg,
      weighing: allocation.weighing,
      basis: allocation.basis,
      arrived_seq: allocation.seq,
      unread: allocation.unread?.has(before.package) === true ? 1 : before.unread,
    });
    if (rejection !== null) return rejection;
    book.markLotVerifying(before.lot);
  }
  return null;
}
