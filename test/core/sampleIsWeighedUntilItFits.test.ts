// A sample of a count is not weighed until it fits: that it was off stays said, whoever takes the weighing back, and it
// takes two.
import { expect, it } from 'vitest';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import { takenBackBy } from './staff.ts';
import { names, refusalOf, Store, valueOf } from './stocktakeScenes.ts';

function sampled(): Store {
  const store = new Store(2);
  store.ordered();
  store.draw(['CO-1-1']);
  store.count('scan', names(1, 2));
  return store;
}

it.each([240, 268])('one person alone does not take a sample of %s kg back, although it lies there', (kg) => {
  const store = sampled();
  const weighing = valueOf(store.reweigh('CO-1-1', kg), 'weighing');
  const event = { ...takenBackBy('ann', String(weighing)), liesThere: true };
  expect(
    valueOf(
      store.dock.act((book) => decideReverse(event, book)),
      'asked',
    ),
  ).toBe(true);
  expect(store.book.get('weighing', String(weighing))?.state).not.toBe('reversed');
});

it('was off and taken back by two: it is weighed again in the recount', () => {
  const store = sampled();
  store.reverse(valueOf(store.reweigh('CO-1-1', 240), 'weighing'));
  expect(refusalOf(store.reweigh('CO-1-1', 268))).toBeNull();
  expect(valueOf(store.close(), 'recount')).toBe(true);
  expect(store.record()?.disagreeing).toEqual(['CO-1-1']);
  store.count('scan', names(1), 'bob');
  expect(refusalOf(store.close('bob'))).toBe('sample-incomplete');
  store.reweigh('CO-1-1', 268, { operator: 'bob' });
  expect(valueOf(store.close('bob'), 'agrees')).toBe(true);
});

it('is off in the recount too, if one weighing of it was', () => {
  const store = sampled();
  store.reweigh('CO-1-1', 240);
  store.close();
  store.reverse(valueOf(store.reweigh('CO-1-1', 240, { operator: 'bob' }), 'weighing'));
  store.reweigh('CO-1-1', 268, { operator: 'bob' });
  expect(valueOf(store.close('bob'), 'agrees')).toBe(false);
  expect(store.findings()).toEqual([['WEIGHT_LOW', 'CO-1-1']]);
});

it('was right and taken back by two: nothing is recounted', () => {
  const store = sampled();
  store.reverse(valueOf(store.reweigh('CO-1-1', 268), 'weighing'));
  store.reweigh('CO-1-1', 268);
  expect(valueOf(store.close(), 'agrees')).toBe(true);
});
