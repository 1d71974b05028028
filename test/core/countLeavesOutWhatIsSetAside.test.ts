// A stocktake leaves out what an order has set aside and what is on its way; it is gone, and the count still agrees.
import { beforeAll, describe, expect, it } from 'vitest';
import { decidePick } from '../../agent/core/release/dispatch.ts';
import { decideCount } from '../../agent/core/stocktake/countPackages.ts';
import { viewStocktakes } from '../../agent/core/views/stockView.ts';
import { drum, notice } from './intakeScenes.ts';
import { releaseOrder } from './releaseScenes.ts';
import { BASE, names, refusalOf, Store, valueOf } from './stocktakeScenes.ts';
import { MultiStationBase } from './multiStationBase.ts';

describe('a drum that an order set aside is gone from its shelf', () => {
  let store: Store;

  beforeAll(() => {
    store = new Store(3);
    store.dock.order(releaseOrder({ kind: 'by-packages', packages: names(1) }), { order: 'rel' });
    expect(store.package('CO-1-1')?.state).toBe('allocated');
    store.ordered(BASE);
    store.count('scan', names(2, 3));
    store.count('absent', names(1));
  });

  it('while the others are counted', () => {
    expect(store.record()).toMatchObject({ state: 'open', round: 1 });
  });

  it('and is on the list of what is to be found', () => {
    const set = new Store(3);
    set.dock.order(releaseOrder({ kind: 'by-packages', packages: names(1) }), { order: 'rel' });
    set.ordered(BASE);
    const toFind = viewStocktakes(set.book)[0]?.toFind ?? [];
    expect(toFind.map(({ package: name }) => name)).toEqual(names(1, 2, 3));
  });

  it('and the count does not agree', () => {
    expect(valueOf(store.close(), 'agrees')).not.toBe(true);
  });
});

describe('a drum that was picked and never weighed is gone', () => {
  let store: Store;

  beforeAll(() => {
    store = new Store(3);
    const { dock } = store;
    dock.order(releaseOrder({ kind: 'by-packages', packages: names(1) }), { order: 'rel' });
    const job = valueOf(store.openAt('dock-2', 'rel'), 'job');
    const pick = { id: dock.id(), operator: 'ann', job: String(job), code: 'CO-1-1', how: 'scanned' as const };
    expect(refusalOf(dock.act((book) => decidePick(pick, book)))).toBeNull();
    expect(store.package('CO-1-1')?.state).toBe('picked');
    store.ordered(BASE);
    store.count('scan', names(2, 3));
    store.count('absent', names(1));
  });

  it('and the count does not agree', () => {
    expect(valueOf(store.close(), 'agrees')).not.toBe(true);
  });
});

describe('the first drum of an interrupted delivery is gone', () => {
  let base: MultiStationBase;
  let job = '';

  beforeAll(() => {
    base = new MultiStationBase();
    base.order(notice([drum(1), drum(2)]));
    const delivery = base.openAt('dock-1', 'order-CO-1');
    base.place(268, { tags: [drum(1).epcHex] });
    base.lift();
    base.endDelivery(delivery);
    expect(base.states()).toEqual(['present', 'expected']);
    base.order({ kind: 'stocktake-order', stocktake: 'ST-1', scope: BASE }, { order: 'count' });
    job = base.openAt('dock-1', 'count');
    const event = { id: base.id(), operator: 'ann', stocktake: 'ST-1', codes: names(1) };
    base.act((book) => decideCount({ ...event, how: 'absent' }, book));
  });

  it('and the count does not agree', () => {
    expect(valueOf(base.closeAt(job), 'agrees')).not.toBe(true);
  });
});

describe('everything is set aside', () => {
  it.each([
    ['base', BASE],
    ['lot', { kind: 'lot-scope' as const, lot: 'CO-1' }],
    ['area', { kind: 'area-scope' as const, area: 'A' }],
  ])('and a count of the %s that looked at nothing does not agree', (_what, scope) => {
    const store = new Store(2);
    store.dock.order(releaseOrder({ kind: 'by-lot', lot: 'CO-1', count: 2 }), { order: 'rel' });
    store.ordered(scope);
    expect(valueOf(store.close(), 'agrees')).not.toBe(true);
  });
});
