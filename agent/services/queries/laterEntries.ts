// Everything that the ledger said of one weighing after it: looked for forwards in pieces, over a bounded stretch;
// findings, which the book knows by their place, also beyond it.
import type { Book } from '../../core/model/book.ts';
import type { Entry } from '../../core/model/entry.ts';
import { findingsOfWeighing, type StoredWeighing } from '../../core/views/weighingView.ts';
import { WEIGHING_SEARCH_LIMITS } from './weighingSearch.ts';
import type { TimeSlicedLedger } from './timeSlicing.ts';

/** Binding, recount and verdict follow within hours; this is days of a busy base. */
const MAX_SEARCHED_ENTRIES = 10_000;
/** The newest are left out beyond it. */
const MAX_LATER_ENTRIES = 100;
/** Texts that an entry is searched for. */
const MAX_FINDINGS = 20;

/** In ledger order. */
export async function findLaterEntries(
  parts: TimeSlicedLedger & { book: Book },
  weighing: StoredWeighing,
  lot: string | null,
): Promise<Entry[]> {
  const found = new Map<number, Entry>();
  const findings = findingsOfWeighing(parts.book, weighing.body.weighing);
  for (const { seq } of findings) {
    const entry = parts.readSlice((ledger) => ledger.entryAt(seq)?.entry);
    if (entry) found.set(seq, entry);
  }
  const names = findings.slice(0, MAX_FINDINGS).flatMap(({ id, hash }) => [JSON.stringify(id), JSON.stringify(hash)]);
  const holding = [[JSON.stringify(weighing.body.weighing), ...names, '"kind":"verdict"']];
  const head = parts.readSlice((ledger) => ledger.head().seq);
  const end = Math.min(head, weighing.seq + MAX_SEARCHED_ENTRIES);
  for (
    let seq = weighing.seq;
    seq < end && found.size < MAX_LATER_ENTRIES;
    seq += WEIGHING_SEARCH_LIMITS.entriesAPiece
  ) {
    const before = Math.min(end, seq + WEIGHING_SEARCH_LIMITS.entriesAPiece) + 1;
    const { entries } = parts.readSlice((ledger) =>
      ledger.entriesBefore(before, {
        scanLimit: before - seq - 1,
        limit: WEIGHING_SEARCH_LIMITS.entriesAPiece,
        holding,
      }),
    );
    for (const { entry } of entries) if (concernsWeighing(entry, lot)) found.set(entry.seq, entry);
    await parts.yieldToOthers();
  }
  return [...found.values()].sort((a, b) => a.seq - b.seq).slice(0, MAX_LATER_ENTRIES);
}

/**
 * A verdict speaks of the weighings of its lot; any other entry that was found names the weighing or a finding on it. A
 * mere intent says nothing.
 */
function concernsWeighing(entry: Entry, lot: string | null): boolean {
  if (entry.kind === 'weighing' || entry.kind === 'load-announced') return false;
  return entry.kind !== 'verdict' || entry.body.lot === lot;
}
