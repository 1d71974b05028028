// Findings and what people do about them, verdicts, quarantine, deputies and drift in the book.
import type { LotId } from '../model/ids.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { FindingRecord } from '../model/records.ts';
import type { EntryBodies, EntryOf } from '../model/entry.ts';
import type { DeputyRecord, DriftRecord } from '../model/workRecords.ts';
import { moveDriftSums } from '../weight/driftCharts.ts';
import { afterPackageStep } from '../model/states.ts';
import { touchedBy } from '../model/caseTouches.ts';
import { momentOf } from '../model/believableDate.ts';
import { withinTolerance } from '../weight/tolerance.ts';
import { isWeightCode } from '../weight/weightFindings.ts';
import { DRIFT_LIMITS, FRESH_DRIFT } from '../weight/cumulativeSums.ts';
import { seqPageOf } from '../model/seqPages.ts';
import { endQuarantine, requireRecord, putRecord, stepLot, stepPackage, storeDecided } from './bookChanges.ts';
import { compositeId } from '../model/idPattern.ts';

/** Adds a finding. */
export function applyFindingRaised(
  { body, seq, epoch, at: stamp }: EntryOf<'finding'>,
  { hash, book }: { hash: string; book: Book },
): BookChange[] {
  const { finding, code, lot, job, weighing, comparison, note } = body;
  const facts = { code, lot, job, package: body.package, weighing, comparison, note };
  const record: FindingRecord = {
    id: finding,
    epoch,
    seq,
    hash,
    seqPage: seqPageOf(seq),
    wallMs: stamp.wallMs,
    ...facts,
    state: 'open',
    touched: touchedBy({ job, package: body.package, weighing, recount: null, touched: [] }, book),
    recounts: 0,
    confirmed: false,
    recount: null,
    escalated: null,
    together: [],
    togetherIn: null,
    decision: null,
  };
  return [putRecord('finding', record)];
}

/** Remembers that only headquarters can settle it. */
export function applyCaseEscalated({ body, at: stamp }: EntryOf<'case-escalated'>, book: Book): BookChange[] {
  const { finding, reason } = body;
  const before = requireRecord(book, 'finding', finding);
  return [putRecord('finding', { ...before, escalated: { reason, wallMs: stamp.wallMs } })];
}

/** Counts a recount or a second look. One that agrees waits for approval. */
export function applyFindingRecounted(
  { finding, agrees, weighing, comparison }: EntryBodies['finding-recounted'],
  book: Book,
): BookChange[] {
  const before = requireRecord(book, 'finding', finding);
  return [
    putRecord('finding', {
      ...before,
      state: agrees ? 'recounted' : 'open',
      recounts: before.recounts + 1,
      recount: weighing,
      confirmed: !agrees && comparison !== null && !withinTolerance(comparison) && isWeightCode(before.code),
    }),
  ];
}

/**
 * Voids a finding. A package that was missing and is there after all is expected again: it must come over the scale.
 */
export function applyFindingApproved(body: EntryBodies['finding-approved'], book: Book): BookChange[] {
  const finding = requireRecord(book, 'finding', body.finding);
  const changes: BookChange[] = [putRecord('finding', { ...finding, state: 'void' })];
  const concerned = finding.package === null ? undefined : book.get('package', finding.package);
  if (!concerned) return changes;
  const turnsUp = finding.code === 'MISSING_PACKAGE' && concerned.state === 'missing';
  const state = turnsUp ? afterPackageStep(concerned.state, 'turn-up') : concerned.state;
  return [
    ...changes,
    putRecord('package', { ...concerned, state }),
    ...(turnsUp ? reopenOrder(book, concerned.order) : []),
  ];
}

/** Opens a delivery that was done again, because something of it is to be weighed. */
export function reopenOrder(book: Book, id: string): BookChange[] {
  const order = book.get('order', id);
  return order?.state === 'done' && order.lot !== null ? [putRecord('order', { ...order, state: 'open' })] : [];
}

/** Adds a photograph to its finding; one that only said that it is missing counts for nothing with it. */
export function applyPhotoAttached({ body, seq, at: stamp }: EntryOf<'photo-attached'>, book: Book): BookChange[] {
  const { photo, bytes, finding, operator } = body;
  const record = { id: compositeId(finding, photo), finding, photo, bytes, operator, seq, wallMs: stamp.wallMs };
  const before = requireRecord(book, 'finding', finding);
  const answered = before.code === 'PHOTO_MISSING' ? [putRecord('finding', { ...before, state: 'void' as const })] : [];
  return [putRecord('photo', record), ...answered];
}

/** Sets a package apart. */
export function applyPackageQuarantined({ body, seq, at }: EntryOf<'package-quarantined'>, book: Book): BookChange[] {
  const before = requireRecord(book, 'package', body.package);
  const backTo = before.state === 'present' ? 'present' : 'stored';
  return [stepPackage(before, 'quarantine', { quarantine: { reason: body.reason, seq, wallMs: at.wallMs, backTo } })];
}

/** Brings a package back to what it was: into store, or among what is not decided. */
export function applyQuarantineLifted(body: EntryBodies['quarantine-lifted'], book: Book): BookChange[] {
  return [putRecord('package', endQuarantine(requireRecord(book, 'package', body.package)))];
}

/** Names a deputy until a given time. */
export function applyDeputyNamed({ body, at }: EntryOf<'deputy-named'>, book: Book): BookChange[] {
  const { deputy, supervisor, hours } = body;
  return [putRecord('deputy', { id: deputy, supervisor, since: momentOf(book, at), hours, state: 'standing' })];
}

/** Ends deputies with their supervisor's role, and with their own; who is locked stands in for nobody. */
export function endDeputiesOfChange({ change }: EntryBodies['register-changed'], book: Book): BookChange[] {
  const isOver = ({ id, supervisor }: DeputyRecord): boolean => {
    switch (change.kind) {
      case 'operator-removed':
        return change.operator === supervisor || change.operator === id;
      case 'operator-put':
        return (
          (change.operator === supervisor && !change.roles.includes('supervisor')) ||
          (change.operator === id && !change.roles.some((role) => role === 'operator' || role === 'supervisor'))
        );
      case 'operator-locked':
        return change.locked && (change.operator === supervisor || change.operator === id);
      case 'hand-edit-adopted':
      case 'pin-set':
      case 'verification-put':
      case 'preference-put':
        return false;
    }
  };
  const ended = book.where('deputy', 'state', 'standing').filter(isOver);
  return ended.map((deputy) => putRecord('deputy', { ...deputy, state: 'ended' }));
}

/** Remembers who asked for an act that needs a second person. */
export function applySecondPersonAsked({ body, seq, at: stamp }: EntryOf<'second-person-asked'>): BookChange[] {
  const { act, subject, packages, netMg, operator } = body;
  const asked = {
    id: compositeId(act, subject),
    act,
    subject,
    operator,
    seq,
    wallMs: stamp.wallMs,
    packages,
    netMg,
    state: 'waiting' as const,
  };
  return [putRecord('asked', asked)];
}

/**
 * Records a verdict and moves the drift sums. A verified lot is stored, and who touches it from here on is asked
 * anew; the packages of a discrepant one stay where they are until headquarters decides.
 */
export function applyVerdict({ body, seq, at: stamp }: EntryOf<'verdict'>, book: Book): BookChange[] {
  const lot = requireRecord(book, 'lot', body.lot);
  const packages = book.where('package', 'lot', body.lot).filter((record) => record.order === body.order);
  const verdictChange = stepLot(book, body.lot, body.verdict === 'verified' ? 'verify' : 'disagree') as Extract<
    BookChange,
    { kind: 'lot' }
  >;
  const sums = moveDriftSums(book, { packages, consignor: lot.consignor }).flatMap((record) =>
    chartDrift(record, { seq, wallMs: stamp.wallMs, lot: lot.id }),
  );
  return [
    putRecord('lot', { ...verdictChange.record, verdict: body }),
    ...sums,
    ...packages.map((record) =>
      putRecord('package', {
        ...(body.verdict === 'verified' ? storeDecided(record) : record),
        charted: record.comparison === null ? record.charted : record.weighing,
        touched: body.verdict === 'verified' ? [] : record.touched,
      }),
    ),
  ];
}

function chartDrift(sums: DriftRecord, verdict: { seq: number; wallMs: number; lot: LotId }): BookChange[] {
  const { id, judged: before, highPermille, lowPermille } = sums;
  const point = { id: compositeId(id, before % DRIFT_LIMITS.points), chart: id, ...verdict, highPermille, lowPermille };
  return [putRecord('drift', { ...sums, judged: before + 1 }), putRecord('driftPoint', point)];
}

/** Sets the sums of a chart back to zero after an alarm, so that the next alarm is a new one. */
export function applyDriftAlarm({ subject, name }: EntryBodies['drift-alarm'], book: Book): BookChange[] {
  return [putRecord('drift', { ...requireRecord(book, 'drift', compositeId(subject, name)), ...FRESH_DRIFT })];
}
