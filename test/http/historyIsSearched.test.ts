// Somebody asks who weighed what and when: by lot, package, order, instrument, person and time, a page at a time,
// newest first.
import { describe, expect, it } from 'vitest';
import { CaseDock, epcOf } from '../core/caseScenes.ts';
import { drum, notice, SCALE } from '../core/intakeScenes.ts';
import { KG } from '../core/loads.ts';
import { names, Store } from '../core/stocktakeScenes.ts';
import { BRIDGE, MultiStationBase } from '../core/multiStationBase.ts';
import { ANN, answered, Archive, MINUTE_MS } from './lookUpScenes.ts';
import type { WeighingQuery } from '../../agent/services/agentApi.ts';

async function marks(archive: Archive, query: WeighingQuery): Promise<(string | null)[]> {
  const { weighings } = await answered(archive.lookUp.weighings(query, ANN));
  return weighings.map(({ mark }) => mark);
}

/** Lots CO-1 of three drums and NI-9 of one; the third drum came over another scale. */
function twoLots(): Archive {
  const dock = new CaseDock();
  dock.order(notice([drum(1), drum(2), drum(3)]));
  dock.order(notice([drum(91, { package: 'NI-9-1', mark: 'DRUM 1' })], { lot: 'NI-9', commodity: 'Ni' }));
  dock.open();
  dock.weigh(268, [epcOf(1)]);
  dock.weigh(268, [epcOf(2)]);
  dock.weigh(268, [epcOf(3)], { scale: { ...SCALE, instrument: 'scale-2' } });
  dock.onScale = null;
  dock.close();
  dock.open('NI-9');
  dock.weigh(268, [drum(91).epcHex]);
  return new Archive().keep(dock.ledger.entries);
}

describe('one filter', () => {
  it.each<[string, WeighingQuery, string[]]>([
    ['none', {}, ['DRUM 1', 'DRUM 3', 'DRUM 2', 'DRUM 1']],
    ['lot', { lot: 'CO-1' }, ['DRUM 3', 'DRUM 2', 'DRUM 1']],
    ['package id', { package: 'CO-1-2' }, ['DRUM 2']],
    ['EPC', { package: epcOf(3).toLowerCase() }, ['DRUM 3']],
    ['a mark that two packages bear', { package: 'DRUM 1' }, ['DRUM 1', 'DRUM 1']],
    ['order', { order: 'order-NI-9' }, ['DRUM 1']],
    ['instrument', { instrument: 'scale-2' }, ['DRUM 3']],
    ['operator', { operator: 'ann' }, ['DRUM 1', 'DRUM 3', 'DRUM 2', 'DRUM 1']],
    ['somebody else', { operator: 'bob' }, []],
    ['an unknown lot', { lot: 'ZZ' }, []],
    ['an unknown package', { package: 'ZZ' }, []],
    ['an unknown order', { order: 'ZZ' }, []],
    ['lot and instrument', { lot: 'CO-1', instrument: 'scale-2' }, ['DRUM 3']],
    ['mark and lot', { package: 'DRUM 1', lot: 'NI-9' }, ['DRUM 1']],
    ['order and lot that do not belong together', { order: 'order-NI-9', lot: 'CO-1' }, []],
    ['order and package that do not belong together', { order: 'order-NI-9', package: 'CO-1-2' }, []],
  ])('%s', async (_name, query, expected) => {
    expect(await marks(twoLots(), query)).toEqual(expected);
  });
});

it('a time: from and to, both included, by every way of finding', async () => {
  const archive = twoLots();
  const { weighings } = await answered(archive.lookUp.weighings({}, ANN));
  const [, third, second] = weighings;
  for (const way of [{}, { lot: 'CO-1' }, { order: 'order-CO-1' }]) {
    const query = { ...way, fromMs: second?.atWallMs ?? 0, toMs: third?.atWallMs ?? 0 };
    expect(await marks(archive, query), JSON.stringify(way)).toEqual(['DRUM 3', 'DRUM 2']);
    expect(await marks(archive, { ...query, toMs: (third?.atWallMs ?? 0) - MINUTE_MS / 2 })).toEqual(['DRUM 2']);
  }
});

it('a line says what it was, and no answer holds a declared weight', async () => {
  const archive = twoLots();
  const { weighings } = await answered(archive.lookUp.weighings({ instrument: 'scale-2' }, ANN));
  expect(weighings).toEqual([
    {
      weighing: expect.any(String) as string,
      seq: expect.any(Number) as number,
      number: 1,
      instrument: 'scale-2',
      station: 'dock-1',
      atWallMs: expect.any(Number) as number,
      purpose: 'intake',
      basis: 'single',
      grossKg: '268',
      package: 'CO-1-3',
      mark: 'DRUM 3',
      lot: 'CO-1',
      order: 'order-CO-1',
      operator: 'ann',
      state: 'bound',
      blind: false,
    },
  ]);
});

it('a load that was named later is found by its package and its lot', async () => {
  const dock = new CaseDock();
  dock.order(notice([drum(1), drum(2)]));
  dock.open();
  dock.weigh(268);
  dock.identify('DRUM 2');
  const archive = new Archive().keep(dock.ledger.entries);
  expect(await marks(archive, { package: 'CO-1-2' })).toEqual(['DRUM 2']);
  expect(await marks(archive, { lot: 'CO-1' })).toEqual(['DRUM 2']);
});

it('goods that nobody announced are found by what was read on them', async () => {
  const yard = new MultiStationBase();
  yard.unannounced();
  yard.place(120);
  yard.hold('KEG 7');
  const archive = new Archive().keep(yard.ledger.entries);
  const { weighings } = await answered(archive.lookUp.weighings({ package: 'KEG 7' }, ANN));
  expect(weighings).toMatchObject([{ state: 'foreign', package: null, mark: null, lot: null, grossKg: '120' }]);
});

it('a pallet is found by each of its drums, and both passes of a vehicle by lot and order', async () => {
  const yard = new MultiStationBase();
  yard.order(notice([drum(1), drum(2)]));
  yard.order(
    notice(
      [drum(0, { package: 'MN-1-1', mark: 'BAG', epcHex: 'AA'.repeat(12), grossMg: 1_020 * KG, tareMg: 2 * KG })],
      { lot: 'MN-1' },
    ),
  );
  yard.open();
  yard.form(['DRUM 1', 'DRUM 2']);
  yard.place(556);
  yard.lift();
  const visit = yard.arrive('TK 12-34');
  yard.pass(visit, 13_020);
  yard.unload(visit, 'MN-1', []);
  yard.pass(visit, 12_000);
  const archive = new Archive().keep(yard.ledger.entries);
  const found = async (query: WeighingQuery): Promise<string[]> =>
    (await answered(archive.lookUp.weighings(query, ANN))).weighings.map(
      ({ basis, instrument }) => `${basis} ${instrument}`,
    );
  expect(await found({ package: 'CO-1-2' })).toEqual([`group ${SCALE.instrument}`]);
  const passes = [`vehicle ${BRIDGE.instrument}`, `vehicle ${BRIDGE.instrument}`];
  expect(await found({ lot: 'MN-1' })).toEqual(passes);
  expect(await found({ order: 'order-MN-1' })).toEqual(passes);
});

it('what a stocktake weighed is found by its order', async () => {
  const store = new Store(2);
  store.ordered();
  store.draw(names(1));
  store.reweigh('CO-1-1', 268);
  const archive = new Archive().keep(store.dock.ledger.entries);
  const { weighings } = await answered(archive.lookUp.weighings({ order: store.record()?.order ?? '' }, ANN));
  expect(weighings).toMatchObject([{ purpose: 'sample', package: 'CO-1-1', blind: true, grossKg: null }]);
});

it('what counting hides is hidden in lines and records, from all but a pure auditor', async () => {
  const store = new Store(2);
  store.ordered();
  const archive = new Archive().keep(store.dock.ledger.entries);
  for (const roles of [['operator'], ['supervisor'], ['technician'], ['auditor', 'operator']] as const) {
    const { weighings } = await answered(archive.lookUp.weighings({ lot: 'CO-1' }, { operator: 'x', roles }));
    expect(weighings.map(({ blind, grossKg }) => [blind, grossKg])).toEqual([
      [true, null],
      [true, null],
    ]);
    const one = await answered(archive.lookUp.weighing(weighings[0]?.weighing ?? '', { operator: 'x', roles }));
    expect(one).toMatchObject({
      blind: true,
      grossKg: null,
      netKg: null,
      tareKg: null,
      ownPartKg: null,
      window: { rawHex: '' },
    });
    expect(JSON.stringify([weighings, one])).not.toMatch(/268|250|"5354"/);
  }
  const seen = await answered(archive.lookUp.weighings({ lot: 'CO-1' }, { operator: 'aya', roles: ['auditor'] }));
  expect(seen.weighings.map(({ blind, grossKg }) => [blind, grossKg])).toEqual([
    [false, '268'],
    [false, '268'],
  ]);
});
