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

/** What may be wrong with the masses that one scale gave: its limit of error and its rounding, in mg. */
export interface ErrorSource {
  /** The scale: its constant part is the same in all that it weighed. */
  scale: string;
  limitMg: MassMg;
  /** Half of the interval or of the last digit. */
  roundingMg: MassMg;
  /** Of how many weighings, alike and added up, both figures are the sum. */
  weighings: number;
}

/** A warning of drift asks at least so many determinations: fewer show no constant deviation. */
export const MIN_DRIFT_DETERMINATIONS = 4;

/**
 * How far a sum of differences of honest scales may be off, in mg: 2.6 u with u² = Σ(r² + ρ²) / 3 + Σ over the scales
 * (Σ b)² / 3, where r is a quarter and b half of a limit of error and ρ the rounding. Rounded up: the smallest integer w
 * with 1200 w² ≥ 169 S, S = 48 u². BigInt, because squares of milligrams exceed 2⁵³.
 *
 * @see CONTRACT.md, section 9.2
 */
export function honestSpreadMg(sources: readonly ErrorSource[]): MassMg {
  let scatter = 0n;
  const constantByScale = new Map<string, bigint>();
  for (const { scale, limitMg, roundingMg, weighings } of sources) {
    const [limit, rounding] = [BigInt(limitMg), BigInt(roundingMg)];
    scatter += ceilDivide(limit * limit + 16n * rounding * rounding, BigInt(weighings));
    constantByScale.set(scale, (constantByScale.get(scale) ?? 0n) + limit);
  }
  const constant = [...constantByScale.values()].reduce((sum, limit) => sum + 4n * limit * limit, 0n);
  return asMassMg(Number(ceilSquareRoot(ceilDivide(169n * (scatter + constant), 1_200n))));
}

function ceilDivide(numerator: bigint, divisor: bigint): bigint {
  return (numerator + divisor - 1n) / divisor;
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
