// A base whose program was altered lets one person register another, who is his second from then on: headquarters sees from
// the entries that what takes two was done by one, or by one and somebody who could not act.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import type { Role } from '../../agent/core/model/roles.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import type { DockCommandWriter } from './dockCommandWriter.ts';
import { deliverEntries, sendOrder } from './entryDelivery.ts';
import { type LinkRig, notice, random, type RunningHeadquarters } from './linkRig.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dockCommands: DockCommandWriter;

const PIN = '1'.repeat(32);
const put = (operator: string, roles: Role[], badge = `B-${operator}`): object => ({
  kind: 'operator-put',
  operator,
  name: operator,
  roles,
  badge,
});
const pin = (operator: string, id: string | null = PIN): object => ({ kind: 'pin-set', operator, pin: id });
const lock = (operator: string, locked: boolean): object => ({ kind: 'operator-locked', operator, locked });
const remove = (operator: string): object => ({ kind: 'operator-removed', operator });

function change(what: object, operator: string | null = null, approvedBy: string | null = null): void {
  const entry = { kind: 'register-changed', body: { change: what, operator, approvedBy } } as unknown as NewEntry;
  rig.ledger.transact(random.id(), () => ({ entries: [entry], effects: [], result: {} }));
}

async function alarms(): Promise<string[]> {
  await deliverEntries(rig, headquarters);
  return headquarters.report().alarms.map(({ what, subject }) => `${what} ${subject}`);
}

beforeEach(async () => {
  ({ rig, headquarters, dock: dockCommands } = openBesideHeadquarters());
  await sendOrder(rig, headquarters, { order: 'order-L', body: notice('L', 2) });
  const people: [string, Role[]][] = [
    ['sue', ['supervisor']],
    ['bob', ['operator']],
    ['ada', ['auditor']],
    ['lou', ['operator']],
  ];
  for (const [operator, roles] of people) {
    change(put(operator, roles));
    change(pin(operator));
  }
  change(lock('lou', true));
  dockCommands.open('order-L');
});
afterEach(() => rig.close());

describe('what gives means, by one', () => {
  it.each([
    ['a new person', put('ghost', ['operator'])],
    ['a new auditor', put('ghost', ['auditor'])],
    ['another role', put('ada', ['auditor', 'operator'])],
    ['another badge', put('bob', ['operator'], 'B-sues')],
    ['a PIN', pin('bob', '2'.repeat(32))],
    ['the end of a lock', lock('lou', false)],
  ])('%s: an alarm, whoever is named as the second but could not be it', async (_what, given) => {
    const { kind, operator } = given as { kind: string; operator: string };
    const alarm = `PEOPLE_CHANGED_BY_ONE ${kind} ${operator}`;
    // Nobody; himself; the one concerned; an auditor; who is locked; of whom no entry speaks.
    for (const second of [null, 'sue', operator, 'ada', 'lou', 'zed']) change(given, 'sue', second);
    // What is in force after the first time gives nothing more, but a PIN and the end of a lock.
    const times = kind === 'operator-put' ? 1 : 6;
    expect(await alarms()).toEqual(Array.from({ length: times }, () => alarm));
  });

  it.each([null, 'sue', 'ghost', 'ada', 'lou', 'zed'])('a new person with %s as the second', async (second) => {
    change(put('ghost', ['operator']), 'sue', second);
    expect(await alarms()).toEqual(['PEOPLE_CHANGED_BY_ONE operator-put ghost']);
  });

  it('two of whom none is a supervisor are not the two', async () => {
    change(put('tim', ['operator']), 'sue', 'bob');
    change(pin('tim'), 'sue', 'bob');
    change(put('ghost', ['operator']), 'tim', 'bob');
    expect(await alarms()).toEqual(['PEOPLE_CHANGED_BY_ONE operator-put ghost']);
  });
});

describe('no alarm', () => {
  it('by two, one of them a supervisor', async () => {
    change(put('new', ['operator']), 'sue', 'bob');
    change(pin('new'), 'bob', 'sue');
    change(lock('lou', false), 'sue', 'new');
    expect(await alarms()).toEqual([]);
  });

  it('the own PIN, and what takes means away, by one', async () => {
    change(pin('bob', '3'.repeat(32)), 'bob');
    change(lock('bob', true), 'sue');
    change(put('ada', ['auditor'], 'B-ada'), 'sue');
    change(remove('lou'), 'sue');
    expect(await alarms()).toEqual([]);
  });
});
