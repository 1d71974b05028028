// Requests of a first person: whether anybody may be the second, and their end when nobody may or the first takes them back.
import { COMMANDS } from '../model/command.ts';
import type { Book } from '../model/book.ts';
import { type CommandMeta, type Decided, type Refusal, refuse } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import type { Role } from '../model/roles.ts';
import type { SecondPersonAct, WithdrawnAct } from '../model/secondPersonActs.ts';
import type { ConsentRecord, SecondPersonRecord } from '../model/workRecords.ts';
import { requireLot, standingRequest } from '../model/bookQueries.ts';
import { type BasePeople, maySecondReversal, registeredPeople } from '../model/whoMayAct.ts';
import { timeRecord } from '../model/believableDate.ts';

/** Who may give the command by which each act is asked for and done. */
const SECOND_ROLES: Readonly<Record<SecondPersonAct, readonly Role[]>> = {
  release: COMMANDS['close-job'].roles,
  'open-sealed': COMMANDS['open-sealed'].roles,
  'lift-quarantine': COMMANDS['lift-quarantine'].roles,
  'confirm-date': COMMANDS['confirm-date'].roles,
  'lift-doubt': COMMANDS['lift-doubt'].roles,
  'reverse-weighing': COMMANDS['reverse-weighing'].roles,
};

/** The requests for which a second person is waited now. */
export function waitingRequests(book: Book): SecondPersonRecord[] {
  return book.where('asked', 'state', 'waiting').filter((request) => {
    if (request.act !== 'confirm-date') return true;
    const { boot, asked } = timeRecord(book);
    return boot === request.subject && asked !== null;
  });
}

/** Whether somebody of these may be the second person now. */
export function mayAnybodySecond(request: SecondPersonRecord, context: { book: Book; people: BasePeople }): boolean {
  return listSeconds(request, context).length > 0;
}

/** Those of these people who may be the second person now. */
export function listSeconds(
  request: SecondPersonRecord,
  { book, people }: { book: Book; people: BasePeople },
): BasePeople {
  const { act, subject, operator: askedBy } = request;
  const others = people.filter(
    ({ operator, roles }) => operator !== askedBy && roles.some((role) => SECOND_ROLES[act].includes(role)),
  );
  if (act === 'release') return mayBeSupervised(request, { book, people }) ? others : [];
  const weighing = act === 'reverse-weighing' ? book.get('weighing', subject) : undefined;
  return weighing === undefined
    ? others
    : others.filter(({ operator }) => maySecondReversal(operator, { weighing, askedBy, book }));
}

/** National stock leaves with a supervisor as one of the two; a deputy stands in for one of the register. */
function mayBeSupervised(
  { packages }: SecondPersonRecord,
  { book, people }: { book: Book; people: BasePeople },
): boolean {
  const isNational = packages.some((id) => {
    const record = book.get('package', id);
    return record !== undefined && requireLot(book, record.lot).ownership === 'national';
  });
  return !isNational || people.some(({ roles }) => roles.includes('supervisor'));
}

/** Whether the register knows who asked, and he may ask for such an act no more: locked, removed, or without the role. */
function isAskerGone({ act, operator: asker }: SecondPersonRecord, book: Book): boolean {
  const register = book.get('register', 'register');
  const known = register?.operators.find(({ operator }) => operator === asker);
  if (!known) return register?.former.includes(asker) === true;
  return known.locked || !known.roles.some((role) => SECOND_ROLES[act].includes(role));
}

/** The end of every request whose asker is gone, or that nobody of the register may second: nothing stays parked by it. */
export function withdrawnForWantOfSecond(book: Book): NewEntry[] {
  const people = registeredPeople(book);
  if (people === null) return [];
  return waitingRequests(book).flatMap((request): NewEntry[] => {
    const isGone = isAskerGone(request, book);
    if (!isGone && mayAnybodySecond(request, { book, people })) return [];
    const { act, subject } = request;
    const reason = isGone ? 'asker-gone' : 'nobody-may-second';
    return [{ kind: 'request-withdrawn', body: { act, subject, reason, operator: null } }];
  });
}

/**
 * Whoever asked for a second person, or consented to a removal, takes it back; refuses what stands no more, and other
 * people.
 */
export function decideWithdrawRequest(
  { act, subject, operator }: CommandMeta & { act: WithdrawnAct; subject: string },
  book: Book,
): Decided | Refusal {
  const asker = act === 'remove' ? openConsent(book, subject)?.operator : standingRequest(book, act, subject)?.operator;
  if (asker === undefined) return refuse('request-unknown');
  if (asker !== operator) return refuse('request-of-another', { operator: asker });
  return {
    entries: [{ kind: 'request-withdrawn', body: { act, subject, reason: 'operator', operator } }],
    effects: [],
    result: { withdrawn: true },
  };
}

/** The consent to take something out of a package that nobody has used yet; its time may be over. */
function openConsent(book: Book, id: string): ConsentRecord | undefined {
  const consent = book.get('consent', id);
  return consent?.state === 'open' ? consent : undefined;
}
