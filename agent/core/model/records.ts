// Records of the book: orders, lots, packages, jobs, weighings, findings. Plain documents, changed only by fold().
// Types only.
import type { FindingId, JobId, LoadId, LotId, OperatorId, OrderId, PackageId, PhotoHash, WeighingId } from './ids.ts';
import type { InstrumentId, StationId } from '../../../drivers/contract/siteIds.ts';
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { FindingCode } from './findings.ts';
import type { DoubtReason } from './caseEntries.ts';
import type { WeighingPurpose, LoadIntent } from './weighingEntries.ts';
import type { JobWork } from './jobEntries.ts';
import type { EntryBodies, VerdictBody } from './entry.ts';
import type {
  WeighingBasis,
  BoundBy,
  Comparison,
  AccuracyClass,
  WeighingRange,
  ScaleFacts,
} from './weighingEvidence.ts';
import type {
  AnnouncedPackage,
  CertifiedContent,
  ConsignorScale,
  ContractQuantity,
  Ownership,
  PackagingKind,
  RemovalLimits,
} from './intakeNotice.ts';
import type { Order } from './order.ts';
import type { Proof } from './proofs.ts';
import type { DecisionOrder } from './stockOrders.ts';
import type { LotState, PackageState } from './states.ts';

/** An order that was received, and how far it is carried out. */
export interface OrderRecord {
  id: OrderId;
  counter: number;
  kind: Order['body']['kind'];
  /** What it is about: a lot, a release, a stocktake, a deposit, another order. */
  subject: string;
  /** The lot of an intake or return notice; null otherwise. */
  lot: LotId | null;
  state: 'open' | 'working' | 'done' | 'refused' | 'cancelled' | 'suspended';
  /** When headquarters issued it, ms since 1970: an open order says its age. */
  issuedWallMs: number;
  /** After it no job of it is opened, ms since 1970-01-01T00:00:00Z; null: without end. */
  validUntilMs: number | null;
}

/**
 * A lot as its notice announced it, with the state that its packages gave it. `element` is null outside REE and PGM;
 * `totalGrossMg`, `content` and `contract` are null if the notice does not state them; `verdict` is null before the
 * first.
 */
export interface LotRecord {
  id: LotId;
  order: OrderId;
  commodity: string;
  form: string;
  element: string | null;
  ownership: Ownership;
  consignor: string;
  certificate: string;
  weighed: ConsignorScale;
  /** Of a weighing that may decide a package, in millionths of its net; null: the notice is silent. */
  fitnessSharePpm: number | null;
  totalGrossMg: MassMg | null;
  packaging: PackagingKind;
  content: CertifiedContent | null;
  contract: ContractQuantity | null;
  /** Lower limits of what one person may take out of its packages; null: those that hold for all. */
  removalLimits: RemovalLimits | null;
  state: LotState;
  announced: number;
  verdict: VerdictBody | null;
}

/** A quarantine: why, since which entry, and when, ms since 1970. */
export interface QuarantineRecord {
  reason: EntryBodies['package-quarantined']['reason'];
  seq: number;
  wallMs: number;
  /** What the package comes back to; of a package that was not decided, once it is: stored. */
  backTo: 'present' | 'stored';
}

/**
 * A package, what it counts for, and where it is. Weights are null until it is weighed, `epcHex` while it bears no
 * tag, `area`, `release` and `stocktake` while it is in none.
 */
export interface PackageRecord {
  id: PackageId;
  lot: LotId;
  /** The order by which it came. */
  order: OrderId;
  state: PackageState;
  /** Seq of the entry that brought it into this state. */
  stateSeq: number;
  /** True while a finding on it is open, or while a request to take a weighing of it back waits. */
  held: boolean;
  epcHex: string | null;
  /** As the notice writes it. */
  mark: string;
  /** The form in which marks are compared. */
  markKey: string;
  /** The container's GS1 key, of its tag or else of its mark (`gs1Key`); null: neither says one. */
  containerKey: string | null;
  /** The label of the pallet on which it was announced, in the form in which labels are compared; null: on none. */
  palletKey: string | null;
  announced: AnnouncedPackage;
  weighing: WeighingId | null;
  grossMg: MassMg | null;
  tareMg: MassMg | null;
  /** What the package counts for in the book: measured gross − declared tare, from the moment it is weighed. */
  netMg: MassMg | null;
  /** With the announcement; null for a package weighed only within a group or a vehicle. */
  comparison: Comparison | null;
  basis: WeighingBasis | null;
  /** What we ourselves measured before it left; null for a package that never left. */
  earlier: { grossMg: MassMg; limitMg: MassMg; weighing: WeighingId | null } | null;
  /**
   * How far `grossMg` may be off: our scale's bound and rounding; for a share of a group or vehicle, what its share may
   * be off.
   */
  limitMg: MassMg | null;
  /** False once it was opened: no net of it is verified beyond its tare any more. */
  tareTrusted: boolean;
  area: string | null;
  /** Number of the seal that it bears, as last read or set; null: nobody has said. */
  seal: string | null;
  /** The same as it is compared. */
  sealKey: string | null;
  /** Those that it bore before, as compared; the newest last. */
  earlierSeals: string[];
  /** The release order that it is set aside for, or by which it left. */
  release: string | null;
  /** The gate through which it drove out for its release, and when, ms since 1970; until it left, or is proved here. */
  throughGate: { gate: StationId; wallMs: number } | null;
  /** The stocktake that counts it now. */
  stocktake: string | null;
  /** Seq of the entry by which it came: "oldest first" goes by it. */
  arrivedSeq: number | null;
  /** Why it proves nothing any more; null: it does. */
  doubtful: boolean;
  /** Weighed out of it and not booked yet. */
  removedMg: MassMg;
  /** Weighed out of it and booked. */
  bookedMg: MassMg;
  /** How far what was weighed out of it may be off, all removals together. */
  removedLimitMg: MassMg;
  /** While it is quarantined. */
  quarantine: QuarantineRecord | null;
  /** What its latest recount or re-weighing replaced: comes back if that one is reversed, less what was booked since. */
  replaced: BookFigure | null;
  /** Seq of the latest decision on it, recounts excepted: what was weighed before it is taken back no more; null: none. */
  decidedSeq: number | null;
  /** It was weighed with others, and nobody has read its mark or tag: only counted. */
  unread: boolean;
  /** The weighing whose deviation the charts of drift hold already. */
  charted: string | null;
  /** What proves that it is here, the latest last; empty: nothing, or it is not here. */
  proofs: Proof[];
  /** Who touched it since its lot was last verified. */
  touched: OperatorId[];
}

/** What a package counts for, and why. */
export type BookFigure = Pick<
  PackageRecord,
  'weighing' | 'grossMg' | 'tareMg' | 'netMg' | 'comparison' | 'basis' | 'limitMg' | 'doubtful'
>;

/** One piece of work at one station. `order`, `lot` and `stocktake` are null where the work has none. */
export interface JobRecord {
  id: JobId;
  work: JobWork;
  order: OrderId | null;
  lot: LotId | null;
  stocktake: string | null;
  station: StationId;
  state: 'open' | 'closed';
  /** Who works it now. */
  operator: OperatorId;
  /** Seq of the entry that opened it. */
  openedSeq: number;
  /** Who opened, took over, worked or closed it. */
  touched: OperatorId[];
}

/**
 * One captured weight and what it was found to be. `package`, `group` and `visit` are null while it is bound to
 * none, `job` and `lot` where no job weighed it, `checkBiasMg` if its scale had passed no check.
 */
export interface WeighingRecord {
  id: WeighingId;
  load: LoadId;
  number: number;
  seq: number;
  /** Seq of the entry since which it counts for its package, group or visit; its own while it has none. */
  boundSeq: number;
  /** Time of its entry, ms since 1970. */
  wallMs: number;
  scale: string;
  station: StationId;
  job: JobId | null;
  lot: LotId | null;
  purpose: WeighingPurpose;
  basis: WeighingBasis;
  package: PackageId | null;
  group: string | null;
  visit: string | null;
  boundBy: BoundBy | null;
  state: 'unbound' | 'bound' | 'foreign' | 'reversed';
  grossMg: MassMg;
  /** The range's e, kept so that a later binding compares with the right bound. */
  intervalMg: MassMg;
  class: AccuracyClass;
  /** Of its scale: two scales of one class with the same ranges are equal. */
  ranges: WeighingRange[];
  /** How far the scale itself may be off; of a group with its pallet. */
  ownPartMg: MassMg;
  /** The share that was applied at the capture; null: none was known. */
  fitnessSharePpm: number | null;
  verified: boolean;
  checkBiasMg: MassMg | null;
  /** `scale/era`, see ScaleRecord. */
  era: string;
  operator: OperatorId | null;
  tags: string[];
  /** Those of `tags` that no other station read then. */
  tagsHere: string[];
  /** What had been announced of this load; null: nothing. */
  intent: LoadIntent | null;
  /** Its scale failed a check weighing afterwards. */
  doubted: DoubtReason | null;
  /** Who weighed it, named it or took it back. */
  touched: OperatorId[];
}

/** A scale's running number, and its latest check weighing; `check` is null before the first. */
export interface ScaleRecord {
  id: InstrumentId;
  lastNumber: number;
  check: CheckRecord | null;
  /** Failed checks in a row, each from zero, since one passed. */
  failures: number;
  /** Loads in a row that were no check weight by far, since a check passed or a technician's word. */
  strangers: number;
  /** What a failed check made doubtful, until two persons lift it: its era, and the entry’s number; null: nothing. */
  doubt: { era: number; seq: number } | null;
  /** How many checks it passed; weighings of one era share their fate if the next check fails. */
  era: number;
}

/** A tag that a package bore before, by its EPC: whoever reads it finds that package. */
export interface RetiredTagRecord {
  id: string;
  package: PackageId;
}

/** The last check weighing of a scale that was one. */
export interface CheckRecord {
  passed: boolean;
  wallMs: number;
  monotonicMs: number;
  boot: string;
  run: string;
  biasMg: MassMg;
  /** The scale as it was then: another is checked anew. */
  scale: ScaleFacts;
}

/**
 * One disagreement, and how far it is resolved. `lot`, `job`, `package` and `weighing` are null where it concerns
 * none, `comparison` where no weight was compared.
 */
export interface FindingRecord {
  id: FindingId;
  /** Decisions name a finding by epoch, seq and hash of its entry. */
  epoch: string;
  seq: number;
  hash: string;
  /** The page of its entry: see seqPages.ts. */
  seqPage: string;
  /** Time of its entry. */
  wallMs: number;
  code: FindingCode;
  lot: LotId | null;
  job: JobId | null;
  package: string | null;
  weighing: WeighingId | null;
  comparison: Comparison | null;
  note: string | null;
  /**
   * `recounted`: another person's recount agrees and waits for approval. `void`: counts for nothing. `closed`: decided.
   */
  state: 'open' | 'recounted' | 'void' | 'closed';
  /** Who touched the case itself, or what it is about before it was found: see caseTouches.ts. */
  touched: OperatorId[];
  /** How often somebody else weighed or looked again. */
  recounts: number;
  /** A recount found it beyond tolerance too: nobody weighs it again, headquarters decides. */
  confirmed: boolean;
  /** The weighing of the latest recount; null: none, or somebody looked. */
  recount: string | null;
  /** Why nobody at the base can settle it, and since when; null: somebody can, or nobody has looked. */
  escalated: { reason: EntryBodies['case-escalated']['reason']; wallMs: number } | null;
  /**
   * The packages whose weighing together was taken back although it was off: void once each of them stands alone on a
   * fit scale. Empty: no such finding.
   */
  together: PackageId[];
  /** Their lot; null: no such finding. */
  togetherIn: LotId | null;
  /** What headquarters decided last; null: nothing yet. */
  decision: { order: OrderId; act: DecisionOrder['decision']; words: string; wallMs: number } | null;
}

/** A photograph of what a finding is about. The bytes are kept beside the ledger. */
export interface PhotoRecord {
  /** `finding/photo`. */
  id: string;
  finding: FindingId;
  /** SHA-256 of the file, lower-case hex. */
  photo: PhotoHash;
  bytes: number;
  operator: OperatorId;
  seq: number;
  wallMs: number;
}

/** A package that no notice announced, held until headquarters decides or its notice comes. */
export interface ForeignRecord {
  id: string;
  job: JobId;
  /** Null for goods without a notice. */
  lot: LotId | null;
  /** What can be read on it, as it was said. */
  identity: string;
  /** The form in which that is compared. */
  identityKey: string;
  weighing: WeighingId | null;
  epcHex: string | null;
  state: 'held' | 'matched' | 'returned' | 'adopted' | 'written-off';
}

/** A load of which the ledger has spoken, and the masses (mg) that it stood at. */
export interface SpokenLoad {
  load: LoadId;
  shownMg: readonly MassMg[];
}

/** What a station is at: kept so that finding it costs the same after ten years. */
export interface StationRecord {
  id: StationId;
  /** The open job. */
  job: JobId | null;
  /** The latest weighing, whatever became of it. */
  weighing: WeighingId | null;
  /** What was taken out and typed here last, the newest last: `MAX_TYPED_REMOVALS` of them. */
  typedRemovals: readonly WeighingId[];
  /** The load that was spoken of last, until it is told that it is gone. */
  lastLoad: SpokenLoad | null;
  /** What the next load is; null: whatever the job weighs. */
  intent: LoadIntent | null;
  /** Its kind, by which the stations are found where such a load is awaited. */
  announces: LoadIntent['kind'] | null;
  /** Who announced it. */
  announcedBy: OperatorId | null;
  /** When; null: nothing is announced. */
  announcedAt: { wallMs: number; monotonicMs: number; boot: string } | null;
  /** The station's job then. */
  announcedJob: JobId | null;
}
