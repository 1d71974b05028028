// How far two weighings of one package may differ: computed from the accuracy classes (OIML R 76-1), never configured.
// Pure integer arithmetic in milligrams. Must not know orders, packages or stations.
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Comparison, WeighingRange, AccuracyClass } from '../model/weighingEvidence.ts';

/**
 * OIML R 76-1:2006 Table 6: loads, in e, up to which the initial maximum permissible error is 0.5 e and 1 e; above, 1.5
 * e. In service the errors are twice as large (R 76-1 3.5.2), so the in-service bound is 1 e, 2 e, 3 e.
 */
const ERROR_STEPS: Record<AccuracyClass, readonly [number, number]> = {
  II: [5_000, 20_000],
  III: [500, 2_000],
  IIII: [50, 200],
};

/**
 * In-service bound of one indication, in mg, for a load of `loadMg` (gross) on a range with interval `intervalMg`.
 *
 * @see OIML R 76-1:2006, table 6 (initial errors) and section 3.5.2 (twice as large in service)
 */
export function inServiceBoundMg(scale: { class: AccuracyClass; intervalMg: MassMg }, loadMg: MassMg): MassMg {
  const [first, second] = ERROR_STEPS[scale.class];
  const load = Math.abs(loadMg);
  if (load <= first * scale.intervalMg) return scale.intervalMg;
  return load <= second * scale.intervalMg ? asMassMg(2 * scale.intervalMg) : asMassMg(3 * scale.intervalMg);
}

/**
 * Whether a comparison agrees: its difference is at most its tolerance.
 *
 * @see CONTRACT.md, section 9.2
 */
export function withinTolerance(comparison: Comparison): boolean {
  return Math.abs(comparison.differenceMg) <= comparison.toleranceMg;
}

/**
 * Root-sum-square of independent rectangular errors at k = 2, rounded up, in mg: U = 2 √(Σ Mᵢ² / 3) = √(4 Σ Mᵢ² / 3).
 * BigInt, because squares of milligrams exceed 2⁵³.
 *
 * @see CONTRACT.md, section 9.2
 */
export function rootSumSquareMg(boundsMg: readonly MassMg[]): MassMg {
  const sum = boundsMg.reduce((total, bound) => total + BigInt(bound) * BigInt(bound), 0n);
  const numerator = 4n * sum;
  const radicand = numerator / 3n + (numerator % 3n === 0n ? 0n : 1n);
  return asMassMg(Number(ceilSquareRoot(radicand)));
}

/** The smallest integer whose square is at least `value`, by Newton's method from above. */
function ceilSquareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root * root >= value ? root : root + 1n;
    root = next;
  }
}

/**
 * Index of the partial range that shows `grossMg`: the one that the device names (counted from 1) if it names one, else
 * the first whose Max holds it. Null if the device names a range that the scale does not have.
 */
export function rangeIndex(
  ranges: readonly WeighingRange[],
  grossMg: MassMg,
  indicatedRange: number | undefined,
): number | null {
  if (indicatedRange !== undefined)
    return indicatedRange >= 1 && indicatedRange <= ranges.length ? indicatedRange - 1 : null;
  const index = ranges.findIndex((range) => Math.abs(grossMg) <= range.maxMg);
  return index === -1 ? ranges.length - 1 : index;
}
