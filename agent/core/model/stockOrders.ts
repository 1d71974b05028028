// What headquarters orders besides intake notices: amendments, releases, stocktakes, decisions, bookings. Types only;
// headquarters/contract holds their schemas and checks them against these.
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { AnnouncedPackage } from './intakeNotice.ts';

/** One entry of a base’s ledger, named so that no other can be meant. */
export interface EntryReference {
  /** Its epoch. */
  epoch: string;
  /** Its seq. */
  seq: number;
  /** Its hash, hex. */
  hash: string;
}

/** What a package counts for from now on. */
export interface MassAdjustment {
  package: string;
  /** Its net mass in the book. */
  netMg: MassMg;
}

/** A package nobody announced becomes one of a lot. */
export interface PackageAdoption {
  /** What could be read on it, as in the finding. */
  identity: string;
  /** Its id from now on. */
  package: string;
  /** The lot it joins. */
  lot: string;
  /** Its mark. */
  mark: string;
  /** Its declared tare. */
  tareMg: MassMg;
}

/** Which packages a release takes. */
export type ReleaseSelection =
  | { kind: 'by-packages'; packages: string[] }
  | { kind: 'by-lot'; lot: string; count: number | null }
  | { kind: 'by-mass'; commodity: string; form: string; ownership: 'national' | 'private'; netMg: MassMg }
  | { kind: 'oldest-first'; commodity: string; form: string; ownership: 'national' | 'private'; count: number };

/** What a stocktake counts. */
export type StocktakeScope =
  { kind: 'area-scope'; area: string } | { kind: 'lot-scope'; lot: string } | { kind: 'base-scope' };

/** Packages added to or dropped from a notice that is under way; what is weighed already stays. */
export interface IntakeAmendment {
  kind: 'intake-amendment';
  lot: string;
  /** Packages that come too. */
  add: AnnouncedPackage[];
  /** Packages that do not come. */
  drop: string[];
  /** The certificate’s new gross total. */
  totalGrossMg: MassMg | null;
}

/** An order is not to be carried on. What is here already is held until decided. */
export interface OrderCancellation {
  kind: 'cancellation';
  /** Id of the order. */
  cancels: string;
}

/** Packages may leave. */
export interface ReleaseOrder {
  kind: 'release-order';
  /** Name of the release. */
  release: string;
  regime: 'emergency' | 'high-price' | 'normal';
  /** Who gets them. */
  recipient: string;
  /** Which packages. */
  selection: ReleaseSelection;
}

/** A release deposited beforehand: it opens with a one-time code that headquarters tells by telephone. */
export interface SealedOrder {
  kind: 'sealed-order';
  /** Name of the deposit. */
  sealed: string;
  /** For scrypt, base64url. */
  salt: string;
  /** Of A256GCM, base64url. */
  nonce: string;
  /** The release order’s canonical JSON, sealed, with its tag, base64url. */
  ciphertext: string;
}

/** Released packages come back. */
export interface ReturnNotice {
  kind: 'return-notice';
  lot: string;
  /** Released packages of that lot. */
  packages: string[];
}

/** Count, blind, and compare with the book. */
export interface StocktakeOrder {
  kind: 'stocktake-order';
  /** Name of the stocktake. */
  stocktake: string;
  /** What is counted. */
  scope: StocktakeScope;
}

/** Packages to be weighed again, drawn by headquarters after the freeze. */
export interface StocktakeSample {
  kind: 'stocktake-sample';
  stocktake: string;
  /** Drawn packages. */
  packages: string[];
}

/** What becomes of findings. Nothing else closes one or changes the book. */
export interface DecisionOrder {
  kind: 'decision';
  /** The findings’ entries. */
  findings: EntryReference[];
  decision: 'accept' | 'return' | 'recount' | 'adjust' | 'write-off';
  /** With `adjust`: new book masses. */
  adjust: MassAdjustment[];
  /** With `accept` of a package nobody announced. */
  adopt: PackageAdoption | null;
  /** Why. */
  note: string;
}

/** Weighed samples, spillage, dust and residues leave the book. */
export interface RemovalBooking {
  kind: 'booking';
  /** Ids of removals. */
  removals: string[];
}

export type StockOrder =
  | IntakeAmendment
  | OrderCancellation
  | ReleaseOrder
  | SealedOrder
  | ReturnNotice
  | StocktakeOrder
  | StocktakeSample
  | DecisionOrder
  | RemovalBooking;
