// The weighings that the book's indexes name for a lot, an order or a package, without reading the ledger. Only the
// newest of many are kept, so that a lot of any size costs a bounded list. Must not know how they are shown.
import { comparableText } from '../../core/model/comparableText.ts';
import { type LotId, type OrderId, asLotId } from '../../core/model/ids.ts';
import type { Book, BookRecords, IndexOf } from '../../core/model/book.ts';
import type { PackageRecord, WeighingRecord } from '../../core/model/records.ts';
import type { TimeSlicedLedger } from './timeSlicing.ts';
import type { WeighingQuery } from '../agentApi.ts';

/** Sequence numbers of weighings that belong to the query's lot, order or package. */
export interface IndexedWeighings {
  /** The filter that they were found by, which need not be checked again. */
  matchedFilter: 'lot' | 'order' | 'package';
  /** Newest first. */
  seqs: number[];
  /** Whether there are older ones beyond the limit. */
  hasOlder: boolean;
}

const MAX_SEQS = 1_000;
const RECORDS_PER_PAGE = 25;
const PACKAGES_PER_MARK = 100;
const WEIGHINGS_PER_PACKAGE = 200;

type IndexedSearchParts = TimeSlicedLedger & { book: Book };

/** Null: no index of the book leads to the query's weighings. Only sequence numbers below `before`. */
export async function findIndexedWeighings(
  parts: IndexedSearchParts,
  query: WeighingQuery,
  before: number,
): Promise<IndexedWeighings | null> {
  const newest = new NewestSeqs(before, query);
  if (query.package !== undefined)
    return collectWeighings('package', newest, addWeighingsByPackage(parts, newest, query.package));
  if (query.lot !== undefined)
    return collectWeighings('lot', newest, addWeighingsByLot(parts, newest, asLotId(query.lot)));
  const { book } = parts;
  const order = query.order === undefined ? undefined : book.get('order', query.order);
  if (!order) return null;
  if (order.lot !== null)
    return collectWeighings(
      'order',
      newest,
      addWeighingsByDelivery(parts, newest, { lot: order.lot, order: order.id }),
    );
  // The dispatch weighings of a release name their order, and are read out of the ledger.
  return order.kind === 'stocktake-order'
    ? collectWeighings('order', newest, addWeighingsByCounts(parts, newest, order.subject))
    : null;
}

async function collectWeighings(
  matchedFilter: IndexedWeighings['matchedFilter'],
  newest: NewestSeqs,
  search: Promise<void>,
): Promise<IndexedWeighings> {
  await search;
  return { matchedFilter, ...newest.list() };
}

/** Collects weighings that match instrument and operator, and keeps the newest. */
class NewestSeqs {
  readonly #before: number;
  readonly #filters: Pick<WeighingQuery, 'instrument' | 'operator'>;
  #seqs = new Set<number>();
  #hasOlder = false;

  constructor(before: number, filters: Pick<WeighingQuery, 'instrument' | 'operator'>) {
    this.#before = before;
    this.#filters = filters;
  }

  add(record: WeighingRecord | undefined): void {
    const { instrument, operator } = this.#filters;
    if (!record || record.seq >= this.#before) return;
    if (
      (instrument !== undefined && record.scale !== instrument) ||
      (operator !== undefined && record.operator !== operator)
    )
      return;
    this.#seqs.add(record.seq);
    if (this.#seqs.size > 2 * MAX_SEQS) this.#seqs = new Set(this.#newestFirst());
  }

  list(): { seqs: number[]; hasOlder: boolean } {
    const seqs = this.#newestFirst();
    return { seqs, hasOlder: this.#hasOlder };
  }

  #newestFirst(): number[] {
    const sorted = [...this.#seqs].sort((a, b) => b - a);
    if (sorted.length > MAX_SEQS) this.#hasOlder = true;
    return sorted.slice(0, MAX_SEQS);
  }
}

/** By a package's id, its EPC or the mark written on it; unannounced goods by the identity that was read on them. */
async function addWeighingsByPackage(
  { book, yieldToOthers }: IndexedSearchParts,
  newest: NewestSeqs,
  code: string,
): Promise<void> {
  const byId = book.get('package', code);
  const packages = byId
    ? [byId]
    : [
        ...book.where('package', 'epcHex', code.toUpperCase(), PACKAGES_PER_MARK),
        ...book.where('package', 'markKey', comparableText(code), PACKAGES_PER_MARK),
      ];
  for (const record of packages) addWeighingsOfPackage(book, newest, record);
  await yieldToOthers();
  for (const { weighing } of [
    ...book.where('foreign', 'identityKey', comparableText(code), PACKAGES_PER_MARK),
    ...book.where('foreign', 'epcHex', code.toUpperCase(), PACKAGES_PER_MARK),
  ]) {
    if (weighing !== null) newest.add(book.get('weighing', weighing));
  }
}

/** Its own weighings, and that of the group or vehicle by which its mass is known. */
function addWeighingsOfPackage(book: Book, newest: NewestSeqs, { id, weighing, replaced }: PackageRecord): void {
  for (const record of book.where('weighing', 'package', id, WEIGHINGS_PER_PACKAGE)) newest.add(record);
  for (const weighingId of [weighing, replaced?.weighing ?? null])
    if (weighingId !== null) newest.add(book.get('weighing', weighingId));
}

async function addWeighingsByLot(parts: IndexedSearchParts, newest: NewestSeqs, lot: LotId): Promise<void> {
  const { book } = parts;
  await addWeighingsByJobs(parts, newest, jobsOfLot(book, lot));
  for await (const packages of readRecordPages(parts, 'package', { index: 'lot', value: lot }))
    for (const record of packages) addWeighingsOfPackage(book, newest, record);
  await addWeighingsByPairs(parts, newest, { lot, jobs: null });
}

async function addWeighingsByDelivery(
  parts: IndexedSearchParts,
  newest: NewestSeqs,
  { lot, order }: { lot: LotId; order: OrderId },
): Promise<void> {
  const jobs = jobsOfLot(parts.book, lot).filter((job) => job.order === order);
  await addWeighingsByJobs(parts, newest, jobs);
  await addWeighingsByPairs(parts, newest, { lot, jobs: new Set(jobs.map(({ id }) => id)) });
}

/** A vehicle's pass belongs to the lots unloaded between it and another pass. `jobs` null: every job of the lot. */
async function addWeighingsByPairs(
  parts: IndexedSearchParts,
  newest: NewestSeqs,
  { lot, jobs }: { lot: LotId; jobs: ReadonlySet<string> | null },
): Promise<void> {
  for await (const pairs of readRecordPages(parts, 'pair', { index: 'lot', value: lot })) {
    for (const { before, after, job } of pairs) {
      if (jobs === null || jobs.has(job))
        for (const passId of [before, after]) newest.add(parts.book.get('weighing', passId));
    }
  }
}

function jobsOfLot(book: Book, lot: LotId): BookRecords['job'][] {
  return book.where('job', 'lot', lot, MAX_SEQS);
}

async function addWeighingsByJobs(
  parts: IndexedSearchParts,
  newest: NewestSeqs,
  jobs: readonly { id: string }[],
): Promise<void> {
  for (const { id } of jobs) {
    for await (const records of readRecordPages(parts, 'weighing', { index: 'job', value: id }))
      for (const record of records) newest.add(record);
  }
}

/** Weighings of a stocktake belong to no job: its counts name them. */
async function addWeighingsByCounts(parts: IndexedSearchParts, newest: NewestSeqs, stocktake: string): Promise<void> {
  for await (const counts of readRecordPages(parts, 'count', { index: 'stocktake', value: stocktake })) {
    for (const reweighing of counts.flatMap(({ weighed }) => weighed))
      if (reweighing) newest.add(parts.book.get('weighing', reweighing.weighing));
  }
}

/** Records of one value of an index, a page in each slice. */
async function* readRecordPages<K extends 'count' | 'package' | 'pair' | 'weighing'>(
  { readSlice, yieldToOthers }: TimeSlicedLedger,
  kind: K,
  selection: { index: IndexOf<K>; value: string },
): AsyncGenerator<BookRecords[K][]> {
  for (let after = ''; ;) {
    const records = readSlice((ledger) => ledger.recordsAfter(kind, { ...selection, after, limit: RECORDS_PER_PAGE }));
    yield records;
    await yieldToOthers();
    const last = records.at(-1);
    if (records.length < RECORDS_PER_PAGE || !last) return;
    after = last.id;
  }
}
