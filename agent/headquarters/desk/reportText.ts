// The report for people, and their findings. Says what the report holds and computes nothing.
import { nameCommodity, readNamedCommodities } from './commodityNames.ts';
import type { StockReport } from './stockReport.ts';
import type { FindingReport, ReleaseReport, StocktakeReport } from './stockWorkReports.ts';
import type { DaysOfCover, PlanReport } from './stockTargets.ts';

/** The report as lines of text. */
export function formatStockReport(report: StockReport): string[] {
  const streamLines = report.streams.map(formatStreamLine);
  const bookLines = report.books.flatMap(formatBookLine);
  const commodities = readNamedCommodities();
  return [
    ...streamLines,
    ...bookLines,
    ...report.lots.map(formatLotLine),
    ...report.stock.map(
      (row) =>
        `stock ${[row.commodity, row.element, row.form].filter((part) => part !== null).join(' ')} (${nameCommodity(row, commodities)}), ${row.ownership}: ${row.packages} packages, wet ${row.netKg} kg, ` +
        `dry ${row.dryKg ?? 'unknown'}${row.dryKg === null ? '' : ' kg'}, contained ${row.containedKg ?? 'unknown'}${row.containedKg === null ? '' : ' kg'}`,
    ),
    ...report.releases.map(formatReleaseLine),
    ...report.stocktakes.map(formatStocktakeLine),
    ...(report.targets
      ? [
          `the published frame is ${report.targets.frame.days} days, ${report.targets.frame.privateDays} of them private`,
        ]
      : []),
    ...(report.targets?.cover ?? []).map(formatCoverLine),
    ...(report.targets?.procurement ?? []).map((plan) =>
      formatPlanLine(plan, { ordered: 'announced', done: 'received' }),
    ),
    ...(report.targets?.releases ?? []).map((plan) => formatPlanLine(plan, { ordered: 'set aside', done: 'left' })),
    ...report.orders.filter(({ open }) => open).map(formatOrderLine),
    ...report.proved.slice(0, OLDEST_PROOFS).map(formatProofLine),
    ...report.openFindings.map(formatFindingLine),
    ...report.unreportedFindings.map(
      ({ code, lot, package: subject }) =>
        `finding ${code} ${[lot && `lot ${lot}`, subject].filter((part) => part !== null).join(' ')}: THE BASE DID NOT REPORT IT`,
    ),
    ...report.alarms.map((alarm) => `alarm ${alarm.what} ${alarm.subject}`),
    ...report.givenUpRecords.map(formatGivenUpLine),
    ...report.disturbed.persons.slice(0, DISTURBED_LINES).map(formatDisturbedPersonLine),
    ...report.disturbed.findings
      .filter(({ later }) => later !== 'shown again')
      .slice(0, DISTURBED_LINES)
      .map(formatDisturbedLine),
    `applied ${report.applied}, duplicates ${report.duplicates}, gaps ${report.gaps}, rejected ${report.rejected}, messages refused ${report.refused}`,
  ];
}

/** What the base said of itself, where it is not what was stored here. */
const STANDING_TEXTS = {
  fits: '',
  behind: ': ALARM, the base is behind: an old copy of it speaks, which records nothing until it has a new epoch',
  forked: ': ALARM, the base has forked: it has other entries than are stored here, so two copies of it have recorded',
} as const;

/** A stream as a line of text. */
export function formatStreamLine({
  base,
  state,
  seq,
  headHash,
  reason,
  standing,
  branch,
}: StockReport['streams'][number]): string {
  const because = reason === '' ? '' : ` (${reason})`;
  const beside = branch === '' ? '' : `, another past, sent under epoch ${branch}`;
  return `base ${base}: ${state}, ${seq} entries, head ${headHash}${because}${beside}${STANDING_TEXTS[standing]}`;
}

/** Only of a book that lags: then what the report says is not of now. */
function formatBookLine({ base, booked, stored, fault }: StockReport['books'][number]): string[] {
  if (booked >= stored && fault === null) return [];
  const reason = fault === null ? '' : `: ALARM, THE BOOK STANDS STILL, the next entry cannot be booked: ${fault}`;
  return [`book of ${base}: as of entry ${booked} of ${stored}${reason}`];
}

/** Lines about packages that were proved longest ago; `--csv proved` has all. */
const OLDEST_PROOFS = 10;

function formatOrderLine({ order, kind, lot, issued, answer }: StockReport['orders'][number]): string {
  const about = lot === null ? kind : `${kind}, lot ${lot}`;
  return `order ${order} (${about}): ${issued === null ? 'not issued yet' : `open since ${issued}`}${answer === null ? ', the base has not answered' : ''}`;
}

function formatProofLine({ package: id, lot, state, area, proved, way }: StockReport['proved'][number]): string {
  const place = area === null ? '' : ` in ${area}`;
  return `package ${id} of lot ${lot}, ${state}${place}: ${proved === null ? 'NOTHING PROVES IT' : `last proved ${proved}, ${way ?? ''}`}`;
}

function formatGivenUpLine(row: StockReport['givenUpRecords'][number]): string {
  const what = `${row.records} ${row.records === 1 ? 'record' : 'records'} of loads GIVEN UP`;
  return `base ${row.base}: ${what} on scale ${row.scale} at ${row.station}, ${row.since} to ${row.until}: its disk took nothing; the heaviest load ${row.highestKg} kg`;
}

/** Lines about persons, and about findings that were not shown again; `--csv disturbed` has all. */
const DISTURBED_LINES = 20;

function formatDisturbedPersonLine(row: StockReport['disturbed']['persons'][number]): string {
  const who = row.person ?? 'nobody signed in';
  return `disturbed loads at ${row.base}, ${who}: weight findings made void ${row.voided}, of them not shown again ${row.notShownAgain}`;
}

function formatDisturbedLine(row: StockReport['disturbed']['findings'][number]): string {
  const subject = [row.lot && `lot ${row.lot}`, row.package].filter((part) => part !== null && part !== '').join(' ');
  const difference = row.differenceKg === null ? '' : ` by ${row.differenceKg} kg`;
  return `disturbed ${row.at} at ${row.base}, ${row.person ?? 'nobody signed in'}: ${row.code}${difference} ${subject}, ${row.later}`;
}

function formatLotLine(lot: StockReport['lots'][number]): string {
  const findings =
    lot.findings.map((finding) => `${finding.code} ${finding.package ?? ''}`.trim()).join(', ') || 'no findings';
  const drift = lot.driftWarning ? ', drift warning' : '';
  const unread = lot.found - lot.identitiesRead;
  const identity = unread === 0 ? '' : `, identity not read of ${unread} of ${lot.found}`;
  const nobody = lot.weighedByNobody === 0 ? '' : `, weighed with nobody signed in: ${lot.weighedByNobody}`;
  const agreement = lot.agrees ? 'the base came to the same' : `THE BASE DIFFERS in ${lot.differences.join(', ')}`;
  const limit = lot.netLimitKg === null ? 'not verified beyond its tares' : `± ${lot.netLimitKg} kg`;
  const verified = lot.verifiedMass === 'none' ? '' : ` (${lot.verifiedMass})`;
  return `lot ${lot.lot}: ${lot.headquartersVerdict}${verified}, net ${lot.headquartersNetKg} kg ${limit}, ${findings}${drift}${identity}${nobody}; ${agreement}`;
}

/** Ordered = left + short + never fetched. */
export function formatReleaseLine(row: ReleaseReport): string {
  const parts = [
    `${row.left} of ${row.allocated} packages left, ${row.leftKg} kg`,
    ...(row.state === 'closed'
      ? [formatPart('stayed behind', row.short), formatPart('never fetched', row.unpicked)]
      : []),
    ...(row.unscanned.length === 0 ? [] : [formatPart('fetched without a scan', row.unscanned)]),
  ];
  return `release ${row.release} (${row.regime}): ${row.state}, ${parts.join(', ')}${formatDifferences(row.differences)}`;
}

/** What the book holds in the scope = seen + inferred + missing + in hands + not asked. */
export function formatStocktakeLine(row: StocktakeReport): string {
  const { result } = row;
  const begin = `stocktake ${row.stocktake}: ${row.state}`;
  if (result === null) return `${begin}, ${row.counted} packages, no result yet${formatDifferences(row.differences)}`;
  const parts = [
    `seen ${result.seen}`,
    `inferred ${result.inferred}`,
    formatPart('missing', result.missing),
    formatPart('in hands', result.inHands),
    formatPart('not asked', result.notAsked),
  ];
  const misplaced = result.misplaced.map(({ package: id, from, to }) => `${id} from ${from ?? 'nowhere'} to ${to}`);
  const besides = [
    ...(misplaced.length === 0 ? [] : [formatPart('misplaced', misplaced)]),
    ...(result.thawed.length === 0 ? [] : [formatPart('thawed', result.thawed)]),
  ];
  return (
    `${begin}, ${result.agrees ? 'agrees' : 'disagrees'}: book ${result.book} = ${parts.join(' + ')}` +
    `${besides.map((part) => `, ${part}`).join('')}${formatDifferences(row.differences)}`
  );
}

/** A line names so many of a part. */
const NAMED_IN_PART = 20;

function formatPart(name: string, packages: readonly string[]): string {
  if (packages.length === 0) return `${name} 0`;
  const more = packages.length > NAMED_IN_PART ? ` and ${packages.length - NAMED_IN_PART} more` : '';
  return `${name} ${packages.length} (${packages.slice(0, NAMED_IN_PART).join(', ')}${more})`;
}

function formatDifferences(members: readonly string[]): string {
  return members.length === 0 ? '' : `; THE BASE DIFFERS in ${members.join(', ')}`;
}

function formatCoverLine(cover: DaysOfCover): string {
  const uncertified =
    cover.uncertifiedKg === '0' ? '' : `, and ${cover.uncertifiedKg} kg wet without moisture and assay`;
  const daysText = cover.days === null ? 'nothing is used' : `${cover.days} of ${cover.targetDays} days`;
  return `${cover.commodity} ${cover.ownership}: ${cover.containedKg} kg contained, ${daysText}, short of the target by ${cover.shortKg} kg${uncertified}`;
}

function formatPlanLine(plan: PlanReport, verbs: { ordered: string; done: string }): string {
  return `plan ${plan.plan}: ${plan.plannedKg} kg, ${verbs.ordered} ${plan.orderedKg}, ${verbs.done} ${plan.doneKg}, open ${plan.openKg}`;
}

/** One open finding as a line of text. */
export function formatFindingLine(finding: FindingReport): string {
  const difference = finding.differenceKg === null ? '' : ` by ${finding.differenceKg} kg`;
  return `finding ${finding.finding}: ${finding.code}${difference} ${[finding.lot && `lot ${finding.lot}`, finding.package].filter((part) => part !== null && part !== '').join(' ')}, ${finding.state}${finding.escalated === null ? '' : ', the base cannot settle it'}`;
}
