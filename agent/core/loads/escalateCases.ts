// Cases that nobody at the base can settle go to headquarters by themselves: a finding is to be weighed again, and no scale
// in service could see what is asked. Recorded with the finding, or as soon as it becomes so.
import type { Book } from '../model/book.ts';
import { type Decide, type Decided, isRefusal } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import type { FindingRecord } from '../model/records.ts';
import { recountStations } from '../cases/recount.ts';
import { provisionalBook } from '../projection/provisionalBook.ts';
import type { StationScale } from '../weight/weighingFitness.ts';

/** Most open findings that one sweep looks at; the next sweep takes what is left. */
const SWEEP_LIMIT = 10_000;

/** The same decision, with the escalations that its own findings ask for, in the same transaction. */
export function withEscalations(decide: Decide, scales: () => readonly StationScale[]): Decide {
  return (book, at) => {
    const outcome = decide(book, at);
    if (isRefusal(outcome)) return outcome;
    const raised = outcome.entries.flatMap((entry) => (entry.kind === 'finding' ? [entry.body.finding] : []));
    if (raised.length === 0) return outcome;
    const bookAfter = provisionalBook(book, outcome.entries);
    const findings = raised.flatMap((id) => bookAfter.get('finding', id) ?? []);
    return {
      ...outcome,
      entries: [...outcome.entries, ...escalations(findings, { book: bookAfter, scales: scales() })],
    };
  };
}

/** Escalates every open case that no scale in service can settle any more: after a change of scales or of their marks. */
export function decideEscalateOpenCases(scales: readonly StationScale[], book: Book): Decided {
  const entries = escalations(book.where('finding', 'state', 'open', SWEEP_LIMIT), { book, scales });
  return { entries, effects: [], result: { escalated: entries.length } };
}

function escalations(
  findings: readonly FindingRecord[],
  { book, scales }: { book: Book; scales: readonly StationScale[] },
): NewEntry[] {
  return findings
    .filter((finding) => finding.escalated === null && recountStations(finding, { book, scales })?.length === 0)
    .map((finding) => ({
      kind: 'case-escalated',
      body: { finding: finding.id, reason: 'no-scale-settles' },
    }));
}
