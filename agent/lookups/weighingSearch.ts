// Searches the weighings, newest first and a page at a time. What belongs to a lot, an order or a package is found
// through the book; everything else by reading the ledger backwards in pieces, at most so many entries a request. No
// index of its own: recording a weighing must not pay for looking it up.
import type { Book } from '../core/book.ts';
import type { Entry } from '../core/entry.ts';
import type { Ledger } from '../core/ledger.ts';
import { showRow, type WeighingEntry } from '../core/shown/showWeighing.ts';
import type { WeighingPage, WeighingRow } from '../core/shown/lookup.ts';
import type { WeighingQuery } from '../http/lookUp.ts';
import { type Known, knownWeighings } from './knownWeighings.ts';
import type { Piecewise } from './turns.ts';

export const SEARCH_LIMITS = { rows: 100, entriesAPiece: 250, entries: 20_000, rowsAPiece: 20 } as const;

/** `all`: this person sees what is hidden from others. */
export async function searchWeighings(
  parts: Piecewise & { book: Book },
  query: WeighingQuery,
  all: boolean,
): Promise<WeighingPage> {
  const head = parts.look((ledger) => ledger.head().seq);
  const before = Math.min(query.before ?? head + 1, head + 1);
  const known = await knownWeighings(parts, query, before);
  return known === null ? backwards(parts, { query, before, all }) : pageOf(parts, { query, known, all });
}

function fits({ body, at }: WeighingEntry, { instrument, operator, fromMs, toMs }: WeighingQuery): boolean {
  return (
    (instrument === undefined || body.scale.instrument === instrument) &&
    (operator === undefined || body.operator === operator) &&
    (fromMs === undefined || at.wallMs >= fromMs) &&
    (toMs === undefined || at.wallMs <= toMs)
  );
}

/** The row, if what the book says of the weighing fits too: its lot may have been named later. */
function rowIfFits(
  entry: WeighingEntry,
  { query, book, all, known }: { query: WeighingQuery; book: Book; all: boolean; known?: Known['by'] },
): WeighingRow | undefined {
  if (!fits(entry, query)) return undefined;
  const { lot, order } = query;
  if (order !== undefined && known !== 'order' && entry.body.order !== order) return undefined;
  const row = showRow(entry, { book, all });
  return lot !== undefined && known !== 'lot' && row.lot !== lot && entry.body.lot !== lot ? undefined : row;
}

interface Asked {
  query: WeighingQuery;
  all: boolean;
}

async function pageOf(
  parts: Piecewise & { book: Book },
  { query, known, all }: Asked & { known: Known },
): Promise<WeighingPage> {
  const rows: WeighingRow[] = [];
  let searchedBackToWallMs: number | null = null;
  for (let next = 0; next < known.seqs.length; next += SEARCH_LIMITS.rowsAPiece) {
    const entries = known.seqs
      .slice(next, next + SEARCH_LIMITS.rowsAPiece)
      .map((seq) => parts.look((ledger) => ledger.entryAt(seq)?.entry));
    for (const entry of entries) {
      if (entry?.kind !== 'weighing') continue;
      searchedBackToWallMs = entry.at.wallMs;
      const row = rowIfFits(entry, { query, book: parts.book, all, known: known.by });
      if (row) rows.push(row);
      if (rows.length === SEARCH_LIMITS.rows)
        return {
          weighings: rows,
          before: entry.seq === known.seqs.at(-1) && !known.more ? null : entry.seq,
          searchedBackToWallMs,
        };
    }
    await parts.turn();
  }
  return { weighings: rows, before: known.more ? (known.seqs.at(-1) ?? null) : null, searchedBackToWallMs };
}

async function backwards(
  parts: Piecewise & { book: Book },
  { query, before, all }: Asked & { before: number },
): Promise<WeighingPage> {
  const rows: WeighingRow[] = [];
  const holding = textsOf(query);
  let at =
    query.toMs === undefined ? before : parts.look((ledger) => seqBehind(ledger, { before, toMs: query.toMs ?? 0 }));
  const stop = Math.max(1, at - SEARCH_LIMITS.entries);
  let oldest: Entry | undefined;
  while (at > stop) {
    const found = parts.look((ledger) =>
      ledger.entriesBefore(at, {
        look: Math.min(SEARCH_LIMITS.entriesAPiece, at - stop),
        limit: SEARCH_LIMITS.rowsAPiece,
        holding,
      }),
    );
    for (const { entry } of found.entries) {
      const row = entry.kind === 'weighing' ? rowIfFits(entry, { query, book: parts.book, all }) : undefined;
      if (row) rows.push(row);
      if (rows.length === SEARCH_LIMITS.rows)
        return { weighings: rows, before: entry.seq > 1 ? entry.seq : null, searchedBackToWallMs: entry.at.wallMs };
    }
    at = found.from;
    const reached = at;
    oldest = parts.look((ledger) => ledger.entryAt(reached)?.entry);
    if (oldest && isProvedBefore(oldest, query.fromMs))
      return { weighings: rows, before: null, searchedBackToWallMs: oldest.at.wallMs };
    await parts.turn();
  }
  return { weighings: rows, before: at > 1 ? at : null, searchedBackToWallMs: oldest?.at.wallMs ?? null };
}

/** As the entry's bytes have them: JSON writes a text in one way only (RFC 8785). */
function textsOf({ instrument, operator, order }: WeighingQuery): string[][] {
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
function isProvedBefore({ at }: Entry, fromMs: number | undefined): boolean {
  return fromMs !== undefined && at.trust === 'synchronised' && at.wallMs < fromMs;
}

/** So many neighbours are asked for a clock that can be believed. */
const NEIGHBOURS = 5;

/**
 * A seq from which on everything is proved to be later than `toMs`; `before` if nothing proves it. Halves, so that ten
 * years cost twenty looks.
 */
function seqBehind(ledger: Ledger, { before, toMs }: { before: number; toMs: number }): number {
  let low = 1;
  let high = before;
  while (high - low > SEARCH_LIMITS.entriesAPiece) {
    const middle = Math.floor((low + high) / 2);
    let proved: number | null = null;
    for (let seq = middle; seq < middle + NEIGHBOURS; seq += 1) {
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
