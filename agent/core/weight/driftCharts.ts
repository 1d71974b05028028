// Which cumulative sums a judged delivery moves: its scales' and its consignor's. The fold stores them, the verdict
// raises alarms.
import type { Book } from '../model/book.ts';
import type { PackageRecord } from '../model/records.ts';
import type { DriftRecord } from '../model/workRecords.ts';
import type { NewEntry } from '../model/entry.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { withinTolerance } from './tolerance.ts';
import { driftAfter, driftAlarm, driftChartIds, DRIFT_LIMITS, FRESH_DRIFT } from './cumulativeSums.ts';

/**
 * The sums after these packages, in the order in which they were weighed. Only packages weighed alone count, each
 * weighing once: shares of groups and vehicles are no deviation of their own. What is beyond tolerance is a finding by
 * itself and says nothing of a drift.
 */
export function moveDriftSums(
  book: Book,
  { packages, consignor }: { packages: readonly PackageRecord[]; consignor: string },
): DriftRecord[] {
  const sums = new Map<string, DriftRecord>();
  for (const { comparison, scale } of findDeviations(book, packages)) {
    for (const id of driftChartIds({ scale, consignor })) {
      const before = sums.get(id) ?? book.get('drift', id) ?? newDriftRecord(id);
      sums.set(id, { ...before, ...driftAfter(before, comparison) });
    }
  }
  return [...sums.values()];
}

/** The record of a chart that has no comparison yet. */
export function newDriftRecord(id: string): DriftRecord {
  return { id, kind: id.startsWith('scale/') ? 'scale' : 'consignor', judged: 0, ...FRESH_DRIFT };
}

function findDeviations(book: Book, packages: readonly PackageRecord[]): { comparison: Comparison; scale: string }[] {
  return packages
    .flatMap(({ comparison, weighing, charted, doubtful }) => {
      if (comparison === null || weighing === null || weighing === charted || doubtful || !withinTolerance(comparison))
        return [];
      const record = book.get('weighing', weighing);
      return record ? [{ comparison, scale: record.scale, seq: record.seq }] : [];
    })
    .sort((a, b) => a.seq - b.seq);
}

/** Alarm entries of the sums that are beyond the level. Folding an alarm sets its sums back to zero. */
export function driftAlarms(sums: readonly DriftRecord[]): NewEntry[] {
  return sums.flatMap((sum): NewEntry[] => {
    const sumPermille = driftAlarm(sum);
    if (sumPermille === null) return [];
    const body = {
      subject: sum.kind,
      name: driftChartName(sum),
      sumPermille,
      levelPermille: DRIFT_LIMITS.alarmPermille,
      comparisons: sum.comparisons,
    };
    return [{ kind: 'drift-alarm', body }];
  });
}

/** Name of the chart's scale or consignor. */
export function driftChartName({ id, kind }: Pick<DriftRecord, 'id' | 'kind'>): string {
  return id.slice(kind.length + 1);
}
