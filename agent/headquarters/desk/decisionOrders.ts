// A person's decision on findings, as an order that names their entries: by epoch, seq and hash, so that no other can
// be meant.
import type { Order } from '../../link/contract/orderSchema.ts';
import { isOpenFindingRow } from '../book/baseBook.ts';
import type { BookFindingRow } from '../book/bookRows.ts';
import type { HeadquartersStore } from '../store/headquartersStore.ts';
import { type QueueOutcome, queueOrder, resolveBase } from './orderQueue.ts';

type DecisionOrderBody = Extract<Order['body'], { kind: 'decision' }>;

/** Every decision that an order may carry. */
export const DECISION_WORDS = [
  'accept',
  'return',
  'recount',
  'adjust',
  'write-off',
] as const satisfies readonly DecisionOrderBody['decision'][];

/** A decision as a clerk gives it, with findings by their ids. */
export interface DecisionRequest extends Pick<DecisionOrderBody, 'decision' | 'adjust' | 'adopt' | 'note'> {
  findings: readonly string[];
  base: string | undefined;
}

/** Queues a decision on open findings; refuses one on a finding that is unknown or decided. */
export function queueDecision(store: HeadquartersStore, request: DecisionRequest): QueueOutcome {
  const base = resolveBase(store, request.base);
  if (typeof base !== 'string') return base;
  const references: DecisionOrderBody['findings'] = [];
  for (const id of request.findings) {
    const row = store
      .prepare<[string, string], BookFindingRow & { epoch: string }>(
        'SELECT f.*, s.epoch FROM findings f JOIN streams s USING (stream) WHERE f.base = ? AND f.finding = ?',
      )
      .get(base, id);
    if (!row) return { refusal: `finding ${id} is unknown` };
    if (!isOpenFindingRow(row)) return { refusal: `finding ${id} is ${row.state}` };
    references.push({ epoch: row.epoch, seq: row.seq, hash: row.hash });
  }
  if (request.decision === 'adjust' && request.adjust.length === 0)
    return { refusal: 'an adjustment names packages and masses' };
  const { decision, adjust, adopt, note } = request;
  return queueOrder(store, { kind: 'decision', findings: references, decision, adjust, adopt, note }, base);
}
