// What a lot's papers say of its whole mass, and what was weighed of it. CONTRACT.md 9.5. Reads nothing but rows.
import { comparisonToleranceMg, type DeterminationComparison, isWithinComparison } from './scaleBounds.ts';
import type { BookLotRow, BookPackageRow, BookWeighingRow } from './bookRows.ts';

/** One weighing with the packages that have their figures from it. */
export interface OwnDetermination {
  packages: BookPackageRow[];
  comparison: DeterminationComparison;
  biasMg: number;
  /** What this base's scale indicated: one weighing, or the two passes. */
  indicated: BookWeighingRow[];
  /** How far the tare of a pallet below may be off. */
  palletLimitMg: number;
  verifies: 'packages' | 'sum' | 'nothing';
}

/** Declared and measured mass of a lot, and how far apart they may be; in milligrams. */
export interface LotQuantity {
  declaredMg: number;
  measuredMg: number;
  limitMg: number;
}

/** What is off by itself is a finding of its own and counts here as declared; the others count as measured. */
export function lotTotal(
  lot: BookLotRow,
  lotEvidence: { known: readonly BookPackageRow[]; determinations: readonly OwnDetermination[] },
): LotQuantity | null {
  if (lot.total_gross_mg === null) return null;
  const agreeing = lotEvidence.determinations.filter(
    ({ comparison, verifies }) => isWithinComparison(comparison) && verifies !== 'sum',
  );
  const measured = agreeing.flatMap(({ packages }) => packages);
  const counted = new Set(measured.map((row) => row.package));
  const declared = lotEvidence.known.filter((row) => !counted.has(row.package));
  return {
    declaredMg: lot.total_gross_mg,
    measuredMg:
      sumOver(measured, (row) => (row.gross_mg ?? 0) + row.booked_mg) +
      sumOver(declared, (row) => row.announced_gross_mg),
    limitMg: sumOver(agreeing, ({ comparison }) => comparisonToleranceMg(comparison)),
  };
}

/** The contract's net and what was measured; null if the notice has no contract. */
export function quantityOfContract(lot: BookLotRow, known: readonly BookPackageRow[]): LotQuantity | null {
  if (lot.contract_mg === null || lot.contract_ppm === null) return null;
  const limitMg = Number((BigInt(lot.contract_mg) * BigInt(lot.contract_ppm)) / 1_000_000n);
  return {
    declaredMg: lot.contract_mg,
    measuredMg: sumOver(known, (row) => (row.net_mg ?? 0) + row.booked_mg),
    limitMg,
  };
}

/** The sum of a mass of each item. */
export function sumOver<T>(items: readonly T[], mass: (item: T) => number): number {
  return items.reduce((total, item) => total + mass(item), 0);
}
