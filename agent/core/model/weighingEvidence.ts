// What every weighing carries as evidence: the scale's facts, the stable window, the tags seen, the comparison with an
// earlier figure. Shared by entries, book and tolerance. Types only.
import type { MassMg, MassUnit } from '../../../drivers/contract/mass.ts';
import type { AccuracyClass } from './intakeNotice.ts';

/** One partial weighing range (R 76 3.3, T.3.2.6); a single-range scale has one. */
export interface WeighingRange {
  maxMg: MassMg;
  minMg: MassMg;
  intervalMg: MassMg;
}

/** The scale's facts at the time of a weighing, copied into it: a verdict must need nothing else. */
export interface ScaleFacts {
  instrument: string;
  model: string;
  serialNumber: string | null;
  class: AccuracyClass;
  ranges: WeighingRange[];
  unit: MassUnit;
  decimals: number;
  /** Verification mark present and periodic inspection not overdue at this time. */
  verified: boolean;
  verificationMark: string | null;
  /** ISO date until which the periodic inspection holds. */
  verifiedUntil: string | null;
}

/** The stable window a weight was taken from (R 76 4.4.2). */
export interface StableWindow {
  readings: number;
  durationMs: number;
  spanMg: MassMg;
  /** The last frame's bytes as upper-case hex. */
  rawHex: string;
  checksummed: boolean;
}

export type WeighingBasis = 'single' | 'group' | 'vehicle' | 'inferred' | 'manual';
export type TareKind = 'weighed' | 'declared' | 'none';
/** How a load got its package: `tag` alone in the field, `scan`/`typed` by a person. */
export type BoundBy = 'tag' | 'scan' | 'typed';

export interface TagSeen {
  epcHex: string;
  tidHex: string | null;
  reads: number;
  /** Present before the weight rose: part of the room, not of the load. */
  background: boolean;
}

/** One compared quantity with its arithmetic: difference within bound or not. All milligrams, gross against gross. */
export interface Comparison {
  declaredMg: MassMg;
  measuredMg: MassMg;
  /** measured − declared. */
  differenceMg: MassMg;
  /** In-service bound of our scale at this load. */
  scaleBoundMg: MassMg;
  /** e / 2: rounding of our indication. */
  roundingMg: MassMg;
  /** The consignor's own limit. */
  otherLimitMg: MassMg;
  /** Half the last digit of the declared weight. */
  otherRoundingMg: MassMg;
  /** Sum of the four. */
  toleranceMg: MassMg;
}

export type VerdictWord = 'verified' | 'discrepant';
