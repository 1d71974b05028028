// The values of which commands are made, as people and tablets send them.
import { z } from 'zod';
import { removalReason } from './weighingEntries.ts';

/** Ids made by headquarters, the agent or the site file. */
export const siteId = z.string().regex(/^[\x21-\x7e]{1,80}$/, '1 to 80 printable characters without blanks');
export const packageName = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, '1 to 100 characters');
/** As scanned or typed: the core decides what it names. */
export const scannedCode = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, '1 to 200 characters without control characters');
export const scannedCodes = z.array(scannedCode).max(2_000);
export const sealText = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,60}$/u, '1 to 60 characters');
export const noteText = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,500}$/u, '1 to 500 characters');
export const reasonText = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, '1 to 200 characters');
export const kilogramText = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,6})?$/, 'a mass in kilograms as decimal text, e.g. "268.4"');
export const countScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('area-scope'), area: siteId }),
  z.strictObject({ kind: z.literal('lot-scope'), lot: packageName }),
  z.strictObject({ kind: z.literal('base-scope') }),
]);
export const loadAnnouncement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('recount'), finding: siteId }),
  z.strictObject({ kind: z.literal('sample'), package: packageName }),
  z.strictObject({ kind: z.literal('reweigh'), package: packageName }),
  z.strictObject({
    kind: z.literal('removal'),
    package: packageName,
    reason: removalReason,
    sealBefore: sealText.nullable(),
    sealAfter: sealText.nullable(),
  }),
]);
/** The weighing that the person saw on the scale; null: no claim. */
export const seenWeighing = siteId.nullable();
export const commandId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 of A–Z a–z 0–9 _ -');
/** What a person says that the next load is. */
export type LoadAnnouncement = z.infer<typeof loadAnnouncement>;

/** How a package was found in a count. */
export const countMethod = z.enum(['tag', 'scan', 'typed', 'inferred', 'absent']);
export type CountMethod = z.infer<typeof countMethod>;
