// The values of which commands are made, as people and tablets send them.
import { z } from 'zod';
import type { FindingId, JobId, LotId, OperatorId, OrderId, PackageId, PhotoHash, WeighingId } from './ids.ts';
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import { WORDS_MAX } from './comparableText.ts';
import { removalReason } from './weighingEntries.ts';
import { anyId, branded, namedHow } from './values.ts';

/** Ids made by headquarters, the agent or the site file. */
export const siteId = anyId;
/** What a person gives for a package: its id, its tag's EPC or its mark. */
export const packageName = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, '1 to 200 characters');
/** An order as the page was shown it. */
export const orderRef = branded<OrderId>(siteId);
/** A station or gate of the site file. */
export const stationRef = branded<StationId>(siteId);
/** A job as the page was shown it. */
export const jobRef = branded<JobId>(siteId);
/** A finding as the page was shown it. */
export const findingRef = branded<FindingId>(siteId);
/** A weighing as the page was shown it. */
export const weighingRef = branded<WeighingId>(siteId);
/** A person of the register. */
export const operatorRef = branded<OperatorId>(siteId);
/** The id of a package; not its tag or mark. */
export const packageRef = branded<PackageId>(siteId);
/** The id of a lot. */
export const lotRef = branded<LotId>(siteId);
/** SHA-256 of a photograph that was sent before. */
export const photoRef = branded<PhotoHash>(z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits'));

/** As scanned or typed: the core decides what it names. */
export const scannedCode = z
  .string()
  // GS1 barcodes part their values with a group separator.
  .regex(/^(?:[^\p{Cc}\p{Cs}]|\u001d){1,200}$/u, '1 to 200 characters without control characters but U+001D');
/** The codes of one act, at most 2 000. */
export const scannedCodes = z.array(scannedCode).max(2_000);
/** Codes of one act, each with how it was given; at most 2 000. */
export const namedCodes = z.array(z.strictObject({ code: scannedCode, how: namedHow })).max(2_000);
/** Words of 1 to `most` characters; blanks of every kind, and no other control characters. */
const words = (most: number): z.ZodString =>
  z.string().regex(new RegExp(`^(?:[^\\p{Cc}\\p{Cs}]|[\\t\\n\\r]){1,${most}}$`, 'u'), `1 to ${most} characters`);
/** Number of a seal as printed there. */
export const sealText = words(WORDS_MAX.seal);
/** Plates of a vehicle as read on it. */
export const platesText = words(WORDS_MAX.plates);
/** What stays on a vehicle and is no goods. */
export const dunnageText = words(WORDS_MAX.dunnage);
/** A person's own words on a case. */
export const noteText = words(WORDS_MAX.note);
/** Why a person does by hand what an instrument should do. */
export const reasonText = words(WORDS_MAX.reason);
/**
 * A mass as a person types it: kilograms to the milligram. Text, because a binary fraction would not hold it
 * exactly.
 */
export const kilogramText = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,6})?$/, 'a mass in kilograms as decimal text, e.g. "268.4"');
/** What a stocktake of the base's own plan counts: an area, a lot or the whole base. */
export const countScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('area-scope'), area: siteId }),
  z.strictObject({ kind: z.literal('lot-scope'), lot: lotRef }),
  z.strictObject({ kind: z.literal('base-scope') }),
]);
/** What a person may announce of the next load. Passes of vehicles and groups have commands of their own. */
export const loadAnnouncement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('recount'), finding: findingRef }),
  z.strictObject({ kind: z.literal('sample'), package: packageRef }),
  z.strictObject({ kind: z.literal('reweigh'), package: packageRef }),
  z.strictObject({
    kind: z.literal('removal'),
    package: packageRef,
    reason: removalReason,
    sealBefore: sealText.nullable(),
    sealAfter: sealText.nullable(),
  }),
]);
/** The weighing that the person saw on the scale; null: no claim. */
export const seenWeighing = weighingRef.nullable();
/** A command's own id, made at random by whoever sends it. */
export const commandId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 of A–Z a–z 0–9 _ -');
/** What a person says that the next load is. */
export type LoadAnnouncement = z.infer<typeof loadAnnouncement>;

/** How a package was found in a count; `withdrawn`: the person takes back what they said of it in this round. */
export const countMethod = z.enum(['tag', 'scan', 'typed', 'inferred', 'absent', 'withdrawn']);
/** One of the ways above. */
export type CountMethod = z.infer<typeof countMethod>;
