// The intake notice: what headquarters announces of a lot and its packages.
import { z } from 'zod';
import { part, type ValueOf, variant } from './declare.ts';
import {
  epcHex,
  intervalMassMg,
  lastDigitMassMg,
  lotId,
  massMg,
  nonNegativeMassMg,
  nonNegativeTotalMassMg,
  packageId,
  ppm,
  text,
} from './values.ts';
import { accuracyClass } from './weighingEvidence.ts';

/** National stock or private stock held at the base; the two are never added up silently. */
export const ownership = z.enum(['national', 'private']);
/** Whose goods they are. */
export type Ownership = z.infer<typeof ownership>;

/** What an intake notice says of one package. The marks are what a person can read on it. */
export const announcedPackage = part('announced package', '', {
  package: [packageId, 'id given by headquarters'],
  epcHex: [epcHex.nullable(), 'EPC of the tag it should carry'],
  mark: [text, 'the consignor’s mark as printed'],
  grossMg: [massMg, 'declared gross'],
  tareMg: [massMg, 'declared tare'],
  tareToleranceMg: [massMg.nullable(), 'how far the tare may be off'],
  pallet: [
    text.min(1).nullable(),
    'what is on the label of the pallet that it stands on with others, e.g. an SSCC; null: on none',
  ],
});

/** One package of a notice; masses in milligrams. */
export type AnnouncedPackage = ValueOf<typeof announcedPackage>;

/** How the consignor weighed: decides how much of a difference its scale explains. Even, so that halves are exact. */
export const consignorScale = part('consignor scale', '', {
  intervalMg: [intervalMassMg, 'verification scale interval e'],
  class: [accuracyClass, 'OIML R 76 accuracy class `II`, `III`, `IIII`'],
  limitMg: [nonNegativeMassMg.nullable(), 'stated limit of error of one weighing; null: the class’s in-service bound'],
  lastDigitMg: [lastDigitMassMg, 'last digit of the declared weights'],
});
/** The consignor's scale; masses in milligrams. */
export type ConsignorScale = ValueOf<typeof consignorScale>;

/** The kinds of packages of config/commodities.yaml. */
export const PACKAGING_KINDS = ['drum', 'big-bag', 'bundle', 'pallet', 'case'] as const;
/** One of the kinds above. */
export type PackagingKind = (typeof PACKAGING_KINDS)[number];

/** Moisture and assay by the certificate, from which the contained metal follows. */
export const certifiedContent = part(
  'certified content',
  'What the certificate says of the material; assay on the dry basis.',
  {
    moisturePpm: [ppm, 'loss at 105 °C, in millionths of the wet mass'],
    assayPpm: [ppm, 'contained metal, in millionths of the dry mass'],
  },
);
/** Moisture and assay in millionths. */
export type CertifiedContent = ValueOf<typeof certifiedContent>;

/** 4 to 70 times wider than what scales explain, so a finding of its own and never the reconciliation's band. */
export const contractQuantity = part(
  'contract quantity',
  'What the contract bought; its tolerance is never the reconciliation’s.',
  {
    netMg: [nonNegativeTotalMassMg, 'the contract’s net quantity'],
    tolerancePpm: [ppm, 'agreed deviation, in millionths'],
  },
);
/** Net quantity in milligrams, deviation in millionths. */
export type ContractQuantity = ValueOf<typeof contractQuantity>;

/** Beside the limits that hold for every package (1 kg or 0.2 %, 5 kg a person): the lower one counts. */
export const removalLimits = part(
  'removal limits',
  'What one person may take out of packages of this lot without a second one’s word before, where less than elsewhere.',
  {
    packageMg: [nonNegativeMassMg, 'out of one package in its life'],
    personMg: [nonNegativeMassMg, 'by one person out of packages of this lot, in 30 days'],
  },
);
/** Masses in milligrams. */
export type RemovalLimits = ValueOf<typeof removalLimits>;

/** The certificate's total need not equal the sum of the packages: that is a finding. */
export const intakeNotice = variant('intake-notice', 'A lot is announced: receive and verify it.', {
  lot: [lotId, 'id'],
  commodity: [text.min(1), 'symbol of the designated kind, e.g. `Co`'],
  form: [text.min(1), 'e.g. cobalt metal'],
  element: [text.nullable(), 'within REE or PGM'],
  ownership: [ownership, ''],
  consignor: [text, 'who sent it'],
  certificate: [text, 'its number'],
  weighed: [consignorScale.schema, 'how the consignor weighed'],
  fitnessSharePpm: [
    ppm.nullable(),
    'largest own part of a weighing that may decide a package, in millionths of its net; null: 10,000',
  ],
  totalGrossMg: [nonNegativeTotalMassMg.nullable(), 'the certificate’s gross total'],
  packaging: [z.enum(PACKAGING_KINDS), 'containers of a lot are of one kind'],
  content: [certifiedContent.schema.nullable(), 'moisture and assay'],
  contract: [contractQuantity.schema.nullable(), 'what was bought'],
  removalLimits: [removalLimits.schema.nullable(), 'lower limits of what is taken out of its packages; null: none'],
  packages: [z.array(announcedPackage.schema).min(1).max(2_000), 'what should come'],
});

/** The body of an order that announces a lot. */
export type IntakeNotice = ValueOf<typeof intakeNotice>;
