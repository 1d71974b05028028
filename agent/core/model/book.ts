// The book: what the ledger adds up to. Records are plain documents, changed only by fold(); the ledger stores them and
// hands this synchronous read interface to decide(). It knows nothing of SQL.
import type { Entry } from './entry.ts';
import type {
  ConsentRecord,
  SecondPersonRecord,
  CountRecord,
  DepositRecord,
  DeputyRecord,
  DriftPointRecord,
  DriftRecord,
  GateRecord,
  GroupRecord,
  JointRecord,
  PairRecord,
  RegisterRecord,
  ReleaseRecord,
  RemovalRecord,
  ShareRecord,
  SiteRecord,
  StocktakeRecord,
  TimeRecord,
  VisitRecord,
} from './workRecords.ts';
import type {
  FindingRecord,
  ForeignRecord,
  JobRecord,
  LotRecord,
  OrderRecord,
  PackageRecord,
  PhotoRecord,
  RetiredTagRecord,
  ScaleRecord,
  StationRecord,
  WeighingRecord,
} from './records.ts';

/** The record that the book keeps of each kind of thing, by the name under which it is looked up. */
export interface BookRecords {
  order: OrderRecord;
  lot: LotRecord;
  package: PackageRecord;
  job: JobRecord;
  weighing: WeighingRecord;
  scale: ScaleRecord;
  finding: FindingRecord;
  photo: PhotoRecord;
  foreign: ForeignRecord;
  station: StationRecord;
  group: GroupRecord;
  visit: VisitRecord;
  pair: PairRecord;
  joint: JointRecord;
  share: ShareRecord;
  register: RegisterRecord;
  release: ReleaseRecord;
  gate: GateRecord;
  deposit: DepositRecord;
  stocktake: StocktakeRecord;
  count: CountRecord;
  removal: RemovalRecord;
  consent: ConsentRecord;
  retiredTag: RetiredTagRecord;
  deputy: DeputyRecord;
  asked: SecondPersonRecord;
  drift: DriftRecord;
  driftPoint: DriftPointRecord;
  site: SiteRecord;
  time: TimeRecord;
}

/** Name of a kind of record. */
export type RecordKind = keyof BookRecords;

/** Members by which records can be looked up other than by id; the ledger keeps an index on each. */
export const BOOK_INDEXES = {
  order: ['state'],
  lot: ['state', 'commodity'],
  package: [
    'lot',
    'state',
    'epcHex',
    'markKey',
    'containerKey',
    'palletKey',
    'sealKey',
    'area',
    'release',
    'stocktake',
  ],
  job: ['lot', 'state'],
  weighing: ['job', 'package', 'era'],
  scale: [],
  finding: ['lot', 'job', 'weighing', 'package', 'hash', 'state', 'seqPage', 'togetherIn'],
  photo: ['finding', 'photo'],
  foreign: ['job', 'weighing', 'identity', 'identityKey', 'epcHex'],
  station: ['announces'],
  group: ['job', 'state'],
  visit: ['station', 'state', 'plates'],
  pair: ['lot', 'after'],
  joint: [],
  share: [],
  register: [],
  release: ['state'],
  gate: [],
  deposit: ['state'],
  stocktake: ['state'],
  count: ['stocktake', 'waiting', 'said', 'extraKey'],
  removal: ['package', 'operator'],
  consent: ['state', 'taker', 'operator'],
  retiredTag: [],
  deputy: ['state'],
  asked: ['state'],
  drift: ['kind'],
  driftPoint: ['chart'],
  site: [],
  time: [],
} as const satisfies { [K in RecordKind]: readonly (keyof BookRecords[K])[] };

/** A member by which `where` finds records of this kind. */
export type IndexOf<K extends RecordKind> = (typeof BOOK_INDEXES)[K][number];

/** What a decision may ask of the book: one record by id, or the records that share a value. */
export interface Book {
  get<K extends RecordKind>(kind: K, id: string): BookRecords[K] | undefined;
  /** Records whose indexed member equals `value`, ordered by id; at most `limit` (default 10 000). */
  where<K extends RecordKind>(kind: K, index: IndexOf<K>, value: string | null, limit?: number): BookRecords[K][];
}

/** What fold() asks the ledger to store: the whole new document. Records are never deleted. */
export type BookChange = { [K in RecordKind]: { kind: K; record: BookRecords[K] } }[RecordKind];

/** Folds one entry into the book. Pure: the same entries always give the same book. */
export type Fold = (entry: Entry, hash: string, book: Book) => BookChange[];
