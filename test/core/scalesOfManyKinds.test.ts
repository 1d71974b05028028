// Multi-interval and multiple-range scales, classes II and IIII: the bound is that of the range that was displayed.
import { describe, expect, it } from 'vitest';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { KG, ScaleBench, SETTINGS } from './loads.ts';
import { MultiStationBase } from './multiStationBase.ts';

const G = 1_000;
/** OIML R 76-1 3.3: up to 300 kg in steps of 0.1 kg, above in steps of 0.2 kg. */
const MULTI_INTERVAL: ScaleFacts = {
  ...SCALE,
  instrument: 'multi-interval',
  ranges: [
    { maxMg: 300 * KG, minMg: 2 * KG, intervalMg: 100_000 },
    { maxMg: 600 * KG, minMg: 2 * KG, intervalMg: 200_000 },
  ],
};
/** T.3.2.7: two ranges from zero, and the scale says in which it stands. */
const MULTIPLE_RANGE: ScaleFacts = {
  ...MULTI_INTERVAL,
  instrument: 'multiple-range',
  ranges: [
    { maxMg: 300 * KG, minMg: 2 * KG, intervalMg: 100_000 },
    { maxMg: 600 * KG, minMg: 4 * KG, intervalMg: 200_000 },
  ],
};
const CLASS_II: ScaleFacts = {
  ...SCALE,
  instrument: 'class-ii',
  class: 'II',
  ranges: [{ maxMg: 30 * KG, minMg: 50 * G, intervalMg: 1_000 }],
  unit: 'g',
  decimals: 0,
};
const CLASS_IIII: ScaleFacts = {
  ...SCALE,
  instrument: 'class-iiii',
  class: 'IIII',
  ranges: [{ maxMg: 1_000 * KG, minMg: 10 * KG, intervalMg: KG }],
  decimals: 0,
};

function weighed(
  grossKg: number,
  {
    scale,
    range = 0,
    declaredKg,
    limitMg = 0,
  }: { scale: ScaleFacts; range?: number; declaredKg: number; limitMg?: number },
) {
  const base = new MultiStationBase();
  base.order(
    notice([drum(1, { grossMg: declaredKg * KG, tareMg: KG })], {
      weighed: { intervalMg: 200, class: 'III', limitMg, lastDigitMg: 0 },
    }),
  );
  base.open();
  base.place(grossKg, { scale, range, tags: [drum(1).epcHex] });
  return { comparison: base.packages()[0]?.comparison, findings: base.findings().map(([code]) => code) };
}

describe('the bound follows the range that was displayed', () => {
  it.each([
    // 268 kg is 2,680 e of 0.1 kg: three e. 320 kg is 1,600 e of 0.2 kg: two e.
    ['multi-interval, fine range', MULTI_INTERVAL, 0, 268, 300_000, 50_000],
    ['multi-interval, coarse range', MULTI_INTERVAL, 1, 320, 400_000, 100_000],
    ['multiple-range, a light load in the coarse range', MULTIPLE_RANGE, 1, 90, 200_000, 100_000],
    ['multiple-range, the same load in the fine range', MULTIPLE_RANGE, 0, 90, 200_000, 50_000],
    // R 76-1 Table 6, class II: one e to 5,000 e, two to 20,000, three above.
    ['class II, 5,000 e', CLASS_II, 0, 5, 1_000, 500],
    ['class II, 20,000 e', CLASS_II, 0, 20, 2_000, 500],
    ['class II, 25,000 e', CLASS_II, 0, 25, 3_000, 500],
    // Class IIII: one e to 50 e, two to 200, three above.
    ['class IIII, 50 e', CLASS_IIII, 0, 50, KG, 500_000],
    ['class IIII, 200 e', CLASS_IIII, 0, 200, 2 * KG, 500_000],
    ['class IIII, 268 e', CLASS_IIII, 0, 268, 3 * KG, 500_000],
  ])('%s', (_name, scale, range, kg, scaleBoundMg, roundingMg) => {
    expect(weighed(kg, { scale, range, declaredKg: kg }).comparison).toMatchObject({
      scaleBoundMg,
      roundingMg,
      toleranceMg: scaleBoundMg + roundingMg,
    });
  });

  it('exactly at the tolerance agrees, one milligram of the other’s limit less does not', () => {
    const at = { scale: MULTI_INTERVAL, declaredKg: 267 };
    expect(weighed(268, { ...at, limitMg: 650_000 }).findings).toEqual([]);
    expect(weighed(268, { ...at, limitMg: 649_999 }).findings).toEqual(['WEIGHT_HIGH']);
  });

  it('two scales of one lot each bring their own bound', () => {
    const base = new MultiStationBase();
    base.order(notice([drum(1), drum(2)]));
    base.open();
    base.place(268, { tags: [drum(1).epcHex] });
    base.place(268, { scale: CLASS_IIII, tags: [drum(2).epcHex] });
    base.lift();
    base.close();
    const [one, two] = base.packages().map(({ comparison }) => comparison?.toleranceMg ?? 0);
    expect([one, two, base.verdict()?.linearBoundMg]).toEqual([1_000_000, 4_000_000, 5_000_000]);
  });
});

describe('what a scale of several ranges may show', () => {
  const settings = { ...SETTINGS, scale: { ranges: MULTI_INTERVAL.ranges, unit: 'kg' as const, decimals: 1 } };

  it('a value on the grid of its own range alone', () => {
    expect(new ScaleBench(settings).zero().show(268.1, 1_500).grams()).toEqual([268_100]);
    expect(new ScaleBench(settings).zero().show(320.1, 1_500).grams()).toEqual([]);
    expect(
      new ScaleBench(settings)
        .zero()
        .show(320.2, 1_500)
        .captures.map(({ range }) => range),
    ).toEqual([1]);
  });

  it('the range the device names decides, also for a load that the finer one could hold', () => {
    expect(
      new ScaleBench(settings)
        .zero()
        .show(90.2, 1_500, { range: 2 })
        .captures.map(({ range }) => range),
    ).toEqual([1]);
    expect(new ScaleBench(settings).zero().show(90.1, 1_500, { range: 2 }).grams()).toEqual([]);
    expect(new ScaleBench(settings).zero().show(90.2, 1_500, { range: 3 }).grams()).toEqual([]);
  });
});
