// Cumulative sums (CUSUM) of signed deviations: a bias far below the tolerance of one package adds up until it shows.
// One pair of sums a scale and one a consignor, in thousandths of the comparison's own tolerance, so that drums and
// trucks can be added.
import type { Comparison } from '../model/weighingEvidence.ts';
import { compositeId } from '../model/idPattern.ts';

/** The two cumulative sums of one chart, in thousandths of the comparison's tolerance. */
export interface DriftSums {
  comparisons: number;
  /** Upper sum: grows while measured is more than declared. */
  highPermille: number;
  /** Lower sum: grows while measured is less than declared. */
  lowPermille: number;
}

/**
 * Slack and alarm level of the sums. Simulated with errors spread evenly within the in-service bounds of both scales
 * and rounded, as test/core/slowBiasIsFound does with fixed seeds, for drums of 268 kg at e = 0.2 kg and bags of 1,020
 * kg at e = 0.5 kg: a bias of a quarter of the tolerance alarms after 39 packages on average and 79 at most (20 seeds,
 * both signs); of 20 runs of 10,000 packages in order, two alarm, both after more than 9,000. At a level of 4,000 it
 * would be 31 packages, and five runs.
 */
export const DRIFT_LIMITS = {
  /** Taken off each deviation: half of the bias that is to be found, a quarter of the tolerance. */
  slackPermille: 125,
  /** Alarm level: five tolerances. */
  alarmPermille: 5_000,
  /** Judged deliveries of each chart that stay in the book for display. */
  points: 500,
} as const;

/** Sums before the first comparison, and after an alarm. */
export const FRESH_DRIFT: DriftSums = { comparisons: 0, highPermille: 0, lowPermille: 0 };

/** The charts that a comparison moves: `scale/<instrument>` and `consignor/<name>`. */
export function driftChartIds({ scale, consignor }: { scale: string; consignor: string }): string[] {
  return [compositeId('scale', scale), compositeId('consignor', consignor)];
}

/** The sums after one more comparison. */
export function driftAfter(sums: DriftSums, comparison: Pick<Comparison, 'differenceMg' | 'toleranceMg'>): DriftSums {
  const deviation =
    comparison.toleranceMg === 0 ? 0 : Math.round((1_000 * comparison.differenceMg) / comparison.toleranceMg);
  return {
    comparisons: sums.comparisons + 1,
    highPermille: Math.max(0, sums.highPermille + deviation - DRIFT_LIMITS.slackPermille),
    lowPermille: Math.max(0, sums.lowPermille - deviation - DRIFT_LIMITS.slackPermille),
  };
}

/**
 * The sum beyond the alarm level (permille of the tolerance), negative for "less than declared"; null while neither is.
 */
export function driftAlarm(sums: DriftSums): number | null {
  if (sums.highPermille > DRIFT_LIMITS.alarmPermille) return sums.highPermille;
  return sums.lowPermille > DRIFT_LIMITS.alarmPermille ? -sums.lowPermille : null;
}
