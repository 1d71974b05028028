// Behind other goods, or too high: "inferred". It agrees with the book by inference only, and a drawn one proves
// nothing.
import { expect, it } from 'vitest';
import { names, Store } from './stocktakeScenes.ts';

it('is counted apart from what was seen', () => {
  const store = new Store(3);
  store.ordered();
  store.count('scan', names(1, 2));
  store.count('inferred', names(3));
  expect(store.close()).toMatchObject({ agrees: true });
  expect(store.result()).toMatchObject({ expected: 3, seen: 2, inferred: 1, missing: [], unweighed: [] });
});

it('a drawn one is looked for by somebody else, and then a finding, or the sample could be chosen', () => {
  const store = new Store(2);
  store.ordered();
  store.draw(names(2));
  store.count('scan', names(1));
  store.count('inferred', names(2));
  expect(store.close()).toMatchObject({ recount: true });
  store.count('inferred', names(2), 'bob');
  expect(store.close('bob')).toMatchObject({ agrees: false });
  expect(store.result()).toMatchObject({ seen: 1, inferred: 1, sampled: 0, unweighed: ['CO-1-2'], off: [] });
  expect(store.findings()).toEqual([['WEIGHT_UNPROVEN', 'CO-1-2']]);
  expect(store.package('CO-1-2')).toMatchObject({ state: 'stored', held: true });
});

it('the second person reached it: it is weighed then', () => {
  const store = new Store(2);
  store.ordered();
  store.draw(names(2));
  store.count('scan', names(1));
  store.count('inferred', names(2));
  store.close();
  store.reweigh('CO-1-2', 268, { operator: 'bob' });
  expect(store.close('bob')).toMatchObject({ agrees: true });
  expect(store.result()).toMatchObject({ seen: 2, inferred: 0, sampled: 1, unweighed: [], resolved: ['CO-1-2'] });
});
