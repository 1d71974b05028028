// Orders that clerks queue, before they are numbered, signed and sent.
import { type Order, orderBodySchema } from '../../link/contract/orderSchema.ts';
import { randomBytes } from 'node:crypto';
import { writeCanonical } from '../signing/headquartersCanonical.ts';
import { ORDER_MAX_SIGNED_BYTES } from '../../link/contract/envelope.ts';
import { describeWrongCommodity, readNamedCommodities } from './commodityNames.ts';
import { splitNotice } from './noticeParts.ts';
import type { DepositRow, LinkStore } from '../store/linkStore.ts';

/** What became of an order: queued, queued before under the same id, or refused. `parts`: ids of the orders that go with it. */
export type QueueOutcome =
  { order: string; base: string; state: 'queued' | 'known'; parts: string[] } | { refusal: string };

/** Canonical bytes of a body that still fits an order: base64url, and 400 bytes for what stands around it. */
const ORDER_MAX_BODY_BYTES = Math.floor((ORDER_MAX_SIGNED_BYTES * 3) / 4) - 400;

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
 * queued is left alone, so that the same file may be given twice. A notice that is too large travels in parts, of which
 * the second has the id with `+2`, and so on.
 */
export function queueOrder(store: LinkStore, content: unknown, baseOption?: string): QueueOutcome {
  return queueOrderWithDeposit(store, { content, baseOption });
}

/** The same, and in one transaction with it the release that the order deposits. */
export function queueOrderWithDeposit(
  store: LinkStore,
  { content, baseOption, deposit }: { content: unknown; baseOption?: string | undefined; deposit?: DepositRow },
): QueueOutcome {
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
  const parts = splitBody(body.data);
  if ('refusal' in parts) return parts;
  const ids = parts.map((_, index) => (index === 0 ? order : `${order}+${index + 1}`));
  if (ids.some((id) => id.length > 64))
    return { refusal: `order: it travels in ${parts.length} parts, so that its id has at most 60 characters` };
  const queued = store.queueOrders(
    parts.map((part, index) => ({ base, order_id: ids[index] ?? order, body: writeCanonical(part) })),
    deposit,
  );
  return { order, base, state: queued[0] === true ? 'queued' : 'known', parts: ids.slice(1) };
}

function splitBody(body: Order['body']): Order['body'][] | { refusal: string } {
  const bytes = Buffer.byteLength(writeCanonical(body));
  if (bytes <= ORDER_MAX_BODY_BYTES) return [body];
  const parts = body.kind === 'intake-notice' ? splitNotice(body, ORDER_MAX_BODY_BYTES) : null;
  return parts ?? { refusal: `the order is too large to travel: ${bytes} bytes of ${ORDER_MAX_BODY_BYTES}; split it` };
}

/** The base that an order is for: the only one if none is named. */
export function resolveBase(store: LinkStore, named: unknown): string | { refusal: string } {
  const bases = store.listBases().map((row) => row.base);
  const base = named ?? (bases.length === 1 ? bases[0] : undefined);
  return typeof base === 'string' && bases.includes(base)
    ? base
    : { refusal: `base: one of ${bases.join(', ') || 'none: enrol a base first'}` };
}
