// Numbers of seals in headquarters' book: compared as goods' texts are, and new where a new seal is stated. CONTRACT.md 9.1.
import type { BaseBook } from './baseBook.ts';
import type { RejectionReason } from './bookContext.ts';
import type { BookPackageRow } from './bookRows.ts';
import { readSpelling } from './spelling.ts';

const SEALS_KEPT = 100;

/** Why these seals cannot be stated of a package. */
export function rejectSeals(
  book: BaseBook,
  row: BookPackageRow,
  { sealBefore, sealAfter }: { sealBefore: string | null; sealAfter: string | null },
): RejectionReason {
  if (sealBefore !== null && readSpelling(sealBefore) === '') return 'a seal without a number';
  if (sealAfter === null) return null;
  const stated = readSpelling(sealAfter);
  if (stated === '') return 'a seal without a number';
  const isOld =
    (sealBefore !== null && readSpelling(sealBefore) === stated) ||
    book.findRows('packages', 'seal', stated).length > 0 ||
    (JSON.parse(row.earlier_seals) as string[]).includes(stated);
  return isOld ? `seal ${sealAfter} is not new` : null;
}

/** The columns of a package that bears this seal now. */
export function sealColumns(
  { seal, earlier_seals: earlier }: BookPackageRow,
  written: string,
): Pick<BookPackageRow, 'seal' | 'earlier_seals'> {
  const stated = readSpelling(written);
  if (seal === null || seal === stated) return { seal: stated, earlier_seals: earlier };
  const seals = [...(JSON.parse(earlier) as string[]), seal].slice(-SEALS_KEPT);
  return { seal: stated, earlier_seals: JSON.stringify(seals) };
}

/** The columns of a package once the new seal of a removal is taken back with it. */
export function sealColumnsBefore(
  { seal, earlier_seals: earlier }: BookPackageRow,
  removal: { seal_before: string | null; seal_after: string | null },
): Pick<BookPackageRow, 'seal' | 'earlier_seals'> {
  if (seal !== removal.seal_after || removal.seal_before === removal.seal_after)
    return { seal, earlier_seals: earlier };
  const seals = JSON.parse(earlier) as string[];
  const last = removal.seal_before !== null && seals.at(-1) === removal.seal_before;
  return { seal: removal.seal_before, earlier_seals: last ? JSON.stringify(seals.slice(0, -1)) : earlier };
}
