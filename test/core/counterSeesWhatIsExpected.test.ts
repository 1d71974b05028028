// Blind: until a stocktake is closed no screen and no answer tells a weight, a deviation, or what disagreed and how.
import { expect, it } from 'vitest';
import { viewStocktakes } from '../../agent/core/views/stockView.ts';
import { names, Store } from './stocktakeScenes.ts';

function textOf(store: Store): string {
  return JSON.stringify(viewStocktakes(store.book));
}

it('names to look for, and nothing of weights', () => {
  const store = new Store(3);
  store.ordered();
  store.draw(names(1, 2));
  store.count('scan', names(3));
  const [view] = viewStocktakes(store.book);
  expect(view).toEqual({
    stocktake: 'ST-1',
    order: store.record()?.order,
    state: 'open',
    round: 1,
    countersBefore: [],
    ownSample: null,
    result: null,
    said: [{ code: 'CO-1-3', mark: 'DRUM 3', area: 'A', standing: 'seen', by: ['ann'] }],
    saidInAll: 1,
    besides: [],
    toFind: [
      { package: 'CO-1-1', mark: 'DRUM 1', area: 'A' },
      { package: 'CO-1-2', mark: 'DRUM 2', area: 'A' },
    ],
    toWeigh: [
      { package: 'CO-1-1', mark: 'DRUM 1', area: 'A' },
      { package: 'CO-1-2', mark: 'DRUM 2', area: 'A' },
    ],
  });
  const weighed = store.reweigh('CO-1-1', 250);
  expect(Object.keys(weighed)).toEqual(['weighing', 'number', 'package']);
  expect(viewStocktakes(store.book)[0]).toMatchObject({
    toFind: [{ package: 'CO-1-2' }],
    toWeigh: [{ package: 'CO-1-2' }],
  });
  expect(textOf(store)).not.toMatch(/268|250|Mg|Kg/);
});

it('the recount lists what to look for, one like the other: missing, off or extra', () => {
  const store = new Store(3);
  store.ordered();
  store.draw(names(1));
  store.reweigh('CO-1-1', 250);
  store.count('scan', ['CO-1-2', 'KEG 5']);
  store.count('absent', names(3));
  expect(store.close()).toEqual({ stocktake: 'ST-1', recount: true });
  const [view] = viewStocktakes(store.book);
  expect(view?.toFind.map(({ mark }) => mark).sort()).toEqual(['DRUM 1', 'DRUM 3', 'KEG 5']);
  expect(view?.toWeigh.map(({ mark }) => mark)).toEqual(['DRUM 1']);
  expect(view).toMatchObject({ round: 2, countersBefore: ['ann'], result: null });
  expect(textOf(store)).not.toMatch(/absent|extra|off|Mg|250/);
});

it('on the own plan the screen says how many make a sample', () => {
  const store = new Store(3);
  store.planned();
  store.reweigh('CO-1-1', 268);
  expect(viewStocktakes(store.book)[0]?.ownSample).toEqual({ due: 3, weighed: 1 });
});
