// The schemas of agent/core/stockOrders.ts: what headquarters orders besides intake notices.
import { z } from 'zod';
import { Announced } from './notice.ts';
import { hashHex, id, massMg, seqNumber, text } from './words.ts';

export const EntryReference = z.strictObject({ epoch: id, seq: seqNumber, hash: hashHex });
export const Adjustment = z.strictObject({ package: id, netMg: massMg.nonnegative() });
export const Adoption = z.strictObject({
  identity: text,
  package: id,
  lot: id,
  mark: text,
  tareMg: massMg.nonnegative(),
});
export const Selection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('by-packages'), packages: z.array(id).min(1).max(2000) }),
  z.strictObject({ kind: z.literal('by-lot'), lot: id, count: seqNumber.nullable() }),
  z.strictObject({
    kind: z.literal('by-mass'),
    commodity: text,
    form: text,
    ownership: z.enum(['national', 'private']),
    netMg: massMg.nonnegative(),
  }),
  z.strictObject({
    kind: z.literal('oldest-first'),
    commodity: text,
    form: text,
    ownership: z.enum(['national', 'private']),
    count: seqNumber,
  }),
]);
export const Scope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('area-scope'), area: id }),
  z.strictObject({ kind: z.literal('lot-scope'), lot: id }),
  z.strictObject({ kind: z.literal('base-scope') }),
]);

/** Packages added to or dropped from a notice that is under way; what is weighed already stays. */
export const IntakeAmendment = z.strictObject({
  kind: z.literal('intake-amendment'),
  lot: id,
  add: z.array(Announced).max(2000),
  drop: z.array(id).max(2000),
  totalGrossMg: massMg.nonnegative().nullable(),
});

/** An order is not to be carried on. What is here already is held until decided. */
export const Cancellation = z.strictObject({ kind: z.literal('cancellation'), cancels: id });

/** Packages may leave. */
export const ReleaseOrder = z.strictObject({
  kind: z.literal('release-order'),
  release: id,
  regime: z.enum(['emergency', 'high-price', 'normal']),
  recipient: text,
  selection: Selection,
});

/** A release deposited beforehand: it opens with a one-time code that headquarters tells by telephone. */
export const SealedOrder = z.strictObject({
  kind: z.literal('sealed-order'),
  sealed: id,
  salt: z.string().regex(/^[A-Za-z0-9_-]{1,20000}$/),
  nonce: z.string().regex(/^[A-Za-z0-9_-]{1,20000}$/),
  ciphertext: z.string().regex(/^[A-Za-z0-9_-]{1,20000}$/),
});

/** Released packages come back. */
export const ReturnNotice = z.strictObject({
  kind: z.literal('return-notice'),
  lot: id,
  packages: z.array(id).min(1).max(2000),
});

/** Count, blind, and compare with the book. */
export const StocktakeOrder = z.strictObject({ kind: z.literal('stocktake-order'), stocktake: id, scope: Scope });

/** Packages to be weighed again, drawn by headquarters after the freeze. */
export const StocktakeSample = z.strictObject({
  kind: z.literal('stocktake-sample'),
  stocktake: id,
  packages: z.array(id).min(1).max(2000),
});

/** What becomes of findings. Nothing else closes one or changes the book. */
export const Decision = z.strictObject({
  kind: z.literal('decision'),
  findings: z.array(EntryReference).min(1).max(500),
  decision: z.enum(['accept', 'return', 'recount', 'adjust', 'write-off']),
  adjust: z.array(Adjustment).max(500),
  adopt: Adoption.nullable(),
  note: z.string().max(1_000),
});

/** Weighed samples, spillage, dust and residues leave the book. */
export const Booking = z.strictObject({ kind: z.literal('booking'), removals: z.array(id).min(1).max(500) });

export const STOCK_ORDERS = [
  IntakeAmendment,
  Cancellation,
  ReleaseOrder,
  SealedOrder,
  ReturnNotice,
  StocktakeOrder,
  StocktakeSample,
  Decision,
  Booking,
] as const;
