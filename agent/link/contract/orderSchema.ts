// What headquarters orders: the declarations of agent/core/model, for readers that know only the contract.
import { order, orderBody, orderHeader } from '../../core/model/order.ts';
import { releaseOrder } from '../../core/model/stockOrders.ts';

export type { AnnouncedPackage, ConsignorScale, IntakeNotice } from '../../core/model/intakeNotice.ts';
export type { Order, OrderHeader } from '../../core/model/order.ts';
export type { AccuracyClass } from '../../core/model/weighingEvidence.ts';

export const orderMessageSchema = order.schema;
export const orderBodySchema = orderBody;
export const orderHeaderSchema = orderHeader;
export const releaseOrderSchema = releaseOrder.schema;
