// What headquarters orders: the schema of agent/core/order.ts. Checked against those types when compiling.
import { z } from 'zod';
import type { Order as CoreOrder } from '../../core/order.ts';
import { baseName, count, epcHex, epochId, hashHex, id, massMg, type Same, seqNumber, text } from './words.ts';

export type { AccuracyClass, AnnouncedPackage, ConsignorScale, IntakeNotice, Order } from '../../core/order.ts';

export const AccuracyClassWord = z.enum(['II', 'III', 'IIII']);

const Announced = z.strictObject({
  package: id,
  epcHex: epcHex.nullable(),
  mark: text,
  grossMg: massMg,
  tareMg: massMg,
  tareToleranceMg: massMg.nullable(),
});

/** Consignor's interval and last digit are even milligrams, so that their halves are exact. */
const Weighed = z.strictObject({
  intervalMg: massMg.positive().multipleOf(2),
  class: AccuracyClassWord,
  limitMg: massMg.nonnegative().nullable(),
  lastDigitMg: massMg.nonnegative().multipleOf(2),
});

export const IntakeNoticeBody = z.strictObject({
  kind: z.literal('intake-notice'),
  lot: id,
  commodity: text.min(1),
  form: text.min(1),
  element: text.nullable(),
  ownership: z.enum(['national', 'private']),
  consignor: text,
  certificate: text,
  weighed: Weighed,
  totalGrossMg: massMg.nonnegative().nullable(),
  packages: z.array(Announced).min(1).max(2_000),
});

/**
 * Bodies are told apart by `kind`. Release order, stocktake order, decision, cancellation, rejected entry (what headquarters
 * could not accept: epoch, seq, hash, reason) and key list join here, each a schema of its own.
 */
export const OrderBody = z.discriminatedUnion('kind', [IntakeNoticeBody]);

const frameMembers = { order: id, base: baseName, epoch: epochId, counter: seqNumber, previous: hashHex, issuedWallMs: count };

export const OrderMessage = z.strictObject({ ...frameMembers, body: OrderBody });

/** What every order has, whatever its body: enough to keep the chain of orders going past one that cannot be carried out. */
export const OrderFrame = z.object(frameMembers);
export type OrderFrame = z.infer<typeof OrderFrame>;

/** Fails to compile when the schema and the core's type drift apart. */
export const ORDER_MATCHES_CORE: Same<z.infer<typeof OrderMessage>, CoreOrder> = true;
