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
  // Before the first job a base is set up by its administrator; later only where nobody is left who may.
  if (body.operator === null && 'operator' in change && hasJobs(book))
    book.saveRow('alarms', {
      stream: stream.stream,
      base: book.base,
      seq,
      what: 'PEOPLE_CHANGED_AT_MACHINE',
      subject: `${change.kind} ${change.operator}`,
    });
  if (change.kind === 'operator-put') saveRoles(book, change.operator, change.roles);
  if (change.kind === 'operator-removed') saveRoles(book, change.operator, []);
  // What an adopted hand edit changed stands in the entries before it.
  if (change.kind === 'operator-locked' && change.locked) {
    book.store
      .prepare('UPDATE deputies SET ended = 1 WHERE base = ? AND (supervisor = ? OR deputy = ?)')
      .run(book.base, change.operator, change.operator);
    endConsentsOf(book, change.operator);
  }
  return null;
}

function hasJobs(book: BaseBook): boolean {
  return book.store.prepare('SELECT 1 FROM jobs WHERE base = ? LIMIT 1').get(book.base) !== undefined;
}

function saveRoles(book: BaseBook, person: string, roles: readonly string[]): void {
  book.saveRow('persons', { base: book.base, person, roles: JSON.stringify(roles) });
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
  return row === undefined || (JSON.parse(row.roles) as string[]).includes('supervisor');
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

/** Packages whose weighing nobody waits to take back any more. CONTRACT.md 9.8. */
export function unparkPackages(book: BaseBook, packages: readonly string[]): void {
  for (const id of packages) {
    const row = book.findRow('packages', id);
    if (row && row.parked !== null) book.saveRow('packages', { ...row, parked: null });
  }
}

/** On the monotonic clock within a boot, else between dates that can be right. CONTRACT.md 9.7. */
export function elapsedMs(
  book: BaseBook,
  since: { wall_ms: number; monotonic_ms: number; boot: string },
  at: EntryTime,
): number {
  return since.boot === at.boot ? at.monotonicMs - since.monotonic_ms : soundTimeMs(book, at) - since.wall_ms;
}
