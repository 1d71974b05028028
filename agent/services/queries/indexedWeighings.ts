// The weighings that the book knows to belong to a lot, an order or a package: its indexes name them without reading
// the ledger. Keeps only the newest of many, so that a lot of any size costs a bounded list.
import type { Book, BookRecords, IndexOf } from '../../core/model/book.ts';
import type { PackageRecord, WeighingRecord } from '../../core/model/records.ts';
import type { TimeSlicedLedger } from './timeSlicing.ts';
import type { WeighingQuery } from '../agentApi.ts';

export interface IndexedWeighings {
  /** What they were found by: that filter needs no second look. */
  matchedFilter: 'lot' | 'order' | 'package';
  /** Newest first. */
  seqs: number[];
  /** There are older ones. */
  hasOlder: boolean;
}

const MAX_SEQS = 1_000;
const RECORDS_PER_PAGE = 25;
const PACKAGES_PER_MARK = 100;
const WEIGHINGS_PER_PACKAGE = 200;

type IndexedSearchParts = TimeSlicedLedger & { book: Book };

/** Null: the book has no way to them. */
export async function findIndexedWeighings(
  parts: IndexedSearchParts,
  query: WeighingQuery,
  before: number,
): Promise<IndexedWeighings | null> {
  const newest = new NewestSeqs(before, query);
  if (query.package !== undefined)
    return collectWeighings('package', newest, addWeighingsByPackage(parts, newest, query.package));
  if (query.lot !== undefined) return collectWeighings('lot', newest, addWeighingsByLot(parts, newest, query.lot));
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
  by: IndexedWeighings['matchedFilter'],
  newest: NewestSeqs,
  searching: Promise<void>,
): Promise<IndexedWeighings> {
  await searching;
  return { matchedFilter: by, ...newest.list() };
}

class NewestSeqs {
  readonly #before: number;
  readonly #filters: Pick<WeighingQuery, 'instrument' | 'operator'>;
  #seqs = new Set<number>();
  #hasOlder = false;

  constructor(before: number, wanted: Pick<WeighingQuery, 'instrument' | 'operator'>) {
    this.#before = before;
    this.#filters = wanted;
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

/** Its id, its tag, or the name that is written on it; goods that nobody announced by what was read on them. */
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
        ...book.where('package', 'mark', code, PACKAGES_PER_MARK),
      ];
  for (const record of packages) addWeighingsOfPackage(book, newest, record);
  await yieldToOthers();
  for (const { weighing } of [
    ...book.where('foreign', 'identity', code, PACKAGES_PER_MARK),
    ...book.where('foreign', 'epcHex', code.toUpperCase(), PACKAGES_PER_MARK),
  ]) {
    if (weighing !== null) newest.add(book.get('weighing', weighing));
  }
}

/** Alone, and within the group or vehicle that its figure is from. */
function addWeighingsOfPackage(book: Book, newest: NewestSeqs, { id, weighing, replaced }: PackageRecord): void {
  for (const record of book.where('weighing', 'package', id, WEIGHINGS_PER_PACKAGE)) newest.add(record);
  for (const one of [weighing, replaced?.weighing ?? null]) if (one !== null) newest.add(book.get('weighing', one));
}

async function addWeighingsByLot(parts: IndexedSearchParts, newest: NewestSeqs, lot: string): Promise<void> {
  const { book } = parts;
  await addWeighingsByJobs(parts, newest, jobsOfLot(book, lot));
  for await (const packages of readRecordPages(parts, 'package', { index: 'lot', value: lot }))
    for (const record of packages) addWeighingsOfPackage(book, newest, record);
  await addWeighingsByPairs(parts, newest, { lot, jobs: null });
}

async function addWeighingsByDelivery(
  parts: IndexedSearchParts,
  newest: NewestSeqs,
  { lot, order }: { lot: string; order: string },
): Promise<void> {
  const jobs = jobsOfLot(parts.book, lot).filter((job) => job.order === order);
  await addWeighingsByJobs(parts, newest, jobs);
  await addWeighingsByPairs(parts, newest, { lot, jobs: new Set(jobs.map(({ id }) => id)) });
}

/** A pass of a vehicle belongs to the lots that came off between it and another one. `jobs` null: all of the lot. */
async function addWeighingsByPairs(
  parts: IndexedSearchParts,
  newest: NewestSeqs,
  { lot, jobs }: { lot: string; jobs: ReadonlySet<string> | null },
): Promise<void> {
  for await (const pairs of readRecordPages(parts, 'pair', { index: 'lot', value: lot })) {
    for (const { before, after, job } of pairs) {
      if (jobs === null || jobs.has(job))
        for (const pass of [before, after]) newest.add(parts.book.get('weighing', pass));
    }
  }
}

function jobsOfLot(book: Book, lot: string): BookRecords['job'][] {
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

/** What a stocktake weighed again belongs to no job: its counts name the weighings. */
async function addWeighingsByCounts(parts: IndexedSearchParts, newest: NewestSeqs, stocktake: string): Promise<void> {
  for await (const counts of readRecordPages(parts, 'count', { index: 'stocktake', value: stocktake })) {
    for (const one of counts.flatMap(({ weighed }) => weighed))
      if (one) newest.add(parts.book.get('weighing', one.weighing));
  }
}

/** Records of one value of an index, a piece a turn. */
async function* readRecordPages<K extends 'count' | 'package' | 'pair' | 'weighing'>(
  { readSlice, yieldToOthers }: TimeSlicedLedger,
  kind: K,
  of: { index: IndexOf<K>; value: string },
): AsyncGenerator<BookRecords[K][]> {
  for (let after = ''; ;) {
    const records = readSlice((ledger) => ledger.recordsAfter(kind, { ...of, after, limit: RECORDS_PER_PAGE }));
    yield records;
    await yieldToOthers();
    const last = records.at(-1);
    if (records.length < RECORDS_PER_PAGE || !last) return;
    after = last.id;
  }
}
