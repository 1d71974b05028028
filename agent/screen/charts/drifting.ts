// What a chart of cumulative sums says, in one word; and the band it is drawn in.
import type { DriftView } from '../../core/shown/lookup.ts';

/** `half`: more than half-way to the alarm. */
export type Drifting = 'alarm' | 'half' | 'calm' | 'none';
export type Side = 'heavy' | 'light';

export function driftingOf({ points, limitPermille, alarm }: DriftView): {
  is: Drifting;
  side: Side;
  permille: number;
} {
  const last = points.at(-1);
  if (last === undefined) return { is: alarm ? 'alarm' : 'none', side: 'heavy', permille: 0 };
  const side = last.highPermille >= last.lowPermille ? 'heavy' : 'light';
  const permille = Math.max(last.highPermille, last.lowPermille);
  return { is: alarm ? 'alarm' : permille * 2 > limitPermille ? 'half' : 'calm', side, permille };
}

/** The axis goes from minus this to plus this, in thousandths of a tolerance. */
export function driftReach({ points, limitPermille }: DriftView): number {
  return Math.max(
    limitPermille * 1.2,
    ...points.map(({ highPermille, lowPermille }) => Math.max(highPermille, lowPermille) * 1.1),
  );
}

/** 1234 → "1.23": tolerances, as decimal text. */
export function tolerances(permille: number): string {
  return (permille / 1000).toFixed(2);
}
