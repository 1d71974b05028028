// The ledger's vocabulary: every kind of entry and what its body holds. FORMAT.md and CONTRACT.md describe the same for
// readers outside. Numbers are safe integers, masses milligrams. Types only: nothing here decides or stores anything.
import type { Stamp } from '../../drivers/contract/clock.ts';
import type { MassMg, MassUnit } from '../../drivers/contract/mass.ts';
import type { AccuracyClass, Order } from './order.ts';

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
export interface Window {
  readings: number;
  durationMs: number;
  spanMg: MassMg;
  /** The last frame's bytes as upper-case hex. */
  rawHex: string;
  checksummed: boolean;
}

export type Basis = 'single' | 'group' | 'vehicle' | 'inferred' | 'manual';
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

export interface Weighing {
  weighing: string;
  /** Without gaps per scale within the epoch, from 1. */
  number: number;
  station: string;
  scale: ScaleFacts;
  /** Index into scale.ranges. */
  range: number;
  grossMg: MassMg;
  tareMg: MassMg;
  tareKind: TareKind;
  netMg: MassMg;
  basis: Basis;
  window: Window;
  tags: TagSeen[];
  package: string | null;
  boundBy: BoundBy | null;
  job: string | null;
  order: string | null;
  lot: string | null;
  operator: string | null;
  /** When the window's last reading arrived, on the same clock as `at.monotonicMs`. */
  readAtMonotonicMs: number;
  software: string;
  configHash: string;
}

/** domain: reason codes of a disagreement. Those not found yet by this version keep their place. */
export const FINDING_CODES = [
  'MISSING_PACKAGE',
  'EXTRA_PACKAGE',
  'WRONG_LOT',
  'DUPLICATE_TAG',
  'WEIGHT_LOW',
  'WEIGHT_HIGH',
  'LOT_TOTAL',
  'SCALE_UNVERIFIED',
  'MANUAL_ENTRY',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

export interface Finding {
  /** Random id. Decisions name the entry by (epoch, seq, hash). */
  finding: string;
  code: FindingCode;
  lot: string;
  job: string;
  /** Package id, or for a foreign one its EPC URI, hex or mark as staff can read it; null for the lot itself. */
  package: string | null;
  weighing: string | null;
  /** The comparison behind a weight finding; null otherwise. */
  comparison: Comparison | null;
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

export interface Verdict {
  lot: string;
  job: string;
  order: string;
  verdict: VerdictWord;
  /** Finding ids, in ledger order. */
  findings: string[];
  announced: number;
  found: number;
  grossMg: MassMg;
  netMg: MassMg;
  /** Sum of the announced gross weights. */
  declaredGrossMg: MassMg;
  /** Sum of the found packages' tolerances: decides. */
  linearBoundMg: MassMg;
  /** Root-sum-square, k = 2, rounded up: beside it, for drift. */
  rssBoundMg: MassMg;
}

export interface EntryBodies {
  'epoch-opened': { previous: { epoch: string; seq: number; hash: string } | null; signingKey: string; sealingKey: string; software: string };
  'agent-started': { run: string; software: string; configHash: string };
  /** `signed` is the order as headquarters signed it (compact JWS); `signedHash` its SHA-256, lower-case hex: the next order's `previous`. */
  'order-received': { order: Order; signed: string; signedHash: string };
  'order-refused': { order: string; counter: number; reason: string; signed: string; signedHash: string };
  'job-opened': { job: string; order: string; lot: string; station: string; operator: string };
  'job-closed': { job: string; operator: string };
  'check-weighing': {
    station: string;
    scale: ScaleFacts;
    referenceMg: MassMg;
    shownMg: MassMg;
    toleranceMg: MassMg;
    passed: boolean;
    window: Window;
    operator: string;
  };
  weighing: Weighing;
  'weighing-bound': { weighing: string; package: string; boundBy: BoundBy; operator: string };
  'weighing-reversed': { weighing: string; reason: 'load-rose' | 'operator'; operator: string | null };
  'tag-attached': { package: string; epcHex: string; retiredEpcHex: string | null; operator: string };
  'package-missing': { package: string; lot: string; job: string; operator: string };
  'package-foreign': { job: string; station: string; identity: string; epcHex: string | null; weighing: string | null; operator: string };
  finding: Finding;
  verdict: Verdict;
  checkpoint: { seq: number; hash: string; signature: string };
  'register-changed': { change: RegisterChange; operator: string };
}

/** A change to the register, without secrets: PIN hashes never enter an entry. */
export type RegisterChange =
  | { kind: 'operator-put'; operator: string; name: string; roles: string[]; badge: string }
  | { kind: 'operator-removed'; operator: string }
  | { kind: 'verification-put'; instrument: string; mark: string | null; verifiedUntil: string | null }
  | { kind: 'preference-put'; name: string; value: string }
  | { kind: 'hand-edit-adopted'; contentHash: string };

export type EntryKind = keyof EntryBodies;

/** What decide() asks the ledger to append: the ledger adds base, epoch, seq, cause and time. */
export type NewEntry = { [K in EntryKind]: { kind: K; body: EntryBodies[K] } }[EntryKind];

/** One line of the ledger, exactly the members that are canonicalised and hashed. */
export type Entry = NewEntry & { base: string; epoch: string; seq: number; cause: string; at: Stamp };
