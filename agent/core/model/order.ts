// Orders: what headquarters asks a base to do. Signed and sealed on their way; this is what the signature covers.
import { z } from 'zod';
import { declare, oneOf, part, type ValueOf } from './declare.ts';
import { intakeNotice } from './intakeNotice.ts';
import {
  decisionOrder,
  intakeAmendment,
  orderCancellation,
  orderSuspension,
  releaseOrder,
  removalBooking,
  returnNotice,
  sealedOrder,
  stocktakeOrder,
  stocktakeSample,
} from './stockOrders.ts';
import { baseName, count, epochId, hashHex, orderId, seqNumber } from './values.ts';

/** Every kind of order by its name, as `body.kind` says it. */
export const ORDERS = {
  'intake-notice': intakeNotice,
  'intake-amendment': intakeAmendment,
  cancellation: orderCancellation,
  suspension: orderSuspension,
  'release-order': releaseOrder,
  'sealed-order': sealedOrder,
  'return-notice': returnNotice,
  'stocktake-order': stocktakeOrder,
  'stocktake-sample': stocktakeSample,
  decision: decisionOrder,
  booking: removalBooking,
} as const;
/** Name of a kind of order, as `body.kind` says it. */
export type OrderKind = keyof typeof ORDERS;

/**
 * What an order asks, without who asks it of whom and in which turn.
 *
 * @see CONTRACT.md, section 8
 */
export const orderBody = oneOf(ORDERS);
/** What an order asks; `kind` tells the variants apart. */
export type OrderBody = z.infer<typeof orderBody>;

const header = {
  order: [orderId, 'random id'],
  base: [baseName, 'base it is for'],
  epoch: [epochId, 'epoch its counter belongs to'],
  counter: [seqNumber, 'from 1, without gaps within the epoch'],
  previous: [hashHex, 'SHA-256 of the signed text of the order before, hex; 64 zeros for counter 1'],
  issuedWallMs: [count, 'ms since 1970-01-01T00:00:00Z by headquarters’ clock'],
} as const;

const validUntilMs = [
  count.optional(),
  'ms since 1970-01-01T00:00:00Z; after it the order is not taken, and no job of it is opened; absent: without end',
] as const;

/** An order executes once, whatever is restored: its id is its cause. */
export const order = part('order', '', { ...header, validUntilMs, body: [orderBody, 'told apart by `kind`'] });
/** An order as headquarters signed it. */
export type Order = ValueOf<typeof order>;

/**
 * What every order has, whatever its body: enough to keep the chain of orders going past one that cannot be carried
 * out.
 */
export const orderHeader = declare('', {
  ...header,
  order: [z.string().min(1), 'its id, also one that no order may have'],
}).schema.strip();
/** An order's place in the chain of orders of its epoch. */
export type OrderHeader = z.infer<typeof orderHeader>;
