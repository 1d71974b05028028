// Whether anybody at the base may take the next step of a case, or be the second of two. Asked of the register's people: if
// nobody may, headquarters is told, so that nothing waits for somebody who does not exist.
import type { Actor } from './command.ts';
import type { Book } from './book.ts';
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import { elapsedSinceMs } from './believableDate.ts';
import { touchedBy } from './caseTouches.ts';
import type { OperatorId } from './ids.ts';
import type { FindingRecord, WeighingRecord } from './records.ts';
import type { StocktakeRecord } from './workRecords.ts';
import { isFindingOpen } from './bookQueries.ts';

const HOUR_MS = 3_600_000;

/** Everybody of the register with their roles. */
export type BasePeople = readonly Actor[];

/** Everybody of the register's entries who is not locked; null: no entry speaks of anybody. */
export function registeredPeople(book: Book): BasePeople | null {
  const register = book.get('register', 'register');
  return register?.operators.filter(({ locked }) => !locked) ?? null;
}

/** Whether these roles let somebody handle goods. */
export function mayHandleGoods({ roles }: Actor): boolean {
  return roles.includes('operator') || roles.includes('supervisor');
}

/** Somebody may weigh or look again: who handles goods and has not touched the case. */
export function mayAnybodyRecount(
  finding: FindingRecord,
  { book, people }: { book: Book; people: BasePeople },
): boolean {
  const touched = touchedBy(finding, book);
  return people.some((person) => mayHandleGoods(person) && !touched.includes(person.operator));
}

/** Somebody may approve: a supervisor who has not touched the case. A deputy acts for one, and so adds nobody. */
export function mayAnybodyApprove(
  finding: FindingRecord,
  { book, people }: { book: Book; people: BasePeople },
): boolean {
  const touched = touchedBy(finding, book);
  return people.some(({ operator, roles }) => roles.includes('supervisor') && !touched.includes(operator));
}

/** Somebody may count in this round of a stocktake: who handles goods and did not in an earlier one. */
export function mayAnybodyCount({ countersBefore }: StocktakeRecord, book: Book): boolean {
  const people = registeredPeople(book);
  return (
    people === null || people.some((person) => mayHandleGoods(person) && !countersBefore.includes(person.operator))
  );
}

/** Somebody may recount if this round ends now. */
export function mayAnybodyCountAfter(stocktake: StocktakeRecord, book: Book): boolean {
  return mayAnybodyCount({ ...stocktake, countersBefore: [...stocktake.countersBefore, ...stocktake.counters] }, book);
}

/** Open findings that rest on a weighing: of it, or of its package by a recount of it. */
export function findingsOnWeighing(book: Book, weighing: WeighingRecord): FindingRecord[] {
  const ofPackage = weighing.package === null ? [] : book.where('finding', 'package', weighing.package);
  const own = book.where('finding', 'weighing', weighing.id);
  const others = ofPackage.filter(({ id, recount }) => recount === weighing.id && !own.some((one) => one.id === id));
  return [...own, ...others].filter(isFindingOpen);
}

/** Whether this person may be the second who takes a weighing back: somebody else, and untouched where a finding is concerned. */
export function maySecondReversal(
  person: OperatorId,
  { weighing, askedBy, book }: { weighing: WeighingRecord; askedBy: OperatorId; book: Book },
): boolean {
  if (person === askedBy) return false;
  return findingsOnWeighing(book, weighing).every((finding) => !touchedBy(finding, book).includes(person));
}

/** The supervisor for whom this person stands in now; null: for none. */
export function deputisedSupervisor(operator: OperatorId, now: { book: Book; at: Timestamp }): OperatorId | null {
  const deputy = now.book.get('deputy', operator);
  if (deputy?.state !== 'standing') return null;
  return elapsedSinceMs(deputy.since, now) < deputy.hours * HOUR_MS ? deputy.supervisor : null;
}

/** The supervisor among these, or for whom one of them stands in; null: there is none. */
export function supervisorAmong(
  operators: readonly OperatorId[],
  { people, ...now }: { people: BasePeople; book: Book; at: Timestamp },
): OperatorId | null {
  const isSupervisor = (id: OperatorId): boolean =>
    people.some(({ operator, roles }) => operator === id && roles.includes('supervisor'));
  return (
    operators.find(isSupervisor) ??
    operators.map((id) => deputisedSupervisor(id, now)).find((id) => id !== null) ??
    null
  );
}
