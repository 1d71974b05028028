// Goods that were held turn out to be a package that headquarters knows: its own decision, and the weighing that the base
// binds because of it. CONTRACT.md 9.1, "Decision".
import type { Order } from '../../link/contract/orderSchema.ts';
import type { BaseBook } from './baseBook.ts';
import { UNWEIGHED_FIGURE } from './baseBook.ts';
import type { RejectionReason } from './bookContext.ts';
import { endOpenRemovals } from './bookDeliveries.ts';
import type { BookFindingRow, BookForeignRow, BookPackageRow, BookWeighingRow } from './bookRows.ts';
import { BOOK_STATES_AT_BASE, stateAfterStep } from './packageSteps.ts';

type DecisionBody = Extract<Order['body'], { kind: 'decision' }>;
type Recognition = NonNullable<DecisionBody['recognise']>;

const HELD_GOODS_CODES: readonly string[] = ['UNANNOUNCED', 'EXTRA_PACKAGE', 'WRONG_LOT'];

/** The goods that a finding holds, whatever was read on them; undefined if it is about anything else. */
export function foreignOfFindingRow(
  book: BaseBook,
  { code, job, package: identity }: Pick<BookFindingRow, 'code' | 'job' | 'package'>,
): BookForeignRow | undefined {
  if (job === null || identity === null || !HELD_GOODS_CODES.includes(code)) return undefined;
  return book.findForeign(job, identity);
}

/** Why the goods of this finding cannot be that package; null: they can. */
export function rejectRecognition(
  book: BaseBook,
  { identity, package: id }: Recognition,
  finding: BookFindingRow,
): RejectionReason {
  const foreign = foreignOfFindingRow(book, finding);
  if (foreign?.state !== 'held' || foreign.identity !== identity)
    return `finding ${finding.finding} is not about held goods ${identity}`;
  const weighing = book.findRow('weighings', foreign.weighing);
  if (weighing?.state !== 'foreign' || !['intake', 'unannounced'].includes(weighing.purpose))
    return `${identity} has not been weighed as goods that come`;
  const row = book.findRow('packages', id);
  if (!row) return `package ${id} is unknown`;
  if (BOOK_STATES_AT_BASE.includes(row.state)) return `package ${id} is here already: it is ${row.state}`;
  return row.state === 'dropped' ? `package ${id} was dropped: it is announced again, or the goods are adopted` : null;
}

/**
 * Books the decision: the goods wait for the base to bind their weighing, and what had left is expected by this order.
 * True if it had.
 */
export function bookRecognition(
  book: BaseBook,
  { package: id }: Recognition,
  decision: { order: string; finding: BookFindingRow },
): boolean {
  const foreign = foreignOfFindingRow(book, decision.finding);
  const row = book.findRow('packages', id);
  if (!foreign || !row) return false;
  book.saveRow('foreign_packages', { ...foreign, recognised: id });
  const state = stateAfterStep(row.state, 'recognise');
  if (state === null) return false;
  endOpenRemovals(book, id);
  book.saveRow('packages', { ...row, ...comeBackColumns(row, decision.order), gate: null, state });
  return true;
}

/** What left is compared with what it was then; gross and limit stand until it is weighed. */
export function comeBackColumns(row: BookPackageRow, order: string): Partial<BookPackageRow> {
  const isWeighed = row.gross_mg !== null && row.limit_mg !== null;
  return {
    ...UNWEIGHED_FIGURE,
    gross_mg: row.gross_mg,
    limit_mg: row.limit_mg,
    earlier_gross_mg: isWeighed && row.gross_mg !== null ? row.gross_mg - row.removed_mg : null,
    earlier_limit_mg: isWeighed && row.limit_mg !== null ? row.limit_mg + row.removed_limit_mg : null,
    earlier_weighing: isWeighed ? row.weighing : null,
    removed_mg: 0,
    removed_limit_mg: 0,
    booked_mg: 0,
    order_id: order,
    release_order: null,
    area: null,
  };
}

/** Why a base may not bind this weighing as headquarters’ decision; null: headquarters recognised these goods as it. */
export function rejectUndecidedName(book: BaseBook, weighing: string, id: string): RejectionReason {
  return book.findRows('foreign_packages', 'weighing', weighing).some(({ recognised }) => recognised === id)
    ? null
    : `headquarters has not recognised package ${id} in weighing ${weighing}`;
}

/** It had left, and came back by being recognised: it goes into store with its weighing, without a verdict. */
export function isRecognisedBack(book: BaseBook, { weighing }: BookWeighingRow, row: BookPackageRow): boolean {
  if (rejectUndecidedName(book, weighing, row.package) !== null) return false;
  return (
    book.store
      .prepare("SELECT 1 FROM received_orders WHERE base = ? AND order_id = ? AND kind = 'decision'")
      .get(book.base, row.order_id) !== undefined
  );
}

/** It is in store; without a tag it is decided, and waits for one. */
export function recognisedColumns(before: BookPackageRow, { bound_seq }: BookWeighingRow): Partial<BookPackageRow> {
  return before.epc === null ? { state: 'present', decided_seq: bound_seq } : { state: 'stored' };
}

/** What was held because nobody had announced it is named now: what said so counts for nothing. */
export function matchHeldForeign(book: BaseBook, foreign: BookForeignRow): void {
  book.saveRow('foreign_packages', { ...foreign, state: 'matched' });
  book.voidFindings(
    foreign.identity,
    ({ code, job, state }) => job === foreign.job && HELD_GOODS_CODES.includes(code) && state !== 'closed',
  );
}
