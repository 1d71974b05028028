// Material is taken out of a drum: how much one person may take without anybody's word, and what the drum counts for
// afterwards.
import { describe, expect, it } from 'vitest';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import { decideAllowRemoval } from '../../agent/core/loads/removedMaterial.ts';
import { decideReseal } from '../../agent/core/cases/packageCare.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import { DOCK_SCALES, SCALE, drum, type Dock } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { EPC, ORDER, ReleaseDock, releaseOrder } from './releaseScenes.ts';
import { type Outcome, Store } from './stocktakeScenes.ts';

/** A balance for what is taken out. */
const BALANCE: ScaleFacts = {
  ...SCALE,
  instrument: 'balance',
  ranges: [{ maxMg: 6 * KG, minMg: 40_000, intervalMg: 2_000 }],
  decimals: 3,
};

/** Ann says that she takes it out of CO-1-1, and weighs it. */
function takeOut(
  dock: Dock,
  kg: number,
  {
    scale = SCALE,
    sealBefore = 'S-1',
    sealAfter = 'S-2',
    from = 'CO-1-1',
  }: { scale?: ScaleFacts; sealBefore?: string; sealAfter?: string | null; from?: string } = {},
): Outcome {
  const load = { kind: 'removal', package: from, reason: 'dust', sealBefore, sealAfter } as const;
  const event = {
    id: dock.id(),
    operator: 'ann',
    station: 'dock-1',
    weighing: null,
    stationKnown: true,
    scales: DOCK_SCALES,
  };
  const announced = dock.act((book) => decideAnnounceLoad({ ...event, load }, book));
  const weighed = 'refusal' in announced ? announced : dock.weigh(kg, [], { scale });
  dock.onScale = null;
  return weighed;
}

it('lets one person take a sample of half a kilogram', () => {
  const { dock } = new Store(2);
  takeOut(dock, 0.5, { scale: BALANCE });
  expect(dock.ledger.kinds()).toContain('material-removed');
});

it('does not let one person take nearly all of a drum in silence', () => {
  const { dock } = new Store(2);
  const taken = takeOut(dock, 249);
  const result = dock.findings().some(([code, name]) => code === 'THEFT_SUSPECTED' && name === 'CO-1-1');
  expect('refusal' in taken || result).toBe(true);
});

it('counts a drum with what is left in it when it leaves', () => {
  const dock = new ReleaseDock().stock([drum(1)]);
  takeOut(dock, 1, { scale: BALANCE });
  dock.order(releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] }), { order: ORDER });
  dock.openRelease();
  dock.pick('CO-1-1');
  dock.weigh(267, [EPC(1)]);
  dock.onScale = null;
  dock.closeBy('ann');
  dock.closeBy('sue');
  expect(dock.bodies('release-closed')[0]?.netMg).toBe(249 * KG);
});

describe('a drum with a seal', () => {
  function sealed(): Store {
    const store = new Store(1);
    const person = { id: store.dock.id(), operator: 'ann', package: 'CO-1-1' };
    store.dock.act((book) => decideReseal({ ...person, reason: 'reseal', sealBefore: null, sealAfter: 'S-1' }, book));
    return store;
  }

  it('bears the seal that was put on', () => {
    expect(sealed().package('CO-1-1')?.seal).toBe('S-1');
  });

  it('is not opened without saying which seal it bears then', () => {
    const { dock } = sealed();
    takeOut(dock, 0.5, { scale: BALANCE, sealAfter: null });
    expect(dock.ledger.kinds()).not.toContain('material-removed');
  });
});

it('a second person who says so before lets more be taken, once', () => {
  const { dock } = new Store(2);
  const allow = { id: dock.id(), operator: 'bob', package: 'CO-1-1' };
  dock.act((book) => decideAllowRemoval(allow, book));
  takeOut(dock, 2, { scale: BALANCE });
  expect(dock.findings()).toEqual([]);
  expect(dock.ledger.entries.at(-1)).toMatchObject({ kind: 'material-removed', body: { allowedBy: 'bob' } });
  takeOut(dock, 1, { scale: BALANCE, sealBefore: 'S-2', sealAfter: 'S-3' });
  expect(dock.findings()).toEqual([['THEFT_SUSPECTED', 'CO-1-1']]);
});

it('nobody allows himself', () => {
  const { dock } = new Store(2);
  dock.act((book) => decideAllowRemoval({ id: dock.id(), operator: 'ann', package: 'CO-1-1' }, book));
  takeOut(dock, 2, { scale: BALANCE });
  expect(dock.findings()).toEqual([['THEFT_SUSPECTED', 'CO-1-1']]);
});

it('one person takes little from each of many drums, and the sixth kilogram in 30 days parks its drum', () => {
  const { dock } = new Store(6);
  for (let n = 1; n <= 6; n += 1) takeOut(dock, 1, { scale: BALANCE, from: `CO-1-${n}` });
  expect(dock.findings()).toEqual([['THEFT_SUSPECTED', 'CO-1-6']]);
});
