// A recount by the person who counted before would only repeat the mistake: the core refuses it, whoever closes the
// round.
import { expect, it } from 'vitest';
import { names, refusalOf, Store } from './stocktakeScenes.ts';

function disagreed(): Store {
  const store = new Store(3);
  store.ordered();
  store.count('scan', names(1, 2));
  store.count('absent', names(3), 'bob');
  expect(store.close()).toEqual({ stocktake: 'ST-1', recount: true });
  return store;
}

it('nobody who had a hand in the first round says anything in the recount', () => {
  const store = disagreed();
  for (const operator of ['ann', 'bob']) {
    expect(refusalOf(store.count('scan', names(3), operator))).toBe('counted-before');
    expect(refusalOf(store.count('absent', names(3), operator))).toBe('counted-before');
  }
  expect(refusalOf(store.close())).toBe('count-incomplete');
  expect(store.count('absent', names(3), 'cid')).toMatchObject({ counted: 1 });
  expect(store.close('cid')).toEqual({ stocktake: 'ST-1', recount: false, agrees: false });
});

it('who only weighed a drawn package had a hand in it too', () => {
  const store = new Store(2);
  store.planned();
  store.reweigh('CO-1-1', 268, { operator: 'cid' });
  store.count('absent', names(2));
  store.close();
  expect(refusalOf(store.count('scan', names(2), 'cid'))).toBe('counted-before');
});

it('the recount is about what disagreed and nothing else', () => {
  const store = disagreed();
  expect(refusalOf(store.count('absent', names(1), 'cid'))).toBe('not-recounted');
  // A sweep reads everything around: what was not asked for is passed over.
  expect(store.count('tag', ['3074257BF7194E4000001001', 'E28011700000020A'], 'cid')).toEqual({
    counted: 0,
    extra: 0,
    ignored: 2,
  });
});

it('everybody who counted has touched the cases that come of it', () => {
  const store = disagreed();
  store.count('absent', names(3), 'cid');
  store.close('dee');
  expect(store.book.where('finding', 'job', store.job).map(({ touched }) => [...touched].sort())).toEqual([
    ['ann', 'bob', 'cid', 'dee'],
  ]);
});
