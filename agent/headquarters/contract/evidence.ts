// The schemas of agent/core/evidence.ts: what every weighing carries.
import { z } from 'zod';
import { AccuracyClassWord } from './notice.ts';
import { count, epcHex, id, massMg, text } from './words.ts';

const Range = z.strictObject({ maxMg: massMg, minMg: massMg, intervalMg: massMg.positive().multipleOf(2) });

export const Scale = z.strictObject({
  instrument: id,
  model: id,
  serialNumber: text.nullable(),
  class: AccuracyClassWord,
  ranges: z.array(Range).min(1).max(8),
  unit: z.enum(['mg', 'g', 'kg', 't']),
  decimals: z.int().min(0).max(9),
  verified: z.boolean(),
  verificationMark: text.nullable(),
  verifiedUntil: text.nullable(),
});

export const WindowFacts = z.strictObject({
  readings: count,
  durationMs: count,
  spanMg: massMg,
  rawHex: z.string().regex(/^(?:[0-9A-F]{2}){0,2048}$/),
  checksummed: z.boolean(),
});

export const Tag = z.strictObject({
  epcHex,
  tidHex: z.string().max(256).nullable(),
  reads: count,
  background: z.boolean(),
});

export const ComparisonFacts = z.strictObject({
  declaredMg: massMg,
  measuredMg: massMg,
  differenceMg: massMg,
  scaleBoundMg: massMg,
  roundingMg: massMg,
  otherLimitMg: massMg,
  otherRoundingMg: massMg,
  toleranceMg: massMg,
});
