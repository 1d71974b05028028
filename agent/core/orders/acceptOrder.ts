// Orders of headquarters: whether they are in turn, whether they can be carried out, and what follows at once. Must not
// know how an order travelled or where it is stored.
import type { Book } from '../model/book.ts';
import { type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import type { Order } from '../model/order.ts';
import { type DesignatedKinds, kindRefusal } from '../model/designatedKinds.ts';
import { allocateRelease } from '../release/allocation.ts';
import { stocktakeSampleRefusal, stocktakeRefusal } from '../stocktake/openStocktake.ts';
import { decisionRefusal } from './decisionChecks.ts';
import { recognitionEntries } from './recognition.ts';
import { bookingRefusal } from './removalBooking.ts';
import { matchHeldGoods, packagesExpectedBy } from '../intake/heldGoods.ts';
import { provisionalBook } from '../projection/provisionalBook.ts';
import { amendmentRefusal, noticeRefusal, returnRefusal } from './noticeChecks.ts';
import { cancellationRefusal, cancellationEntries } from './cancelOrder.ts';
import { suspensionEntries, suspensionRefusal } from './suspendOrder.ts';
import { isPast } from '../model/believableDate.ts';
import type { Timestamp } from '../../../drivers/contract/clock.ts';

/** An order whose signature and form agent/link has checked, and the base and epoch that it reached. */
export interface OrderEvent {
  order: Order;
  signed: string;
  signedHash: string;
  base: string;
  epoch: string;
  /** What a notice may name; absent: anything. */
  kinds?: DesignatedKinds;
}

/**
 * Why an order cannot be carried out, as a sentence for headquarters; or the entries that follow its receipt in the
 * same transaction.
 */
export type OrderAcceptance = { reason: string } | { follows: NewEntry[] };

/**
 * Decides an order. Out of turn it is refused without an entry. In turn but impossible to carry out, an entry records
 * that, because the counter must go on and headquarters must learn of it. `at`: the time that its entries will bear.
 *
 * @see CONTRACT.md, section 8
 */
export function decideOrder(event: OrderEvent, book: Book, at?: Timestamp): Decided | Refusal {
  const { order, signed, signedHash } = event;
  if (order.base !== event.base || order.epoch !== event.epoch)
    return refuse('order-for-other-base', { base: order.base });
  const site = book.get('site', 'site');
  const expected = (site?.orderCounter ?? 0) + 1;
  if (order.counter !== expected || order.previous !== (site?.orderHash ?? '0'.repeat(64))) {
    return refuse('order-out-of-turn', { counter: order.counter, expected });
  }
  const accepted = isOver(order, { book, at })
    ? { reason: 'its time is over' }
    : decideAcceptance(order, { book, kinds: event.kinds ?? null });
  if ('reason' in accepted) {
    const body = { order: order.order, counter: order.counter, reason: accepted.reason, signed, signedHash };
    return { entries: [{ kind: 'order-refused', body }], effects: [], result: { order: order.order, accepted: false } };
  }
  const received = { kind: 'order-received' as const, body: { order, signed, signedHash } };
  const entries = [
    received,
    ...accepted.follows,
    ...heldGoodsOf(received, book),
    ...recognitionEntries(received, book),
  ];
  return { entries, effects: [], result: { order: order.order, accepted: true } };
}

/** By a believable date alone: without one nothing expires. */
function isOver({ validUntilMs }: Order, { book, at }: { book: Book; at: Timestamp | undefined }): boolean {
  return validUntilMs !== undefined && at !== undefined && isPast(validUntilMs, { book, at });
}

/** What is held already of the packages that an order makes expected. */
function heldGoodsOf(received: Extract<NewEntry, { kind: 'order-received' }>, book: Book): NewEntry[] {
  const expected = packagesExpectedBy(received.body.order.body);
  return expected.length === 0 ? [] : matchHeldGoods(expected, provisionalBook(book, [received]));
}

function decideAcceptance(
  order: Order,
  { book, kinds }: { book: Book; kinds: DesignatedKinds | null },
): OrderAcceptance {
  const { body } = order;
  const newId = derivedIds(order.order);
  switch (body.kind) {
    case 'intake-notice':
      return acceptUnless((kinds && kindRefusal(body, kinds)) ?? noticeRefusal(body, book));
    case 'intake-amendment':
      return acceptUnless(amendmentRefusal(body, book));
    case 'cancellation': {
      const refusal = cancellationRefusal(body, book);
      return acceptUnless(refusal, refusal === null ? cancellationEntries(body, { book, newId }) : []);
    }
    case 'suspension': {
      const refusal = suspensionRefusal(body, book);
      return acceptUnless(refusal, refusal === null ? suspensionEntries(body, { book, newId }) : []);
    }
    case 'release-order': {
      const allocated = allocateRelease(body, { order: order.order, book });
      return 'reason' in allocated ? allocated : { follows: [allocated.entry] };
    }
    case 'sealed-order':
      return acceptUnless(book.get('deposit', body.sealed) ? `deposit ${body.sealed} is here already` : null);
    case 'return-notice':
      return acceptUnless(returnRefusal(body, book));
    case 'stocktake-order':
      return acceptUnless(stocktakeRefusal(body, book));
    case 'stocktake-sample':
      return acceptUnless(stocktakeSampleRefusal(body, book));
    case 'decision':
      return acceptUnless(decisionRefusal(body, book));
    case 'booking':
      return acceptUnless(bookingRefusal(body, book));
  }
}

function acceptUnless(refusal: string | null, follows: NewEntry[] = []): OrderAcceptance {
  return refusal === null ? { follows } : { reason: refusal };
}
