// Headquarters draws after the freeze, once, from what is frozen. A sample smaller than the rule is weighed, and the
// result shows both numbers.
import { expect, it } from 'vitest';
import { area, names, refusalOf, Store } from './stocktakeScenes.ts';

function reasonOf(store: Store): unknown {
  const last = store.dock.ledger.entries.at(-1);
  return last?.kind === 'order-refused' ? last.body.reason : null;
}

it('before the freeze, twice, from elsewhere or twice the same is refused with its reason', () => {
  const store = new Store(4);
  store.move('B', names(4));
  store.stocktake = 'ST-1';
  store.draw(names(1));
  expect(reasonOf(store)).toBe('stocktake ST-1 is unknown');
  store.dock.order({ kind: 'stocktake-order', stocktake: 'ST-1', scope: area('A') });
  store.draw(names(1));
  expect(reasonOf(store)).toBe('stocktake ST-1 is ordered: a sample is drawn from what is frozen');
  store.openAt('dock-1', store.record()?.order ?? '');
  store.draw(names(1, 4));
  expect(reasonOf(store)).toBe('package CO-1-4 is not counted by stocktake ST-1');
  store.draw(names(1, 1));
  expect(reasonOf(store)).toBe('package CO-1-1 is drawn twice');
  expect(store.draw(names(1))).toMatchObject({ accepted: true });
  store.draw(names(2));
  expect(reasonOf(store)).toBe('the sample of stocktake ST-1 is drawn already');
  expect(refusalOf(store.reweigh('CO-1-2', 268))).toBe('sample-not-drawn');
  expect(refusalOf(store.reweigh('CO-1-4', 268))).toBe('package-not-counted');
});

it('on the own plan anything that is counted may be weighed', () => {
  const store = new Store(3);
  store.planned();
  expect(refusalOf(store.reweigh('CO-1-2', 268))).toBe(null);
  expect(refusalOf(store.reweigh('CO-1-1', 250))).toBe(null);
  store.count('scan', names(3));
  expect(store.close()).toMatchObject({ recount: true });
  expect(refusalOf(store.reweigh('CO-1-3', 268, { operator: 'bob' }))).toBe('sample-not-drawn');
  store.count('scan', names(1), 'bob');
  expect(refusalOf(store.close('bob'))).toBe('sample-incomplete');
  store.reweigh('CO-1-1', 250, { operator: 'bob' });
  store.close('bob');
  expect(store.result()).toMatchObject({ sampleDue: 3, sampled: 2, off: ['CO-1-1'] });
});

it('in the recount it is too late', () => {
  const store = new Store(2);
  store.ordered();
  store.count('scan', names(1));
  store.count('absent', names(2));
  store.close();
  store.draw(names(1));
  expect(reasonOf(store)).toBe('stocktake ST-1 is in its recount');
});
