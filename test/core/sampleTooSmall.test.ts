// How many packages a sample needs: the smallest that finds 1 % bad with 95 % confidence, against the definition
// itself.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { detectablePackages, sampleSize } from '../../agent/core/stocktake/sampleSize.ts';

/** 20 × the chance that `sample` draws, one after the other, all miss the bad ones, is at most 1: as whole numbers. */
function findsByDefinition(population: number, sample: number): boolean {
  let misses = 1n;
  let all = 1n;
  for (let draw = 0; draw < sample; draw += 1) {
    misses *= BigInt(Math.max(population - detectablePackages(population) - draw, 0));
    all *= BigInt(population - draw);
  }
  return misses * 20n <= all;
}

it('is what the tables say', () => {
  expect([0, 1, 2, 10, 40, 100, 101, 200, 1_000, 20_000].map(sampleSize)).toEqual([
    0, 1, 2, 10, 38, 95, 79, 155, 258, 296,
  ]);
});

it('is the smallest that is enough', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_500 }), (population) => {
      const size = sampleSize(population);
      expect(size).toBeLessThanOrEqual(population);
      expect(findsByDefinition(population, size)).toBe(true);
      expect(findsByDefinition(population, size - 1)).toBe(false);
    }),
    { numRuns: 60 },
  );
});

it('refuses what is no number of packages', () => {
  for (const wrong of [-1, 1.5, Number.NaN]) expect(() => sampleSize(wrong)).toThrow(RangeError);
});
