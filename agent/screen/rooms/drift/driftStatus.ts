// The status of a chart of cumulative sums, and the limits of its axis.
import type { DriftView } from '../../../core/views/lookupViews.ts';

/** `warning`: more than half-way to the alarm. */
export type DriftStatus = 'alarm' | 'warning' | 'normal' | 'none';
export type DriftSide = 'heavy' | 'light';

export function summarizeDrift({ points, limitPermille, alarm }: DriftView): {
  status: DriftStatus;
  side: DriftSide;
  permille: number;
} {
  const last = points.at(-1);
  if (last === undefined) return { status: alarm ? 'alarm' : 'none', side: 'heavy', permille: 0 };
  const side = last.highPermille >= last.lowPermille ? 'heavy' : 'light';
  const permille = Math.max(last.highPermille, last.lowPermille);
  return { status: alarm ? 'alarm' : permille * 2 > limitPermille ? 'warning' : 'normal', side, permille };
}

/** The axis goes from minus this to plus this, in thousandths of a tolerance. */
export function computeDriftAxisLimitPermille({ points, limitPermille }: DriftView): number {
  return Math.max(
    limitPermille * 1.2,
    ...points.map(({ highPermille, lowPermille }) => Math.max(highPermille, lowPermille) * 1.1),
  );
}

/** 1234 → "1.23": tolerances, as decimal text. */
export function formatTolerances(permille: number): string {
  return (permille / 1000).toFixed(2);
}
