// Orders: queued by a person, numbered and signed by the running headquarters, sent again until the base has them. Must
// not know MQTT: it returns signed texts.
import { SIGNED_TYP } from '../../link/contract/envelope.ts';
import type { Order } from '../../link/contract/orderSchema.ts';
import { GENESIS_HASH } from '../../link/contract/hashDomains.ts';
import { sha256OfText } from '../signing/entryChain.ts';
import type { HeadquartersKeyRing } from '../signing/headquartersKeys.ts';
import { signHeadquartersText } from '../signing/messageSeal.ts';
import type { LinkStore, OrderIssue, OrderRow, StreamRow } from '../store/linkStore.ts';
import { asOrderId } from '../../link/contract/contractIds.ts';

/** Another process numbers the same orders so often only if something is wrong. */
const ISSUE_ATTEMPTS = 10;

/**
 * Numbers, chains and signs what is queued for the stream's base. On disk before anything is returned.
 *
 * @throws {Error} when others keep issuing meanwhile
 */
export function issueOrders(
  store: LinkStore,
  issue: { stream: StreamRow; keys: HeadquartersKeyRing; issuedWallMs: number },
): string[] {
  for (let attempt = 0; attempt < ISSUE_ATTEMPTS; attempt += 1) {
    const queued = store.listQueuedOrders(issue.stream.base);
    if (queued.length === 0) return [];
    const last = store.findIssuedOrder(issue.stream.stream, 'last') ?? { counter: 0, hash: GENESIS_HASH };
    // What the base has under these numbers comes back with its entries first.
    if (last.counter < issue.stream.told_orders) return [];
    const orders = signOrders(queued, { ...issue, last });
    if (store.issueOrders(issue.stream.stream, { lastCounter: last.counter, orders }))
      return orders.map(({ signed }) => signed);
  }
  throw new Error(`orders for ${issue.stream.base} were numbered ${ISSUE_ATTEMPTS} times by others`);
}

function signOrders(
  queued: readonly OrderRow[],
  {
    stream,
    keys,
    issuedWallMs,
    last,
  }: {
    stream: StreamRow;
    keys: HeadquartersKeyRing;
    issuedWallMs: number;
    last: { counter: number; hash: string };
  },
): OrderIssue[] {
  let { counter, hash } = last;
  return queued.map((row) => {
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
    const signed = signHeadquartersText(SIGNED_TYP.order, order, keys);
    hash = sha256OfText(signed);
    return { number: row.number, counter, signed, hash, issued_ms: issuedWallMs };
  });
}

/** Signed orders after the last one that the base says it applied. */
export function issuedOrdersAfter(store: LinkStore, stream: StreamRow, counter: number): string[] {
  return store.listIssuedOrders(stream.stream, counter).map(({ signed }) => signed);
}

/** After the last one that the base's entries answer: what a stick must carry. */
export function unansweredIssuedOrders(store: LinkStore, stream: StreamRow): string[] {
  const issued = store.listIssuedOrders(stream.stream, 0);
  const answered = issued.findLast(({ answer }) => answer !== null)?.counter ?? 0;
  return issued.filter(({ counter }) => counter > answered).map(({ signed }) => signed);
}

/**
 * False if the base's last order is not the one issued under that number: then one of both was restored to another
 * past.
 */
export function matchesOrderChain(
  store: LinkStore,
  stream: StreamRow,
  last: { counter: number; hash: string },
): boolean {
  if (last.counter === 0) return last.hash === GENESIS_HASH;
  return store.findIssuedOrder(stream.stream, last.counter)?.hash === last.hash;
}
