// Which acts a base may do with a package, from CONTRACT.md section 9.1 "Acts": asked of the package alone, never of its
// lot. An entry by which a base did another is rejected.
import { type BaseBook, isOpenFindingRow } from './baseBook.ts';
import type { RejectionReason } from './bookContext.ts';
import type { BookPackageRow } from './bookRows.ts';
import { isParkedRow } from './bookRequests.ts';
import { BOOK_STATES_AT_BASE, type PackageState } from './packageSteps.ts';

interface ActTerms {
  from: readonly PackageState[];
  /** An open finding of its own lot forbids it. */
  undisputed?: true;
  /** A weighing that proves nothing forbids it. */
  certain?: true;
  /** A stocktake that counts it forbids it. */
  uncounted?: true;
  /** That it drove out forbids it. */
  here?: true;
}

/** What forbids each act. CONTRACT.md 9.1. */
export const BASE_ACTS = {
  allocate: { from: ['stored'], undisputed: true, certain: true },
  'allocate-frozen': { from: ['stored', 'counting'], undisputed: true, certain: true },
  pick: { from: ['allocated'], undisputed: true, certain: true, uncounted: true },
  'pick-frozen': { from: ['allocated'], undisputed: true, certain: true },
  leave: { from: ['staged'], undisputed: true, certain: true },
  move: { from: BOOK_STATES_AT_BASE, uncounted: true },
  'attach-tag': { from: BOOK_STATES_AT_BASE, uncounted: true },
  'check-seal': { from: BOOK_STATES_AT_BASE },
  reseal: { from: BOOK_STATES_AT_BASE, uncounted: true },
  remove: { from: ['present', 'stored', 'quarantined'], uncounted: true },
  quarantine: { from: ['present', 'stored', 'counting', 'allocated', 'picked', 'staged'], here: true },
  lift: { from: ['quarantined'], undisputed: true },
} as const satisfies Record<string, ActTerms>;

/** An act of a base on a package. CONTRACT.md 9.1. */
export type BaseAct = keyof typeof BASE_ACTS;

/** Why a base may not have done this with the package; null: it may. */
export function rejectAct(book: BaseBook, row: BookPackageRow, act: BaseAct): RejectionReason {
  const terms: ActTerms = BASE_ACTS[act];
  const { package: id, state } = row;
  if (!terms.from.includes(state)) return `package ${id} is ${state}: ${act} is not for it`;
  if (terms.undisputed && isHeldRow(book, row)) return `package ${id} has an open finding: ${act} is not for it`;
  if (terms.certain && row.doubtful === 1) return `the weighing of package ${id} is doubtful: ${act} is not for it`;
  if (terms.uncounted && (row.stocktake !== null || state === 'counting')) return `package ${id} is being counted`;
  return terms.here && row.gate !== null ? `package ${id} drove out` : null;
}

/** Only findings of its own lot hold a package, and a weighing that somebody asked to take back. */
export function isHeldRow(book: BaseBook, row: BookPackageRow): boolean {
  if (isParkedRow(book, row.package)) return true;
  return book
    .findRows('findings', 'package', row.package)
    .some((finding) => isOpenFindingRow(finding) && finding.lot === row.lot);
}
