// What headquarters orders besides intake notices: amendments, releases, stocktakes, decisions, bookings.
import { z } from 'zod';
import { part, type ValueOf, variant } from './declare.ts';
import { announcedPackage, ownership } from './intakeNotice.ts';
import {
  anyId,
  areaId,
  depositId,
  hashHex,
  lotId,
  nonNegativeMassMg,
  nonNegativeTotalMassMg,
  orderId,
  packageId,
  releaseId,
  removalId,
  seqNumber,
  stocktakeId,
  text,
} from './values.ts';

/** Points to one entry of a ledger; the hash keeps a decision from being turned to another. */
export const entryReference = part(
  'entry reference',
  'One entry of a base’s ledger, named so that no other can be meant.',
  {
    epoch: [anyId, 'its epoch'],
    seq: [seqNumber, 'its seq'],
    hash: [hashHex, 'its hash, hex'],
  },
);

/** Epoch, seq and hash of one entry. */
export type EntryReference = ValueOf<typeof entryReference>;

/** The net mass in milligrams that headquarters sets for a package. */
export const massAdjustment = part('adjustment', 'What a package counts for from now on.', {
  package: [packageId, 'id'],
  netMg: [nonNegativeMassMg, 'its net mass in the book'],
});

/** What headquarters gives a foreign package so that it counts: id, lot, mark and tare in milligrams. */
export const packageAdoption = part('adoption', 'A package nobody announced becomes one of a lot.', {
  identity: [text, 'what could be read on it, as in the finding'],
  package: [packageId, 'its id from now on'],
  lot: [lotId, 'the lot it joins'],
  mark: [text, 'its mark'],
  tareMg: [nonNegativeMassMg, 'its declared tare'],
});

/** Which known package held goods turn out to be. */
export const packageRecognition = part('recognition', 'Goods nobody announced were a known package all along.', {
  identity: [text, 'what could be read on them, as in the finding'],
  package: [packageId, 'the package that they are'],
});

/** Which known package held goods turn out to be. */
export type PackageRecognition = ValueOf<typeof packageRecognition>;

/** What a foreign package becomes. */
export type PackageAdoption = ValueOf<typeof packageAdoption>;

const byPackages = variant('by-packages', 'A selection of packages.', {
  packages: [z.array(packageId).min(1).max(2000), 'ids'],
});

const byLot = variant('by-lot', 'A selection of packages.', {
  lot: [lotId, 'id'],
  count: [seqNumber.nullable(), 'so many packages, the oldest first; null: all'],
});

const byMass = variant('by-mass', 'A selection of packages.', {
  commodity: [text, 'symbol'],
  form: [text, 'form'],
  ownership: [ownership, ''],
  netMg: [nonNegativeTotalMassMg, 'at least so much net, the oldest packages first'],
});

const oldestFirst = variant('oldest-first', 'A selection of packages.', {
  commodity: [text, 'symbol'],
  form: [text, 'form'],
  ownership: [ownership, ''],
  count: [seqNumber, 'so many packages'],
});

/** Which packages a release takes. */
export const releaseSelection = z.discriminatedUnion('kind', [
  byPackages.schema,
  byLot.schema,
  byMass.schema,
  oldestFirst.schema,
]);
/** Which packages a release takes; `kind` tells the variants apart. */
export type ReleaseSelection = z.infer<typeof releaseSelection>;

const areaScope = variant('area-scope', 'What a stocktake counts.', {
  area: [areaId, 'id of the area'],
});

const lotScope = variant('lot-scope', 'What a stocktake counts.', {
  lot: [lotId, 'id of the lot'],
});

const baseScope = variant('base-scope', 'What a stocktake counts.', {});

/** What a stocktake counts. */
export const stocktakeScope = z.discriminatedUnion('kind', [areaScope.schema, lotScope.schema, baseScope.schema]);
/** What a stocktake counts; `kind` tells the variants apart. */
export type StocktakeScope = z.infer<typeof stocktakeScope>;

/** Changes a notice that is under way. `totalGrossMg` null: the certificate states no total. */
export const intakeAmendment = variant(
  'intake-amendment',
  'Packages added to or dropped from a notice that is under way; what is weighed already stays.',
  {
    lot: [lotId, 'id'],
    add: [z.array(announcedPackage.schema).max(2000), 'packages that come too'],
    drop: [z.array(packageId).max(2000), 'packages that do not come'],
    totalGrossMg: [nonNegativeTotalMassMg.nullable(), 'the certificate’s new gross total, which replaces the notice’s'],
  },
);

/** The body of an order that changes a notice. */
export type IntakeAmendment = ValueOf<typeof intakeAmendment>;

/** Takes an order back. */
export const orderCancellation = variant(
  'cancellation',
  'An order is not to be carried on. What is here already is held until decided.',
  {
    cancels: [orderId, 'id of the order'],
  },
);

/** The body of an order that takes another back. */
export type OrderCancellation = ValueOf<typeof orderCancellation>;

/** Lets an order rest, or be worked again. */
export const orderSuspension = variant(
  'suspension',
  'An order rests until it is resumed: its jobs end, nothing of it leaves; what is done stays.',
  {
    order: [orderId, 'id of the order, or of a stocktake of the base’s own plan'],
    suspended: [z.boolean(), 'false: it is worked again'],
  },
);

/** The body of an order that lets another rest. */
export type OrderSuspension = ValueOf<typeof orderSuspension>;

/** Lets packages leave under one of three regimes: emergency, high price, normal. */
export const releaseOrder = variant('release-order', 'Packages may leave.', {
  release: [releaseId, 'name of the release'],
  regime: [z.enum(['emergency', 'high-price', 'normal']), ''],
  recipient: [text, 'who gets them'],
  selection: [releaseSelection, 'which packages'],
});

/** The body of an order by which packages leave. */
export type ReleaseOrder = ValueOf<typeof releaseOrder>;

/** base64url. */
const sealedBytes = z.string().regex(/^[A-Za-z0-9_-]{1,20000}$/);

/**
 * Deposits a release that nobody at the base can read until headquarters tells the code.
 *
 * @see CONTRACT.md, section 8
 */
export const sealedOrder = variant(
  'sealed-order',
  'A release deposited beforehand: it opens with a one-time code that headquarters tells by telephone.',
  {
    sealed: [depositId, 'name of the deposit'],
    salt: [sealedBytes, 'for scrypt, base64url'],
    nonce: [sealedBytes, 'of A256GCM, base64url'],
    ciphertext: [sealedBytes, 'the release order’s canonical JSON, sealed, with its tag, base64url'],
  },
);

/** The body of an order that deposits a release; its bytes are base64url. */
export type SealedOrder = ValueOf<typeof sealedOrder>;

/** Announces that packages which left come back; they are weighed like new ones. */
export const returnNotice = variant('return-notice', 'Released packages come back.', {
  lot: [lotId, 'id'],
  packages: [z.array(packageId).min(1).max(2000), 'released packages of that lot'],
});

/** The body of an order by which packages come back. */
export type ReturnNotice = ValueOf<typeof returnNotice>;

/** Has an area, a lot or the whole base counted by people who do not see the book. */
export const stocktakeOrder = variant('stocktake-order', 'Count, blind, and compare with the book.', {
  stocktake: [stocktakeId, 'name of the stocktake'],
  scope: [stocktakeScope, 'what is counted'],
});

/** The body of an order to count. */
export type StocktakeOrder = ValueOf<typeof stocktakeOrder>;

/** Names the counted packages to weigh again, so that the base cannot choose them itself. */
export const stocktakeSample = variant(
  'stocktake-sample',
  'Packages to be weighed again, drawn by headquarters after the freeze.',
  {
    stocktake: [stocktakeId, 'id'],
    packages: [z.array(packageId).min(1).max(2000), 'drawn packages'],
  },
);

/** The body of an order that draws a sample. */
export type StocktakeSample = ValueOf<typeof stocktakeSample>;

/** Closes findings. `adjust` is empty, `adopt` and `recognise` are null unless the decision needs them. */
export const decisionOrder = variant(
  'decision',
  'What becomes of findings. Nothing else closes one or changes the book.',
  {
    findings: [z.array(entryReference.schema).min(1).max(500), 'the findings’ entries'],
    decision: [z.enum(['accept', 'return', 'recount', 'adjust', 'write-off', 'recognise']), ''],
    adjust: [z.array(massAdjustment.schema).max(500), 'with `adjust`: new book masses'],
    adopt: [packageAdoption.schema.nullable(), 'with `accept` of a package nobody announced'],
    recognise: [packageRecognition.schema.nullable(), 'with `recognise`: which package it was all along'],
    note: [z.string().max(1_000), 'why'],
  },
);

/** The body of an order that decides findings. */
export type DecisionOrder = ValueOf<typeof decisionOrder>;

/** Takes what was weighed out of packages off the book. */
export const removalBooking = variant('booking', 'Weighed samples, spillage, dust and residues leave the book.', {
  removals: [z.array(removalId).min(1).max(500), 'ids of removals'],
});

/** The body of an order that books removals. */
export type RemovalBooking = ValueOf<typeof removalBooking>;
