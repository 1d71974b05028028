// The tolerance arithmetic against worked cases (rounding excluded there, as in the sources).
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { arrivalExpectation, compareWithExpectation } from '../../agent/core/weight/comparisons.ts';
import type { ConsignorScale } from '../../agent/core/model/intakeNotice.ts';
import type { Comparison } from '../../agent/core/model/weighingEvidence.ts';
import {
  type ErrorSource,
  honestSpreadMg,
  inServiceBoundMg,
  rangeIndex,
  withinTolerance,
} from '../../agent/core/weight/tolerance.ts';
import { asMassMg } from '../../drivers/contract/mass.ts';
import { KG } from './loads.ts';

const scale = (intervalKg: number, accuracy: 'II' | 'III' | 'IIII' = 'III') => ({
  class: accuracy,
  intervalMg: Math.round(intervalKg * KG),
});
/** A weighing of our own against a consignor's word. */
function compareGross(
  measured: Parameters<typeof compareWithExpectation>[0],
  { grossMg, weighed }: { grossMg: number; weighed: ConsignorScale },
): Comparison {
  const announced = { package: 'P', epcHex: null, mark: 'P', grossMg, tareMg: 0, tareToleranceMg: null, pallet: null };
  return compareWithExpectation(
    measured,
    arrivalExpectation({ announced, earlier: null, removedMg: 0, bookedMg: 0, removedLimitMg: 0 }, { weighed }),
  );
}
const repeat = (bound: number, times: number): number[] => Array.from({ length: times }, () => bound);

describe('in-service bounds (R 76-1 Table 6, doubled)', () => {
  it.each([
    ['III', 500, 1],
    ['III', 500.001, 2],
    ['III', 2_000, 2],
    ['III', 2_001, 3],
    ['III', 10_000, 3],
    ['II', 5_000, 1],
    ['II', 20_000, 2],
    ['II', 20_001, 3],
    ['IIII', 50, 1],
    ['IIII', 200, 2],
    ['IIII', 201, 3],
  ] as const)('class %s at %f e: %i e', (accuracy, loadE, boundE) => {
    const boundOf = scale(1, accuracy);
    expect(inServiceBoundMg(boundOf, loadE * KG)).toBe(boundE * KG);
    expect(inServiceBoundMg(boundOf, -loadE * KG)).toBe(boundE * KG);
  });
});

describe('worked cases of a whole lot, our side alone', () => {
  const spreadKg = (loads: readonly number[], eKg: number): number =>
    honestSpreadMg(
      loads.map((load) => ({
        scale: 'ours',
        limitMg: inServiceBoundMg(scale(eKg), asMassMg(load * KG)),
        roundingMg: asMassMg((eKg / 2) * KG),
        weighings: 1,
      })),
    ) / KG;
  it('40 drums of 268 kg at e 0.2 kg: ± 16 kg linear, of which one constant bias may be 12 kg', () => {
    expect(repeat(inServiceBoundMg(scale(0.2), 268 * KG), 40).reduce((a, b) => a + b) / KG).toBe(16);
    expect(spreadKg(repeat(268, 40), 0.2)).toBeCloseTo(12.1, 1);
  });
  it('20 bags of 1,020 kg at e 0.5 kg: ± 30 kg, ± 23 kg', () => {
    expect(repeat(inServiceBoundMg(scale(0.5), 1_020 * KG), 20).reduce((a, b) => a + b) / KG).toBe(30);
    expect(spreadKg(repeat(1_020, 20), 0.5)).toBeCloseTo(22.7, 1);
  });
  it('a truck of 32 t and 12 t at e 10 kg: ± 50 kg, ± 42 kg', () => {
    expect([32_000, 12_000].reduce((sum, load) => sum + inServiceBoundMg(scale(10), load * KG), 0) / KG).toBe(50);
    expect(spreadKg([32_000, 12_000], 10)).toBeCloseTo(41.3, 1);
  });
});

it('the narrow bound is the smallest integer not below 2.6 standard uncertainties', () => {
  const source: fc.Arbitrary<ErrorSource> = fc.record({
    scale: fc.constantFrom('a', 'b'),
    limitMg: fc.integer({ min: 0, max: 30_000_000_000 }).map(asMassMg),
    roundingMg: fc.integer({ min: 0, max: 5_000_000 }).map(asMassMg),
    weighings: fc.constant(1),
  });
  fc.assert(
    fc.property(fc.array(source, { maxLength: 50 }), (sources) => {
      // 48 u², all integers: r = M/4 and ρ of each, b = M/2 added up over a scale.
      const square = (value: bigint): bigint => value * value;
      const constant = ['a', 'b'].map((name) =>
        square(2n * sources.reduce((sum, { scale: of, limitMg }) => sum + (of === name ? BigInt(limitMg) : 0n), 0n)),
      );
      const scatter = sources.map(
        ({ limitMg, roundingMg }) => square(BigInt(limitMg)) + square(4n * BigInt(roundingMg)),
      );
      const exact = 169n * [...constant, ...scatter].reduce((sum, one) => sum + one, 0n);
      const bound = BigInt(honestSpreadMg(sources));
      expect(1_200n * square(bound)).toBeGreaterThanOrEqual(exact);
      if (bound > 0n) expect(1_200n * square(bound - 1n)).toBeLessThan(exact);
    }),
  );
});

describe('gross against gross', () => {
  const weighed = { intervalMg: 200_000, class: 'III', limitMg: null, lastDigitMg: 100_000 } as const;
  it('adds our bound, our rounding, the consignor’s limit and half its last digit', () => {
    const comparison = compareGross({ grossMg: 268_400_000, ...scale(0.2) }, { grossMg: 268_000_000, weighed });
    expect(comparison).toMatchObject({
      scaleBoundMg: 400_000,
      roundingMg: 100_000,
      otherLimitMg: 400_000,
      otherRoundingMg: 50_000,
      toleranceMg: 950_000,
      differenceMg: 400_000,
    });
  });
  it('is exact at the edge', () => {
    const atLoad = (grossMg: number): boolean =>
      withinTolerance(compareGross({ grossMg, ...scale(0.2) }, { grossMg: 268_000_000, weighed }));
    expect([atLoad(268_950_000), atLoad(268_950_001), atLoad(267_050_000), atLoad(267_049_999)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
  it('a stated limit replaces the computed one', () => {
    const comparison = compareGross(
      { grossMg: 268_000_000, ...scale(0.2) },
      { grossMg: 268_000_000, weighed: { ...weighed, limitMg: 0 } },
    );
    expect(comparison.toleranceMg).toBe(550_000);
  });
});

it('a range that the device names but the facts do not hold is refused', () => {
  const ranges = [
    { maxMg: 10, minMg: 1, intervalMg: 2 },
    { maxMg: 100, minMg: 1, intervalMg: 4 },
  ];
  expect([
    rangeIndex(ranges, 5, undefined),
    rangeIndex(ranges, 50, undefined),
    rangeIndex(ranges, 500, undefined),
  ]).toEqual([0, 1, 1]);
  expect([rangeIndex(ranges, 5, 2), rangeIndex(ranges, 5, 0), rangeIndex(ranges, 5, 3)]).toEqual([1, null, null]);
});
