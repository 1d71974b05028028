// The tolerance arithmetic against worked cases (rounding excluded there, as in the sources).
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { arrivalExpectation, compareWithExpectation } from '../../agent/core/weight/comparisons.ts';
import type { ConsignorScale } from '../../agent/core/model/intakeNotice.ts';
import type { Comparison } from '../../agent/core/model/weighingEvidence.ts';
import { inServiceBoundMg, rangeIndex, rootSumSquareMg, withinTolerance } from '../../agent/core/weight/tolerance.ts';
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
  const announced = { package: 'P', epcHex: null, mark: 'P', grossMg, tareMg: 0, tareToleranceMg: null };
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

describe('worked cases of a whole lot', () => {
  it('40 drums of 268 kg at e 0.2 kg: ± 16 kg linear, ± 2.9 kg root-sum-square', () => {
    const bounds = repeat(inServiceBoundMg(scale(0.2), 268 * KG), 40);
    expect(bounds.reduce((a, b) => a + b) / KG).toBe(16);
    expect(rootSumSquareMg(bounds) / KG).toBeCloseTo(2.92, 2);
  });
  it('20 bags of 1,020 kg at e 0.5 kg: ± 30 kg, ± 7.7 kg', () => {
    const bounds = repeat(inServiceBoundMg(scale(0.5), 1_020 * KG), 20);
    expect(bounds.reduce((a, b) => a + b) / KG).toBe(30);
    expect(rootSumSquareMg(bounds) / KG).toBeCloseTo(7.75, 2);
  });
  it('a truck of 32 t and 12 t at e 10 kg: ± 50 kg, ± 42 kg', () => {
    const bounds = [32_000, 12_000].map((load) => inServiceBoundMg(scale(10), load * KG));
    expect(bounds.reduce((a, b) => a + b) / KG).toBe(50);
    expect(rootSumSquareMg(bounds) / KG).toBeCloseTo(41.6, 1);
  });
});

it('the root-sum-square is the smallest integer not below the exact value', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30_000_000_000 }), { maxLength: 50 }), (bounds) => {
      const square = (value: bigint): bigint => 3n * value * value;
      const exact = 4n * bounds.reduce((sum, bound) => sum + BigInt(bound) ** 2n, 0n);
      const root = BigInt(rootSumSquareMg(bounds));
      expect(square(root)).toBeGreaterThanOrEqual(exact);
      if (root > 0n) expect(square(root - 1n)).toBeLessThan(exact);
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
