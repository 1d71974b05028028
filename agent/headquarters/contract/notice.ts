// The schema of agent/core/notice.ts: what headquarters announces.
import { z } from 'zod';
import { PACKAGINGS } from '../../core/notice.ts';
import { epcHex, id, massMg, text } from './words.ts';

export const AccuracyClassWord = z.enum(['II', 'III', 'IIII']);

export const Announced = z.strictObject({
  package: id,
  epcHex: epcHex.nullable(),
  mark: text,
  grossMg: massMg,
  tareMg: massMg,
  tareToleranceMg: massMg.nullable(),
});

/** Consignor's interval and last digit are even milligrams, so that their halves are exact. */
const Weighed = z.strictObject({
  intervalMg: massMg.positive().multipleOf(2),
  class: AccuracyClassWord,
  limitMg: massMg.nonnegative().nullable(),
  lastDigitMg: massMg.nonnegative().multipleOf(2),
});

const ppm = z.int().min(0).max(1_000_000);
const Content = z.strictObject({ moisturePpm: ppm, assayPpm: ppm });
const Contract = z.strictObject({ netMg: massMg.nonnegative(), tolerancePpm: ppm });

export const IntakeNoticeBody = z.strictObject({
  kind: z.literal('intake-notice'),
  lot: id,
  commodity: text.min(1),
  form: text.min(1),
  element: text.nullable(),
  ownership: z.enum(['national', 'private']),
  consignor: text,
  certificate: text,
  weighed: Weighed,
  totalGrossMg: massMg.nonnegative().nullable(),
  packaging: z.enum(PACKAGINGS),
  content: Content.nullable(),
  contract: Contract.nullable(),
  packages: z.array(Announced).min(1).max(2_000),
});
