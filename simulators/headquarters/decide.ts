// A person's decision on findings, as an order that names their entries: by epoch, seq and hash, so that no other can
// be meant.
import type { Order } from '../../agent/headquarters/contract/order.ts';
import { isOpen } from './baseBook.ts';
import { baseFor, type Queued, queueOrder } from './orders.ts';
import type { FindingRow } from './rows.ts';
import type { Store } from './store.ts';

type Decision = Extract<Order['body'], { kind: 'decision' }>;

export const DECISIONS = [
  'accept',
  'return',
  'recount',
  'adjust',
  'write-off',
] as const satisfies readonly Decision['decision'][];

export interface Deciding extends Pick<Decision, 'decision' | 'adjust' | 'adopt' | 'note'> {
  findings: readonly string[];
  base: string | undefined;
}

export function queueDecision(store: Store, of: Deciding): Queued {
  const base = baseFor(store, of.base);
  if (typeof base !== 'string') return base;
  const references: Decision['findings'] = [];
  for (const id of of.findings) {
    const row = store
      .prepare<[string, string], FindingRow & { epoch: string }>(
        'SELECT f.*, s.epoch FROM findings f JOIN streams s USING (stream) WHERE f.base = ? AND f.finding = ?',
      )
      .get(base, id);
    if (!row) return { fault: `finding ${id} is unknown` };
    if (!isOpen(row)) return { fault: `finding ${id} is ${row.state}` };
    references.push({ epoch: row.epoch, seq: row.seq, hash: row.hash });
  }
  if (of.decision === 'adjust' && of.adjust.length === 0) return { fault: 'an adjustment names packages and masses' };
  const { decision, adjust, adopt, note } = of;
  return queueOrder(store, { kind: 'decision', findings: references, decision, adjust, adopt, note }, base);
}
