// What headquarters orders: the declarations of agent/core/model, for readers that know only the contract.
import { order, orderBody, orderHeader } from '../../core/model/order.ts';
import { releaseOrder } from '../../core/model/stockOrders.ts';

export type { AnnouncedPackage, ConsignorScale, IntakeNotice } from '../../core/model/intakeNotice.ts';
export type { Order, OrderHeader } from '../../core/model/order.ts';
export type { IntakeAmendment } from '../../core/model/stockOrders.ts';
export type { AccuracyClass } from '../../core/model/weighingEvidence.ts';

/**
 * A whole order, as headquarters signs it.
 * @see CONTRACT.md, section 8
 */
export const orderMessageSchema = order.schema;
/** What an order asks, for one whose header is known already. */
export const orderBodySchema = orderBody;
/** The members that keep the chain of orders going, even past a body that this version cannot read. */
export const orderHeaderSchema = orderHeader;
/** What a deposited release holds once it is opened. */
export const releaseOrderSchema = releaseOrder.schema;
