// Orders: what headquarters asks a base to do. Types only; headquarters/contract holds their schemas and checks them
// against these types, so the two cannot drift apart.
import type { MassMg } from '../../drivers/contract/mass.ts';

export type Ownership = 'national' | 'private';

/** What an intake notice says of one package. The marks are what a person can read on it. */
export interface AnnouncedPackage {
  /** Package identity within the stockpile, given by headquarters. */
  package: string;
  /** EPC of the tag it should carry, upper-case hex; null for a foreign package that has none yet. */
  epcHex: string | null;
  /** The consignor's own mark, as printed. */
  mark: string;
  grossMg: MassMg;
  tareMg: MassMg;
  /** How far the declared tare may be off; null if the consignor states nothing. */
  tareToleranceMg: MassMg | null;
}

/** How the consignor weighed: decides how much of a difference its scale explains. */
export interface ConsignorScale {
  /** Verification scale interval e of the consignor's scale. */
  intervalMg: MassMg;
  class: AccuracyClass;
  /** Stated limit of error of one package weighing; null: the class's in-service bound at its e applies. */
  limitMg: MassMg | null;
  /** The last digit of the declared weights. */
  lastDigitMg: MassMg;
}

/** OIML R 76-1:2006 3.2: accuracy classes II (high), III (medium), IIII (ordinary). */
export type AccuracyClass = 'II' | 'III' | 'IIII';

export interface IntakeNotice {
  kind: 'intake-notice';
  lot: string;
  /** Symbol of the designated kind, e.g. "Co", "Cr", "W", "REE". */
  commodity: string;
  form: string;
  /** Element within REE or PGM; null otherwise. */
  element: string | null;
  ownership: Ownership;
  consignor: string;
  certificate: string;
  weighed: ConsignorScale;
  /** The certificate's gross total; null if it states none. It need not equal the sum of the packages: that is a finding. */
  totalGrossMg: MassMg | null;
  packages: AnnouncedPackage[];
}

/** Later kinds join here: release order, stocktake order, decision, cancellation, order key list. */
export type OrderBody = IntakeNotice;

export interface Order {
  /** Random; executes once, whatever is restored. */
  order: string;
  base: string;
  /** The base epoch that this order's counter belongs to. */
  epoch: string;
  /** Gap-free within the epoch, from 1. */
  counter: number;
  /** Lower-case hex of the order before it (SHA-256 of that order's signed bytes); 64 zeros for counter 1. */
  previous: string;
  issuedWallMs: number;
  body: OrderBody;
}
