// The schemas of agent/core/evidence.ts: what every weighing carries.
import { z } from 'zod';
import { accuracyClassSchema } from './intakeNoticeSchema.ts';
import { countSchema, epcHexSchema, idSchema, massMgSchema, textSchema } from './valueSchemas.ts';

const weighingRangeSchema = z.strictObject({
  maxMg: massMgSchema,
  minMg: massMgSchema,
  intervalMg: massMgSchema.positive().multipleOf(2),
});

export const scaleFactsSchema = z.strictObject({
  instrument: idSchema,
  model: idSchema,
  serialNumber: textSchema.nullable(),
  class: accuracyClassSchema,
  ranges: z.array(weighingRangeSchema).min(1).max(8),
  unit: z.enum(['mg', 'g', 'kg', 't']),
  decimals: z.int().min(0).max(9),
  verified: z.boolean(),
  verificationMark: textSchema.nullable(),
  verifiedUntil: textSchema.nullable(),
});

export const stableWindowSchema = z.strictObject({
  readings: countSchema,
  durationMs: countSchema,
  spanMg: massMgSchema,
  rawHex: z.string().regex(/^(?:[0-9A-F]{2}){0,2048}$/),
  checksummed: z.boolean(),
});

export const tagSeenSchema = z.strictObject({
  epcHex: epcHexSchema,
  tidHex: z.string().max(256).nullable(),
  reads: countSchema,
  background: z.boolean(),
});

export const comparisonSchema = z.strictObject({
  declaredMg: massMgSchema,
  measuredMg: massMgSchema,
  differenceMg: massMgSchema,
  scaleBoundMg: massMgSchema,
  roundingMg: massMgSchema,
  otherLimitMg: massMgSchema,
  otherRoundingMg: massMgSchema,
  toleranceMg: massMgSchema,
});
