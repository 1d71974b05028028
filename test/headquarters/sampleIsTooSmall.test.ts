// A sample too small lets one percent bad packages pass; one drawn before the freeze, or twice, can be chosen.
// Headquarters computes and draws by code of its own.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sampleSize as coreSampleSize } from '../../agent/core/stocktake/sampleSize.ts';
import { drawStocktakeSample, sampleSize } from '../../agent/headquarters/book/stocktakeSample.ts';

it('38 of 40, 258 of 1,000', () => {
  expect([0, 1, 40, 1_000].map(sampleSize)).toEqual([0, 1, 38, 258]);
});

it('both sides come to the same size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5_000 }), (population) => {
      expect(sampleSize(population)).toBe(coreSampleSize(population));
    }),
  );
});

it('the same seed draws the same, another seed another sample', () => {
  const packages = Array.from({ length: 1_000 }, (_, index) => `P-${index}`);
  const drawn = drawStocktakeSample(packages, '7');
  expect(drawn).toHaveLength(258);
  expect(new Set(drawn).size).toBe(258);
  expect(drawStocktakeSample([...packages].reverse(), '7')).toEqual(drawn);
  expect(drawStocktakeSample(packages, '8')).not.toEqual(drawn);
});
