// A count never waits for somebody who does not exist: where everybody of the register counted, the closing of the round
// ends it, and where whoever was left leaves the register, the next sweep does.
import { describe, expect, it } from 'vitest';
import { decideEscalateOpenCases } from '../../agent/core/loads/escalateCases.ts';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import type { Role } from '../../agent/core/model/roles.ts';
import { names, refusalOf, Store, valueOf } from './stocktakeScenes.ts';

const PEOPLE: Record<string, Role[]> = {
  ann: ['operator'],
  sue: ['supervisor'],
  tom: ['operator'],
  tim: ['technician'],
};

function put(store: Store, ...people: string[]): void {
  const entries = people.map((operator): NewEntry => {
    const change = {
      kind: 'operator-put' as const,
      operator,
      name: operator,
      roles: PEOPLE[operator] ?? [],
      badge: operator,
    };
    return { kind: 'register-changed', body: { change, operator: 'tess', approvedBy: null } };
  });
  store.dock.act(() => ({ entries, effects: [], result: {} }));
}

function remove(store: Store, operator: string): void {
  const body = { change: { kind: 'operator-removed' as const, operator }, operator: 'tess', approvedBy: null };
  store.dock.act(() => ({ entries: [{ kind: 'register-changed', body }], effects: [], result: {} }));
  store.dock.act((book) => decideEscalateOpenCases([], book));
}

function openFindings(store: Store): unknown[] {
  return store.book
    .where('finding', 'job', store.job)
    .map(({ code, package: concerned, state, escalated }) => [code, concerned, state, escalated?.reason]);
}

describe('a count in a small base', () => {
  it.each([
    ['two', ['ann', 'sue']],
    ['two and a technician, who handles no goods', ['ann', 'sue', 'tim']],
  ])('of %s ends with the round in which everybody counted', (_, people) => {
    const store = new Store(3);
    put(store, ...people);
    store.ordered();
    store.count('scan', names(1, 3));
    store.count('absent', names(2), 'sue');
    expect(store.close()).toMatchObject({ recount: false, agrees: false });
    expect(store.result()).toMatchObject({ rounds: 1, missing: ['CO-1-2'], seen: 2, agrees: false, operator: 'ann' });
    expect(openFindings(store)).toEqual([['MISSING_PACKAGE', 'CO-1-2', 'open', 'nobody-may-recount']]);
    expect(store.package('CO-1-1')).toMatchObject({ state: 'stored', stocktake: null });
  });

  it('of three is recounted by the third', () => {
    const store = new Store(2);
    put(store, 'ann', 'sue', 'tom');
    store.ordered();
    store.count('scan', names(1));
    store.count('absent', names(2), 'sue');
    expect(valueOf(store.close(), 'recount')).toBe(true);
    expect(refusalOf(store.count('scan', names(2), 'tom'))).toBeNull();
    expect(valueOf(store.close(), 'agrees')).toBe(true);
  });

  it('keeps the place of what nobody else saw in another area', () => {
    const store = new Store(2);
    put(store, 'ann', 'sue');
    store.move('B', names(2));
    store.ordered();
    store.count('scan', names(1), 'sue');
    store.count('scan', names(2));
    store.close();
    expect(store.result()).toMatchObject({ misplaced: [], extra: ['CO-1-2'], agrees: false });
    expect(openFindings(store)).toEqual([['EXTRA_PACKAGE', 'CO-1-2', 'open', 'nobody-may-recount']]);
    expect(store.package('CO-1-2')).toMatchObject({ area: 'B', state: 'stored' });
  });

  it('ends when the last who might recount leaves, with what was said in the last round that spoke of it', () => {
    const store = new Store(4);
    put(store, 'ann', 'tom');
    store.ordered();
    store.draw(names(4));
    store.count('scan', names(1));
    store.count('absent', names(2, 3));
    store.count('scan', names(4));
    store.reweigh('CO-1-4', 240);
    expect(valueOf(store.close(), 'recount')).toBe(true);
    store.count('scan', names(2), 'tom');
    expect(store.record()?.state).toBe('open');
    remove(store, 'tom');
    expect(store.result()).toMatchObject({
      rounds: 2,
      missing: ['CO-1-3'],
      off: ['CO-1-4'],
      resolved: ['CO-1-2'],
      operator: null,
    });
    expect(openFindings(store)).toEqual([
      ['MISSING_PACKAGE', 'CO-1-3', 'open', 'nobody-may-recount'],
      ['WEIGHT_LOW', 'CO-1-4', 'open', 'nobody-may-recount'],
    ]);
    expect(store.book.get('job', store.job)?.state).toBe('closed');
    expect(names(1, 2, 3, 4).map((name) => store.package(name)?.stocktake)).toEqual([null, null, null, null]);
  });

  it('that rests ends when its job is opened again', () => {
    const store = new Store(2);
    put(store, 'ann', 'tom');
    store.ordered();
    store.count('scan', names(1));
    store.count('absent', names(2));
    store.close();
    const order = store.record()?.order ?? '';
    store.dock.order({ kind: 'suspension', order, suspended: true });
    remove(store, 'tom');
    expect(store.record()?.state).toBe('open');
    store.dock.order({ kind: 'suspension', order, suspended: false });
    const opened = store.openAt('dock-1', order);
    expect(refusalOf(opened)).toBeNull();
    store.dock.act((book) => decideEscalateOpenCases([], book));
    expect(store.record()?.state).toBe('closed');
  });
});
