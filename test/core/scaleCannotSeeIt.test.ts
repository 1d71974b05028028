// Whatever the scale, the goods, the shares and the way to weigh: no lot is verified by what could not see it, and an
// honest delivery on a scale that can see it is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asMassMg } from '../../drivers/contract/mass.ts';
import { deliver, fitnessScene, oracle, sceneNotice } from './fitnessScenes.ts';
import { BRIDGE, MultiStationBase } from './multiStationBase.ts';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';
import { Store } from './stocktakeScenes.ts';
import { KG } from './loads.ts';

it('a lot is verified if scale and papers are fit for it, and never else', () => {
  fc.assert(
    fc.property(fitnessScene, (scene) => {
      const base = new MultiStationBase();
      base.order(sceneNotice(scene, 'L-1'));
      deliver(base, scene, 'L-1');
      const { scaleFit, papersFit } = oracle(scene);
      expect(base.verdict('L-1')?.verdict).toBe(scaleFit && papersFit ? 'verified' : 'discrepant');
      const codes = new Set(base.findings('L-1').map(([code]) => code));
      expect(codes).toEqual(
        new Set([...(scaleFit ? [] : ['SCALE_TOO_COARSE']), ...(papersFit ? [] : ['NOTICE_TOO_COARSE'])]),
      );
    }),
    { numRuns: 400 },
  );
});

it('papers that could not tell: our figure stands, and headquarters accepts the lot', () => {
  const base = new MultiStationBase();
  const weighed = { intervalMg: 10 * KG, class: 'III' as const, limitMg: null, lastDigitMg: 10 * KG };
  base.order(notice([drum(1), drum(2)], { weighed }));
  base.open();
  for (const n of [1, 2]) base.place(262, { tags: [drum(n).epcHex] });
  base.lift();
  expect(base.close()).toMatchObject({ verdict: 'discrepant' });
  expect(base.findings()).toEqual([['NOTICE_TOO_COARSE', null]]);
  const [finding] = base.book.where('finding', 'lot', 'CO-1');
  const { epoch = '', seq = 0, hash = '' } = finding ?? {};
  base.order({
    kind: 'decision',
    findings: [{ epoch, seq, hash }],
    decision: 'accept',
    adjust: [],
    adopt: null,
    recognise: null,
    note: 'the consignor has no finer scale',
  });
  expect(base.book.get('lot', 'CO-1')?.state).toBe('closed');
  expect(base.packages().map(({ state, grossMg }) => [state, grossMg])).toEqual([
    ['stored', 262 * KG],
    ['stored', 262 * KG],
  ]);
});

describe('the record says what it was judged by', () => {
  function recorded(noticePpm: number | null, sitePpm: number | null): (number | null)[] {
    const base = new MultiStationBase();
    base.siteSharePpm = sitePpm;
    base.order(notice([drum(1)], { fitnessSharePpm: noticePpm }));
    base.open();
    base.place(268);
    const [weighing] = base.bodies('weighing');
    return [weighing?.ownPartMg ?? null, weighing?.fitnessSharePpm ?? null];
  }

  it.each([
    [null, null, 10_000],
    [30_000, null, 30_000],
    [null, 2_000, 2_000],
    [3_000, 20_000, 3_000],
  ])('notice %s, site %s: %s', (noticePpm, sitePpm, applied) => {
    // 268 kg are 1,340 e of 0.2 kg: 2 e, and half an e.
    expect(recorded(noticePpm, sitePpm)).toEqual([500_000, applied]);
  });
});

describe('of two weighings that agree the finer one gives the mass', () => {
  const FINE = { ...SCALE, instrument: 'fine', ranges: [{ maxMg: 600 * KG, minMg: 1 * KG, intervalMg: 20_000 }] };

  it('a sample on a finer scale does, a coarser one does not', () => {
    const store = new Store(2);
    store.ordered();
    store.draw(['CO-1-1', 'CO-1-2']);
    store.reweigh('CO-1-1', 268.2, { scale: FINE });
    store.reweigh('CO-1-2', 268.2, { scale: { ...SCALE, instrument: 'other' } });
    expect([store.package('CO-1-1')?.grossMg, store.package('CO-1-2')?.grossMg]).toEqual([268_200_000, 268 * KG]);
    expect(store.package('CO-1-1')?.limitMg).toBe(asMassMg(70_000));
  });

  it('a sample on a scale that cannot see it is none', () => {
    const store = new Store(1);
    store.ordered();
    store.draw(['CO-1-1']);
    store.reweigh('CO-1-1', 260, { scale: BRIDGE });
    expect(store.book.get('count', 'ST-1/CO-1-1')?.weighed.filter((one) => one !== null)).toEqual([]);
    expect(store.package('CO-1-1')?.grossMg).toBe(268 * KG);
  });

  it('a dispatch on a finer scale does, until it is taken back', () => {
    const dock = ReleaseDock.opened({ kind: 'by-lot', lot: 'CO-1', count: null }, 1);
    dock.pick('DRUM 1');
    dock.weigh(268.2, [EPC(1)], { scale: FINE });
    expect(dock.package('CO-1-1')).toMatchObject({ state: 'staged', grossMg: 268_200_000, netMg: 250_200_000 });
    dock.reverse(dock.onScale ?? '');
    expect(dock.package('CO-1-1')).toMatchObject({ state: 'picked', grossMg: 268 * KG, limitMg: 500_000 });
  });

  it('a dispatch on a scale that cannot see it stages nothing', () => {
    const dock = ReleaseDock.opened({ kind: 'by-lot', lot: 'CO-1', count: null }, 1);
    dock.pick('DRUM 1');
    dock.weigh(260, [EPC(1)], { scale: BRIDGE });
    expect(dock.package('CO-1-1')).toMatchObject({ state: 'picked', held: true, grossMg: 268 * KG });
    expect(dock.openCodes()).toEqual(['SCALE_TOO_COARSE']);
  });
});
