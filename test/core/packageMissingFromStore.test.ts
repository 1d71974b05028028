// Two persons looked in vain: the package is held by its finding, its mass stays in the book until headquarters
// decides.
import { expect, it } from 'vitest';
import { names, Store } from './stocktakeScenes.ts';

function lost(): Store {
  const store = new Store(3);
  store.ordered();
  store.count('scan', names(1, 2));
  store.count('absent', names(3));
  store.close();
  store.count('absent', names(3), 'bob');
  store.close('bob');
  return store;
}

it('is in store by the book, and held', () => {
  const store = lost();
  expect(store.result()).toMatchObject({
    rounds: 2,
    expected: 3,
    seen: 2,
    missing: ['CO-1-3'],
    resolved: [],
    agrees: false,
  });
  expect(store.findings()).toEqual([['MISSING_PACKAGE', 'CO-1-3']]);
  expect(store.package('CO-1-3')).toMatchObject({ state: 'stored', held: true, stocktake: null });
  expect(store.bookMg()).toBe(750_000_000);
});

it('accepting it takes the package out of the book, recounting leaves the case open', () => {
  const store = lost();
  const finding = store.book.where('finding', 'job', store.job)[0]?.id ?? '';
  expect(store.decide('recount', finding)).toMatchObject({ accepted: true });
  expect([store.package('CO-1-3')?.state, store.book.get('finding', finding)?.state]).toEqual(['stored', 'open']);
  expect(store.decide('accept', finding)).toMatchObject({ accepted: true });
  expect(store.package('CO-1-3')).toMatchObject({ state: 'written-off', held: false, netMg: 0, area: null });
  expect(store.bookMg()).toBe(500_000_000);
});

it('one looked in vain and the other could not get there: it is not found', () => {
  const store = new Store(2);
  store.ordered();
  store.count('scan', names(1));
  store.count('absent', names(2));
  store.close();
  store.count('inferred', names(2), 'bob');
  store.close('bob');
  expect(store.result()).toMatchObject({ inferred: 0, missing: ['CO-1-2'], agrees: false });
});
