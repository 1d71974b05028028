// The schema of agent/core/notice.ts: what headquarters announces.
import { z } from 'zod';
import { PACKAGING_KINDS } from '../../core/model/intakeNotice.ts';
import { epcHexSchema, idSchema, massMgSchema, textSchema } from './valueSchemas.ts';

export const accuracyClassSchema = z.enum(['II', 'III', 'IIII']);

export const announcedPackageSchema = z.strictObject({
  package: idSchema,
  epcHex: epcHexSchema.nullable(),
  mark: textSchema,
  grossMg: massMgSchema,
  tareMg: massMgSchema,
  tareToleranceMg: massMgSchema.nullable(),
});

/** Consignor's interval and last digit are even milligrams, so that their halves are exact. */
const consignorScaleSchema = z.strictObject({
  intervalMg: massMgSchema.positive().multipleOf(2),
  class: accuracyClassSchema,
  limitMg: massMgSchema.nonnegative().nullable(),
  lastDigitMg: massMgSchema.nonnegative().multipleOf(2),
});

const ppmSchema = z.int().min(0).max(1_000_000);
const certifiedContentSchema = z.strictObject({ moisturePpm: ppmSchema, assayPpm: ppmSchema });
const contractQuantitySchema = z.strictObject({ netMg: massMgSchema.nonnegative(), tolerancePpm: ppmSchema });

export const intakeNoticeSchema = z.strictObject({
  kind: z.literal('intake-notice'),
  lot: idSchema,
  commodity: textSchema.min(1),
  form: textSchema.min(1),
  element: textSchema.nullable(),
  ownership: z.enum(['national', 'private']),
  consignor: textSchema,
  certificate: textSchema,
  weighed: consignorScaleSchema,
  totalGrossMg: massMgSchema.nonnegative().nullable(),
  packaging: z.enum(PACKAGING_KINDS),
  content: certifiedContentSchema.nullable(),
  contract: contractQuantitySchema.nullable(),
  packages: z.array(announcedPackageSchema).min(1).max(2_000),
});
