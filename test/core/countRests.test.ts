// Headquarters lets a count rest: meanwhile nothing is said, weighed or drawn, in the first round and in the recount, and
// what was said stays.
import { describe, expect, it } from 'vitest';
import { names, type Outcome, refusalOf, Store, valueOf } from './stocktakeScenes.ts';

const OPENINGS = { 'by order': 'ordered', 'on the own plan': 'planned' } as const;

function rest(store: Store, suspended: boolean): unknown {
  const order = store.record()?.order ?? store.stocktake;
  return valueOf(store.dock.order({ kind: 'suspension', order, suspended }), 'accepted');
}

describe.each(Object.entries(OPENINGS))('a count %s rests', (_, opening) => {
  function begun(): Store {
    const store = new Store(3);
    store[opening]();
    store.draw(['CO-1-2']);
    store.count('scan', names(1));
    return store;
  }

  const ACTS: Record<string, (store: Store, operator: string) => Outcome> = {
    seen: (store, operator) => store.count('scan', names(2), operator),
    'seen by a sweep': (store, operator) => store.count('tag', names(2), operator),
    absent: (store, operator) => store.count('absent', names(2), operator),
    inferred: (store, operator) => store.count('inferred', names(2), operator),
    'taken back': (store, operator) => store.count('withdrawn', names(1), operator),
    extra: (store, operator) => store.count('typed', ['DRUM 99'], operator),
    weighed: (store, operator) => store.reweigh('CO-1-2', 268, { operator }),
  };

  it.each(Object.entries(ACTS))('and nothing is %s', (_name, act) => {
    const store = begun();
    expect(rest(store, true)).toBe(true);
    const before = store.record();
    expect(act(store, 'ann')).toMatchObject({ refusal: 'stocktake-not-open', params: { state: 'suspended' } });
    expect(store.record()).toEqual(before);
    expect(rest(store, false)).toBe(true);
    expect(refusalOf(act(store, 'ann'))).toBeNull();
  });

  it('and nothing is drawn', () => {
    const store = new Store(3);
    store[opening]();
    rest(store, true);
    expect(valueOf(store.draw(['CO-1-2']), 'accepted')).toBe(false);
    rest(store, false);
    expect(valueOf(store.draw(['CO-1-2']), 'accepted')).toBe(true);
  });

  it('and the recount too', () => {
    const store = new Store(2);
    store[opening]();
    store.count('scan', names(1));
    store.count('absent', names(2));
    store.close();
    rest(store, true);
    expect(refusalOf(store.count('scan', names(2), 'bob'))).toBe('stocktake-not-open');
    rest(store, false);
    expect(refusalOf(store.count('scan', names(2), 'bob'))).toBeNull();
  });
});
