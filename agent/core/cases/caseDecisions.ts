// What people do about findings: report, look again, approve, name a deputy. Nobody who touched a case approves it.
// Recounts by scale are in recount.ts.
import { type FindingId, type JobId, type LotId, type OperatorId, asFindingId } from '../model/ids.ts';
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import type { Book } from '../model/book.ts';
import type { FindingRecord } from '../model/records.ts';
import { type CommandMeta, type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { ReportedCode } from '../model/findings.ts';
import type { FindingBody, NewEntry } from '../model/entry.ts';
import { isHereOrExpected, STATES_AT_BASE } from '../model/states.ts';
import { touchedBy } from '../model/caseTouches.ts';
import { deputisedSupervisor } from '../model/whoMayAct.ts';
import { judgeAgain } from '../verdict/judgeAgain.ts';
import { comparableText, readWords } from '../model/comparableText.ts';
import { findBearer } from '../model/packageLookup.ts';
import { reversalRequests } from '../model/bookQueries.ts';

/** A command with what it depends on: whether the person is a supervisor. */
export type PersonMeta = CommandMeta & { supervisor: boolean };

/**
 * Reports what no instrument sees; the finding holds the package until headquarters decides. Refuses what the book
 * does not know, packages that have left, and a second report of the same.
 */
export function decideReport(
  event: CommandMeta & { code: ReportedCode; package: string; note: string },
  book: Book,
): Decided | Refusal {
  const subject = findReportedGoods(event.package.trim(), book);
  if ('refusal' in subject) return subject;
  const { code, operator } = event;
  const isReported = book
    .where('finding', 'package', subject.package)
    .some((finding) => finding.code === code && finding.lot === subject.lot && finding.state === 'open');
  if (isReported) return refuse('finding-exists', { package: subject.package, code });
  const note = readWords(event.note) || null;
  const body: FindingBody = {
    finding: asFindingId(event.id),
    code,
    ...subject,
    weighing: null,
    comparison: null,
    operator,
    note,
  };
  return { entries: [{ kind: 'finding', body }], effects: [], result: { finding: event.id } };
}

/** A package of the book, or held goods by what can be read on them. */
function findReportedGoods(
  code: string,
  book: Book,
): { package: string; lot: LotId | null; job: JobId | null } | Refusal {
  const record = findBearer(book, { code });
  if (record && 'refusal' in record) return record;
  if (record) {
    return isHereOrExpected(record)
      ? { package: record.id, lot: record.lot, job: null }
      : refuse('package-not-at-base', { package: record.id, state: record.state });
  }
  const foreign =
    code === ''
      ? undefined
      : book.where('foreign', 'identityKey', comparableText(code)).find(({ state }) => state === 'held');
  return foreign
    ? { package: foreign.identity, lot: foreign.lot, job: foreign.job }
    : refuse('package-unknown', { package: code });
}

/** Records that somebody else looked for a missing package. Refuses everybody who touched the case. */
export function decideLookAgain(
  event: CommandMeta & { finding: FindingId; there: boolean },
  book: Book,
): Decided | Refusal {
  const finding = book.get('finding', event.finding);
  if (!finding) return refuse('finding-unknown', { finding: event.finding });
  const refusal = lookAgainRefusal(finding, book);
  if (refusal) return refusal;
  const { operator } = event;
  if (touchedBy(finding, book).includes(operator)) return refuse('case-touched', { operator });
  const body = { finding: finding.id, weighing: null, agrees: event.there, comparison: null, operator };
  return { entries: [{ kind: 'finding-recounted', body }], effects: [], result: { finding: finding.id } };
}

/** Why nobody can look again; null if a person who has not touched the case can. */
export function lookAgainRefusal(finding: FindingRecord, book: Book): Refusal | null {
  if (finding.code !== 'MISSING_PACKAGE') return refuse('finding-not-missing', { finding: finding.id });
  if (finding.state !== 'open') return refuse('finding-not-open', { finding: finding.id, state: finding.state });
  const record = finding.package === null ? undefined : book.get('package', finding.package);
  if (!record) return refuse('package-unknown', { package: finding.package ?? '' });
  return record.state === 'missing' || STATES_AT_BASE.includes(record.state)
    ? null
    : refuse('package-not-at-base', { package: record.id, state: record.state });
}

/**
 * Accepts a recount that agrees, by a supervisor or a deputy who has not touched the case; the lot may be judged again.
 * Refuses everybody else, and a deputy whose supervisor touched the case.
 */
export function decideApprove(
  event: PersonMeta & { finding: FindingId },
  { book, at }: { book: Book; at: Timestamp },
): Decided | Refusal {
  const finding = book.get('finding', event.finding);
  if (!finding) return refuse('finding-unknown', { finding: event.finding });
  if (finding.state !== 'recounted')
    return refuse('finding-not-recounted', { finding: finding.id, state: finding.state });
  const { operator } = event;
  const [asked] = finding.package === null ? [] : reversalRequests(book, finding.package);
  if (asked) return refuse('reversal-waits', { number: book.get('weighing', asked.subject)?.number ?? 0 });
  const deputyFor = event.supervisor ? null : deputisedSupervisor(operator, { book, at });
  if (!event.supervisor && deputyFor === null) return refuse('supervisor-needed');
  // A deputy acts for the supervisor: what the supervisor may not approve, the deputy may not either.
  for (const person of [operator, deputyFor])
    if (person !== null && touchedBy(finding, book).includes(person))
      return refuse('case-touched', { operator: person });
  const approved: NewEntry = { kind: 'finding-approved', body: { finding: finding.id, operator, deputyFor } };
  const judgement =
    finding.lot === null
      ? []
      : judgeAgain(book, { entries: [approved], lot: finding.lot, operator, newId: derivedIds(event.id) });
  const verdict = judgement.find((entry) => entry.kind === 'verdict')?.body.verdict ?? null;
  return { entries: [approved, ...judgement], effects: [], result: { finding: finding.id, verdict } };
}

/** Names a deputy for a supervisor for some hours. Refuses unknown operators and the supervisor himself. */
export function decideNameDeputy(
  event: PersonMeta & { deputy: OperatorId; deputyKnown: boolean; hours: number },
): Decided | Refusal {
  const { operator: supervisor, deputy } = event;
  if (!event.supervisor) return refuse('supervisor-needed');
  if (!event.deputyKnown) return refuse('operator-unknown', { operator: deputy });
  if (deputy === supervisor) return refuse('deputy-is-oneself');
  const { hours } = event;
  return {
    entries: [{ kind: 'deputy-named', body: { deputy, supervisor, hours } }],
    effects: [],
    result: { deputy, hours },
  };
}
