// Findings on what several packages weighed together, whose weighing was taken back: each package has to stand alone on a
// fit scale before such a finding counts for nothing. CONTRACT.md 9.1, "Reversal".
import { type BaseBook, parseIdList } from './baseBook.ts';
import type { BookFindingRow, BookPackageRow } from './bookRows.ts';
import { comparePackageWeighing } from './expectedGross.ts';
import { isFitForOne } from './scaleFitness.ts';

/** Compares every such finding with what its packages are now; asked behind each entry. */
export function settleSplitFindings(book: BaseBook): void {
  const rows = book.store
    .prepare<[string], BookFindingRow & { order_id: string | null }>(
      `SELECT f.*, j.order_id FROM findings f JOIN lots l USING (base, lot) LEFT JOIN jobs j ON j.base = f.base AND j.job = f.job
       WHERE f.base = ? AND f.split_members IS NOT NULL AND f.state IN ('open', 'void') AND l.state NOT IN ('verified', 'closed')`,
    )
    .all(book.base);
  for (const { order_id: order, ...row } of rows) {
    const members = parseIdList(row.split_members ?? '[]').map((id) => book.findRow('packages', id));
    const isWaiting = members.some((member) => member && isStillTogether(book, member, order));
    const state = isWaiting ? 'open' : 'void';
    if (state !== row.state) book.saveRow('findings', { ...row, state });
  }
}

function isStillTogether(book: BaseBook, member: BookPackageRow, order: string | null): boolean {
  if (member.order_id !== order) return false;
  if (member.state === 'expected' || member.state === 'missing') return true;
  if (member.state !== 'present' && member.state !== 'quarantined') return false;
  const weighing = member.basis === 'single' ? book.findRow('weighings', member.weighing) : undefined;
  if (weighing?.verified !== 1) return true;
  const { expectedMg } = comparePackageWeighing(book, { weighing, package: member });
  return !isFitForOne(book, { weighing, package: member, expectedMg });
}
