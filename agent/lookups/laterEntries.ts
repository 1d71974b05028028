// Everything that the ledger said of one weighing after it: looked for forwards in pieces, over a bounded stretch;
// findings, which the book knows by their place, also beyond it.
import type { Book } from '../core/book.ts';
import type { Entry } from '../core/entry.ts';
import { findingsOn, type WeighingEntry } from '../core/shown/showWeighing.ts';
import { SEARCH_LIMITS } from './weighingSearch.ts';
import type { Piecewise } from './turns.ts';

/** Binding, recount and verdict follow within hours; this is days of a busy base. */
const LOOKED = 10_000;
/** The newest are left out beyond it. */
const MOST = 100;
/** Texts that an entry is searched for. */
const FINDINGS = 20;

/** In ledger order. */
export async function laterEntries(
  parts: Piecewise & { book: Book },
  weighing: WeighingEntry,
  lot: string | null,
): Promise<Entry[]> {
  const found = new Map<number, Entry>();
  const findings = findingsOn(parts.book, weighing.body.weighing);
  for (const { seq } of findings) {
    const entry = parts.look((ledger) => ledger.entryAt(seq)?.entry);
    if (entry) found.set(seq, entry);
  }
  const names = findings.slice(0, FINDINGS).flatMap(({ id, hash }) => [JSON.stringify(id), JSON.stringify(hash)]);
  const holding = [[JSON.stringify(weighing.body.weighing), ...names, '"kind":"verdict"']];
  const head = parts.look((ledger) => ledger.head().seq);
  const end = Math.min(head, weighing.seq + LOOKED);
  for (let seq = weighing.seq; seq < end && found.size < MOST; seq += SEARCH_LIMITS.entriesAPiece) {
    const before = Math.min(end, seq + SEARCH_LIMITS.entriesAPiece) + 1;
    const { entries } = parts.look((ledger) =>
      ledger.entriesBefore(before, { look: before - seq - 1, limit: SEARCH_LIMITS.entriesAPiece, holding }),
    );
    for (const { entry } of entries) if (speaksOf(entry, lot)) found.set(entry.seq, entry);
    await parts.turn();
  }
  return [...found.values()].sort((a, b) => a.seq - b.seq).slice(0, MOST);
}

/**
 * A verdict speaks of the weighings of its lot; any other entry that was found names the weighing or a finding on it. A
 * mere intent says nothing.
 */
function speaksOf(entry: Entry, lot: string | null): boolean {
  if (entry.kind === 'weighing' || entry.kind === 'load-announced') return false;
  return entry.kind !== 'verdict' || entry.body.lot === lot;
}
