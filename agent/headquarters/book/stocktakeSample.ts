// How many packages a stocktake weighs again, and which: CONTRACT.md section 8, "Sample". Knows no store.
import { createHash } from 'node:crypto';

/**
 * The smallest sample that misses ⌈N/100⌉ bad packages of N in at most one draw of twenty. The chance to miss shrinks
 * with every package drawn by (good left) / (all left); kept as a fraction of whole numbers, so that no rounding
 * decides.
 */
export function sampleSize(population: number): number {
  const badCount = Math.ceil(population / 100);
  let [missedWeight, totalWeight] = [1n, 1n];
  for (let drawn = 0; drawn < population; drawn += 1) {
    if (missedWeight * 20n <= totalWeight) return drawn;
    missedWeight *= BigInt(Math.max(0, population - badCount - drawn));
    totalWeight *= BigInt(population - drawn);
  }
  return population;
}

/** Draws by order of SHA-256 of seed and id: anybody who knows the seed afterwards can draw the same again. */
export function drawStocktakeSample(packages: readonly string[], seed: string): string[] {
  const rank = (id: string): string =>
    createHash('sha256').update(`hakari/sample/1\0${seed}\0${id}`, 'utf8').digest('hex');
  return packages
    .map((id) => [rank(id), id] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, sampleSize(packages.length))
    .map(([, id]) => id)
    .sort();
}
