// What headquarters orders: the schema of agent/core/order.ts. Checked against those types when compiling.
import { z } from 'zod';
import type { Order as CoreOrder } from '../../core/model/order.ts';
import { intakeNoticeSchema } from './intakeNoticeSchema.ts';
import { stockOrderSchemas } from './stockOrderSchemas.ts';
import {
  baseNameSchema,
  countSchema,
  epochIdSchema,
  hashHexSchema,
  idSchema,
  type SameType,
  seqSchema,
} from './valueSchemas.ts';

export type { AccuracyClass, AnnouncedPackage, ConsignorScale, IntakeNotice } from '../../core/model/intakeNotice.ts';
export type { Order } from '../../core/model/order.ts';

/**
 * Bodies are told apart by `kind`. Rejected entries (what headquarters could not accept) and key lists will join here.
 */
export const orderBodySchema = z.discriminatedUnion('kind', [intakeNoticeSchema, ...stockOrderSchemas]);

const orderHeaderMembers = {
  order: idSchema,
  base: baseNameSchema,
  epoch: epochIdSchema,
  counter: seqSchema,
  previous: hashHexSchema,
  issuedWallMs: countSchema,
};

export const orderMessageSchema = z.strictObject({ ...orderHeaderMembers, body: orderBodySchema });

/**
 * What every order has, whatever its body: enough to keep the chain of orders going past one that cannot be carried
 * out.
 */
export const OrderFrame = z.object(orderHeaderMembers);
export type OrderFrame = z.infer<typeof OrderFrame>;

/** Fails to compile when the schema and the core's type drift apart. */
export const ORDER_SCHEMA_MATCHES_CORE: SameType<z.infer<typeof orderMessageSchema>, CoreOrder> = true;
