// Packages that were weighed together, by a lorry or on a pallet, are weighed one by one later: each is within the
// bound of the whole, all of them together are far outside it, and nobody hears of it.
import { beforeAll, describe, expect, it } from 'vitest';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import { decideCount } from '../../agent/core/stocktake/countPackages.ts';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { releaseOrder } from './releaseScenes.ts';
import { MultiStationBase } from './multiStationBase.ts';

const BAGS = Array.from({ length: 10 }, (_, index) => `MN-1-${index + 1}`);
/** 1,500 kg in steps of half a kilogram: it sees 60 kg well. */
const PLATFORM = { ...SCALE, ranges: [{ maxMg: 1_500 * KG, minMg: 10 * KG, intervalMg: 500_000 }] };
const tagOf = (index: number): string => `AA00000000000000000000${String(index).padStart(2, '0')}`;

/** Ten bags of 1,020 kg came on one lorry, and were right: 10,180 kg net between the passes. */
function tenBags(): MultiStationBase {
  const base = new MultiStationBase();
  const bags = BAGS.map((name, index) =>
    drum(0, {
      package: name,
      mark: `BAG ${index + 1}`,
      epcHex: tagOf(index),
      grossMg: 1_020 * KG,
      tareMg: 2 * KG,
    }),
  );
  base.order(notice(bags, { lot: 'MN-1', commodity: 'Mn', form: 'ferro-manganese', packaging: 'big-bag' }));
  const visit = base.arrive('TK 1');
  base.pass(visit, 22_200);
  const unloaded = base.unload(visit, 'MN-1');
  base.pass(visit, 12_000);
  expect(base.closeAt('job' in unloaded ? String(unloaded['job']) : '')).toMatchObject({ verdict: 'verified' });
  return base;
}

describe('ten bags of one lorry leave, each 60 kg lighter than its share', () => {
  let base: MultiStationBase;

  beforeAll(() => {
    base = tenBags();
    base.order(releaseOrder({ kind: 'by-lot', lot: 'MN-1', count: null }), { order: 'rel' });
    const job = base.openAt('dock-1', 'rel');
    for (const index of BAGS.keys()) {
      base.place(960, { scale: PLATFORM, tags: [tagOf(index)] });
      // Whoever is asked for a name gives it.
      base.scan(`BAG ${index + 1}`);
      base.lift();
    }
    base.closeAt(job, 'ann');
    base.closeAt(job, 'bob');
  });

  it('were all weighed on the way out', () => {
    const out = base.bodies('weighing').filter(({ purpose }) => purpose === 'dispatch');
    expect(out.map(({ grossMg }) => grossMg)).toEqual(BAGS.map(() => 960 * KG));
  });

  it('and that is a finding', () => {
    expect(base.findings('MN-1')).not.toEqual([]);
  });
});

describe('a stocktake weighs all ten bags of one lorry, each 65 kg lighter than its share', () => {
  let base: MultiStationBase;
  let job = '';
  const person = (): { id: string; operator: string } => ({
    id: base.id(),
    operator: 'ann',
  });

  beforeAll(() => {
    base = tenBags();
    const scope = { kind: 'base-scope' as const };
    base.order({ kind: 'stocktake-order', stocktake: 'ST-1', scope }, { order: 'count' });
    job = base.openAt('dock-1', 'count');
    const codes = BAGS;
    base.act((book) => decideCount({ ...person(), stocktake: 'ST-1', codes, how: 'scan' }, book));
    base.order({ kind: 'stocktake-sample', stocktake: 'ST-1', packages: BAGS });
    for (const [index, name] of BAGS.entries()) {
      const load = { kind: 'sample' as const, package: name };
      const scales = [{ station: 'dock-1', scale: PLATFORM, fitnessSharePpm: null }];
      const at = { station: 'dock-1', stationKnown: true, weighing: null, scales };
      base.act((book) => decideAnnounceLoad({ ...person(), ...at, load }, book));
      base.place(955, { scale: PLATFORM, tags: [tagOf(index)] });
      base.lift();
    }
  });

  it('has weighed them all', () => {
    expect(base.bodies('weighing').filter(({ purpose }) => purpose === 'sample')).toHaveLength(10);
  });

  it('and does not agree', () => {
    expect(base.closeAt(job)).not.toMatchObject({ agrees: true });
  });
});

describe('four drums of one pallet leave, each 3 kg lighter than its share', () => {
  let base: MultiStationBase;

  beforeAll(() => {
    base = new MultiStationBase();
    const drums = [1, 2, 3, 4].map((n) => drum(n));
    base.order(notice(drums));
    const job = base.openAt('dock-1', 'order-CO-1');
    base.form(drums.map(({ package: name }) => name));
    base.place(1_092, { scale: PLATFORM });
    base.lift();
    expect(base.closeAt(job)).toMatchObject({ verdict: 'verified' });
    base.order(releaseOrder({ kind: 'by-lot', lot: 'CO-1', count: null }), { order: 'rel' });
    const release = base.openAt('dock-1', 'rel');
    for (const one of drums) {
      base.place(265, { scale: PLATFORM, tags: [one.epcHex] });
      base.scan(one.mark);
      base.lift();
    }
    base.closeAt(release, 'ann');
    base.closeAt(release, 'bob');
  });

  it('were all weighed on the way out', () => {
    expect(base.bodies('weighing').filter(({ purpose }) => purpose === 'dispatch')).toHaveLength(4);
  });

  it('and that is a finding', () => {
    expect(base.findings()).not.toEqual([]);
  });
});
