// Tolerances, written from CONTRACT.md section "Verdicts" and OIML R 76-1:2006 Table 6, with code of headquarters' own.
// Integers of milligrams throughout. Must not know lots or entries.
import type { AccuracyClass, ConsignorScale } from '../../link/contract/orderSchema.ts';

/**
 * [load in intervals up to which it applies, bound in intervals]; initial errors 0.5, 1 and 1.5 e doubled for scales in
 * service.
 */
const IN_SERVICE: Record<AccuracyClass, readonly (readonly [number, number])[]> = {
  II: [
    [5_000, 1],
    [20_000, 2],
    [Number.MAX_SAFE_INTEGER, 3],
  ],
  III: [
    [500, 1],
    [2_000, 2],
    [Number.MAX_SAFE_INTEGER, 3],
  ],
  IIII: [
    [50, 1],
    [200, 2],
    [Number.MAX_SAFE_INTEGER, 3],
  ],
};

/**
 * The in-service limit of a scale at a load: OIML R 76-1:2006 Table 6, doubled.
 *
 * @throws {RangeError} when the load is beyond the table's last row
 */
export function permissibleErrorMg(accuracyClass: AccuracyClass, intervalMg: number, loadMg: number): number {
  const row = IN_SERVICE[accuracyClass].find(
    ([intervals]) => BigInt(Math.abs(loadMg)) <= BigInt(intervals) * BigInt(intervalMg),
  );
  if (!row) throw new RangeError('a load beyond all tables');
  return row[1] * intervalMg;
}

/** One determination against another, with the four parts of what may lie between them (CONTRACT.md 9.3). */
export interface DeterminationComparison {
  expectedMg: number;
  measuredMg: number;
  scaleMg: number;
  roundingMg: number;
  otherMg: number;
  otherRoundingMg: number;
}

/** A gross mass as a scale of this interval and class indicated it. */
export interface ScaleIndication {
  grossMg: number;
  intervalMg: number;
  class: AccuracyClass;
}

/** What another determination says of a gross mass. */
export interface ExpectedGross {
  grossMg: number;
  otherMg: number;
  otherRoundingMg: number;
}

/** How far the two determinations of a comparison may differ. */
export function comparisonToleranceMg({
  scaleMg,
  roundingMg,
  otherMg,
  otherRoundingMg,
}: DeterminationComparison): number {
  return scaleMg + roundingMg + otherMg + otherRoundingMg;
}

/** Measured less expected. */
export function comparisonDifferenceMg({ measuredMg, expectedMg }: DeterminationComparison): number {
  return measuredMg - expectedMg;
}

/** True if the difference is within the tolerance; equality is within. */
export function isWithinComparison(comparison: DeterminationComparison): boolean {
  return Math.abs(comparisonDifferenceMg(comparison)) <= comparisonToleranceMg(comparison);
}

/** Compares an indication with an expected gross mass. */
export function compareGross(indication: ScaleIndication, expected: ExpectedGross): DeterminationComparison {
  return {
    expectedMg: expected.grossMg,
    measuredMg: indication.grossMg,
    scaleMg: permissibleErrorMg(indication.class, indication.intervalMg, indication.grossMg),
    roundingMg: indication.intervalMg / 2,
    otherMg: expected.otherMg,
    otherRoundingMg: expected.otherRoundingMg,
  };
}

/** Of the announced weight, on the consignor's scale. */
export function consignorLimitMg(grossMg: number, consignorScale: ConsignorScale): number {
  return consignorScale.limitMg ?? permissibleErrorMg(consignorScale.class, consignorScale.intervalMg, grossMg);
}

/** Masses that one scale gave, and how far they may be off together. */
export interface WeighedSum {
  /** Whose constant error is in all of them. */
  scaleName: string;
  boundMg: number;
  roundingMg: number;
  /** How many weighings were added up. */
  parts: number;
}

/**
 * What honest scales stay within: the smallest integer w with 1200 w² ≥ 169 S. S is the sum, over all, of
 * ⌈(bound² + 16 rounding²) ÷ parts⌉, and over each scale of 4 (Σ bounds)².
 */
export function honestSumLimitMg(sums: readonly WeighedSum[]): number {
  let spread = 0n;
  const boundsOf = new Map<string, bigint>();
  for (const sum of sums) {
    const squares = BigInt(sum.boundMg) ** 2n + (4n * BigInt(sum.roundingMg)) ** 2n;
    const parts = BigInt(sum.parts);
    spread += squares / parts + (squares % parts > 0n ? 1n : 0n);
    boundsOf.set(sum.scaleName, (boundsOf.get(sum.scaleName) ?? 0n) + BigInt(sum.boundMg));
  }
  for (const bounds of boundsOf.values()) spread += (2n * bounds) ** 2n;
  let low = 0n;
  let high = 1n;
  while (1_200n * high * high < 169n * spread) high *= 2n;
  while (low < high) {
    const middle = (low + high) / 2n;
    if (1_200n * middle * middle >= 169n * spread) high = middle;
    else low = middle + 1n;
  }
  return Number(low);
}
