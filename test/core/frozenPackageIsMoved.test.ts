// While an area or lot is counted nothing of it moves; what stood still already (quarantined, waiting for a decision)
// is marked.
import { expect, it } from 'vitest';
import { decideReseal } from '../../agent/core/cases/packageCare.ts';
import { may } from '../../agent/core/model/packageActs.ts';
import { area, BASE, names, refusalOf, Store, valueOf } from './stocktakeScenes.ts';

it('movement is refused until the stocktake is closed, and for nothing outside of it', () => {
  const store = new Store(3);
  store.move('B', names(3));
  store.ordered(area('A'));
  expect(refusalOf(store.move('C', names(1)))).toBe('package-frozen');
  expect(refusalOf(store.move('C', ['DRUM 2', 'DRUM 3']))).toBe('package-frozen');
  expect(store.move('C', names(3))).toMatchObject({ moved: 1 });
  const frozen = store.package('CO-1-1');
  expect(frozen).toMatchObject({ state: 'counting', stocktake: 'ST-1', area: 'A' });
  const acts = ['allocate', 'pick', 'stage', 'move', 'reseal', 'remove', 'attach-tag'] as const;
  expect(acts.filter((act) => frozen && may(frozen, act))).toEqual([]);
  const reseal = {
    id: 'r',
    operator: 'ann',
    package: 'CO-1-1',
    reason: 'reseal' as const,
    sealBefore: null,
    sealAfter: 'S-2',
  };
  expect(refusalOf(store.dock.act((book) => decideReseal(reseal, book)))).toBe('package-frozen');
  store.count('scan', names(1, 2));
  store.close();
  expect(store.move('C', names(1))).toMatchObject({ moved: 1 });
});

it('a second stocktake over the same packages waits', () => {
  const store = new Store(2);
  store.ordered(area('A'));
  const second = store.dock.order({ kind: 'stocktake-order', stocktake: 'ST-2', scope: BASE });
  expect(second).toMatchObject({ accepted: true });
  expect(refusalOf(store.openAt('dock-2', String(valueOf(second, 'order'))))).toBe('scope-being-counted');
});

it('a cancelled stocktake lets everything go', () => {
  const store = new Store(2);
  store.quarantine('CO-1-2');
  store.ordered();
  expect(store.package('CO-1-2')).toMatchObject({ state: 'quarantined', stocktake: 'ST-1' });
  const order = store.record()?.order ?? '';
  store.dock.order({ kind: 'cancellation', cancels: order });
  expect(names(1, 2).map((name) => [store.package(name)?.state, store.package(name)?.stocktake])).toEqual([
    ['stored', null],
    ['quarantined', null],
  ]);
  expect(refusalOf(store.count('scan', names(1)))).toBe('stocktake-not-open');
});

it('nothing is moved to a place that is not in the site file, or that is not here', () => {
  const store = new Store(1);
  expect(refusalOf(store.move('nowhere', names(1)))).toBe('area-unknown');
  expect(refusalOf(store.move('B', ['DRUM 9']))).toBe('package-unknown');
  expect(store.move('A', names(1))).toEqual({ moved: 0, area: 'A' });
});
