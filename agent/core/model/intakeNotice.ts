// The intake notice: what headquarters announces of a lot and its packages. Types only.
import type { MassMg } from '../../../drivers/contract/mass.ts';

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

/** The kinds of packages of config/commodities.yaml. */
export const PACKAGING_KINDS = ['drum', 'big-bag', 'bundle', 'pallet', 'case'] as const;
export type PackagingKind = (typeof PACKAGING_KINDS)[number];

/**
 * What the certificate says of the material, in millionths: moisture (loss at 105 °C) of the wet mass, assay of the dry
 * mass.
 */
export interface CertifiedContent {
  moisturePpm: number;
  assayPpm: number;
}

/**
 * What the contract bought: 4 to 70 times wider than what scales explain, so a finding of its own and never the
 * reconciliation's band.
 */
export interface ContractQuantity {
  netMg: MassMg;
  tolerancePpm: number;
}

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
  /**
   * The certificate's gross total; null if it states none. It need not equal the sum of the packages: that is a
   * finding.
   */
  totalGrossMg: MassMg | null;
  /** Containers of a lot are of one kind. */
  packaging: PackagingKind;
  /**
   * Moisture and assay as the certificate states them; null: not stated. Dry and contained mass are derived from them.
   */
  content: CertifiedContent | null;
  contract: ContractQuantity | null;
  packages: AnnouncedPackage[];
}
