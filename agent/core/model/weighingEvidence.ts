// What every weighing carries as evidence: the scale's facts, the stable window, the tags seen, the comparison with an
// earlier figure. Shared by entries, book and tolerance.
import { z } from 'zod';
import { part, type ValueOf } from './declare.ts';
import { anyId, count, epcHex, instrumentId, intervalMassMg, massMg, text, totalMassMg } from './values.ts';

/** OIML R 76-1:2006 3.2: accuracy classes II (high), III (medium), IIII (ordinary). */
export const accuracyClass = z.enum(['II', 'III', 'IIII']);
/** One of the classes above. */
export type AccuracyClass = z.infer<typeof accuracyClass>;

/** One partial weighing range (R 76 3.3, T.3.2.6); a single-range scale has one. Even e, so that e / 2 is exact. */
export const weighingRange = part('range', '', {
  maxMg: [massMg, 'Max'],
  minMg: [massMg, 'Min'],
  intervalMg: [intervalMassMg, 'e'],
});
/** One range of a scale; masses in milligrams. */
export type WeighingRange = ValueOf<typeof weighingRange>;

/** The scale's facts at the time of a weighing, copied into it: a verdict must need nothing else. */
export const scaleFacts = part('scale', '', {
  instrument: [instrumentId, 'id'],
  model: [anyId, 'name of the model'],
  serialNumber: [text.nullable(), 'the unit’s own'],
  class: [accuracyClass, 'accuracy class `II`, `III`, `IIII`'],
  ranges: [
    z.array(weighingRange.schema).min(1).max(8),
    'partial weighing ranges, smallest first; one for a single-range scale',
  ],
  unit: [z.enum(['mg', 'g', 'kg', 't']), 'unit shown: `mg`, `g`, `kg`, `t`'],
  decimals: [z.int().min(0).max(9), 'digits after the point shown'],
  verified: [z.boolean(), 'verification mark present and inspection not overdue'],
  verificationMark: [text.nullable(), 'as on the scale'],
  verifiedUntil: [text.nullable(), 'date, `YYYY-MM-DD`'],
});

/** A scale as it was when it weighed. */
export type ScaleFacts = ValueOf<typeof scaleFacts>;

/** The stable window a weight was taken from (R 76 4.4.2). */
export const stableWindow = part('window', '', {
  readings: [count, 'how many'],
  durationMs: [count, 'from first to last'],
  spanMg: [massMg, 'highest − lowest'],
  rawHex: [z.string().regex(/^(?:[0-9A-F]{2}){0,2048}$/), 'bytes of the last frame'],
  checksummed: [z.boolean(), 'the protocol has a checksum, and it was right'],
});

/** The readings that made one weight; ms and milligrams. */
export type StableWindow = ValueOf<typeof stableWindow>;

/** A tag that a reader of the station saw around the weighing. Null TID: the reader did not give it. */
export const tagSeen = part('tag', '', {
  epcHex: [epcHex, 'EPC'],
  tidHex: [z.string().max(256).nullable(), 'TID'],
  reads: [count, 'how often'],
  background: [z.boolean(), 'seen before the weight rose'],
  elsewhere: [z.boolean(), 'another station reads it at that moment: it names no load'],
});

/** A tag seen around a weighing. */
export type TagSeen = ValueOf<typeof tagSeen>;

/** One compared quantity with its arithmetic: the difference is within `toleranceMg` or not. */
export const comparison = part('comparison', 'Gross against gross.', {
  declaredMg: [totalMassMg, 'declared'],
  measuredMg: [totalMassMg, 'measured'],
  differenceMg: [totalMassMg, 'measured − declared'],
  scaleBoundMg: [totalMassMg, 'in-service bound of the base’s scale at this load'],
  roundingMg: [totalMassMg, 'e / 2'],
  otherLimitMg: [totalMassMg, 'the consignor’s own limit'],
  otherRoundingMg: [totalMassMg, 'half the last digit of the declared weight'],
  toleranceMg: [totalMassMg, 'sum of the four'],
});

/** One comparison; all members in milligrams. */
export type Comparison = ValueOf<typeof comparison>;

/**
 * How a package's gross came about: weighed alone, as a share of a group or vehicle, inferred, or typed by a person.
 */
export const weighingBasis = z.enum(['single', 'group', 'vehicle', 'inferred', 'manual']);
/** How a gross came about. */
export type WeighingBasis = z.infer<typeof weighingBasis>;
/** Where a tare comes from: our scale, what was declared, or there is none. */
export const tareKind = z.enum(['weighed', 'declared', 'none']);
/** Where a tare comes from. */
export type TareKind = z.infer<typeof tareKind>;
/** How a load got its package: by its tag alone in the field, by a person, or by headquarters’ decision. */
export const boundBy = z.enum(['tag', 'scan', 'typed', 'afterwards', 'decision']);
/** How a load got its package. */
export type BoundBy = z.infer<typeof boundBy>;
/**
 * A lot is verified when nothing disagrees, else discrepant.
 *
 * @see CONTRACT.md, section 9.5
 */
export const verdictWord = z.enum(['verified', 'discrepant']);
/** What the evidence says of a lot. */
export type VerdictWord = z.infer<typeof verdictWord>;
/** To which mass a lot is verified; `none` if it is discrepant. */
export const verifiedMass = z.enum(['net', 'gross', 'none']);
/** Whether the certificate states moisture and assay. */
export const contentsBasis = z.enum(['certified', 'unstated']);
