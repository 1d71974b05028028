// Orders that clerks queue, before they are numbered, signed and sent.
import type { HeadquartersStore } from '../store/headquartersStore.ts';
import { orderBodySchema } from '../../link/contract/orderSchema.ts';
import { randomBytes } from 'node:crypto';
import { writeCanonical } from '../signing/headquartersCanonical.ts';
import { ORDER_MAX_SIGNED_BYTES } from '../../link/contract/envelope.ts';
import { describeWrongCommodity, readNamedCommodities } from './commodityNames.ts';
import { listEnrolledBases } from '../link/enrolledBases.ts';

/** What became of an order: queued, queued before under the same id, or refused. */
export type QueueOutcome = { order: string; base: string; state: 'queued' | 'known' } | { refusal: string };

/** How many issues of a wrong order are described; the others are counted. */
export const DESCRIBED_ISSUES_MAX = 10;

/** The first faults, each at its place: a wrong list of 2,000 packages would say the same 2,000 times. */
export function describeOrderIssues({
  issues,
}: {
  issues: readonly { path: PropertyKey[]; message: string }[];
}): string {
  const descriptions = issues
    .slice(0, DESCRIBED_ISSUES_MAX)
    .map((issue) => `${issue.path.map(String).join('.') || 'the whole order'}: ${issue.message}`);
  return [
    ...descriptions,
    ...(issues.length > DESCRIBED_ISSUES_MAX ? [`and ${issues.length - DESCRIBED_ISSUES_MAX} more`] : []),
  ].join('; ');
}

/**
 * Takes an order file: a body, or {"base", "order", "body"} with base and order id optional. An id that is already
 * queued is left alone, so that the same file may be given twice.
 */
export function queueOrder(store: HeadquartersStore, content: unknown, baseOption?: string): QueueOutcome {
  const wrapped =
    typeof content === 'object' && content !== null && 'body' in content
      ? (content as Record<string, unknown>)
      : { body: content };
  const body = orderBodySchema.safeParse(wrapped['body']);
  if (!body.success) {
    return { refusal: describeOrderIssues(body.error) };
  }
  const wrongCommodity =
    body.data.kind === 'intake-notice' ? describeWrongCommodity(body.data, readNamedCommodities()) : null;
  if (wrongCommodity !== null) return { refusal: wrongCommodity };
  const base = resolveBase(store, baseOption ?? wrapped['base']);
  if (typeof base !== 'string') return base;
  const order = wrapped['order'] ?? randomBytes(16).toString('hex');
  if (typeof order !== 'string' || !/^[!-~]{1,64}$/.test(order))
    return { refusal: 'order: an id of 1 to 64 visible ASCII characters' };
  const text = writeCanonical(body.data);
  // 400 bytes for the members around the body and the signature.
  if (((text.length + 400) * 4) / 3 > ORDER_MAX_SIGNED_BYTES)
    return { refusal: `the order is too large to travel: ${text.length} bytes; split it` };
  const insertion = store
    .prepare('INSERT OR IGNORE INTO orders (base, order_id, body) VALUES (?, ?, ?)')
    .run(base, order, text);
  return { order, base, state: insertion.changes === 1 ? 'queued' : 'known' };
}

/** The base that an order is for: the only one if none is named. */
export function resolveBase(store: HeadquartersStore, named: unknown): string | { refusal: string } {
  const bases = listEnrolledBases(store).map((row) => row.base);
  const base = named ?? (bases.length === 1 ? bases[0] : undefined);
  return typeof base === 'string' && bases.includes(base)
    ? base
    : { refusal: `base: one of ${bases.join(', ') || 'none: enrol a base first'}` };
}
