// Stocktakes that cannot be: of what is not here, of too much, at a station that is busy, under a name that is taken.
import { expect, it } from 'vitest';
import { decideOpenStocktake } from '../../agent/core/stocktake/openStocktake.ts';
import { area, BASE, names, refusalOf, Store } from './stocktakeScenes.ts';

function reasonOf(store: Store, scope: Parameters<Store['ordered']>[0], stocktake = 'ST-1'): unknown {
  store.dock.order({ kind: 'stocktake-order', stocktake, scope: scope ?? BASE });
  const last = store.dock.ledger.entries.at(-1);
  return last?.kind === 'order-refused' ? last.body.reason : null;
}

it('an order of a lot or area that holds nothing is refused with its reason', () => {
  const store = new Store(1);
  expect(reasonOf(store, { kind: 'lot-scope', lot: 'XX' })).toBe('lot XX is unknown');
  expect(reasonOf(store, area('Z'))).toBe('no package lies in area Z');
  expect(reasonOf(store, BASE)).toBe(null);
  expect(reasonOf(store, BASE)).toBe('stocktake ST-1 is here already');
});

it('on the own plan the site file says what areas there are, and of an empty one nothing is proved', () => {
  const store = new Store(1);
  const open = (event: Partial<Parameters<typeof decideOpenStocktake>[0]>): unknown => {
    const whole = {
      id: store.dock.id(),
      operator: 'ann',
      station: 'dock-1',
      stationKnown: true,
      scope: area('B'),
      areaKnown: true,
      ...event,
    };
    return refusalOf(store.dock.act((book) => decideOpenStocktake(whole, book)));
  };
  expect(open({ areaKnown: false })).toBe('area-unknown');
  expect(open({ scope: { kind: 'lot-scope', lot: 'XX' } })).toBe('lot-not-here');
  expect(open({ stationKnown: false })).toBe('station-unknown');
  store.planned(area('B'));
  expect(open({})).toBe('station-busy');
  expect(store.close()).toMatchObject({ agrees: false });
  expect(store.result()).toMatchObject({ book: 0, expected: 0, sampleDue: 0, agrees: false });
});

it('a stocktake that is unknown, or was cancelled under way, is not counted; its job closes', () => {
  const store = new Store(1);
  store.stocktake = 'ST-9';
  expect(refusalOf(store.count('scan', names(1)))).toBe('stocktake-unknown');
  store.ordered();
  store.dock.order({ kind: 'cancellation', cancels: store.record()?.order ?? '' });
  if (store.book.get('job', store.job)?.state === 'open') store.close();
  expect(store.book.get('job', store.job)?.state).toBe('closed');
  expect(store.dock.ledger.entries.at(-1)).toMatchObject({ kind: 'job-closed', body: { outcome: 'cancelled' } });
});
