// The ledger's vocabulary: every kind of entry and what its body holds. FORMAT.md and CONTRACT.md describe the same for
// readers outside. Numbers are safe integers, masses milligrams. Types only: nothing here decides or stores anything.
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { CaseEntries } from './entries/caseEntries.ts';
import type { GoodsEntries } from './entries/goodsEntries.ts';
import type { StockEntries } from './entries/stockEntries.ts';
import type {
  WeighingBasis,
  BoundBy,
  Comparison,
  ScaleFacts,
  TagSeen,
  TareKind,
  VerdictWord,
  StableWindow,
} from './weighingEvidence.ts';
import type { Order } from './order.ts';

/** What a load is weighed for. */
export const WEIGHING_PURPOSES = [
  'intake',
  'unannounced',
  'dispatch',
  'recount',
  'reweigh',
  'sample',
  'removal',
  'pass',
] as const;
export type WeighingPurpose = (typeof WEIGHING_PURPOSES)[number];

export interface WeighingBody {
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
  basis: WeighingBasis;
  /** What the load was: decides what its weight is compared with. */
  purpose: WeighingPurpose;
  /** The packages on one pallet that were weighed together; null otherwise. */
  group: string | null;
  /** The vehicle's visit that this pass belongs to; null otherwise. */
  visit: string | null;
  /** What the scale showed too much at its last passed check-weighing; null: never checked. */
  checkBiasMg: MassMg | null;
  /** When the scale last showed zero before this load, on the clock of `at.monotonicMs`. */
  zeroAtMonotonicMs: number;
  window: StableWindow;
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

/** Reasons of a disagreement. The manual says of each what staff do about it. */
export const FINDING_CODES = [
  'MISSING_PACKAGE',
  'EXTRA_PACKAGE',
  'WRONG_LOT',
  'UNANNOUNCED',
  'NOTICE_CANCELLED',
  'DUPLICATE_TAG',
  'MISREAD_TAG',
  'COUNT_ERROR',
  'WEIGHT_LOW',
  'WEIGHT_HIGH',
  'LOT_TOTAL',
  'CONTRACT_QUANTITY',
  'WEIGHT_UNPROVEN',
  'TARE_CHANGED',
  'SCALE_UNVERIFIED',
  'SCALE_FAULT',
  'MANUAL_ENTRY',
  'MOISTURE',
  'SPILLAGE',
  'DAMAGED_PACKAGE',
  'SEAL_BROKEN',
  'REPACKED',
  'DECLARED_ERROR',
  'THEFT_SUSPECTED',
  'NOT_ORDERED',
  'OVER_RELEASE',
  'UNDER_RELEASE',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** What a person may report by looking; the others follow from evidence. */
export const REPORTED_CODES = [
  'MISREAD_TAG',
  'MOISTURE',
  'SPILLAGE',
  'DAMAGED_PACKAGE',
  'SEAL_BROKEN',
  'DECLARED_ERROR',
  'THEFT_SUSPECTED',
] as const;
export type ReportedCode = (typeof REPORTED_CODES)[number];

export interface FindingBody {
  /** Random id. Decisions name the entry by (epoch, seq, hash). */
  finding: string;
  code: FindingCode;
  /** Null where goods belong to no lot yet. */
  lot: string | null;
  /** Null where it arose outside a job: at a gate, by a check weighing, by a person's report. */
  job: string | null;
  /** Package id, or for a foreign one its EPC URI, hex or mark as staff can read it; null for the lot itself. */
  package: string | null;
  weighing: string | null;
  /** The comparison behind a weight finding; null otherwise. */
  comparison: Comparison | null;
  /** Who was at work, or reported it: nobody who touched a case approves it. Null: nobody. */
  operator: string | null;
  /** A person's own words; null for what follows from evidence. */
  note: string | null;
}

export interface VerdictBody {
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
  /**
   * Root-sum-square, k = 2, rounded up, plus the scales' common bias by their check-weighings: beside it, for drift.
   */
  rssBoundMg: MassMg;
  /** The amount of the biases of all weighings added up; part of `rssBoundMg`. */
  commonBiasMg: MassMg;
  /** Verified, but |measured − declared| is beyond `rssBoundMg`: the scale or the consignor drifts. */
  driftWarning: boolean;
}

/** Work of a job. `unannounced`: goods that came before their notice. */
export const JOB_WORKS = ['intake', 'release', 'stocktake', 'unannounced'] as const;
export type JobWork = (typeof JOB_WORKS)[number];

export interface EntryBodies extends GoodsEntries, StockEntries, CaseEntries {
  'epoch-opened': {
    previous: { epoch: string; seq: number; hash: string } | null;
    signingKey: string;
    sealingKey: string;
    software: string;
  };
  'agent-started': { run: string; software: string; configHash: string };
  /**
   * `signed` is the order as headquarters signed it (compact JWS); `signedHash` its SHA-256, lower-case hex: the next
   * order's `previous`.
   */
  'order-received': { order: Order; signed: string; signedHash: string };
  'order-refused': { order: string; counter: number; reason: string; signed: string; signedHash: string };
  /**
   * `order`, `lot`, `stocktake`: what it works on; a stocktake of the base's own plan has no order, unannounced goods
   * none of them.
   */
  'job-opened': {
    job: string;
    work: JobWork;
    order: string | null;
    lot: string | null;
    stocktake: string | null;
    station: string;
    operator: string;
  };
  /** `partial`: further deliveries follow; `cancelled`: its order was. */
  'job-closed': { job: string; outcome: JobOutcome; operator: string | null };
  'check-weighing': {
    station: string;
    scale: ScaleFacts;
    referenceMg: MassMg;
    shownMg: MassMg;
    toleranceMg: MassMg;
    passed: boolean;
    window: StableWindow;
    operator: string;
  };
  weighing: WeighingBody;
  'weighing-bound': { weighing: string; package: string; boundBy: BoundBy; operator: string };
  'weighing-reversed': { weighing: string; reason: 'load-rose' | 'operator' | 'group-split'; operator: string | null };
  'tag-attached': { package: string; epcHex: string; retiredEpcHex: string | null; operator: string };
  'package-missing': { package: string; lot: string; job: string; operator: string };
  'package-foreign': {
    job: string;
    station: string;
    identity: string;
    epcHex: string | null;
    weighing: string | null;
    operator: string;
  };
  finding: FindingBody;
  verdict: VerdictBody;
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

export const JOB_OUTCOMES = ['done', 'partial', 'cancelled'] as const;
export type JobOutcome = (typeof JOB_OUTCOMES)[number];

export type EntryKind = keyof EntryBodies;

/** What decide() asks the ledger to append: the ledger adds base, epoch, seq, cause and time. */
export type NewEntry = { [K in EntryKind]: { kind: K; body: EntryBodies[K] } }[EntryKind];

/** One line of the ledger, exactly the members that are canonicalised and hashed. */
export type Entry = NewEntry & { base: string; epoch: string; seq: number; cause: string; at: Timestamp };

export type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>;
