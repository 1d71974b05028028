// How many packages must be weighed again to find, with 95 % confidence, that 1 % of them are bad, accepting no bad
// one. Drawn without putting back, so the distribution is hypergeometric. Whole numbers only: no rounding decides how
// much is weighed.

/** One in so many samples may miss what it should find: 5 %. */
const MISSES_ONE_IN = 20n;

/** Bad packages that make up 1 % of `population`, rounded up: fewer would be less than 1 %. */
export function detectablePackages(population: number): number {
  return Math.ceil(population / 100);
}

/**
 * The smallest n for which a sample of n misses all `bad` of `population` packages with a probability of at most 5 %:
 * C(N − bad, n) / C(N, n) = ∏ (N − n − j) / (N − j) for j = 0 … bad − 1. 38 of 40, 258 of 1,000; 0 of 0.
 *
 * @throws {RangeError} when `population` is no whole number from 0
 */
export function sampleSize(population: number): number {
  if (!Number.isSafeInteger(population) || population < 0)
    throw new RangeError('A population is a whole number of packages.');
  let low = 0;
  let high = population;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (findsEnough({ population, sample: middle })) high = middle;
    else low = middle + 1;
  }
  return low;
}

function findsEnough({ population, sample }: { population: number; sample: number }): boolean {
  let misses = 1n;
  let samples = 1n;
  for (let j = 0; j < detectablePackages(population); j += 1) {
    misses *= BigInt(Math.max(population - sample - j, 0));
    samples *= BigInt(population - j);
  }
  return misses * MISSES_ONE_IN <= samples;
}
