// Searches the weighings, newest first and a page at a time. What belongs to a lot, an order or a package is found
// through the book; everything else by reading the ledger backwards in pieces, at most so many entries a request. No
// index of its own: recording a weighing must not pay for looking it up.
import type { Book } from '../../core/model/book.ts';
import type { Entry } from '../../core/model/entry.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import { viewWeighingRow, type StoredWeighing } from '../../core/views/weighingView.ts';
import type { WeighingPage, WeighingRowView } from '../../core/views/lookupViews.ts';
import { type IndexedWeighings, findIndexedWeighings } from './indexedWeighings.ts';
import type { TimeSlicedLedger } from './timeSlicing.ts';
import type { WeighingQuery } from '../agentApi.ts';

export const WEIGHING_SEARCH_LIMITS = { rows: 100, entriesAPiece: 250, entries: 20_000, rowsAPiece: 20 } as const;

/** `all`: this person sees what is hidden from others. */
export async function searchWeighings(
  parts: TimeSlicedLedger & { book: Book },
  query: WeighingQuery,
  all: boolean,
): Promise<WeighingPage> {
  const head = parts.readSlice((ledger) => ledger.head().seq);
  const before = Math.min(query.before ?? head + 1, head + 1);
  const known = await findIndexedWeighings(parts, query, before);
  return known === null
    ? searchLedgerBackwards(parts, { query, before, all })
    : readIndexedPage(parts, { query, known, all });
}

function matchesQuery({ body, at }: StoredWeighing, { instrument, operator, fromMs, toMs }: WeighingQuery): boolean {
  return (
    (instrument === undefined || body.scale.instrument === instrument) &&
    (operator === undefined || body.operator === operator) &&
    (fromMs === undefined || at.wallMs >= fromMs) &&
    (toMs === undefined || at.wallMs <= toMs)
  );
}

/** The row, if what the book says of the weighing fits too: its lot may have been named later. */
function viewMatchingRow(
  entry: StoredWeighing,
  {
    query,
    book,
    all,
    known,
  }: { query: WeighingQuery; book: Book; all: boolean; known?: IndexedWeighings['matchedFilter'] },
): WeighingRowView | undefined {
  if (!matchesQuery(entry, query)) return undefined;
  const { lot, order } = query;
  if (order !== undefined && known !== 'order' && entry.body.order !== order) return undefined;
  const row = viewWeighingRow(entry, { book, seesHidden: all });
  return lot !== undefined && known !== 'lot' && row.lot !== lot && entry.body.lot !== lot ? undefined : row;
}

interface SearchRequest {
  query: WeighingQuery;
  all: boolean;
}

async function readIndexedPage(
  parts: TimeSlicedLedger & { book: Book },
  { query, known, all }: SearchRequest & { known: IndexedWeighings },
): Promise<WeighingPage> {
  const rows: WeighingRowView[] = [];
  let searchedBackToWallMs: number | null = null;
  for (let next = 0; next < known.seqs.length; next += WEIGHING_SEARCH_LIMITS.rowsAPiece) {
    const entries = known.seqs
      .slice(next, next + WEIGHING_SEARCH_LIMITS.rowsAPiece)
      .map((seq) => parts.readSlice((ledger) => ledger.entryAt(seq)?.entry));
    for (const entry of entries) {
      if (entry?.kind !== 'weighing') continue;
      searchedBackToWallMs = entry.at.wallMs;
      const row = viewMatchingRow(entry, { query, book: parts.book, all, known: known.matchedFilter });
      if (row) rows.push(row);
      if (rows.length === WEIGHING_SEARCH_LIMITS.rows)
        return {
          weighings: rows,
          before: entry.seq === known.seqs.at(-1) && !known.hasOlder ? null : entry.seq,
          searchedBackToWallMs,
        };
    }
    await parts.yieldToOthers();
  }
  return { weighings: rows, before: known.hasOlder ? (known.seqs.at(-1) ?? null) : null, searchedBackToWallMs };
}

async function searchLedgerBackwards(
  parts: TimeSlicedLedger & { book: Book },
  { query, before, all }: SearchRequest & { before: number },
): Promise<WeighingPage> {
  const rows: WeighingRowView[] = [];
  const holding = queryTexts(query);
  let at =
    query.toMs === undefined
      ? before
      : parts.readSlice((ledger) => findUpperSeq(ledger, { before, toMs: query.toMs ?? 0 }));
  const stop = Math.max(1, at - WEIGHING_SEARCH_LIMITS.entries);
  let oldest: Entry | undefined;
  while (at > stop) {
    const found = parts.readSlice((ledger) =>
      ledger.entriesBefore(at, {
        scanLimit: Math.min(WEIGHING_SEARCH_LIMITS.entriesAPiece, at - stop),
        limit: WEIGHING_SEARCH_LIMITS.rowsAPiece,
        holding,
      }),
    );
    for (const { entry } of found.entries) {
      const row = entry.kind === 'weighing' ? viewMatchingRow(entry, { query, book: parts.book, all }) : undefined;
      if (row) rows.push(row);
      if (rows.length === WEIGHING_SEARCH_LIMITS.rows)
        return { weighings: rows, before: entry.seq > 1 ? entry.seq : null, searchedBackToWallMs: entry.at.wallMs };
    }
    at = found.from;
    const reached = at;
    oldest = parts.readSlice((ledger) => ledger.entryAt(reached)?.entry);
    if (oldest && isProvablyBefore(oldest, query.fromMs))
      return { weighings: rows, before: null, searchedBackToWallMs: oldest.at.wallMs };
    await parts.yieldToOthers();
  }
  return { weighings: rows, before: at > 1 ? at : null, searchedBackToWallMs: oldest?.at.wallMs ?? null };
}

/** As the entry's bytes have them: JSON writes a text in one way only (RFC 8785). */
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
 * Order is by seq and never by time: only a clock that was synchronised proves that everything before it happened
 * earlier.
 */
function isProvablyBefore({ at }: Entry, fromMs: number | undefined): boolean {
  return fromMs !== undefined && at.trust === 'synchronised' && at.wallMs < fromMs;
}

/** So many neighbours are asked for a clock that can be believed. */
const CLOCK_SAMPLES = 5;

/**
 * A seq from which on everything is proved to be later than `toMs`; `before` if nothing proves it. Halves, so that ten
 * years cost twenty looks.
 */
function findUpperSeq(ledger: Ledger, { before, toMs }: { before: number; toMs: number }): number {
  let low = 1;
  let high = before;
  while (high - low > WEIGHING_SEARCH_LIMITS.entriesAPiece) {
    const middle = Math.floor((low + high) / 2);
    let proved: number | null = null;
    for (let seq = middle; seq < middle + CLOCK_SAMPLES; seq += 1) {
      const at = ledger.entryAt(seq)?.entry.at;
      if (at?.trust !== 'synchronised') continue;
      if (at.wallMs > toMs) proved = seq;
      break;
    }
    if (proved === null) low = middle;
    else high = Math.min(high - 1, proved);
  }
  return high;
}
