// The book: what the ledger adds up to. Records are plain documents, changed only by fold(); the ledger stores them and
// hands this synchronous read interface to decide(). It knows nothing of SQL.
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { AnnouncedPackage, ConsignorScale, Order, Ownership } from './order.ts';
import type { BoundBy, Comparison, Entry, FindingCode, Verdict } from './entry.ts';

export interface OrderRecord {
  id: string;
  counter: number;
  kind: Order['body']['kind'];
  lot: string;
  state: 'open' | 'working' | 'done' | 'refused';
}

export type LotState = 'announced' | 'arriving' | 'verifying' | 'verified' | 'discrepant' | 'closed';

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
  state: LotState;
  announced: number;
  verdict: Verdict | null;
}

export type PackageState = 'expected' | 'present' | 'stored' | 'missing' | 'allocated' | 'picked' | 'staged' | 'released' | 'counting' | 'quarantined';

export interface PackageRecord {
  id: string;
  lot: string;
  order: string;
  state: PackageState;
  /** True while a finding on it awaits headquarters' decision. */
  held: boolean;
  epcHex: string | null;
  mark: string;
  announced: AnnouncedPackage;
  weighing: string | null;
  grossMg: MassMg | null;
  tareMg: MassMg | null;
  /** What the package counts for in the book: measured gross − declared tare, from the moment it is weighed. */
  netMg: MassMg | null;
  comparison: Comparison | null;
}

export interface JobRecord {
  id: string;
  order: string;
  lot: string;
  station: string;
  state: 'open' | 'closed';
  operator: string;
}

export interface WeighingRecord {
  id: string;
  number: number;
  seq: number;
  scale: string;
  station: string;
  job: string | null;
  package: string | null;
  boundBy: BoundBy | null;
  state: 'unbound' | 'bound' | 'foreign' | 'reversed';
  grossMg: MassMg;
  /** The range's e, kept so that a later binding compares with the right bound. */
  intervalMg: MassMg;
  class: 'II' | 'III' | 'IIII';
  verified: boolean;
  tags: string[];
}

export interface ScaleRecord {
  id: string;
  lastNumber: number;
  check: { passed: boolean; wallMs: number; monotonicMs: number; boot: string; run: string; biasMg: MassMg } | null;
}

export interface FindingRecord {
  id: string;
  seq: number;
  code: FindingCode;
  lot: string;
  job: string;
  package: string | null;
  weighing: string | null;
  comparison: Comparison | null;
  /** Void once its weighing is reversed: it counts for nothing, but stays. */
  state: 'open' | 'void';
}

/** A package that no notice announced, held until headquarters decides. */
export interface ForeignRecord {
  id: string;
  job: string;
  weighing: string | null;
  epcHex: string | null;
}

/** What a station is at: kept so that finding it costs the same after ten years. */
export interface StationRecord {
  id: string;
  /** The open job. */
  job: string | null;
  /** The latest weighing, whatever became of it. */
  weighing: string | null;
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
  site: SiteRecord;
}

export type RecordKind = keyof BookRecords;

/** Members by which records can be looked up other than by id; the ledger keeps an index on each. */
export const BOOK_INDEXES = {
  order: ['state'],
  lot: ['state'],
  package: ['lot', 'epcHex', 'mark'],
  job: ['lot', 'state'],
  weighing: ['job', 'package'],
  scale: [],
  finding: ['lot', 'job', 'weighing'],
  foreign: ['job'],
  station: [],
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
