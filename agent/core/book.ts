// The book: what the ledger adds up to. Records are plain documents, changed only by fold(); the ledger stores them and
// hands this synchronous read interface to decide(). It knows nothing of SQL.
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { Entry, EntryBodies, FindingCode, Purpose, Verdict, Work } from './entry.ts';
import type { LoadIntent } from './entries/goods.ts';
import type { Basis, BoundBy, Comparison } from './evidence.ts';
import type { AccuracyClass, AnnouncedPackage, CertifiedContent, ConsignorScale, ContractQuantity, Ownership, Packaging } from './notice.ts';
import type { Order } from './order.ts';
import type { ReleaseOrder, Scope } from './stockOrders.ts';
import type { LotState, PackageState } from './states.ts';

export interface OrderRecord {
  id: string;
  counter: number;
  kind: Order['body']['kind'];
  /** What it is about: a lot, a release, a stocktake, a deposit, another order. */
  subject: string;
  /** The lot of an intake or return notice; null otherwise. */
  lot: string | null;
  state: 'open' | 'working' | 'done' | 'refused' | 'cancelled';
}

export interface LotRecord {
  id: string;
  order: string;
  commodity: string;
  form: string;
  element: string | null;
  ownership: Ownership;
  consignor: string;
  certificate: string;
  weighed: ConsignorScale;
  totalGrossMg: MassMg | null;
  packaging: Packaging;
  content: CertifiedContent | null;
  contract: ContractQuantity | null;
  state: LotState;
  announced: number;
  verdict: Verdict | null;
}

export interface PackageRecord {
  id: string;
  lot: string;
  /** The order by which it came. */
  order: string;
  state: PackageState;
  /** True while a finding on it is open. */
  held: boolean;
  epcHex: string | null;
  mark: string;
  announced: AnnouncedPackage;
  weighing: string | null;
  grossMg: MassMg | null;
  tareMg: MassMg | null;
  /** What the package counts for in the book: measured gross − declared tare, from the moment it is weighed. */
  netMg: MassMg | null;
  /** With the announcement; null for a package weighed only within a group or a vehicle. */
  comparison: Comparison | null;
  basis: Basis | null;
  /** What we ourselves measured before it left; null for a package that never left. */
  earlier: { grossMg: MassMg; limitMg: MassMg } | null;
  /** How far `grossMg` may be off: our scale's bound and rounding; for a share of a group or vehicle, what its share may be off. */
  limitMg: MassMg | null;
  /** False once it was opened: no net of it is verified beyond its tare any more. */
  tareTrusted: boolean;
  area: string | null;
  /** Number of the seal that it bears, as last read or set; null: nobody has said. */
  seal: string | null;
  /** The release order that it is set aside for, or by which it left. */
  release: string | null;
  /** The stocktake that counts it now. */
  stocktake: string | null;
  /** Seq of the entry by which it came: "oldest first" goes by it. */
  arrivedSeq: number | null;
  /** Its scale failed a check weighing afterwards. */
  doubtful: boolean;
  /** Weighed out of it and not booked yet. */
  removedMg: MassMg;
  /** Weighed out of it and booked. */
  bookedMg: MassMg;
  /** How far what was weighed out of it may be off, all removals together. */
  removedLimitMg: MassMg;
  /** While it is quarantined: why, and since which entry. */
  quarantine: { reason: EntryBodies['package-quarantined']['reason']; seq: number } | null;
  /** What its latest recount or re-weighing replaced: comes back if that one is reversed. */
  replaced: Figure | null;
  /** The weighing whose deviation the charts of drift hold already. */
  charted: string | null;
}

/** What a package counts for, and why. */
export type Figure = Pick<PackageRecord, 'weighing' | 'grossMg' | 'tareMg' | 'netMg' | 'comparison' | 'basis' | 'limitMg' | 'doubtful'>;

export interface JobRecord {
  id: string;
  work: Work;
  order: string | null;
  lot: string | null;
  stocktake: string | null;
  station: string;
  state: 'open' | 'closed';
  /** Who works it now. */
  operator: string;
  /** Seq of the entry that opened it. */
  openedSeq: number;
}

export interface WeighingRecord {
  id: string;
  number: number;
  seq: number;
  scale: string;
  station: string;
  job: string | null;
  lot: string | null;
  purpose: Purpose;
  basis: Basis;
  package: string | null;
  group: string | null;
  visit: string | null;
  boundBy: BoundBy | null;
  state: 'unbound' | 'bound' | 'foreign' | 'reversed';
  grossMg: MassMg;
  /** The range's e, kept so that a later binding compares with the right bound. */
  intervalMg: MassMg;
  class: AccuracyClass;
  verified: boolean;
  checkBiasMg: MassMg | null;
  /** `scale/era`, see ScaleRecord. */
  era: string;
  operator: string | null;
  tags: string[];
  /** What had been announced of this load; null: nothing. */
  intent: LoadIntent | null;
  /** Its scale failed a check weighing afterwards. */
  doubted: boolean;
}

export interface ScaleRecord {
  id: string;
  lastNumber: number;
  check: { passed: boolean; wallMs: number; monotonicMs: number; boot: string; run: string; biasMg: MassMg } | null;
  /** How many checks it passed; weighings of one era share their fate if the next check fails. */
  era: number;
}

export interface FindingRecord {
  id: string;
  /** Decisions name a finding by epoch, seq and hash of its entry. */
  epoch: string;
  seq: number;
  hash: string;
  code: FindingCode;
  lot: string | null;
  job: string | null;
  package: string | null;
  weighing: string | null;
  comparison: Comparison | null;
  note: string | null;
  /** `recounted`: another person's recount agrees and waits for approval. `void`: counts for nothing. `closed`: decided. */
  state: 'open' | 'recounted' | 'void' | 'closed';
  /** Everybody who had a hand in the case. */
  touched: string[];
  /** How often somebody else weighed or looked again. */
  recounts: number;
  /** The weighing of the latest recount; null: none, or somebody looked. */
  recount: string | null;
}

/** A package that no notice announced, held until headquarters decides or its notice comes. */
export interface ForeignRecord {
  id: string;
  job: string;
  /** Null for goods without a notice. */
  lot: string | null;
  identity: string;
  weighing: string | null;
  epcHex: string | null;
  state: 'held' | 'matched' | 'returned' | 'adopted' | 'written-off';
}

/** What a station is at: kept so that finding it costs the same after ten years. */
export interface StationRecord {
  id: string;
  /** The open job. */
  job: string | null;
  /** The latest weighing, whatever became of it. */
  weighing: string | null;
  /** What the next load is; null: whatever the job weighs. */
  intent: LoadIntent | null;
  /** Who announced it. */
  announcedBy: string | null;
}

export interface GroupRecord {
  id: string;
  job: string;
  station: string;
  packages: string[];
  palletTareMg: MassMg;
  palletTareKind: 'weighed' | 'declared' | 'none';
  state: 'open' | 'weighed' | 'split';
  weighing: string | null;
  /** The group's gross with the sum of its announcements. */
  comparison: Comparison | null;
}

export interface VisitRecord {
  id: string;
  station: string;
  plates: string;
  state: 'open' | 'closed';
  arrivedWallMs: number;
  /** Who last had a hand in it. */
  operator: string;
  /** In order; what came off before a pass stands with it, so that taking the pass back restores it. */
  passes: { weighing: string; grossMg: MassMg; wallMs: number; unloaded: Unloaded[] }[];
  /** Since the last pass. */
  unloaded: Unloaded[];
}

/** What came off a vehicle at one time, of one lot. */
export interface Unloaded {
  lot: string;
  job: string;
  packages: string[];
  scanned: boolean;
}

/** What came off a vehicle between two passes, one record a lot. */
export interface PairRecord {
  /** `weighing of the later pass/lot`. */
  id: string;
  lot: string;
  job: string;
  before: string;
  after: string;
  /** Of all lots of the pair. */
  packages: string[];
  comparison: Comparison;
  verifies: EntryBodies['vehicle-weighed']['verifies'];
  /** `reversed` with the later pass. */
  state: 'standing' | 'reversed';
}

export interface ReleaseRecord {
  /** Id of the order. */
  id: string;
  order: ReleaseOrder;
  packages: string[];
  state: 'open' | 'closed' | 'cancelled';
  released: string[];
  short: string[];
}

/** What went out through a gate without an order; the newest last. Whether it still alarms is the finding's word. */
export interface GateRecord {
  id: string;
  unordered: { epcHex: string; package: string | null; wallMs: number }[];
}

/** A sealed release deposited beforehand. */
export interface DepositRecord {
  id: string;
  order: string;
  salt: string;
  nonce: string;
  ciphertext: string;
  state: 'sealed' | 'opened' | 'cancelled';
}

export interface StocktakeRecord {
  id: string;
  order: string | null;
  scope: Scope;
  state: 'ordered' | 'open' | 'closed';
  job: string | null;
  round: number;
  expected: number;
  sample: string[];
  /** Who counted in the round before: none of them recounts. */
  countersBefore: string[];
  counters: string[];
  /** What the round before disagreed on; the recount is about these. */
  disagreeing: string[];
  /** Of how many packages and extra ones somebody has spoken in this round. */
  spoken: number;
  /** How many extra ones were found in all. */
  extras: number;
  /** How many packages were weighed again. */
  sampled: number;
  result: EntryBodies['stocktake-closed'] | null;
}

export interface CountRecord {
  /** `stocktake/package`, or `stocktake/identity` for what was found besides. */
  id: string;
  stocktake: string;
  package: string | null;
  identity: string;
  /** The stocktake, as long as this round asks for it and nobody has spoken of it. */
  waiting: string | null;
  /** The latest word of each round; index 0 is round 1; null: nobody spoke of it. */
  rounds: ({ how: EntryBodies['packages-counted']['how'] | 'extra'; operator: string } | null)[];
  /** The re-weighing of each round; null: none. */
  weighed: ({ weighing: string; operator: string | null; comparison: Comparison } | null)[];
  /** The latest of `weighed`. */
  comparison: Comparison | null;
}

export interface RemovalRecord {
  id: string;
  package: string;
  lot: string;
  massMg: MassMg;
  /** How far `massMg` may be off. */
  limitMg: MassMg;
  weighing: string;
  /** `void`: its weighing was reversed, or its package left and came back. */
  state: 'open' | 'booked' | 'void';
}

export interface DeputyRecord {
  id: string;
  supervisor: string;
  untilWallMs: number;
}

/** A first person's wish for an act that takes two. */
export interface AskedRecord {
  /** `act/subject`. */
  id: string;
  operator: string;
  seq: number;
}

/** Cumulative sums of one scale's or one consignor's deviations, in thousandths of the tolerance (see weight/drift.ts). */
export interface DriftRecord {
  /** `scale/<instrument>` or `consignor/<name>`. */
  id: string;
  comparisons: number;
  highPermille: number;
  lowPermille: number;
}

/** One row: what the agent is running as and how far orders have come. */
export interface SiteRecord {
  id: 'site';
  run: string;
  orderCounter: number;
  orderHash: string;
}

export interface BookRecords {
  order: OrderRecord;
  lot: LotRecord;
  package: PackageRecord;
  job: JobRecord;
  weighing: WeighingRecord;
  scale: ScaleRecord;
  finding: FindingRecord;
  foreign: ForeignRecord;
  station: StationRecord;
  group: GroupRecord;
  visit: VisitRecord;
  pair: PairRecord;
  release: ReleaseRecord;
  gate: GateRecord;
  deposit: DepositRecord;
  stocktake: StocktakeRecord;
  count: CountRecord;
  removal: RemovalRecord;
  deputy: DeputyRecord;
  asked: AskedRecord;
  drift: DriftRecord;
  site: SiteRecord;
}

export type RecordKind = keyof BookRecords;

/** Members by which records can be looked up other than by id; the ledger keeps an index on each. */
export const BOOK_INDEXES = {
  order: ['state'],
  lot: ['state', 'commodity'],
  package: ['lot', 'state', 'epcHex', 'mark', 'area', 'release', 'stocktake'],
  job: ['lot', 'state'],
  weighing: ['job', 'package', 'era'],
  scale: [],
  finding: ['lot', 'job', 'weighing', 'package', 'hash', 'state'],
  foreign: ['job', 'weighing', 'identity', 'epcHex'],
  station: [],
  group: ['job', 'state'],
  visit: ['station', 'state'],
  pair: ['lot', 'after'],
  release: ['state'],
  gate: [],
  deposit: ['state'],
  stocktake: ['state'],
  count: ['stocktake', 'waiting'],
  removal: ['package'],
  deputy: [],
  asked: [],
  drift: [],
  site: [],
} as const satisfies { [K in RecordKind]: readonly (keyof BookRecords[K])[] };

export type IndexOf<K extends RecordKind> = (typeof BOOK_INDEXES)[K][number];

export interface Book {
  get<K extends RecordKind>(kind: K, id: string): BookRecords[K] | undefined;
  /** Records whose indexed member equals `value`, ordered by id; at most `limit` (default 10 000). */
  where<K extends RecordKind>(kind: K, index: IndexOf<K>, value: string | null, limit?: number): BookRecords[K][];
}

/** What fold() asks the ledger to store: the whole new document. Records are never deleted. */
export type BookChange = { [K in RecordKind]: { kind: K; record: BookRecords[K] } }[RecordKind];

/** Folds one entry into the book. Pure: the same entries always give the same book. */
export type Fold = (entry: Entry, hash: string, book: Book) => BookChange[];
