// Who changes people: what gives means or power takes two, what takes means away a supervisor, nobody touches his own record, the machine
// only helps where nobody is left. Tried over all kinds of change, all pairs of people and all states of the base.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../agent/core/model/roles.ts';
import type { Register } from '../../agent/register/register.ts';
import type { RegisterChangeOutcome } from '../../agent/register/registerWriter.ts';
import { AT_THE_MACHINE } from '../../agent/register/registerWriter.ts';
import type { ChangeAuthors } from '../../agent/register/registerRules.ts';
import { bench, type Bench, twoPersons } from './openIn.ts';

let at: Bench;
let register: Register;

const PEOPLE: [string, Role[]][] = [
  ['ann', ['operator']],
  ['bob', ['operator']],
  ['sue', ['supervisor']],
  ['tom', ['supervisor', 'operator']],
  ['tess', ['technician']],
  ['ada', ['auditor']],
];

/** Who is in the register and asks for nothing: one is locked. */
const OTHERS: [string, Role[]][] = [
  ['lou', ['operator']],
  ['max', ['operator', 'auditor']],
];

/** A base as it was left; each test works on a copy, because each PIN takes its fifth of a second. */
let left: Bench;

beforeAll(async () => {
  left = bench();
  register = await left.open();
  for (const [operator, roles] of [...PEOPLE, ...OTHERS]) await put(operator, roles, twoPersons);
  await register.applyChange({ kind: 'operator-locked', operator: 'lou', locked: true }, twoPersons);
  await register.close();
});
beforeEach(async () => {
  at = bench(left);
  register = await at.open();
});
afterEach(() => register.close());

const put = (operator: string, roles: Role[], authors: ChangeAuthors): Promise<RegisterChangeOutcome> =>
  register.putOperator({ operator, name: `Name of ${operator}`, roles, badge: `B-${operator}`, pin: '4711' }, authors);

function by(first: string, second: string | null = null): ChangeAuthors {
  const actor = (operator: string) => ({ operator, roles: PEOPLE.find(([id]) => id === operator)?.[1] ?? [] });
  return { first: actor(first), second: second === null ? null : actor(second) };
}
const changed = (operator: string, fields: object, authors: ChangeAuthors): Promise<RegisterChangeOutcome> => {
  const roles = [...PEOPLE, ...OTHERS].find(([id]) => id === operator)?.[1] ?? [];
  const kept = { operator, name: `Name of ${operator}`, roles, badge: `B-${operator}`, pin: null };
  return register.putOperator({ ...kept, ...fields }, authors);
};
const code = (outcome: RegisterChangeOutcome): string => ('code' in outcome ? outcome.code : outcome.kind);

/** What may be asked, and the person concerned. */
const CHANGES: Record<string, { concerns: string; ask: (authors: ChangeAuthors) => Promise<RegisterChangeOutcome> }> = {
  'a new operator': { concerns: 'new', ask: (authors) => put('new', ['operator'], authors) },
  'a new supervisor': { concerns: 'new', ask: (authors) => put('new', ['supervisor'], authors) },
  'a new technician': { concerns: 'new', ask: (authors) => put('new', ['technician'], authors) },
  'a new auditor': { concerns: 'new', ask: (authors) => put('new', ['auditor'], authors) },
  'an auditor made an operator': {
    concerns: 'ada',
    ask: (authors) => changed('ada', { roles: ['operator'] }, authors),
  },
  'another badge': { concerns: 'bob', ask: (authors) => changed('bob', { badge: 'B-sues' }, authors) },
  'another name': { concerns: 'bob', ask: (authors) => changed('bob', { name: 'Robert' }, authors) },
  'a role taken': { concerns: 'max', ask: (authors) => changed('max', { roles: ['auditor'] }, authors) },
  'an operator let in again': {
    concerns: 'lou',
    ask: (authors) => register.applyChange({ kind: 'operator-locked', operator: 'lou', locked: false }, authors),
  },
  'an operator made a supervisor': { concerns: 'bob', ask: (authors) => put('bob', ['supervisor'], authors) },
  'a supervisor made an operator': { concerns: 'sue', ask: (authors) => put('sue', ['operator'], authors) },
  'a PIN of another': {
    concerns: 'bob',
    ask: (authors) => register.setPin({ operator: 'bob', pin: '9999' }, authors),
  },
  'an operator locked': {
    concerns: 'bob',
    ask: (authors) => register.applyChange({ kind: 'operator-locked', operator: 'bob', locked: true }, authors),
  },
  'a supervisor locked': {
    concerns: 'sue',
    ask: (authors) => register.applyChange({ kind: 'operator-locked', operator: 'sue', locked: true }, authors),
  },
  'an operator removed': {
    concerns: 'bob',
    ask: (authors) => register.applyChange({ kind: 'operator-removed', operator: 'bob' }, authors),
  },
  'a supervisor removed': {
    concerns: 'sue',
    ask: (authors) => register.applyChange({ kind: 'operator-removed', operator: 'sue' }, authors),
  },
};

/** Those that one supervisor makes alone; all others take two. */
const BY_ONE = ['another name', 'a role taken', 'an operator locked', 'a supervisor locked', 'an operator removed'];

const has = (person: string, role: Role): boolean => PEOPLE.find(([id]) => id === person)?.[1].includes(role) === true;
const acts = (person: string): boolean => ROLES.some((role) => role !== 'auditor' && has(person, role));

function isAllowed(what: string, first: string, second: string | null): boolean {
  const { concerns } = CHANGES[what] ?? { concerns: '' };
  const people = [...new Set([first, ...(second === null ? [] : [second])])];
  if (what === 'a PIN of another' && first === concerns && second === concerns) return true;
  if (people.includes(concerns) || !people.some((person) => has(person, 'supervisor'))) return false;
  return BY_ONE.includes(what) || (people.length === 2 && people.every(acts));
}

describe.each(Object.keys(CHANGES))('%s', (what) => {
  it('is made by whom the rule says, and by nobody else: all pairs of people', async () => {
    const names = PEOPLE.map(([name]) => name);
    const before = at.recorded.size;
    for (const first of names)
      for (const second of [null, ...names]) {
        if (isAllowed(what, first, second)) continue;
        expect([first, second, code((await CHANGES[what]?.ask(by(first, second))) ?? { kind: 'done' })]).toEqual([
          first,
          second,
          expect.stringMatching(/^register-(needs-|second-person|own-record)/),
        ]);
      }
    expect(at.recorded.size).toBe(before);
    const pairs = names.flatMap((first) => [null, ...names].map((second) => [first, second] as const));
    const allowed = pairs.find(([first, second]) => isAllowed(what, first, second));
    expect(allowed).toBeDefined();
    expect(await CHANGES[what]?.ask(by(allowed?.[0] ?? '', allowed?.[1] ?? null))).toEqual({ kind: 'done' });
  });

  it('is not made at the machine while people can make it at the page', async () => {
    expect(code((await CHANGES[what]?.ask(AT_THE_MACHINE)) ?? { kind: 'done' })).toBe('register-at-the-page');
  });
});

describe('nobody is left who may', () => {
  it('then the machine helps: everybody but one operator is locked', async () => {
    for (const person of ['bob', 'tom', 'tess', 'ada', 'max'])
      await register.applyChange({ kind: 'operator-locked', operator: person, locked: true }, by('sue', 'ann'));
    expect(
      code(await register.applyChange({ kind: 'operator-locked', operator: 'sue', locked: true }, by('tom'))),
    ).toBe('last-supervisor');
    // Sue and ann are left: they are two. Without ann nobody is.
    expect(code(await put('new', ['supervisor'], AT_THE_MACHINE))).toBe('register-at-the-page');
    await register.applyChange({ kind: 'operator-locked', operator: 'ann', locked: true }, by('sue'));
    expect(await put('new', ['supervisor'], AT_THE_MACHINE)).toEqual({ kind: 'done' });
  });
});

describe('one person', () => {
  it('is not made a second one by name or badge, however it is spelled', async () => {
    const twin = { operator: 'ann2', roles: ['operator' as const], pin: '1234' };
    expect(code(await register.putOperator({ ...twin, name: 'NAME of  ann', badge: 'B-9' }, twoPersons))).toBe(
      'name-in-use',
    );
    expect(code(await register.putOperator({ ...twin, name: 'Ｎame of ann', badge: 'B-9' }, twoPersons))).toBe(
      'name-in-use',
    );
    expect(code(await register.putOperator({ ...twin, name: 'Other', badge: 'B-ann' }, twoPersons))).toBe(
      'badge-in-use',
    );
  });

  it('does not get the id of somebody who left', async () => {
    await register.applyChange({ kind: 'operator-removed', operator: 'bob' }, by('sue'));
    expect(code(await put('bob', ['operator'], by('sue', 'ann')))).toBe('operator-id-used');
  });

  it('changes the own PIN with the PIN that holds', async () => {
    expect(await register.setPin({ operator: 'ann', pin: '8888' }, by('ann', 'ann'))).toEqual({ kind: 'done' });
    expect((await register.signIn({ badge: 'B-ann', pin: '8888' })).kind).toBe('signed-in');
  });

  it('who is locked does not sign in, acts no more, and is let in again by two', async () => {
    await register.applyChange({ kind: 'operator-locked', operator: 'bob', locked: true }, by('sue'));
    expect((await register.signIn({ badge: 'B-bob', pin: '4711' })).kind).toBe('refused');
    expect(register.actor('bob')).toBeNull();
    await register.applyChange({ kind: 'operator-locked', operator: 'bob', locked: false }, by('sue', 'ann'));
    expect(register.actor('bob')).toEqual({ operator: 'bob', roles: ['operator'] });
  });
});
