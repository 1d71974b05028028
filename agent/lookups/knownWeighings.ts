// The weighings that the book knows to belong to a lot, an order or a package: its indexes name them without reading
// the ledger. Keeps only the newest of many, so that a lot of any size costs a bounded list.
import type { Book, BookRecords, IndexOf } from '../core/book.ts';
import type { PackageRecord, WeighingRecord } from '../core/records.ts';
import type { WeighingQuery } from '../http/lookUp.ts';
import type { Piecewise } from './turns.ts';

export interface Known {
  /** What they were found by: that filter needs no second look. */
  by: 'lot' | 'order' | 'package';
  /** Newest first. */
  seqs: number[];
  /** There are older ones. */
  more: boolean;
}

const KEPT = 1_000;
const PIECE = 25;
const SHARING_A_MARK = 100;
const OF_ONE_PACKAGE = 200;

type Parts = Piecewise & { book: Book };

/** Null: the book has no way to them. */
export async function knownWeighings(parts: Parts, query: WeighingQuery, before: number): Promise<Known | null> {
  const newest = new Newest(before, query);
  if (query.package !== undefined) return found('package', newest, byPackage(parts, newest, query.package));
  if (query.lot !== undefined) return found('lot', newest, byLot(parts, newest, query.lot));
  const { book } = parts;
  const order = query.order === undefined ? undefined : book.get('order', query.order);
  if (!order) return null;
  if (order.lot !== null) return found('order', newest, byDelivery(parts, newest, { lot: order.lot, order: order.id }));
  // The dispatch weighings of a release name their order, and are read out of the ledger.
  return order.kind === 'stocktake-order' ? found('order', newest, byCounts(parts, newest, order.subject)) : null;
}

async function found(by: Known['by'], newest: Newest, searching: Promise<void>): Promise<Known> {
  await searching;
  return { by, ...newest.list() };
}

class Newest {
  readonly #before: number;
  readonly #wanted: Pick<WeighingQuery, 'instrument' | 'operator'>;
  #seqs = new Set<number>();
  #more = false;

  constructor(before: number, wanted: Pick<WeighingQuery, 'instrument' | 'operator'>) {
    this.#before = before;
    this.#wanted = wanted;
  }

  add(record: WeighingRecord | undefined): void {
    const { instrument, operator } = this.#wanted;
    if (!record || record.seq >= this.#before) return;
    if (
      (instrument !== undefined && record.scale !== instrument) ||
      (operator !== undefined && record.operator !== operator)
    )
      return;
    this.#seqs.add(record.seq);
    if (this.#seqs.size > 2 * KEPT) this.#seqs = new Set(this.#trimmed());
  }

  list(): { seqs: number[]; more: boolean } {
    const seqs = this.#trimmed();
    return { seqs, more: this.#more };
  }

  #trimmed(): number[] {
    const sorted = [...this.#seqs].sort((a, b) => b - a);
    if (sorted.length > KEPT) this.#more = true;
    return sorted.slice(0, KEPT);
  }
}

/** Its id, its tag, or the name that is written on it; goods that nobody announced by what was read on them. */
async function byPackage({ book, turn }: Parts, newest: Newest, code: string): Promise<void> {
  const byId = book.get('package', code);
  const packages = byId
    ? [byId]
    : [
        ...book.where('package', 'epcHex', code.toUpperCase(), SHARING_A_MARK),
        ...book.where('package', 'mark', code, SHARING_A_MARK),
      ];
  for (const record of packages) ofPackage(book, newest, record);
  await turn();
  for (const { weighing } of [
    ...book.where('foreign', 'identity', code, SHARING_A_MARK),
    ...book.where('foreign', 'epcHex', code.toUpperCase(), SHARING_A_MARK),
  ]) {
    if (weighing !== null) newest.add(book.get('weighing', weighing));
  }
}

/** Alone, and within the group or vehicle that its figure is from. */
function ofPackage(book: Book, newest: Newest, { id, weighing, replaced }: PackageRecord): void {
  for (const record of book.where('weighing', 'package', id, OF_ONE_PACKAGE)) newest.add(record);
  for (const one of [weighing, replaced?.weighing ?? null]) if (one !== null) newest.add(book.get('weighing', one));
}

async function byLot(parts: Parts, newest: Newest, lot: string): Promise<void> {
  const { book } = parts;
  await byJobs(parts, newest, jobsOf(book, lot));
  for await (const packages of pieces(parts, 'package', { index: 'lot', value: lot }))
    for (const record of packages) ofPackage(book, newest, record);
  await byPairs(parts, newest, { lot, jobs: null });
}

async function byDelivery(parts: Parts, newest: Newest, { lot, order }: { lot: string; order: string }): Promise<void> {
  const jobs = jobsOf(parts.book, lot).filter((job) => job.order === order);
  await byJobs(parts, newest, jobs);
  await byPairs(parts, newest, { lot, jobs: new Set(jobs.map(({ id }) => id)) });
}

/** A pass of a vehicle belongs to the lots that came off between it and another one. `jobs` null: all of the lot. */
async function byPairs(
  parts: Parts,
  newest: Newest,
  { lot, jobs }: { lot: string; jobs: ReadonlySet<string> | null },
): Promise<void> {
  for await (const pairs of pieces(parts, 'pair', { index: 'lot', value: lot })) {
    for (const { before, after, job } of pairs) {
      if (jobs === null || jobs.has(job))
        for (const pass of [before, after]) newest.add(parts.book.get('weighing', pass));
    }
  }
}

function jobsOf(book: Book, lot: string): BookRecords['job'][] {
  return book.where('job', 'lot', lot, KEPT);
}

async function byJobs(parts: Parts, newest: Newest, jobs: readonly { id: string }[]): Promise<void> {
  for (const { id } of jobs) {
    for await (const records of pieces(parts, 'weighing', { index: 'job', value: id }))
      for (const record of records) newest.add(record);
  }
}

/** What a stocktake weighed again belongs to no job: its counts name the weighings. */
async function byCounts(parts: Parts, newest: Newest, stocktake: string): Promise<void> {
  for await (const counts of pieces(parts, 'count', { index: 'stocktake', value: stocktake })) {
    for (const one of counts.flatMap(({ weighed }) => weighed))
      if (one) newest.add(parts.book.get('weighing', one.weighing));
  }
}

/** Records of one value of an index, a piece a turn. */
async function* pieces<K extends 'count' | 'package' | 'pair' | 'weighing'>(
  { look, turn }: Piecewise,
  kind: K,
  of: { index: IndexOf<K>; value: string },
): AsyncGenerator<BookRecords[K][]> {
  for (let after = ''; ;) {
    const records = look((ledger) => ledger.recordsAfter(kind, { ...of, after, limit: PIECE }));
    yield records;
    await turn();
    const last = records.at(-1);
    if (records.length < PIECE || !last) return;
    after = last.id;
  }
}
