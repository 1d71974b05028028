// What people look up: cases with their evidence, weighings in full, curves, drift, the map of areas, the list of
// models. Plain documents like those of stateView.ts; they are asked for one by one and never sent live. Masses are
// decimal strings in kilograms.
//
// Blindness: while a package is being counted, or a finding on its weight can still be recounted, nothing here shows
// what it weighed or should weigh: such members are null and `blind` is true.
import type { EntryBodies } from '../model/entry.ts';
import type { JobId, LotId, OperatorId, OrderId, PackageId, PhotoHash, WeighingId } from '../model/ids.ts';
import type { InstrumentId, StationId } from '../../../drivers/contract/siteIds.ts';
import type { ArithmeticView, FindingView } from './stateView.ts';

/** One quantity with how it was found and how far it may be off. */
export interface QuantityView {
  /** `earlier`: our own figure of before; `allocated`: a share of what a group or vehicle weighed. */
  of: 'measured' | 'declared' | 'earlier' | 'tare' | 'net' | 'removed' | 'allocated';
  kg: string;
  basis: 'single' | 'group' | 'vehicle' | 'inferred' | 'manual' | 'declared';
  /** May be off by this much either way; null where that is unknown. */
  limitKg: string | null;
}

/** A photograph of a case. */
export interface PhotoView {
  /** SHA-256 of the file's bytes, lower-case hex: the entry holds it too. */
  photo: PhotoHash;
  bytes: number;
  operator: OperatorId;
  atWallMs: number;
  /** False: the file is gone or its bytes are not those of the entry. */
  sound: boolean;
}

/** A case with its evidence (GET /api/cases). */
export interface CaseView extends FindingView {
  /** Name of the package as staff read it; null where the finding is about no package. */
  mark: string | null;
  seq: number;
  atWallMs: number;
  /** The note of the person who reported it. */
  note: string | null;
  /** Everybody who touched it: none of them approves it. */
  touched: OperatorId[];
  weighing: WeighingId | null;
  recount: string | null;
  blind: boolean;
  quantities: QuantityView[];
  /** The comparison term by term; null while blind or where nothing was compared. */
  arithmetic: ArithmeticView | null;
  /** Tags that were seen with its weighing, the room's own left out. */
  tags: string[];
  photos: PhotoView[];
  quarantined: boolean;
  /** The first person's request for an act that needs two; null: none. */
  askedBy: OperatorId | null;
  /** Acts that are possible now for a person with the right role; the server decides again. */
  can: ('recount' | 'look-again' | 'approve' | 'quarantine' | 'lift-quarantine' | 'photo')[];
  /** Stations whose scale would settle it by weighing; empty where none would, or weighing settles nothing. */
  recountAt: StationId[];
  /** Marks of the packages that were weighed together and have to be weighed alone for it; the first twenty. */
  notAlone: string[];
  /** Why only headquarters can settle it, and since when; null: somebody at the base can. */
  escalated: { reason: EntryBodies['case-escalated']['reason']; atWallMs: number } | null;
  /** What headquarters decided; null: nothing yet. */
  decision: { order: OrderId; act: string; words: string; atWallMs: number } | null;
}

/** One page of cases. */
export interface CasePage {
  cases: CaseView[];
  /** Give it as `before` to go on; null: that was all. */
  before: number | null;
}

/** One line of the history. */
export interface WeighingRowView {
  weighing: WeighingId;
  seq: number;
  number: number;
  instrument: InstrumentId;
  station: StationId;
  atWallMs: number;
  purpose: string;
  basis: string;
  /** Null while blind. */
  grossKg: string | null;
  package: PackageId | null;
  mark: string | null;
  lot: LotId | null;
  order: OrderId | null;
  operator: OperatorId | null;
  state: 'unbound' | 'bound' | 'foreign' | 'reversed';
  blind: boolean;
}

/** One page of the history of weighings. */
export interface WeighingPage {
  weighings: WeighingRowView[];
  /** Give it as `before` to go on; null: the beginning of the ledger was reached. */
  before: number | null;
  /** How far back was looked so far: the search goes in steps and may find nothing in one. */
  searchedBackToWallMs: number | null;
}

/** A weighing's full record, for the screen and the printed note. */
export interface WeighingView extends WeighingRowView {
  epoch: string;
  hash: string;
  /** Headquarters has acknowledged it. */
  acknowledged: boolean;
  tareKg: string | null;
  tareKind: 'weighed' | 'declared' | 'none';
  netKg: string | null;
  /** How far it may be off by the scale itself; null while blind. */
  ownPartKg: string | null;
  /** The share of net that was applied, in millionths; null: none was known at the capture. */
  fitnessSharePpm: number | null;
  scale: {
    instrument: InstrumentId;
    model: string;
    serialNumber: string | null;
    class: string;
    ranges: { maxKg: string; minKg: string; intervalKg: string }[];
    /** Index into `ranges`. */
    range: number;
    verified: boolean;
    verificationMark: string | null;
    verifiedUntil: string | null;
  };
  window: { readings: number; durationMs: number; spanKg: string; checksummed: boolean; rawHex: string };
  tags: { epcHex: string; reads: number; background: boolean }[];
  group: string | null;
  visit: string | null;
  boundBy: string | null;
  job: JobId | null;
  commodity: string | null;
  form: string | null;
  clockTrust: string;
  software: string;
  configHash: string;
  /** Later entries about it: binding, reversal, findings, verdict, in ledger order. */
  since: { seq: number; kind: string; atWallMs: number; operator: OperatorId | null; detail: string }[];
  findings: FindingView[];
}

/** How a load settled. Kept for looking at beside the ledger; the weighing itself is the proof. */
export interface CurveView {
  weighing: WeighingId;
  unit: string;
  decimals: number;
  /**
   * Readings from the load's rise to the capture: ms since the first, mass as the scale showed it (kg), stable or not.
   */
  points: { ms: number; kg: number; stable: boolean }[];
  /** The captured window on the same axis. */
  window: { fromMs: number; toMs: number };
  intervalKg: string;
}

/** Cumulative sums of one scale's or one consignor's deviations, in thousandths of the tolerance. */
export interface DriftView {
  /** `scale/<instrument>` or `consignor/<name>`. */
  id: string;
  kind: 'scale' | 'consignor';
  name: string;
  /** After each judged lot, oldest first; at most 500. Thousandths of the tolerance. */
  points: { seq: number; atWallMs: number; lot: LotId; highPermille: number; lowPermille: number }[];
  /** Beyond it there is an alarm. */
  limitPermille: number;
  comparisons: number;
  alarm: boolean;
}

/** How many packages, and of these how many by what is so with them; one may be several. */
export interface PackageCounts {
  packages: number;
  held: number;
  stored: number;
  /** Weighed, and nothing is held against them: their lot is not decided. */
  undecided: number;
  /** Being counted: nothing of it moves. */
  frozen: number;
  quarantined: number;
  /** Allocated, picked or staged for a release. */
  leaving: number;
}

/** How old the oldest of the last proofs of several packages is. */
export interface ProvedPackages {
  /** Each proved to be here then or later, ms since 1970; null: there is none, or nothing proves one of them. */
  provedSinceWallMs: number | null;
}

/** An area of the base with the lots that stand in it, first the lot with the package that was proved longest ago. */
export interface AreaView extends PackageCounts, ProvedPackages {
  /** Null: packages whose place is not recorded. */
  area: string | null;
  name: { en: string; ja: string } | null;
  lots: {
    lot: LotId;
    commodity: string;
    form: string;
    ownership: string;
    packages: number;
    held: number;
    frozen: number;
    quarantined: number;
    provedSinceWallMs: number | null;
  }[];
  /** Of more lots than a list can hold, those that were proved latest are left out. */
  lotsLeftOut: number;
}

/** A model that an instrument can be made of. */
export interface ModelView {
  model: string;
  name: string;
  kind: 'scale' | 'reader';
  protocol: string;
  /** "serial 9600 7E1" and the like: how it is set when it comes from the maker. */
  wire: string;
  note: string;
}

/** What a test read received in its short time. */
export interface TestReadView {
  instrument: InstrumentId;
  durationMs: number;
  bytesHex: string;
  heard: { atMs: number; words: string }[];
  /** Why nothing came; empty if something did. */
  trouble: string;
}
