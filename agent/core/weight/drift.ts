// Cumulative sums (CUSUM) of signed deviations: a bias far below the tolerance of one package adds up until it shows. One pair of
// sums a scale and one a consignor, in thousandths of the comparison's own tolerance, so that drums and trucks can be added.
import type { Comparison } from '../evidence.ts';

export interface DriftSums {
  comparisons: number;
  /** Upper sum: grows while measured is more than declared. */
  highPermille: number;
  /** Lower sum: grows while measured is less than declared. */
  lowPermille: number;
}

export const DRIFT_LIMITS = {
  /** Taken off each deviation: half of the bias that is to be found, a quarter of the tolerance. */
  slackPermille: 125,
  /** Alarm level: a bias of a quarter of the tolerance reaches it after about 32 packages. */
  alarmPermille: 4_000,
} as const;

export const FRESH_DRIFT: DriftSums = { comparisons: 0, highPermille: 0, lowPermille: 0 };

/** `scale/<instrument>` and `consignor/<name>`. */
export function driftKeys({ scale, consignor }: { scale: string; consignor: string }): string[] {
  return [`scale/${scale}`, `consignor/${consignor}`];
}

export function driftAfter(before: DriftSums, comparison: Pick<Comparison, 'differenceMg' | 'toleranceMg'>): DriftSums {
  const deviation = comparison.toleranceMg === 0 ? 0 : Math.round((1_000 * comparison.differenceMg) / comparison.toleranceMg);
  return {
    comparisons: before.comparisons + 1,
    highPermille: Math.max(0, before.highPermille + deviation - DRIFT_LIMITS.slackPermille),
    lowPermille: Math.max(0, before.lowPermille - deviation - DRIFT_LIMITS.slackPermille),
  };
}

/** The sum beyond the alarm level, negative for "less than declared"; null while none is. */
export function driftAlarm(sums: DriftSums): number | null {
  if (sums.highPermille > DRIFT_LIMITS.alarmPermille) return sums.highPermille;
  return sums.lowPermille > DRIFT_LIMITS.alarmPermille ? -sums.lowPermille : null;
}
