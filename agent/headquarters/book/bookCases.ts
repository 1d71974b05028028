// Findings and what people do about them, verdicts, alarms. Headquarters keeps the four eyes too. CONTRACT.md 9.4 to
// 9.6.
import { endRequest, rejectSecond } from './bookRequests.ts';
import { bringBack, putIntoStore } from './bookQuarantines.ts';
import type { BaseBook } from './baseBook.ts';
import { compareRecountWeighing } from './expectedGross.ts';
import { isWithinComparison } from './scaleBounds.ts';
import { matchReportedFinding } from './impliedFindings.ts';
import { listVerdictDifferences, computeOwnVerdict } from './ownVerdict.ts';
import type { BookAlarmRow, BookFindingRow } from './bookRows.ts';
import { rejectAct } from './baseActs.ts';
import { stateAfterStep } from './packageSteps.ts';
import { isStandingDeputy, mayBeSupervisor } from './bookPeople.ts';
import { forgetTouches, hadTouchedCase, keepCaseTouches } from './bookTouches.ts';
import type { ContractEntryOf, RejectionReason, BookContext } from './bookContext.ts';

/** Books a reported finding and matches it with the finding that the evidence implies. */
export function bookFinding(
  { book, stream, hash }: BookContext,
  { body, seq, cause }: ContractEntryOf<'finding'>,
): RejectionReason {
  if (book.findRow('findings', body.finding)) return `finding ${body.finding} was reported before`;
  const { comparison } = body;
  const row: BookFindingRow = {
    base: book.base,
    finding: body.finding,
    stream: stream.stream,
    seq,
    hash,
    cause,
    code: body.code,
    lot: body.lot,
    job: body.job,
    package: body.package,
    weighing: body.weighing,
    declared_mg: comparison?.declaredMg ?? null,
    measured_mg: comparison?.measuredMg ?? null,
    other_limit_mg: comparison?.otherLimitMg ?? null,
    other_rounding_mg: comparison?.otherRoundingMg ?? null,
    note: body.note,
    state: 'open',
    recounts: 0,
    recount: null,
    confirmed: 0,
    escalated: null,
    split_members: null,
  };
  book.saveRow('findings', row);
  keepCaseTouches(book, row);
  matchReportedFinding(book, row);
  return null;
}

/** Books a recount of a finding; an alarm if headquarters' own arithmetic comes to another answer. */
export function bookFindingRecounted(
  context: BookContext,
  entry: ContractEntryOf<'finding-recounted'>,
): RejectionReason {
  const { book } = context;
  const { body, seq } = entry;
  const finding = book.findRow('findings', body.finding);
  if (!finding) return `finding ${body.finding} is unknown`;
  if (recountAgrees(book, body) !== body.agrees)
    saveAlarm(context, { seq, what: 'RECOUNT_DIFFERS', subject: body.finding });
  const over = findConfirmed(book, finding, body.weighing);
  if (over !== undefined) return `two weighings disagree: finding ${over} waits for a decision`;
  if (!isTakenAgain(book, body) && hadTouchedCase(book, finding, { person: body.operator, entry }))
    return `${body.operator} touched the case`;
  book.saveRow('findings', {
    ...finding,
    state: body.agrees ? 'recounted' : 'open',
    recounts: finding.recounts + 1,
    recount: body.weighing,
    confirmed: !body.agrees && isBeyond(book, finding, body.weighing) ? 1 : 0,
  });
  return null;
}

/** After a second disagreement nothing on its package is weighed again; one weighing answers all that was open. */
function findConfirmed(book: BaseBook, { package: id }: BookFindingRow, weighing: string | null): string | undefined {
  if (weighing === null || id === null) return undefined;
  const confirmed = book
    .findRows('findings', 'package', id)
    .find((row) => row.state === 'open' && row.confirmed === 1 && row.recount !== weighing);
  return confirmed?.finding;
}

/** A weight that was off is off again, by headquarters' own arithmetic. */
function isBeyond(book: BaseBook, finding: BookFindingRow, id: string | null): boolean {
  const weighing = book.findRow('weighings', id);
  const row = book.findRow('packages', finding.package);
  if (!weighing || !row || (finding.code !== 'WEIGHT_LOW' && finding.code !== 'WEIGHT_HIGH')) return false;
  return !isWithinComparison(compareRecountWeighing(book, { weighing, package: row, finding }));
}

/** Books that the base cannot settle a finding: it waits for a decision. */
export function bookCaseEscalated({ book }: BookContext, { body }: ContractEntryOf<'case-escalated'>): RejectionReason {
  const finding = book.findRow('findings', body.finding);
  if (!finding) return `finding ${body.finding} is unknown`;
  book.saveRow('findings', { ...finding, escalated: body.reason });
  return null;
}

/** A load that was put down further: whoever weighed it first weighs it again. */
function isTakenAgain(book: BaseBook, { weighing, operator }: ContractEntryOf<'finding-recounted'>['body']): boolean {
  const row = book.findRow('weighings', weighing);
  return (
    row !== undefined &&
    book
      .findRows('weighings', 'load', row.load)
      .some((other) => other.state === 'reversed' && other.purpose === 'recount' && other.operator === operator)
  );
}

/** What the recount's weighing says by headquarters' own arithmetic; the base's word if somebody only looked. */
function recountAgrees(book: BaseBook, body: ContractEntryOf<'finding-recounted'>['body']): boolean {
  const agreementsJson = book.findRow('weighings', body.weighing)?.comparison ?? null;
  if (agreementsJson === null) return body.agrees;
  return (JSON.parse(agreementsJson) as Record<string, boolean>)[body.finding] ?? body.agrees;
}

/** Books the approval of a finding by a person who has not touched it. CONTRACT.md 7 and 9.8. */
export function bookFindingApproved(
  { book }: BookContext,
  entry: ContractEntryOf<'finding-approved'>,
): RejectionReason {
  const { body, at } = entry;
  const finding = book.findRow('findings', body.finding);
  if (!finding) return `finding ${body.finding} is unknown`;
  for (const person of [body.operator, body.deputyFor])
    if (person !== null && hadTouchedCase(book, finding, { person, entry })) return `${person} touched the case`;
  const { operator: deputy, deputyFor: supervisor } = body;
  if (supervisor === null && !mayBeSupervisor(book, deputy)) return `${deputy} is no supervisor`;
  if (supervisor !== null && !isStandingDeputy(book, { deputy, supervisor }, at))
    return `${deputy} is not the deputy of ${supervisor}`;
  book.saveRow('findings', { ...finding, state: 'void' });
  const row = book.findRow('packages', finding.package);
  // It was missing and is there after all: it must come over the scale.
  const nextState = finding.code === 'MISSING_PACKAGE' && row ? stateAfterStep(row.state, 'turnUp') : null;
  if (row && nextState !== null) book.saveRow('packages', { ...row, state: nextState });
  return null;
}

/** The bytes stay at the base: headquarters keeps the hash. */
export function bookPhotoAttached({ book }: BookContext, { body }: ContractEntryOf<'photo-attached'>): RejectionReason {
  const finding = book.findRow('findings', body.finding);
  if (!finding) return `finding ${body.finding} is unknown`;
  const before = book.findRow('photos', body.photo);
  if (before && before.finding !== body.finding) return `photograph ${body.photo} shows finding ${before.finding}`;
  book.saveRow('photos', { base: book.base, photo: body.photo, finding: body.finding });
  // It only asked for the photograph.
  if (finding.code === 'PHOTO_MISSING') book.saveRow('findings', { ...finding, state: 'void' });
  return null;
}

/** Books a quarantine and its reason. */
export function bookPackageQuarantined(
  { book }: BookContext,
  { body }: ContractEntryOf<'package-quarantined'>,
): RejectionReason {
  const row = book.findRow('packages', body.package);
  if (!row) return `package ${body.package} is unknown`;
  const backTo = row.state === 'present' ? 'present' : 'stored';
  return (
    rejectAct(book, row, 'quarantine') ??
    book.stepPackage(row, 'setApart', { quarantine_reason: body.reason, back_to: backTo })
  );
}

/** Books the end of a quarantine, which takes two persons. */
export function bookQuarantineLifted(
  { book }: BookContext,
  { body }: ContractEntryOf<'quarantine-lifted'>,
): RejectionReason {
  if (body.askedBy === body.operator) return 'one person lifted a quarantine that takes two';
  const row = book.findRow('packages', body.package);
  if (!row) return `package ${body.package} is unknown`;
  const asked = { act: 'lift-quarantine', subject: body.package, askedBy: body.askedBy } as const;
  const rejection = rejectSecond(book, asked) ?? rejectAct(book, row, 'lift') ?? bringBack(book, row);
  if (rejection === null) endRequest(book, asked);
  return rejection;
}

/** Books a base's verdict beside headquarters' own, with the members in which they differ. */
export function bookVerdict(context: BookContext, entry: ContractEntryOf<'verdict'>): RejectionReason {
  const { book, stream } = context;
  const { body } = entry;
  const ownVerdict = computeOwnVerdict(book, { claimed: body, cause: entry.cause });
  if (typeof ownVerdict === 'string') return ownVerdict;
  const differing = listVerdictDifferences(book, { claimed: body, own: ownVerdict });
  book.store
    .prepare('INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(
      stream.stream,
      entry.seq,
      book.base,
      body.lot,
      JSON.stringify(body),
      JSON.stringify(ownVerdict),
      differing.join(' '),
    );
  book.setLotState(body.lot, body.verdict);
  if (body.verdict === 'discrepant') return null;
  for (const row of book.findRows('packages', 'lot', body.lot))
    if (row.order_id === body.order) {
      forgetTouches(book, row.package);
      putIntoStore(book, row);
    }
  return null;
}

/** Records the alarm of a drifting scale or consignor. */
export function bookDriftAlarm(context: BookContext, { body, seq }: ContractEntryOf<'drift-alarm'>): RejectionReason {
  return saveAlarm(context, {
    seq,
    what: body.subject === 'scale' ? 'SCALE_DRIFTS' : 'CONSIGNOR_DRIFTS',
    subject: body.name,
  });
}

/** Records an alarm if what passed the gate was not ordered out. */
export function bookGatePassage(context: BookContext, { body, seq }: ContractEntryOf<'gate-passage'>): RejectionReason {
  if (!body.ordered) return saveAlarm(context, { seq, what: 'GATE_NOT_ORDERED', subject: body.package ?? body.epcHex });
  const row = context.book.findRow('packages', body.package);
  if (row?.state === 'staged') context.book.saveRow('packages', { ...row, gate: body.station });
  return null;
}

function saveAlarm({ book, stream }: BookContext, alarm: Pick<BookAlarmRow, 'seq' | 'what' | 'subject'>): null {
  book.saveRow('alarms', { stream: stream.stream, base: book.base, ...alarm });
  return null;
}
