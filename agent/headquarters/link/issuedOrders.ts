// Orders: queued by a person, numbered and signed by the running headquarters, sent again until the base has them. Must
// not know MQTT: it returns signed texts.
import { SIGNED_TYP } from '../../link/contract/envelope.ts';
import type { Order } from '../../link/contract/orderSchema.ts';
import { GENESIS_HASH } from '../../link/contract/hashDomains.ts';
import { sha256OfText } from '../signing/entryChain.ts';
import type { HeadquartersKeyRing } from '../signing/headquartersKeys.ts';
import { signHeadquartersText } from '../signing/messageSeal.ts';
import type { HeadquartersStore } from '../store/headquartersStore.ts';
import type { StreamRow } from '../store/entryStreams.ts';
import { asOrderId } from '../../link/contract/contractIds.ts';

interface QueuedOrderRow {
  number: number;
  order_id: string;
  body: string;
}

/** Numbers, chains and signs what is queued for the stream's base. On disk before anything is returned. */
export function issueOrders(
  store: HeadquartersStore,
  issue: { stream: StreamRow; keys: HeadquartersKeyRing; issuedWallMs: number },
): string[] {
  const { stream, keys, issuedWallMs } = issue;
  const queued = store.prepare<[string], QueuedOrderRow>(
    'SELECT number, order_id, body FROM orders WHERE base = ? AND stream IS NULL ORDER BY number',
  );
  if (queued.all(stream.base).length === 0) return [];
  return store.transact(() => {
    const last = store
      .prepare<[number], { counter: number; hash: string }>(
        'SELECT counter, hash FROM orders WHERE stream = ? ORDER BY counter DESC LIMIT 1',
      )
      .get(stream.stream);
    let { counter, hash } = last ?? { counter: 0, hash: GENESIS_HASH };
    return queued.all(stream.base).map((row) => {
      counter += 1;
      const order: Order = {
        order: asOrderId(row.order_id),
        base: stream.base,
        epoch: stream.epoch,
        counter,
        previous: hash,
        issuedWallMs,
        body: JSON.parse(row.body) as Order['body'],
      };
      const signed = signHeadquartersText(SIGNED_TYP.order, order, keys.signingKey);
      hash = sha256OfText(signed);
      store
        .prepare('UPDATE orders SET stream = ?, counter = ?, signed = ?, hash = ?, issued_ms = ? WHERE number = ?')
        .run(stream.stream, counter, signed, hash, issuedWallMs, row.number);
      return signed;
    });
  });
}

/** Signed orders after the last one that the base says it applied. */
export function issuedOrdersAfter(store: HeadquartersStore, stream: StreamRow, counter: number): string[] {
  return store
    .prepare<[number, number], string>('SELECT signed FROM orders WHERE stream = ? AND counter > ? ORDER BY counter')
    .pluck()
    .all(stream.stream, counter);
}

/** After the last one that the base's entries answer: what a stick must carry. */
export function unansweredIssuedOrders(store: HeadquartersStore, stream: StreamRow): string[] {
  const answered = store
    .prepare<[number], number | null>('SELECT max(counter) FROM orders WHERE stream = ? AND answer IS NOT NULL')
    .pluck()
    .get(stream.stream);
  return issuedOrdersAfter(store, stream, answered ?? 0);
}

/**
 * False if the base's last order is not the one issued under that number: then one of both was restored to another
 * past.
 */
export function matchesOrderChain(
  store: HeadquartersStore,
  stream: StreamRow,
  last: { counter: number; hash: string },
): boolean {
  if (last.counter === 0) return last.hash === GENESIS_HASH;
  const hash = store
    .prepare<[number, number], string>('SELECT hash FROM orders WHERE stream = ? AND counter = ?')
    .pluck()
    .get(stream.stream, last.counter);
  return hash === last.hash;
}
