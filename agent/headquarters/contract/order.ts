// What headquarters orders: the schema of agent/core/order.ts. Checked against those types when compiling.
import { z } from 'zod';
import type { Order as CoreOrder } from '../../core/order.ts';
import { IntakeNoticeBody } from './notice.ts';
import { STOCK_ORDERS } from './stockOrders.ts';
import { baseName, count, epochId, hashHex, id, type Same, seqNumber } from './words.ts';

export type { AccuracyClass, AnnouncedPackage, ConsignorScale, IntakeNotice } from '../../core/notice.ts';
export type { Order } from '../../core/order.ts';

/**
 * Bodies are told apart by `kind`. Rejected entries (what headquarters could not accept) and key lists will join here.
 */
export const OrderBody = z.discriminatedUnion('kind', [IntakeNoticeBody, ...STOCK_ORDERS]);

const frameMembers = {
  order: id,
  base: baseName,
  epoch: epochId,
  counter: seqNumber,
  previous: hashHex,
  issuedWallMs: count,
};

export const OrderMessage = z.strictObject({ ...frameMembers, body: OrderBody });

/**
 * What every order has, whatever its body: enough to keep the chain of orders going past one that cannot be carried
 * out.
 */
export const OrderFrame = z.object(frameMembers);
export type OrderFrame = z.infer<typeof OrderFrame>;

/** Fails to compile when the schema and the core's type drift apart. */
export const ORDER_MATCHES_CORE: Same<z.infer<typeof OrderMessage>, CoreOrder> = true;
