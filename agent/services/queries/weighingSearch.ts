// Searches the weighings, newest first and a page at a time. Those of a lot, an order or a package are found through
// the book; all others by reading the ledger backwards in slices, up to a limit of entries in each request. It must
// keep no index of its own: recording a weighing must not pay for searches.
import type { Book } from '../../core/model/book.ts';
import type { Entry } from '../../core/model/entry.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import { viewWeighingRow, type StoredWeighing } from '../../core/views/weighingView.ts';
import type { WeighingPage, WeighingRowView } from '../../core/views/lookupViews.ts';
import { type IndexedWeighings, findIndexedWeighings } from './indexedWeighings.ts';
import type { TimeSlicedLedger } from './timeSlicing.ts';
import type { WeighingQuery } from '../agentApi.ts';

/** Rows of a page, entries read for a page, and entries and rows of one slice. */
export const WEIGHING_SEARCH_LIMITS = { rows: 100, entriesAPiece: 250, entries: 20_000, rowsAPiece: 20 } as const;

/** One page. `seesHidden`: this person sees the weights that are hidden from others. */
export async function searchWeighings(
  parts: TimeSlicedLedger & { book: Book },
  query: WeighingQuery,
  seesHidden: boolean,
): Promise<WeighingPage> {
  const head = parts.readSlice((ledger) => ledger.head().seq);
  const before = Math.min(query.before ?? head + 1, head + 1);
  const indexed = await findIndexedWeighings(parts, query, before);
  return indexed === null
    ? searchLedgerBackwards(parts, { query, before, seesHidden })
    : readIndexedPage(parts, { query, indexed, seesHidden });
}

function matchesQuery({ body, at }: StoredWeighing, { instrument, operator, fromMs, toMs }: WeighingQuery): boolean {
  return (
    (instrument === undefined || body.scale.instrument === instrument) &&
    (operator === undefined || body.operator === operator) &&
    (fromMs === undefined || at.wallMs >= fromMs) &&
    (toMs === undefined || at.wallMs <= toMs)
  );
}

/** Undefined: it does not match the query. Its lot is the book's, which may have been named after the weighing. */
function viewMatchingRow(
  entry: StoredWeighing,
  {
    query,
    book,
    seesHidden,
    matchedFilter,
  }: SearchRequest & { book: Book; matchedFilter?: IndexedWeighings['matchedFilter'] },
): WeighingRowView | undefined {
  if (!matchesQuery(entry, query)) return undefined;
  const { lot, order } = query;
  if (order !== undefined && matchedFilter !== 'order' && entry.body.order !== order) return undefined;
  const row = viewWeighingRow(entry, { book, seesHidden });
  return lot !== undefined && matchedFilter !== 'lot' && row.lot !== lot && entry.body.lot !== lot ? undefined : row;
}

interface SearchRequest {
  query: WeighingQuery;
  seesHidden: boolean;
}

async function readIndexedPage(
  parts: TimeSlicedLedger & { book: Book },
  { query, indexed, seesHidden }: SearchRequest & { indexed: IndexedWeighings },
): Promise<WeighingPage> {
  const rows: WeighingRowView[] = [];
  let searchedBackToWallMs: number | null = null;
  for (let start = 0; start < indexed.seqs.length; start += WEIGHING_SEARCH_LIMITS.rowsAPiece) {
    const entries = indexed.seqs
      .slice(start, start + WEIGHING_SEARCH_LIMITS.rowsAPiece)
      .map((seq) => parts.readSlice((ledger) => ledger.entryAt(seq)?.entry));
    for (const entry of entries) {
      if (entry?.kind !== 'weighing') continue;
      searchedBackToWallMs = entry.at.wallMs;
      const row = viewMatchingRow(entry, {
        query,
        book: parts.book,
        seesHidden,
        matchedFilter: indexed.matchedFilter,
      });
      if (row) rows.push(row);
      if (rows.length === WEIGHING_SEARCH_LIMITS.rows)
        return {
          weighings: rows,
          before: entry.seq === indexed.seqs.at(-1) && !indexed.hasOlder ? null : entry.seq,
          searchedBackToWallMs,
        };
    }
    await parts.yieldToOthers();
  }
  return { weighings: rows, before: indexed.hasOlder ? (indexed.seqs.at(-1) ?? null) : null, searchedBackToWallMs };
}

async function searchLedgerBackwards(
  parts: TimeSlicedLedger & { book: Book },
  { query, before, seesHidden }: SearchRequest & { before: number },
): Promise<WeighingPage> {
  const rows: WeighingRowView[] = [];
  const holding = queryTexts(query);
  let upperSeq =
    query.toMs === undefined
      ? before
      : parts.readSlice((ledger) => findUpperSeq(ledger, { before, toMs: query.toMs ?? 0 }));
  const lowestSeq = Math.max(1, upperSeq - WEIGHING_SEARCH_LIMITS.entries);
  let oldest: Entry | undefined;
  while (upperSeq > lowestSeq) {
    const from = upperSeq;
    const slice = parts.readSlice((ledger) =>
      ledger.entriesBefore(from, {
        scanLimit: Math.min(WEIGHING_SEARCH_LIMITS.entriesAPiece, from - lowestSeq),
        limit: WEIGHING_SEARCH_LIMITS.rowsAPiece,
        holding,
      }),
    );
    for (const { entry } of slice.entries) {
      const row =
        entry.kind === 'weighing' ? viewMatchingRow(entry, { query, book: parts.book, seesHidden }) : undefined;
      if (row) rows.push(row);
      if (rows.length === WEIGHING_SEARCH_LIMITS.rows)
        return { weighings: rows, before: entry.seq > 1 ? entry.seq : null, searchedBackToWallMs: entry.at.wallMs };
    }
    upperSeq = slice.from;
    const reached = upperSeq;
    oldest = parts.readSlice((ledger) => ledger.entryAt(reached)?.entry);
    if (oldest && isProvablyBefore(oldest, query.fromMs))
      return { weighings: rows, before: null, searchedBackToWallMs: oldest.at.wallMs };
    await parts.yieldToOthers();
  }
  return { weighings: rows, before: upperSeq > 1 ? upperSeq : null, searchedBackToWallMs: oldest?.at.wallMs ?? null };
}

/**
 * Texts that a matching entry's bytes contain: canonical JSON writes a member in one way only.
 *
 * @see RFC 8785
 */
function queryTexts({ instrument, operator, order }: WeighingQuery): string[][] {
  const member = (name: string, value: string | undefined): string[][] =>
    value === undefined ? [] : [[`${JSON.stringify(name)}:${JSON.stringify(value)}`]];
  return [
    ...member('kind', 'weighing'),
    ...member('instrument', instrument),
    ...member('operator', operator),
    ...member('order', order),
  ];
}

/**
 * Entries are ordered by sequence number and not by time: only an entry with a synchronised clock proves that all
 * before it are earlier.
 */
function isProvablyBefore({ at }: Entry, fromMs: number | undefined): boolean {
  return fromMs !== undefined && at.trust === 'synchronised' && at.wallMs < fromMs;
}

/** Neighbouring entries that are read to find one with a synchronised clock. */
const MAX_CLOCK_SAMPLES = 5;

/**
 * The sequence number from which on every entry is proved to be later than `toMs`; `before` if nothing proves it. By
 * bisection: ten years of entries take twenty steps.
 */
function findUpperSeq(ledger: Ledger, { before, toMs }: { before: number; toMs: number }): number {
  let low = 1;
  let high = before;
  while (high - low > WEIGHING_SEARCH_LIMITS.entriesAPiece) {
    const middle = Math.floor((low + high) / 2);
    let provedSeq: number | null = null;
    for (let seq = middle; seq < middle + MAX_CLOCK_SAMPLES; seq += 1) {
      const at = ledger.entryAt(seq)?.entry.at;
      if (at?.trust !== 'synchronised') continue;
      if (at.wallMs > toMs) provedSeq = seq;
      break;
    }
    if (provedSeq === null) low = middle;
    else high = Math.min(high - 1, provedSeq);
  }
  return high;
}
