// The deviations of a judged lot as rows of a chart: how far each weighing is from what was expected, and how far it
// may be.
import type { LotView } from '../../../core/views/stateView.ts';

export interface DeviationRow {
  /** The packages that were weighed together, as staff read them. */
  marks: string[];
  basis: string;
  differenceKg: string;
  toleranceKg: string;
  difference: number;
  tolerance: number;
  isOutside: boolean;
}

/** More rows cannot be looked at: then the ones furthest out for their tolerance are drawn. */
export const MAX_DRAWN_DEVIATIONS = 200;
/**
 * A drum of another kind must not squeeze every band to a line: what is further out is drawn at the edge, with its
 * figure.
 */
const MAX_AXIS_TOLERANCES = 4;

export function buildDeviationRows({ packages, verdict }: LotView): DeviationRow[] {
  const marks = new Map<string, string>(packages.map(({ package: id, mark }) => [id, mark]));
  return (verdict?.arithmetic ?? []).map(({ packages: weighed, basis, differenceKg, toleranceKg }) => {
    const difference = Number(differenceKg);
    const tolerance = Number(toleranceKg);
    // Two decimal texts in milligrams keep their order as floats.
    return {
      marks: weighed.map((id) => marks.get(id) ?? id),
      basis,
      differenceKg,
      toleranceKg,
      difference,
      tolerance,
      isOutside: Math.abs(difference) > tolerance,
    };
  });
}

export function selectDrawnRows(rows: readonly DeviationRow[]): DeviationRow[] {
  if (rows.length <= MAX_DRAWN_DEVIATIONS) return [...rows];
  const computeRelativeDeviation = ({ difference, tolerance }: DeviationRow): number =>
    Math.abs(difference) / Math.max(tolerance, 1e-6);
  const furthest = new Set(
    [...rows].sort((a, b) => computeRelativeDeviation(b) - computeRelativeDeviation(a)).slice(0, MAX_DRAWN_DEVIATIONS),
  );
  return rows.filter((row) => furthest.has(row));
}

/** The axis goes from minus this to plus this. */
export function computeDeviationAxisLimit(rows: readonly DeviationRow[]): number {
  const widest = Math.max(...rows.map(({ tolerance }) => tolerance));
  const furthest = Math.max(...rows.map(({ difference }) => Math.abs(difference)));
  return Math.max(1e-6, widest * 1.25, Math.min(furthest * 1.1, widest * MAX_AXIS_TOLERANCES));
}
