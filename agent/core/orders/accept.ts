// Orders arriving: whose turn it is, whether they can be carried out, and what follows at once. Must not know how an
// order travelled or where it is stored.
import type { Book } from '../book.ts';
import { type Decision, idsOf, type Refusal, refuse } from '../decision.ts';
import type { NewEntry } from '../entry.ts';
import type { Order } from '../order.ts';
import { allocationFor } from '../release/allocate.ts';
import { sampleFault, stocktakeFault } from '../stocktake/open.ts';
import { decisionFault } from '../cases/decisionFault.ts';
import { bookingFault } from '../cases/removal.ts';
import { goodsForAmendment, matchedGoods } from './matchedGoods.ts';
import { amendmentFault, noticeFault, returnFault } from './notices.ts';
import { cancellationFault, cancellationFollows } from './cancellation.ts';

export interface OrderEvent {
  order: Order;
  signed: string;
  signedHash: string;
  base: string;
  epoch: string;
}

/** Why an order cannot be carried out, in words; or what follows its receipt in the same transaction. */
export type Acceptance = { fault: string } | { follows: NewEntry[] };

/**
 * An order whose signature and form headquarters/ has checked. Out of turn: refused without an entry. In turn but
 * impossible to carry out: an entry says so, because the counter must go on and headquarters must learn it.
 */
export function decideOrder(event: OrderEvent, book: Book): Decision | Refusal {
  const { order, signed, signedHash } = event;
  if (order.base !== event.base || order.epoch !== event.epoch)
    return refuse('order-for-other-base', { base: order.base });
  const site = book.get('site', 'site');
  const expected = (site?.orderCounter ?? 0) + 1;
  if (order.counter !== expected || order.previous !== (site?.orderHash ?? '0'.repeat(64))) {
    return refuse('order-out-of-turn', { counter: order.counter, expected });
  }
  const accepted = acceptance(order, book);
  if ('fault' in accepted) {
    const body = { order: order.order, counter: order.counter, reason: accepted.fault, signed, signedHash };
    return { entries: [{ kind: 'order-refused', body }], effects: [], result: { order: order.order, accepted: false } };
  }
  const received: NewEntry = { kind: 'order-received', body: { order, signed, signedHash } };
  return { entries: [received, ...accepted.follows], effects: [], result: { order: order.order, accepted: true } };
}

function acceptance(order: Order, book: Book): Acceptance {
  const { body } = order;
  const newId = idsOf(order.order);
  switch (body.kind) {
    case 'intake-notice':
      return unless(noticeFault(body, book), matchedGoods(body, book));
    case 'intake-amendment': {
      const fault = amendmentFault(body, book);
      return unless(fault, fault === null ? goodsForAmendment(body, book) : []);
    }
    case 'cancellation': {
      const fault = cancellationFault(body, book);
      return unless(fault, fault === null ? cancellationFollows(body, { book, newId }) : []);
    }
    case 'release-order': {
      const allocated = allocationFor(body, { order: order.order, book });
      return 'fault' in allocated ? allocated : { follows: [allocated.entry] };
    }
    case 'sealed-order':
      return unless(book.get('deposit', body.sealed) ? `deposit ${body.sealed} is here already` : null);
    case 'return-notice':
      return unless(returnFault(body, book));
    case 'stocktake-order':
      return unless(stocktakeFault(body, book));
    case 'stocktake-sample':
      return unless(sampleFault(body, book));
    case 'decision':
      return unless(decisionFault(body, book));
    case 'booking':
      return unless(bookingFault(body, book));
  }
}

function unless(fault: string | null, follows: NewEntry[] = []): Acceptance {
  return fault === null ? { follows } : { fault };
}
