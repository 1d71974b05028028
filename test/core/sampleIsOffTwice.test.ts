// A drawn package that is off is weighed again by somebody else; off twice it is quarantined, and its book figure
// stays.
import { expect, it } from 'vitest';
import { SCALE } from './intakeScenes.ts';
import { names, refusalOf, Store } from './stocktakeScenes.ts';

function sampled(): Store {
  const store = new Store(3);
  store.ordered();
  store.draw(names(2, 3));
  store.count('scan', names(1, 2));
  return store;
}

it('a round waits for the weighing of what was drawn, and a weighing is a sight', () => {
  const store = sampled();
  expect(refusalOf(store.close())).toBe('count-incomplete');
  store.reweigh('CO-1-3', 268.2);
  expect(store.close()).toEqual({ refusal: 'sample-incomplete', params: { count: 1 } });
  store.reweigh('CO-1-2', 268);
  expect(store.close()).toMatchObject({ agrees: true });
  expect(store.result()).toMatchObject({ seen: 3, sampled: 2, sampleDue: 3, off: [] });
});

it('off twice: quarantined with the second weighing as evidence, by two persons', () => {
  const store = sampled();
  store.reweigh('CO-1-2', 268);
  expect(store.reweigh('CO-1-3', 260)).toMatchObject({ weighing: expect.any(String) as string });
  expect(store.findings()).toEqual([]);
  expect(store.close()).toEqual({ stocktake: 'ST-1', recount: true });
  expect(refusalOf(store.reweigh('CO-1-3', 260))).toBe('counted-before');
  expect(refusalOf(store.reweigh('CO-1-2', 268, { operator: 'bob' }))).toBe('sample-not-drawn');
  store.count('scan', names(3), 'bob');
  expect(refusalOf(store.close('bob'))).toBe('sample-incomplete');
  const second = store.reweigh('CO-1-3', 260.2, { operator: 'bob' });
  expect(store.close('bob')).toEqual({ stocktake: 'ST-1', recount: false, agrees: false });
  expect(store.result()).toMatchObject({ off: ['CO-1-3'], sampled: 2, seen: 3, resolved: [] });
  const [finding] = store.book.where('finding', 'job', store.job);
  expect(finding).toMatchObject({
    code: 'WEIGHT_LOW',
    package: 'CO-1-3',
    weighing: 'weighing' in second ? second.weighing : '',
    touched: ['ann', 'bob'],
  });
  expect(finding?.comparison).toMatchObject({ declaredMg: 268_000_000, measuredMg: 260_200_000 });
  expect(store.package('CO-1-3')).toMatchObject({
    state: 'quarantined',
    held: true,
    netMg: 250_000_000,
    grossMg: 268_000_000,
  });
});

it('off once and right in the recount: resolved', () => {
  const store = sampled();
  store.reweigh('CO-1-2', 268);
  store.reweigh('CO-1-3', 276);
  store.close();
  store.reweigh('CO-1-3', 268, { operator: 'bob' });
  expect(store.close('bob')).toMatchObject({ agrees: true });
  expect(store.result()).toMatchObject({ off: [], resolved: ['CO-1-3'] });
  expect(store.package('CO-1-3')?.state).toBe('stored');
});

it('nobody weighs until it fits, unless the weighing was reversed; a closed round keeps its weighings', () => {
  const store = sampled();
  const first = store.reweigh('CO-1-2', 260);
  expect(refusalOf(store.reweigh('CO-1-2', 268))).toBe('sample-weighed');
  store.reverse('weighing' in first ? first.weighing : '');
  expect(store.record()).toMatchObject({ sampled: 0, spoken: 2 });
  store.reweigh('CO-1-2', 268);
  const off = store.reweigh('CO-1-3', 250);
  store.close();
  expect(refusalOf(store.reverse('weighing' in off ? off.weighing : ''))).toBe('sample-used');
});

it('a reversed weighing leaves unseen what nobody else saw', () => {
  const store = sampled();
  store.reweigh('CO-1-2', 268);
  const only = store.reweigh('CO-1-3', 260);
  store.reverse('weighing' in only ? only.weighing : '');
  expect(refusalOf(store.close())).toBe('count-incomplete');
});

it('a scale that is not verified proves nothing', () => {
  const store = sampled();
  store.reweigh('CO-1-2', 268, { scale: { ...SCALE, verified: false } });
  store.count('scan', names(3));
  expect(store.close()).toEqual({ refusal: 'sample-incomplete', params: { count: 2 } });
});
