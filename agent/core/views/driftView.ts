// The charts of drift as people see them: where the cumulative sums of a scale or a consignor stood after each judged
// delivery.
import type { Book } from '../model/book.ts';
import { driftChartName } from '../weight/driftCharts.ts';
import { DRIFT_LIMITS } from '../weight/cumulativeSums.ts';
import type { DriftPointRecord, DriftRecord } from '../model/workRecords.ts';
import type { DriftView } from './lookupViews.ts';

/** With many charts each shows fewer points, so that the answer keeps its size. */
const DRIFT_VIEW_LIMITS = { charts: 100, points: 20_000 } as const;

/** The charts of scales and consignors, up to a limit of each. */
export function driftCharts(book: Book): DriftRecord[] {
  return (['scale', 'consignor'] as const).flatMap((kind) =>
    book.where('drift', 'kind', kind, DRIFT_VIEW_LIMITS.charts),
  );
}

/**
 * Lots that are not decided. A verdict moves the sums by the packages that agree, so a step of such a lot tells how far
 * those are off while others of it are still to be weighed again: the step is shown once nothing of the lot is open any
 * more.
 */
export function undecidedLots(book: Book): Set<string> {
  const open = (['open', 'recounted'] as const).flatMap((state) => book.where('finding', 'state', state));
  return new Set(open.flatMap(({ lot }) => (lot === null ? [] : [lot])));
}

/**
 * One chart. Points of `hidden` lots are left out; with many charts each has fewer points, so that the answer keeps its
 * size.
 */
export function viewDrift(
  sums: DriftRecord,
  { book, charts, hidden }: { book: Book; charts: number; hidden: ReadonlySet<string> },
): DriftView {
  const pointLimit = Math.min(DRIFT_LIMITS.points, Math.floor(DRIFT_VIEW_LIMITS.points / Math.max(1, charts)));
  const points = book.where('driftPoint', 'chart', sums.id, DRIFT_LIMITS.points).sort((a, b) => a.seq - b.seq);
  const listed = points.filter(({ lot }) => !hidden.has(lot)).slice(-pointLimit);
  const last = listed.at(-1);
  return {
    id: sums.id,
    kind: sums.kind,
    name: driftChartName(sums),
    points: listed.map(({ seq, wallMs, lot, highPermille, lowPermille }) => ({
      seq,
      atWallMs: wallMs,
      lot,
      highPermille,
      lowPermille,
    })),
    limitPermille: DRIFT_LIMITS.alarmPermille,
    comparisons: sums.comparisons,
    alarm: last !== undefined && isBeyond(last),
  };
}

/** The verdict raised an alarm; the sums have begun anew since. */
function isBeyond({ highPermille, lowPermille }: DriftPointRecord): boolean {
  return Math.max(highPermille, lowPermille) > DRIFT_LIMITS.alarmPermille;
}
