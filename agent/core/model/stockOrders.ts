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
  massMg,
  orderId,
  packageId,
  releaseId,
  removalId,
  seqNumber,
  stocktakeId,
  text,
} from './values.ts';

export const entryReference = part(
  'entry reference',
  'One entry of a base’s ledger, named so that no other can be meant.',
  {
    epoch: [anyId, 'its epoch'],
    seq: [seqNumber, 'its seq'],
    hash: [hashHex, 'its hash, hex'],
  },
);

export type EntryReference = ValueOf<typeof entryReference>;

export const massAdjustment = part('adjustment', 'What a package counts for from now on.', {
  package: [packageId, 'id'],
  netMg: [massMg.nonnegative(), 'its net mass in the book'],
});

export const packageAdoption = part('adoption', 'A package nobody announced becomes one of a lot.', {
  identity: [text, 'what could be read on it, as in the finding'],
  package: [packageId, 'its id from now on'],
  lot: [lotId, 'the lot it joins'],
  mark: [text, 'its mark'],
  tareMg: [massMg.nonnegative(), 'its declared tare'],
});

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
  netMg: [massMg.nonnegative(), 'at least so much net, the oldest packages first'],
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
export type StocktakeScope = z.infer<typeof stocktakeScope>;

export const intakeAmendment = variant(
  'intake-amendment',
  'Packages added to or dropped from a notice that is under way; what is weighed already stays.',
  {
    lot: [lotId, 'id'],
    add: [z.array(announcedPackage.schema).max(2000), 'packages that come too'],
    drop: [z.array(packageId).max(2000), 'packages that do not come'],
    totalGrossMg: [massMg.nonnegative().nullable(), 'the certificate’s new gross total'],
  },
);

export type IntakeAmendment = ValueOf<typeof intakeAmendment>;

export const orderCancellation = variant(
  'cancellation',
  'An order is not to be carried on. What is here already is held until decided.',
  {
    cancels: [orderId, 'id of the order'],
  },
);

export type OrderCancellation = ValueOf<typeof orderCancellation>;

export const releaseOrder = variant('release-order', 'Packages may leave.', {
  release: [releaseId, 'name of the release'],
  regime: [z.enum(['emergency', 'high-price', 'normal']), ''],
  recipient: [text, 'who gets them'],
  selection: [releaseSelection, 'which packages'],
});

export type ReleaseOrder = ValueOf<typeof releaseOrder>;

/** base64url. */
const sealedBytes = z.string().regex(/^[A-Za-z0-9_-]{1,20000}$/);

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

export type SealedOrder = ValueOf<typeof sealedOrder>;

export const returnNotice = variant('return-notice', 'Released packages come back.', {
  lot: [lotId, 'id'],
  packages: [z.array(packageId).min(1).max(2000), 'released packages of that lot'],
});

export type ReturnNotice = ValueOf<typeof returnNotice>;

export const stocktakeOrder = variant('stocktake-order', 'Count, blind, and compare with the book.', {
  stocktake: [stocktakeId, 'name of the stocktake'],
  scope: [stocktakeScope, 'what is counted'],
});

export type StocktakeOrder = ValueOf<typeof stocktakeOrder>;

export const stocktakeSample = variant(
  'stocktake-sample',
  'Packages to be weighed again, drawn by headquarters after the freeze.',
  {
    stocktake: [stocktakeId, 'id'],
    packages: [z.array(packageId).min(1).max(2000), 'drawn packages'],
  },
);

export type StocktakeSample = ValueOf<typeof stocktakeSample>;

export const decisionOrder = variant(
  'decision',
  'What becomes of findings. Nothing else closes one or changes the book.',
  {
    findings: [z.array(entryReference.schema).min(1).max(500), 'the findings’ entries'],
    decision: [z.enum(['accept', 'return', 'recount', 'adjust', 'write-off']), ''],
    adjust: [z.array(massAdjustment.schema).max(500), 'with `adjust`: new book masses'],
    adopt: [packageAdoption.schema.nullable(), 'with `accept` of a package nobody announced'],
    note: [z.string().max(1_000), 'why'],
  },
);

export type DecisionOrder = ValueOf<typeof decisionOrder>;

export const removalBooking = variant('booking', 'Weighed samples, spillage, dust and residues leave the book.', {
  removals: [z.array(removalId).min(1).max(500), 'ids of removals'],
});

export type RemovalBooking = ValueOf<typeof removalBooking>;
