// Orders: queued by a person, numbered and signed by the running headquarters, sent again until the base has them. Must
// not know MQTT: it returns signed texts.
import { randomBytes } from 'node:crypto';
import { ORDER_MAX_SIGNED_BYTES, SIGNED_TYP } from '../../agent/headquarters/contract/envelope.ts';
import { type Order, OrderBody } from '../../agent/headquarters/contract/order.ts';
import { GENESIS_HASH } from '../../agent/headquarters/contract/words.ts';
import { canonical } from './canonical.ts';
import { sha256Hex } from './chain.ts';
import type { OwnKeys } from './keys.ts';
import { signDown } from './seal.ts';
import { enrolledBases, type Store, type StreamRow } from './store.ts';

export type Queued = { order: string; base: string; state: 'queued' | 'known' } | { fault: string };

/**
 * Takes an order file: a body, or {"base", "order", "body"} with base and order id optional. An id that is already
 * queued is left alone, so that the same file may be given twice.
 */
export function queueOrder(store: Store, content: unknown, forBase?: string): Queued {
  const wrapped =
    typeof content === 'object' && content !== null && 'body' in content
      ? (content as Record<string, unknown>)
      : { body: content };
  const body = OrderBody.safeParse(wrapped['body']);
  if (!body.success) {
    return { fault: faultOf(body.error) };
  }
  const base = baseFor(store, forBase ?? wrapped['base']);
  if (typeof base !== 'string') return base;
  const order = wrapped['order'] ?? randomBytes(16).toString('hex');
  if (typeof order !== 'string' || order === '' || order.length > 200)
    return { fault: 'order: an id of 1 to 200 characters' };
  const text = canonical(body.data);
  // 400 bytes for the members around the body and the signature.
  if (((text.length + 400) * 4) / 3 > ORDER_MAX_SIGNED_BYTES)
    return { fault: `the order is too large to travel: ${text.length} bytes; split it` };
  const made = store
    .prepare('INSERT OR IGNORE INTO orders (base, order_id, body) VALUES (?, ?, ?)')
    .run(base, order, text);
  return { order, base, state: made.changes === 1 ? 'queued' : 'known' };
}

/** The first faults, each at its place: a wrong list of 2,000 packages would say the same 2,000 times. */
function faultOf({ issues }: { issues: readonly { path: PropertyKey[]; message: string }[] }): string {
  const told = issues
    .slice(0, MOST_FAULTS)
    .map((issue) => `${issue.path.map(String).join('.') || 'the whole order'}: ${issue.message}`);
  return [...told, ...(issues.length > MOST_FAULTS ? [`and ${issues.length - MOST_FAULTS} more`] : [])].join('; ');
}

const MOST_FAULTS = 10;

/** The base that an order is for: the only one if none is named. */
export function baseFor(store: Store, named: unknown): string | { fault: string } {
  const bases = enrolledBases(store).map((row) => row.base);
  const base = named ?? (bases.length === 1 ? bases[0] : undefined);
  return typeof base === 'string' && bases.includes(base)
    ? base
    : { fault: `base: one of ${bases.join(', ') || 'none: enrol a base first'}` };
}

interface OrderRow {
  number: number;
  order_id: string;
  body: string;
}

/** Numbers, chains and signs what is queued for the stream's base. On disk before anything is returned. */
export function issueOrders(store: Store, of: { stream: StreamRow; keys: OwnKeys; issuedWallMs: number }): string[] {
  const { stream, keys, issuedWallMs } = of;
  const queued = store.prepare<[string], OrderRow>(
    'SELECT number, order_id, body FROM orders WHERE base = ? AND stream IS NULL ORDER BY number',
  );
  if (queued.all(stream.base).length === 0) return [];
  return store.write(() => {
    const last = store
      .prepare<[number], { counter: number; hash: string }>(
        'SELECT counter, hash FROM orders WHERE stream = ? ORDER BY counter DESC LIMIT 1',
      )
      .get(stream.stream);
    let { counter, hash } = last ?? { counter: 0, hash: GENESIS_HASH };
    return queued.all(stream.base).map((row) => {
      counter += 1;
      const order: Order = {
        order: row.order_id,
        base: stream.base,
        epoch: stream.epoch,
        counter,
        previous: hash,
        issuedWallMs,
        body: JSON.parse(row.body) as Order['body'],
      };
      const signed = signDown(SIGNED_TYP.order, order, keys.signing);
      hash = sha256Hex(signed);
      store
        .prepare('UPDATE orders SET stream = ?, counter = ?, signed = ?, hash = ? WHERE number = ?')
        .run(stream.stream, counter, signed, hash, row.number);
      return signed;
    });
  });
}

/** Signed orders after the last one that the base says it applied. */
export function ordersAfter(store: Store, stream: StreamRow, counter: number): string[] {
  return store
    .prepare<[number, number], string>('SELECT signed FROM orders WHERE stream = ? AND counter > ? ORDER BY counter')
    .pluck()
    .all(stream.stream, counter);
}

/** After the last one that the base's entries answer: what a stick must carry. */
export function unansweredOrders(store: Store, stream: StreamRow): string[] {
  const answered = store
    .prepare<[number], number | null>('SELECT max(counter) FROM orders WHERE stream = ? AND answer IS NOT NULL')
    .pluck()
    .get(stream.stream);
  return ordersAfter(store, stream, answered ?? 0);
}

/**
 * False if the base's last order is not the one issued under that number: then one of both was restored to another
 * past.
 */
export function orderChainFits(store: Store, stream: StreamRow, last: { counter: number; hash: string }): boolean {
  if (last.counter === 0) return last.hash === GENESIS_HASH;
  const hash = store
    .prepare<[number, number], string>('SELECT hash FROM orders WHERE stream = ? AND counter = ?')
    .pluck()
    .get(stream.stream, last.counter);
  return hash === last.hash;
}
