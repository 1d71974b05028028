// The entries after one weighing that concern it: searched forwards in slices, over a bounded part of the ledger;
// findings, whose sequence numbers the book knows, also beyond it. Must not know how they are shown.
import type { LotId } from '../../core/model/ids.ts';
import type { Book } from '../../core/model/book.ts';
import type { Entry } from '../../core/model/entry.ts';
import { findingsOfWeighing, type StoredWeighing } from '../../core/views/weighingView.ts';
import { WEIGHING_SEARCH_LIMITS } from './weighingSearch.ts';
import type { TimeSlicedLedger } from './timeSlicing.ts';

/** Identification, recount and verdict follow within hours; this is days of a busy base. */
const MAX_SEARCHED_ENTRIES = 10_000;
/** In one answer; the newest are left out beyond it. */
const MAX_LATER_ENTRIES = 100;
/** Findings whose id and hash the entries are searched for. */
const MAX_SEARCHED_FINDINGS = 20;

/** In the ledger's order. `lot`: the weighing's, whose verdicts concern it; null if it has none. */
export async function findLaterEntries(
  parts: TimeSlicedLedger & { book: Book },
  weighing: StoredWeighing,
  lot: LotId | null,
): Promise<Entry[]> {
  const laterEntries = new Map<number, Entry>();
  const findings = findingsOfWeighing(parts.book, weighing.body.weighing);
  for (const { seq } of findings) {
    const entry = parts.readSlice((ledger) => ledger.entryAt(seq)?.entry);
    if (entry) laterEntries.set(seq, entry);
  }
  const findingTexts = findings
    .slice(0, MAX_SEARCHED_FINDINGS)
    .flatMap(({ id, hash }) => [JSON.stringify(id), JSON.stringify(hash)]);
  const holding = [[JSON.stringify(weighing.body.weighing), ...findingTexts, '"kind":"verdict"']];
  const head = parts.readSlice((ledger) => ledger.head().seq);
  const end = Math.min(head, weighing.seq + MAX_SEARCHED_ENTRIES);
  for (
    let seq = weighing.seq;
    seq < end && laterEntries.size < MAX_LATER_ENTRIES;
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
    for (const { entry } of entries) if (concernsWeighing(entry, lot)) laterEntries.set(entry.seq, entry);
    await parts.yieldToOthers();
  }
  return [...laterEntries.values()].sort((first, second) => first.seq - second.seq).slice(0, MAX_LATER_ENTRIES);
}

/** A verdict concerns the weighings of its lot; any other entry found names the weighing or a finding on it. */
function concernsWeighing(entry: Entry, lot: LotId | null): boolean {
  if (entry.kind === 'weighing' || entry.kind === 'load-announced') return false;
  return entry.kind !== 'verdict' || entry.body.lot === lot;
}
