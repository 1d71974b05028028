// What people see: plain documents made from the book and the stations' states. Masses are decimal strings in
// kilograms. Declared weights and deviations are absent on purpose: whoever weighs must not know what is expected.

import type { TypedRemovalView } from './typedRemovalView.ts';
import type { ConsentView, WaitingRequestView, WithoutTagView } from './requestView.ts';
import type { FindingId, JobId, LotId, OperatorId, OrderId, PackageId, WeighingId } from '../model/ids.ts';
import type { ProofWay } from '../model/proofs.ts';
import type { DateDoubt } from '../model/believableDate.ts';
import type { InstrumentId, StationId } from '../../../drivers/contract/siteIds.ts';

/** What the person at the dock should do now. Every key has a text in each language of agent/screen. */
export const GUIDANCE_KEYS = [
  'scale-absent',
  'scale-trouble',
  'clear-platform',
  'put-on-again',
  'check-start',
  'check-place',
  'check-remove',
  'check-failed',
  'check-again',
  'check-incomplete',
  'confirm-empty',
  'scale-out-of-service',
  'choose-job',
  'place-package',
  'hold-still',
  'below-minimum',
  'over-maximum',
  'press-zero',
  'blocked-negative',
  'scan-package',
  'name-weighing',
  'weighing-unnamed',
  'attach-tag',
  'recorded-remove',
  'old-tag-remove',
  'park-package',
  'hold-foreign-done',
  'recording',
  'load-refused',
  'announce-load',
  'not-recorded',
  'all-weighed',
  'place-group',
  'group-remove',
  'split-group',
  'drive-on',
  'drive-off',
  'announce-pass',
  'unload',
  'place-removed',
  'place-named',
  'place-unannounced',
  'name-goods',
  'pick-package',
  'place-picked',
  'all-staged',
  'second-closes',
  'count-goods',
  'sweep-goods',
  'recount-goods',
] as const;
/** A key of the list above. */
export type GuidanceKey = (typeof GUIDANCE_KEYS)[number];

/** The last reading of a scale, as the scale shows it. */
export interface ReadingView {
  /** As the scale shows it: decimal string and unit. */
  value: string;
  unit: string;
  mode: 'gross' | 'net' | 'tare';
  stable: boolean;
  centreOfZero: boolean;
}

/** One station with its scale, job, load and guidance. */
export interface StationView {
  station: StationId;
  name: { en: string; ja: string };
  /** Vehicles are weighed here. */
  weighbridge: boolean;
  scale: {
    instrument: InstrumentId;
    state: 'closed' | 'opening' | 'open' | 'waiting';
    trouble: string;
    verified: boolean;
  };
  reading: ReadingView | null;
  /** Why there is no reading now; an instrument fault code. */
  noReading: string | null;
  guidance: { key: GuidanceKey; params: Record<string, string | number> };
  tags: { epcHex: string; background: boolean }[];
  job: {
    job: JobId;
    work: string;
    order: OrderId | null;
    lot: LotId | null;
    stocktake: string | null;
    operator: OperatorId;
    /** Packages of the job: announced, allocated, or frozen. */
    announced: number;
    /** Weighed, staged, or counted. */
    weighed: number;
    missing: number;
  } | null;
  /**
   * What a failed check made doubtful although the scale has passed one since: how many weighings, and who has said that
   * it was right all the time. Null: nothing.
   */
  doubt: { weighings: number; askedBy: OperatorId | null } | null;
  /** What the next load was announced to be. */
  intent: { kind: string; package: PackageId | null } | null;
  /** The vehicle at this weighbridge: the one that is announced, or that came last. */
  visit: VisitView | null;
  /** Every vehicle between its passes at this weighbridge, the newest first. */
  visits: VisitView[];
  /** What was taken out and typed here last, the newest first, as long as it can be taken back. */
  typedRemovals: TypedRemovalView[];
  /** The load now on the scale, once it is recorded. */
  load: {
    weighing: WeighingId;
    number: number;
    grossKg: string;
    package: PackageId | null;
    mark: string | null;
  } | null;
  /**
   * Why the load now on the scale is not recorded: a code of the table of refusals. It is tried again after every
   * command. With an `intent` the announcement can be taken back (`announce-load` with null).
   */
  refusal: { code: string; params: Record<string, string | number> } | null;
}

/** A vehicle between its passes. */
export interface VisitView {
  visit: string;
  plates: string;
  passes: number;
  unloaded: string[];
}

/** One instrument as its technician sees it. */
export interface InstrumentView {
  instrument: InstrumentId;
  model: string;
  kind: 'scale' | 'reader';
  /** "/dev/ttyS0 2400 7E1" or "127.0.0.1:4001". */
  port: string;
  address: string | null;
  serialNumber: string | null;
  state: 'closed' | 'opening' | 'open' | 'waiting';
  trouble: string;
  /** The last bytes that came, upper-case hex; at most 64. */
  lastBytesHex: string;
  /** Since the last whole frame; null: none since the agent began with this instrument. */
  lastFrameAgeMs: number | null;
  /**
   * Its last observation as text ("gross 250.2 kg stable"); null: nothing since the agent began with this instrument.
   */
  decoded: { words: string; ageMs: number } | null;
  counts: { bytes: number; frames: number; discarded: number; checksumErrors: number; faults: number; opens: number };
  /** Stations and gates that weigh or read with it. */
  stations: StationId[];
  /** Null for readers. */
  verification: { verified: boolean; mark: string | null; until: string | null } | null;
}

/** A package without its weights. */
export interface PackageView {
  package: PackageId;
  mark: string;
  area: string | null;
  epcHex: string | null;
  state: string;
  held: boolean;
  weighed: boolean;
  /** When and how it last proved to be here, ms since 1970; null: nothing proves it, or it is not here. */
  proved: { way: ProofWay; wallMs: number } | null;
}

/** A finding without amounts. */
export interface FindingView {
  finding: FindingId;
  code: string;
  lot: LotId | null;
  package: string | null;
  state: string;
  /** How often another person weighed or looked again. */
  recounts: number;
}

/** A release that is being worked. */
export interface ReleaseView {
  order: OrderId;
  release: string;
  regime: string;
  recipient: string;
  state: string;
  packages: (PackageView & { lot: LotId })[];
  /** The first person has asked to close it: a second one must. */
  askedBy: OperatorId | null;
}

/** What was said of one thing in a round of a count. */
export interface CountSayingView {
  /** Package id, or what can be read on it. */
  code: string;
  mark: string;
  area: string | null;
  standing: 'seen' | 'absent' | 'inferred' | 'contradicted';
  /** Who spoke of it; each can take their word back. */
  by: OperatorId[];
}

/** Blind: names to look for, never what they should weigh or how far a count is off. */
export interface StocktakeView {
  stocktake: string;
  order: OrderId | null;
  state: string;
  round: number;
  /** Names of packages, and in the recount of extra ones, that are not reported in this round. */
  toFind: { package: string; mark: string; area: string | null }[];
  /** What people said in this round: some of it; of how many that the round asks for, `saidInAll` tells. */
  said: CountSayingView[];
  saidInAll: number;
  /** Found in this round, and unknown or elsewhere in the book. */
  besides: CountSayingView[];
  /** Packages to be weighed again that are not yet, in this round. */
  toWeigh: { package: PackageId; mark: string; area: string | null }[];
  /** On the base's own plan: how many re-weighed packages make a sample, and how many there are. */
  ownSample: { due: number; weighed: number } | null;
  /** Who may not count in this round. */
  countersBefore: OperatorId[];
  result: {
    agrees: boolean;
    missing: number;
    extra: number;
    off: number;
    inHands: number;
    notAsked: number;
    misplaced: number;
    thawed: number;
  } | null;
}

/** A package that is set apart, whatever its lot has come to. */
export interface QuarantineView {
  package: PackageView;
  lot: LotId;
  /** When it was set apart, ms since 1970. */
  sinceWallMs: number | null;
  /** Open cases about it: as long as there is one, it stays apart. */
  findings: FindingId[];
  /** A supervisor has asked to bring it back: another one must. */
  askedBy: OperatorId | null;
}

/** A deposited release that is not opened. */
export interface DepositView {
  sealed: string;
  state: string;
  askedBy: OperatorId | null;
}

/** An RFID portal with its alarms and last passages. */
export interface GateView {
  gate: string;
  name: { en: string; ja: string };
  /**
   * The newest that is not decided. `package` null: a tag that belongs to no package of this base; `oldTag`: it counts no
   * more, and is still on its package.
   */
  alarm: { package: PackageId | null; epcHex: string; oldTag: boolean; atWallMs: number } | null;
  /** How many are not decided. */
  alarms: number;
  /** The newest first. `unclear`: seen, but the direction is not known. */
  lastPassages: { epcHex: string; direction: 'in' | 'out' | 'unclear'; atWallMs: number }[];
  /** Passages that the disk has not taken yet. */
  waiting: number;
  /** Reads and passages that were too many to follow since the start. */
  unfollowed: number;
}

/** A lot with its packages, findings and, once judged, its verdict. */
export interface LotView {
  lot: LotId;
  order: OrderId;
  commodity: string;
  form: string;
  ownership: string;
  state: string;
  announced: number;
  packages: PackageView[];
  /** Before the verdict, only that something is wrong and with which package: no amounts. */
  findings: FindingView[];
  /** Present after the verdict. */
  verdict: {
    verdict: string;
    /** With `missing` and `toCome` all that was announced and not ended by headquarters before. */
    found: number;
    /** Marks of those that were looked for in vain, still to come, and sent back or written off before. */
    missing: string[];
    toCome: string[];
    ended: string[];
    /** Null with `netKg` while somebody weighs or counts blind. */
    grossKg: string | null;
    netKg: string | null;
    /** How far the net may be off; null where a tare is not known well enough. */
    netLimitKg: string | null;
    verifiedMass: 'net' | 'gross' | 'none';
    /** Of the found, as of now: those of which a mark or tag was read; the others were only counted. */
    identitiesRead: number;
    /** Weighings that it rests on at which nobody was signed in. */
    weighedByNobody: number;
    contents: 'certified' | 'unstated';
    toleranceKg: string;
    /** What honest scales stay within. */
    driftBoundKg: string;
    driftWarning: boolean;
    /** Those it rests on, with what became of them since. */
    findings: FindingView[];
    /** How the tolerance came about, one row a determination. */
    arithmetic: ArithmeticView[];
  } | null;
  /** What is left of it at the base now; null before the verdict. */
  here: {
    packages: number;
    /** Without what was weighed out, booked or not. Null while somebody weighs or counts blind. */
    netKg: string | null;
    /**
     * Dry and contained mass, derived from the certificate; null where it states no moisture and assay, and while
     * `netKg` is.
     */
    derived: { dryKg: string; containedKg: string } | null;
  } | null;
}

/** One weighing against what was expected, with every term of its tolerance; kilograms as decimal text. */
export interface ArithmeticView {
  packages: string[];
  basis: string;
  declaredKg: string;
  measuredKg: string;
  differenceKg: string;
  /** In-service bound of our scale at this load. */
  scaleBoundKg: string;
  /** Half our interval. */
  roundingKg: string;
  /** The consignor's limit, or our own earlier one. */
  otherLimitKg: string;
  otherRoundingKg: string;
  toleranceKg: string;
}

/** An order of headquarters. */
export interface OrderView {
  order: OrderId;
  kind: string;
  subject: string;
  lot: LotId | null;
  state: string;
  /** When headquarters issued it, ms since 1970; null: a count of the base's own plan. */
  sinceWallMs: number | null;
}

/** State of the link to headquarters. */
export interface LinkView {
  state: 'off' | 'connecting' | 'greeting' | 'open' | 'stopped';
  /** Words: why it is not open, or why the stream stopped. */
  trouble: string;
  acknowledgedSeq: number;
  waiting: number;
  lastAcknowledgedWallMs: number | null;
  /** Messages that were dropped because their signature or form was bad. */
  ignored: number;
}

/** Head of the ledger; `acknowledged` is the seq that headquarters holds. */
export interface LedgerView {
  epoch: string;
  entries: number;
  headHash: string;
  acknowledged: number;
}

/** The base's clock, and what is wrong with its date. */
export interface DateView {
  wallMs: number;
  /** Null: the date is believed. */
  doubt: DateDoubt | null;
  /** Who has confirmed it; a second person must. */
  askedBy: OperatorId | null;
}

/** Everything that a page shows of a base at once. */
export interface StateView {
  base: string;
  software: string;
  stations: StationView[];
  orders: OrderView[];
  lots: LotView[];
  releases: ReleaseView[];
  stocktakes: StocktakeView[];
  deposits: DepositView[];
  quarantined: QuarantineView[];
  requests: WaitingRequestView[];
  /** What is here, decided, and goes into store with its tag. */
  withoutTag: WithoutTagView[];
  consents: ConsentView[];
  gates: GateView[];
  /** Open findings that belong to no lot. */
  cases: FindingView[];
  areas: { area: string; name: { en: string; ja: string } }[];
  ledger: LedgerView;
  link: LinkView;
  date: DateView;
  /** Things that every screen shows until they are over, e.g. "storage" or "register-fallback". */
  alarms: { code: string; detail: string }[];
}
