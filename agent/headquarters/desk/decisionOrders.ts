// A person's decision on findings, as an order that names their entries: by epoch, seq and hash, so that no other can
// be meant.
import type { Order } from '../../link/contract/orderSchema.ts';
import { BaseBook, isOpenFindingRow } from '../book/baseBook.ts';
import { rejectRecognition } from '../book/bookRecognitions.ts';
import type { BookFindingRow } from '../book/bookRows.ts';
import type { HeadquartersBook } from '../store/headquartersBook.ts';
import type { Halves } from '../store/halves.ts';
import { type QueueOutcome, queueOrder, resolveBase } from './orderQueue.ts';

type DecisionOrderBody = Extract<Order['body'], { kind: 'decision' }>;

/** Every decision that an order may carry. */
export const DECISION_WORDS = [
  'accept',
  'return',
  'recount',
  'adjust',
  'write-off',
  'recognise',
] as const satisfies readonly DecisionOrderBody['decision'][];

/** A decision as a clerk gives it, with findings by their ids. */
export interface DecisionRequest extends Pick<
  DecisionOrderBody,
  'decision' | 'adjust' | 'adopt' | 'recognise' | 'note'
> {
  findings: readonly string[];
  base: string | undefined;
}

/** Queues a decision on open findings; refuses one on a finding that is unknown or decided. */
export function queueDecision({ link, book }: Halves, request: DecisionRequest): QueueOutcome {
  const base = resolveBase(link, request.base);
  if (typeof base !== 'string') return base;
  const references: DecisionOrderBody['findings'] = [];
  for (const id of request.findings) {
    const row = book
      .prepare<[string, string], BookFindingRow & { epoch: string }>(
        'SELECT f.*, s.epoch FROM findings f JOIN epochs s USING (stream) WHERE f.base = ? AND f.finding = ?',
      )
      .get(base, id);
    if (!row) return { refusal: `finding ${id} is unknown` };
    if (!isOpenFindingRow(row)) return { refusal: `finding ${id} is ${row.state}` };
    const unsound = findUnsoundPackage(book, { base, row, request });
    if (unsound !== undefined)
      return { refusal: `package ${unsound} weighs less than its tare: it is adjusted, or weighed again` };
    const unlike = recognitionFault(book, { base, row, request });
    if (unlike !== null) return { refusal: unlike };
    references.push({ epoch: row.epoch, seq: row.seq, hash: row.hash });
  }
  if (request.decision === 'adjust' && request.adjust.length === 0)
    return { refusal: 'an adjustment names packages and masses' };
  const { decision, adjust, adopt, recognise, note } = request;
  return queueOrder(link, { kind: 'decision', findings: references, decision, adjust, adopt, recognise, note }, base);
}

/** Why the goods of a finding cannot be recognised as the package that the clerk names; null if they can, or need not. */
function recognitionFault(
  store: HeadquartersBook,
  { base, row, request }: { base: string; row: BookFindingRow; request: DecisionRequest },
): string | null {
  const { decision, recognise, findings } = request;
  if (decision !== 'recognise')
    return recognise === null ? null : 'goods are recognised only by the decision recognise';
  if (recognise === null) return 'a recognition names the goods and the package that they are';
  if (findings.length !== 1) return 'a recognition decides one finding';
  return rejectRecognition(new BaseBook(store, base), recognise, row);
}

/** A package of the finding that would keep a figure which cannot be right: below nothing, and not given another. */
function findUnsoundPackage(
  store: HeadquartersBook,
  { base, row, request }: { base: string; row: BookFindingRow; request: DecisionRequest },
): string | undefined {
  if (request.decision !== 'accept' && request.decision !== 'adjust') return undefined;
  const given = new Set<string>(request.adjust.map(({ package: id }) => id));
  return store
    .prepare<[string, string | null, string | null, string | null], string>(
      'SELECT package FROM packages WHERE base = ? AND net_mg < 0 AND (package IS ? OR (lot IS ? AND weighing IS ?))',
    )
    .pluck()
    .all(base, row.package, row.package === null ? row.lot : null, row.weighing)
    .find((id) => !given.has(id));
}
