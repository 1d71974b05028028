// The report for people, and their findings. Says what the report holds and computes nothing.
import type { StockReport } from './stockReport.ts';
import type { FindingReport } from './stockWorkReports.ts';
import type { DaysOfCover, PlanReport } from './stockTargets.ts';

export function formatStockReport(of: StockReport): string[] {
  const streamLines = of.streams.map((stream) =>
    `base ${stream.base}: ${stream.state}, ${stream.seq} entries, head ${stream.headHash} ${stream.trouble}`.trim(),
  );
  return [
    ...streamLines,
    ...of.lots.map(formatLotLine),
    ...of.stock.map(
      (row) =>
        `stock ${[row.commodity, row.element, row.form].filter((part) => part !== null).join(' ')}, ${row.ownership}: ${row.packages} packages, wet ${row.netKg} kg, ` +
        `dry ${row.dryKg ?? 'unknown'}${row.dryKg === null ? '' : ' kg'}, contained ${row.containedKg ?? 'unknown'}${row.containedKg === null ? '' : ' kg'}`,
    ),
    ...of.releases.map(
      (row) =>
        `release ${row.release} (${row.regime}): ${row.state}, ${row.left} of ${row.allocated} packages left, ${row.leftKg} kg${formatDifferences(row.differences)}`,
    ),
    ...of.stocktakes.map(
      (row) =>
        `stocktake ${row.stocktake}: ${row.state}, ${row.counted} packages, ${row.result === null ? 'no result yet' : row.result.agrees ? 'agrees' : 'disagrees'}${formatDifferences(row.differences)}`,
    ),
    ...(of.targets
      ? [`the published frame is ${of.targets.frame.days} days, ${of.targets.frame.privateDays} of them private`]
      : []),
    ...(of.targets?.cover ?? []).map(formatCoverLine),
    ...(of.targets?.procurement ?? []).map((plan) => formatPlanLine(plan, { ordered: 'announced', done: 'received' })),
    ...(of.targets?.releases ?? []).map((plan) => formatPlanLine(plan, { ordered: 'set aside', done: 'left' })),
    ...of.openFindings.map(formatFindingLine),
    ...of.alarms.map((alarm) => `alarm ${alarm.what} ${alarm.subject}`),
    `applied ${of.applied}, duplicates ${of.duplicates}, gaps ${of.gaps}, rejected ${of.rejected}, messages refused ${of.refused}`,
  ];
}

function formatLotLine(lot: StockReport['lots'][number]): string {
  const findings =
    lot.findings.map((finding) => `${finding.code} ${finding.package ?? ''}`.trim()).join(', ') || 'no findings';
  const drift = lot.driftWarning ? ', drift warning' : '';
  const both = lot.agrees ? 'the base came to the same' : `THE BASE DIFFERS in ${lot.differences.join(', ')}`;
  return `lot ${lot.lot}: ${lot.headquartersVerdict}, net ${lot.headquartersNetKg} kg ± ${lot.toleranceKg} kg, ${findings}${drift}; ${both}`;
}

function formatDifferences(members: readonly string[]): string {
  return members.length === 0 ? '' : `; THE BASE DIFFERS in ${members.join(', ')}`;
}

function formatCoverLine(of: DaysOfCover): string {
  const uncertified = of.uncertifiedKg === '0' ? '' : `, and ${of.uncertifiedKg} kg wet without moisture and assay`;
  const cover = of.days === null ? 'nothing is used' : `${of.days} of ${of.targetDays} days`;
  return `${of.commodity} ${of.ownership}: ${of.containedKg} kg contained, ${cover}, short of the target by ${of.shortKg} kg${uncertified}`;
}

function formatPlanLine(plan: PlanReport, words: { ordered: string; done: string }): string {
  return `plan ${plan.plan}: ${plan.plannedKg} kg, ${words.ordered} ${plan.orderedKg}, ${words.done} ${plan.doneKg}, open ${plan.openKg}`;
}

export function formatFindingLine(of: FindingReport): string {
  const by = of.differenceKg === null ? '' : ` by ${of.differenceKg} kg`;
  return `finding ${of.finding}: ${of.code}${by} ${[of.lot && `lot ${of.lot}`, of.package].filter((part) => part !== null && part !== '').join(' ')}, ${of.state}`;
}
