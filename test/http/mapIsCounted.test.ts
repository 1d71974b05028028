// The map: everything that stands in an area is counted once, and after each change counted right again, lot by lot.
import { expect, it } from 'vitest';
import type { AreaView } from '../../agent/core/views/lookupViews.ts';
import { LOTS_PER_AREA, type LotCounts, viewAreas } from '../../agent/core/views/areaView.ts';
import { CaseDock, epcOf } from '../core/caseScenes.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import { names, Store } from '../core/stocktakeScenes.ts';
import { answered, Archive } from './lookUpScenes.ts';

async function areas(archive: Archive): Promise<Record<string, AreaView>> {
  const all = await answered(archive.lookUp.areas());
  return Object.fromEntries(all.map((one) => [one.area ?? 'none', one]));
}

const EMPTY = {
  packages: 0,
  held: 0,
  stored: 0,
  undecided: 0,
  frozen: 0,
  quarantined: 0,
  leaving: 0,
  provedSinceWallMs: null,
  lots: [],
  lotsLeftOut: 0,
};

it('an empty base shows its areas, with their names, and one for what has no place', async () => {
  const all = await answered(new Archive().keep(new CaseDock().ledger.entries).lookUp.areas());
  expect(all).toEqual([
    { area: 'A', name: { en: 'Hall A', ja: 'A棟' }, ...EMPTY },
    { area: 'B', name: { en: 'Hall B', ja: 'B棟' }, ...EMPTY },
    { area: null, name: null, ...EMPTY },
  ]);
});

it('follows every change from the first look on: moved, frozen, set apart, in another area', async () => {
  const store = new Store(4);
  const archive = new Archive().keep(store.dock.ledger.entries);
  const now = (): Promise<Record<string, AreaView>> => areas(archive.keep(store.dock.ledger.entries));
  expect((await now())['A']).toMatchObject({
    packages: 4,
    stored: 4,
    held: 0,
    lots: [{ lot: 'CO-1', commodity: 'Co', form: 'cobalt-metal', ownership: 'national', packages: 4 }],
  });
  store.move('B', names(4));
  store.quarantine('CO-1-3');
  expect((await now())['A']).toMatchObject({ packages: 3, stored: 2, quarantined: 1 });
  expect((await now())['B']).toMatchObject({ packages: 1, stored: 1, lots: [{ packages: 1 }] });
  store.ordered();
  expect((await now())['A']).toMatchObject({ packages: 3, stored: 0, undecided: 0, frozen: 3, quarantined: 1 });
  expect((await now())['B']).toMatchObject({ frozen: 0 });
  store.move('X-9', names(4));
  const after = await now();
  expect(after['B']).toMatchObject(EMPTY);
  expect(after['X-9']).toMatchObject({ name: null, packages: 1 });
  expect(after['none']).toMatchObject(EMPTY);
});

it('held without a place, while it is received and while it is decided', async () => {
  const dock = CaseDock.judged(268, 238);
  const archive = new Archive().keep(dock.ledger.entries);
  expect((await areas(archive))['none']).toMatchObject({
    packages: 2,
    held: 1,
    stored: 0,
    lots: [{ packages: 2, held: 1 }],
  });
  dock.decide('return', [dock.finding('WEIGHT_LOW')]);
  expect((await areas(archive.keep(dock.ledger.entries)))['none']).toMatchObject({ packages: 1, held: 0, stored: 1 });
});

it('a change while it is counted for the first time is in the answer', async () => {
  const dock = new CaseDock();
  const numbers = Array.from({ length: 300 }, (_, index) => index + 1);
  dock.order(notice(numbers.map((n) => drum(n))));
  dock.open();
  for (const n of numbers) dock.weigh(268, [epcOf(n)]);
  const archive = new Archive().keep(dock.ledger.entries.slice(0, -1));
  archive.meanwhile = () => void archive.keep(dock.ledger.entries);
  expect((await areas(archive))['none']).toMatchObject({ packages: 300, lots: [{ packages: 300 }] });
});

it('twenty who look at once share one count, and the next look reads nothing that has not changed', async () => {
  const store = new Store(3);
  const archive = new Archive().keep(store.dock.ledger.entries);
  await Promise.all(Array.from({ length: 20 }, () => archive.lookUp.areas()));
  const { turns } = archive;
  expect(turns).toBeLessThan(20);
  await areas(archive);
  expect(archive.turns).toBe(turns);
  store.move('B', names(1));
  archive.keep(store.dock.ledger.entries);
  await areas(archive);
  expect(archive.turns).toBe(turns + 1);
});

it('after the disk has failed with an outcome unknown, everything is counted anew', async () => {
  const store = new Store(2);
  const archive = new Archive().keep(store.dock.ledger.entries);
  await areas(archive);
  archive.ledger.rebuildBook();
  const { turns } = archive;
  expect((await areas(archive))['A']).toMatchObject({ packages: 2 });
  expect(archive.turns).toBeGreaterThan(turns + 3);
});

it('of very many lots in one area those proved longest ago are listed first, and all are counted', () => {
  const lots = new Map<string, LotCounts>(
    Array.from({ length: LOTS_PER_AREA + 5 }, (_, n) => [
      `L-${n}`,
      new Map([
        [
          'A',
          {
            packages: n + 1,
            held: 0,
            stored: n + 1,
            undecided: 0,
            frozen: 0,
            quarantined: 0,
            leaving: 0,
            provedSinceWallMs: n === 7 ? null : 1_000 - n,
          },
        ],
      ]),
    ]),
  );
  const lotOf = (): never => ({ commodity: 'Co', form: 'cobalt-metal', ownership: 'national' }) as never;
  const [area] = viewAreas(lots, { areas: [{ area: 'A', name: { en: 'A', ja: 'A' } }], lotOf });
  expect(area).toMatchObject({ packages: (205 * 206) / 2, lotsLeftOut: 5 });
  expect(area?.lots).toHaveLength(LOTS_PER_AREA);
  expect(area?.lots.slice(0, 2)).toMatchObject([
    { lot: 'L-7', provedSinceWallMs: null },
    { lot: 'L-204', packages: 205, provedSinceWallMs: 796 },
  ]);
  expect(area?.provedSinceWallMs).toBeNull();
});
