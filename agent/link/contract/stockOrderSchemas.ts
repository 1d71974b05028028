// The schemas of agent/core/stockOrders.ts: what headquarters orders besides intake notices.
import { z } from 'zod';
import { announcedPackageSchema } from './intakeNoticeSchema.ts';
import { hashHexSchema, idSchema, massMgSchema, seqSchema, textSchema } from './valueSchemas.ts';

export const entryReferenceSchema = z.strictObject({ epoch: idSchema, seq: seqSchema, hash: hashHexSchema });
export const massAdjustmentSchema = z.strictObject({ package: idSchema, netMg: massMgSchema.nonnegative() });
export const packageAdoptionSchema = z.strictObject({
  identity: textSchema,
  package: idSchema,
  lot: idSchema,
  mark: textSchema,
  tareMg: massMgSchema.nonnegative(),
});
export const releaseSelectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('by-packages'), packages: z.array(idSchema).min(1).max(2000) }),
  z.strictObject({ kind: z.literal('by-lot'), lot: idSchema, count: seqSchema.nullable() }),
  z.strictObject({
    kind: z.literal('by-mass'),
    commodity: textSchema,
    form: textSchema,
    ownership: z.enum(['national', 'private']),
    netMg: massMgSchema.nonnegative(),
  }),
  z.strictObject({
    kind: z.literal('oldest-first'),
    commodity: textSchema,
    form: textSchema,
    ownership: z.enum(['national', 'private']),
    count: seqSchema,
  }),
]);
export const stocktakeScopeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('area-scope'), area: idSchema }),
  z.strictObject({ kind: z.literal('lot-scope'), lot: idSchema }),
  z.strictObject({ kind: z.literal('base-scope') }),
]);

/** Packages added to or dropped from a notice that is under way; what is weighed already stays. */
export const intakeAmendmentSchema = z.strictObject({
  kind: z.literal('intake-amendment'),
  lot: idSchema,
  add: z.array(announcedPackageSchema).max(2000),
  drop: z.array(idSchema).max(2000),
  totalGrossMg: massMgSchema.nonnegative().nullable(),
});

/** An order is not to be carried on. What is here already is held until decided. */
export const orderCancellationSchema = z.strictObject({ kind: z.literal('cancellation'), cancels: idSchema });

/** Packages may leave. */
export const releaseOrderSchema = z.strictObject({
  kind: z.literal('release-order'),
  release: idSchema,
  regime: z.enum(['emergency', 'high-price', 'normal']),
  recipient: textSchema,
  selection: releaseSelectionSchema,
});

/** A release deposited beforehand: it opens with a one-time code that headquarters tells by telephone. */
export const sealedOrderSchema = z.strictObject({
  kind: z.literal('sealed-order'),
  sealed: idSchema,
  salt: z.string().regex(/^[A-Za-z0-9_-]{1,20000}$/),
  nonce: z.string().regex(/^[A-Za-z0-9_-]{1,20000}$/),
  ciphertext: z.string().regex(/^[A-Za-z0-9_-]{1,20000}$/),
});

/** Released packages come back. */
export const returnNoticeSchema = z.strictObject({
  kind: z.literal('return-notice'),
  lot: idSchema,
  packages: z.array(idSchema).min(1).max(2000),
});

/** Count, blind, and compare with the book. */
export const stocktakeOrderSchema = z.strictObject({
  kind: z.literal('stocktake-order'),
  stocktake: idSchema,
  scope: stocktakeScopeSchema,
});

/** Packages to be weighed again, drawn by headquarters after the freeze. */
export const stocktakeSampleSchema = z.strictObject({
  kind: z.literal('stocktake-sample'),
  stocktake: idSchema,
  packages: z.array(idSchema).min(1).max(2000),
});

/** What becomes of findings. Nothing else closes one or changes the book. */
export const decisionOrderSchema = z.strictObject({
  kind: z.literal('decision'),
  findings: z.array(entryReferenceSchema).min(1).max(500),
  decision: z.enum(['accept', 'return', 'recount', 'adjust', 'write-off']),
  adjust: z.array(massAdjustmentSchema).max(500),
  adopt: packageAdoptionSchema.nullable(),
  note: z.string().max(1_000),
});

/** Weighed samples, spillage, dust and residues leave the book. */
export const removalBookingSchema = z.strictObject({
  kind: z.literal('booking'),
  removals: z.array(idSchema).min(1).max(500),
});

export const stockOrderSchemas = [
  intakeAmendmentSchema,
  orderCancellationSchema,
  releaseOrderSchema,
  sealedOrderSchema,
  returnNoticeSchema,
  stocktakeOrderSchema,
  stocktakeSampleSchema,
  decisionOrderSchema,
  removalBookingSchema,
] as const;
