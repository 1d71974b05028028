// A sweep reads what it reads. A tag that did not answer is "not seen", and never missing until somebody looked and
// said so.
import { expect, it } from 'vitest';
import { epcs, names, refusalOf, Store } from './stocktakeScenes.ts';

it('a round cannot be closed over tags that were not read', () => {
  const store = new Store(4);
  store.ordered();
  expect(store.count('tag', epcs(1, 2, 3))).toEqual({ counted: 3, extra: 0, ignored: 0 });
  expect(store.close()).toEqual({ refusal: 'count-incomplete', params: { count: 1 } });
  expect(store.findings()).toEqual([]);
  expect(store.count('scan', ['DRUM 4'])).toMatchObject({ counted: 1 });
  expect(store.close()).toEqual({ stocktake: 'ST-1', recount: false, agrees: true });
  expect(store.result()).toMatchObject({
    rounds: 1,
    expected: 4,
    seen: 4,
    inferred: 0,
    left: 0,
    missing: [],
    extra: [],
    agrees: true,
  });
  expect(store.package('CO-1-4')).toMatchObject({ state: 'stored', stocktake: null, held: false });
});

it('what was seen is not unreachable, and a sweep that reads it again says nothing new', () => {
  const store = new Store(2);
  store.ordered();
  store.count('tag', epcs(1));
  expect(refusalOf(store.count('inferred', names(1)))).toBe('package-seen');
  const entries = store.dock.ledger.entries.length;
  expect(store.count('tag', epcs(1))).toEqual({ counted: 0, extra: 0, ignored: 1 });
  expect(store.dock.ledger.entries.length).toBe(entries);
});

it('a tag read after somebody looked in vain counts as seen', () => {
  const store = new Store(1);
  store.ordered();
  store.count('absent', names(1));
  store.count('tag', epcs(1));
  expect(store.close()).toMatchObject({ agrees: true });
});

it('a package that the count does not hold cannot be absent from it', () => {
  const store = new Store(2);
  store.move('B', names(2));
  store.ordered();
  expect(refusalOf(store.count('absent', names(2)))).toBe('package-not-counted');
  expect(refusalOf(store.count('absent', ['DRUM 99']))).toBe('package-not-counted');
});
