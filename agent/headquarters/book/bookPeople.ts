// What a base's entries say of its people: their roles, and who stands in for whom. CONTRACT.md 9.8.
import type { BaseBook } from './baseBook.ts';
import { soundTimeMs } from './baseClock.ts';
import type { BookContext, ContractEntryOf, RejectionReason } from './bookContext.ts';

const HOUR_MS = 3_600_000;
type EntryTime = ContractEntryOf<'deputy-named'>['at'];

/** Books who stands in for a supervisor. */
export function bookDeputyNamed({ book }: BookContext, { body, at }: ContractEntryOf<'deputy-named'>): RejectionReason {
  const { deputy, supervisor, hours } = body;
  if (deputy === supervisor) return `${deputy} is named deputy of himself`;
  const since = { wall_ms: soundTimeMs(book, at), monotonic_ms: at.monotonicMs, boot: at.boot };
  book.saveRow('deputies', { base: book.base, deputy, supervisor, hours, ...since, ended: 0 });
  return null;
}

/** Books roles; a deputy ends with the supervisor's role and with his own. */
export function bookRegisterChanged(
  context: BookContext,
  { body, seq }: ContractEntryOf<'register-changed'>,
): RejectionReason {
  const { book, stream } = context;
  const { change } = body;
  // What an adopted hand edit changed stands in the entries before it.
  if (!('operator' in change)) return null;
  const what = hasJobs(book) ? alarmOfPeople(book, body) : null;
  if (what !== null) {
    const subject = `${change.kind} ${change.operator}`;
    book.saveRow('alarms', { stream: stream.stream, base: book.base, seq, what, subject });
  }
  savePerson(book, change);
  return null;
}

type RegisterChanged = ContractEntryOf<'register-changed'>['body'];
type PersonChange = Extract<RegisterChanged['change'], { operator: string }>;

/** Before the first job a base is set up by its administrator; later the machine helps only where nobody is left. */
function alarmOfPeople(book: BaseBook, { change, operator, approvedBy }: RegisterChanged): string | null {
  if (!('operator' in change)) return null;
  if (operator === null) return 'PEOPLE_CHANGED_AT_MACHINE';
  const isOwnPin = change.kind === 'pin-set' && operator === change.operator && approvedBy === null;
  if (isOwnPin || !givesMeans(book, change)) return null;
  const authors = [operator, ...(approvedBy === null ? [] : [approvedBy])];
  const able = new Set(authors.filter((person) => person !== change.operator && couldAct(book, person)));
  const isByTwo = able.size === 2 && authors.some((person) => mayBeSupervisor(book, person));
  return isByTwo ? null : 'PEOPLE_CHANGED_BY_ONE';
}

/** Whether somebody can be a second person by it who could not before: a person, a role, a badge, a PIN, an end of a lock. */
function givesMeans(book: BaseBook, change: PersonChange): boolean {
  if (change.kind === 'operator-locked') return !change.locked;
  if (change.kind === 'pin-set') return change.pin !== null;
  if (change.kind === 'operator-removed') return false;
  const before = book.findRow('persons', change.operator);
  const roles = rolesOf(before);
  return before?.badge !== change.badge || change.roles.some((role) => !roles.includes(role));
}

/** Whether the entries until now let this person sign in and act; an auditor only reads. */
function couldAct(book: BaseBook, person: string): boolean {
  const row = book.findRow('persons', person);
  return row?.pin === 1 && row.locked === 0 && rolesOf(row).some((role) => role !== 'auditor');
}

/** The entries until now say that this person acts no more; one of whom none speaks is believed. */
export function isPersonGone(book: BaseBook, person: string): boolean {
  const row = book.findRow('persons', person);
  return row !== undefined && (row.locked === 1 || !rolesOf(row).some((role) => role !== 'auditor'));
}

function rolesOf(row: { roles: string } | undefined): string[] {
  return row === undefined ? [] : (JSON.parse(row.roles) as string[]);
}

function savePerson(book: BaseBook, change: PersonChange): void {
  const { operator: person } = change;
  const before = book.findRow('persons', person);
  switch (change.kind) {
    case 'operator-put': {
      const { pin, locked } = before ?? { pin: 0, locked: 0 };
      const roles = JSON.stringify(change.roles);
      book.saveRow('persons', { base: book.base, person, roles, badge: change.badge, pin, locked });
      endWhatRolesEnd(book, person, change.roles);
      break;
    }
    case 'operator-removed':
      book.saveRow('persons', { base: book.base, person, roles: '[]', badge: '', pin: 0, locked: 0 });
      endWhatRolesEnd(book, person, []);
      break;
    case 'pin-set':
      if (before) book.saveRow('persons', { ...before, pin: change.pin === null ? 0 : 1 });
      break;
    case 'operator-locked':
      if (before) book.saveRow('persons', { ...before, locked: change.locked ? 1 : 0 });
      if (change.locked) endActsOf(book, person);
  }
}

/** Who is locked stands in for nobody, and nobody for him. */
function endActsOf(book: BaseBook, person: string): void {
  book.store
    .prepare('UPDATE deputies SET ended = 1 WHERE base = ? AND (supervisor = ? OR deputy = ?)')
    .run(book.base, person, person);
  endConsentsOf(book, person);
}

function hasJobs(book: BaseBook): boolean {
  return book.store.prepare('SELECT 1 FROM jobs WHERE base = ? LIMIT 1').get(book.base) !== undefined;
}

function endWhatRolesEnd(book: BaseBook, person: string, roles: readonly string[]): void {
  if (!roles.includes('supervisor'))
    book.store.prepare('UPDATE deputies SET ended = 1 WHERE base = ? AND supervisor = ?').run(book.base, person);
  if (roles.includes('supervisor') || roles.includes('operator')) return;
  book.store.prepare('UPDATE deputies SET ended = 1 WHERE base = ? AND deputy = ?').run(book.base, person);
  endConsentsOf(book, person);
}

/** Who handles goods no more takes nothing out, and his word counts for nothing. */
function endConsentsOf(book: BaseBook, person: string): void {
  book.store
    .prepare('UPDATE consents SET ended = 1 WHERE base = ? AND (taker = ? OR operator = ?)')
    .run(book.base, person, person);
}

/** False if the register's entries say otherwise; a person of whom none speaks is believed. */
export function mayBeSupervisor(book: BaseBook, person: string): boolean {
  const row = book.findRow('persons', person);
  return row === undefined || rolesOf(row).includes('supervisor');
}

/** Whether a deputy of this supervisor acted within the time, before either lost the role. */
export function isStandingDeputy(
  book: BaseBook,
  names: { deputy: string; supervisor: string },
  at: EntryTime,
): boolean {
  const row = book.findRow('deputies', names.deputy);
  if (row?.supervisor !== names.supervisor || row.ended === 1) return false;
  return elapsedMs(book, row, at) < row.hours * HOUR_MS;
}

/** On the monotonic clock within a boot, else between dates that can be right. CONTRACT.md 9.7. */
export function elapsedMs(
  book: BaseBook,
  since: { wall_ms: number; monotonic_ms: number; boot: string },
  at: EntryTime,
): number {
  return since.boot === at.boot ? at.monotonicMs - since.monotonic_ms : soundTimeMs(book, at) - since.wall_ms;
}
