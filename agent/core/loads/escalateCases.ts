// Cases that nobody at the base can settle go to headquarters by themselves: no scale in service could see what a recount
// is asked, everybody has touched it, or two weighings disagree. Recorded with what made it so, or at the next sweep.
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import type { Book, BookChange } from '../model/book.ts';
import { type Decide, type Decided, isRefusal, refuse } from '../model/decide.ts';
import type { EntryBodies, NewEntry } from '../model/entry.ts';
import type { FindingRecord, WeighingRecord } from '../model/records.ts';
import { mayAnybodyApprove, mayAnybodyRecount, registeredPeople } from '../model/whoMayAct.ts';
import { lookAgainRefusal } from '../cases/caseDecisions.ts';
import { withdrawnForWantOfSecond } from '../cases/waitingRequests.ts';
import { recountStations } from '../cases/recount.ts';
import { recountsWithoutRecounter } from '../stocktake/closeStocktake.ts';
import { provisionalChanges } from '../projection/provisionalBook.ts';
import type { StationScale } from '../weight/weighingFitness.ts';

/** Most findings of one state that one sweep looks at; the next sweep takes what is left. */
const SWEEP_LIMIT = 10_000;

/** The same decision, with the escalations that its own entries ask for, in the same transaction. */
export function withEscalations(decide: Decide, scales: () => readonly StationScale[]): Decide {
  return (book, at) => {
    const outcome = decideWithoutGone(decide, { book, at });
    if (isRefusal(outcome) || outcome.entries.length === 0) return outcome;
    const isAnythingWaiting =
      outcome.entries.some(({ kind }) => kind === 'finding' || kind === 'second-person-asked') ||
      (['open', 'recounted'] as const).some((state) => book.where('finding', 'state', state, 1).length > 0) ||
      book.where('asked', 'state', 'waiting', 1).length > 0 ||
      book.where('stocktake', 'state', 'open', 1).length > 0;
    if (!isAnythingWaiting) return outcome;
    const { book: bookAfter, changes } = provisionalChanges(book, outcome.entries);
    // Who begins to count touches whatever is counted: rare, and looked at as a whole.
    const hasNewCounter = changes.some(
      ({ kind, record }) =>
        kind === 'stocktake' && record.touched.length > (book.get('stocktake', record.id)?.touched.length ?? 0),
    );
    const findings = hasNewCounter ? undecidedFindings(bookAfter) : findingsConcerned(changes, bookAfter);
    const withdrawn = withdrawnForWantOfSecond(bookAfter);
    // Nobody asks in vain: it is said at once, and nothing is parked.
    if (isAnyAskedOf(withdrawn, outcome.entries)) return refuse('nobody-may-second');
    return {
      ...outcome,
      entries: [
        ...outcome.entries,
        ...escalations(findings, { book: bookAfter, scales: scales() }),
        ...withdrawn,
        ...recountsWithoutRecounter(bookAfter),
      ],
    };
  };
}

/** Decided as if the requests of those who are gone had ended before, which is told first: nobody acts as their second. */
function decideWithoutGone(decide: Decide, { book, at }: { book: Book; at: Timestamp }): ReturnType<Decide> {
  const ended = withdrawnForWantOfSecond(book).filter(
    ({ kind, body }) => kind === 'request-withdrawn' && body.reason === 'asker-gone',
  );
  if (ended.length === 0) return decide(book, at);
  const outcome = decide(provisionalChanges(book, ended).book, at);
  if (isRefusal(outcome) || outcome.entries.length === 0) return outcome;
  return { ...outcome, entries: [...ended, ...outcome.entries] };
}

function isAnyAskedOf(withdrawn: readonly NewEntry[], entries: readonly NewEntry[]): boolean {
  return entries.some(
    (asked) =>
      asked.kind === 'second-person-asked' &&
      withdrawn.some(
        ({ kind, body }) =>
          kind === 'request-withdrawn' && body.act === asked.body.act && body.subject === asked.body.subject,
      ),
  );
}

/** The findings on what these changes are about. */
function findingsConcerned(changes: readonly BookChange[], book: Book): FindingRecord[] {
  const ids = new Set<string>();
  const add = (findings: readonly FindingRecord[]): void => {
    for (const { id } of findings) ids.add(id);
  };
  const addWeighing = ({ id, package: weighed }: WeighingRecord): void => {
    add(book.where('finding', 'weighing', id));
    if (weighed !== null) add(book.where('finding', 'package', weighed));
  };
  for (const { kind, record } of changes) {
    if (kind === 'weighing') addWeighing(record);
    if (kind === 'job') book.where('weighing', 'job', record.id).forEach(addWeighing);
    if (kind === 'finding') ids.add(record.id);
    if (kind === 'package' || kind === 'job') add(book.where('finding', kind, record.id));
    if (kind === 'finding' && record.package !== null) add(book.where('finding', 'package', record.package));
    if (kind === 'group' && record.weighing !== null) add(book.where('finding', 'weighing', record.weighing));
    if (kind === 'visit') for (const { weighing } of record.passes) add(book.where('finding', 'weighing', weighing));
  }
  return [...ids].flatMap((id) => book.get('finding', id) ?? []);
}

function undecidedFindings(book: Book): FindingRecord[] {
  return (['open', 'recounted'] as const).flatMap((state) => book.where('finding', 'state', state, SWEEP_LIMIT));
}

function isUndecided({ state, escalated }: FindingRecord): boolean {
  return escalated === null && (state === 'open' || state === 'recounted');
}

/** Escalates every case that nobody here can settle any more, and ends requests that nobody may second and recounts that nobody may make: after a change of scales, of their marks, or of people. */
export function decideEscalateOpenCases(scales: readonly StationScale[], book: Book): Decided {
  const entries = [
    ...escalations(undecidedFindings(book), { book, scales }),
    ...withdrawnForWantOfSecond(book),
    ...recountsWithoutRecounter(book),
  ];
  return { entries, effects: [], result: { escalated: entries.length } };
}

function escalations(
  findings: readonly FindingRecord[],
  context: { book: Book; scales: readonly StationScale[] },
): NewEntry[] {
  return findings.filter(isUndecided).flatMap((finding): NewEntry[] => {
    const reason = escalationReason(finding, context);
    return reason === null ? [] : [{ kind: 'case-escalated', body: { finding: finding.id, reason } }];
  });
}

/** Why nobody here can take the next step; null: somebody can, or headquarters alone decides such a case from the start. */
export function escalationReason(
  finding: FindingRecord,
  { book, scales }: { book: Book; scales: readonly StationScale[] },
): EntryBodies['case-escalated']['reason'] | null {
  const people = registeredPeople(book);
  if (finding.state === 'recounted')
    return people && !mayAnybodyApprove(finding, { book, people }) ? 'nobody-may-approve' : null;
  if (finding.confirmed) return 'second-disagreement';
  const stations = recountStations(finding, { book, scales });
  if (stations?.length === 0) return 'no-scale-settles';
  const waitsForPeople = stations !== null || lookAgainRefusal(finding, book) === null;
  return waitsForPeople && people && !mayAnybodyRecount(finding, { book, people }) ? 'nobody-may-recount' : null;
}
