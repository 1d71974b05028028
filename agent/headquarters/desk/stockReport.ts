// What headquarters knows, read from its store alone: never from what a base or a simulator says it should hold.
import { asMassMg, formatKilograms } from '../../../drivers/contract/mass.ts';
import {
  countDisturbedOfPersons,
  DISTURBED_COLUMNS,
  type DisturbedFindingReport,
  type DisturbedPersonReport,
  listDisturbedFindings,
} from './disturbedReport.ts';
import { formatCsvTable } from './csvFormat.ts';
import type { OwnVerdict, OwnVerdictFinding } from '../book/ownVerdict.ts';
import {
  type FindingReport,
  buildFindingReports,
  listUnreportedFindingReports,
  type UnreportedFinding,
  sumReleasedGoods,
  buildReleaseReports,
  type ReleaseReport,
  buildStocktakeReports,
  type StocktakeReport,
} from './stockWorkReports.ts';
import {
  kgTextOrNull,
  type StockKind,
  sumLotStock,
  sumStockTotals,
  type LotStock,
  type StockTotal,
} from './stockTotals.ts';
import type { HeadquartersBook } from '../store/headquartersBook.ts';
import type { StreamRow } from '../store/linkStore.ts';
import type { Halves } from '../store/halves.ts';
import {
  computeDaysOfCover,
  type DaysOfCover,
  type PlanReport,
  reportProcurementPlans,
  reportReleasePlans,
  type TargetsFile,
} from './stockTargets.ts';
import {
  buildOrderReports,
  type GivenUpRecordsReport,
  listGivenUpRecords,
  listProvedPackages,
  type OrderReport,
  type ProvedPackageReport,
} from './ageReports.ts';

/** Headquarters' latest verdict on a lot, and how the base's differs. */
export interface LotReport {
  base: string;
  lot: string;
  headquartersVerdict: string;
  headquartersNetKg: string;
  toleranceKg: string;
  /** What honest scales stay within. */
  driftBoundKg: string;
  /** How far the net may be off; null where a tare is not known well enough. */
  netLimitKg: string | null;
  verifiedMass: OwnVerdict['verifiedMass'];
  found: number;
  /** Of the found, as of now: those of which a mark or tag was read; the others were only counted. */
  identitiesRead: number;
  /** Weighings that it rests on at which nobody was signed in. */
  weighedByNobody: number;
  contents: OwnVerdict['contents'];
  /** Small deviations of one sign: the scale or the consignor drifts. */
  driftWarning: boolean;
  findings: OwnVerdictFinding[];
  /** The base came to the same, in every figure and finding. */
  agrees: boolean;
  differences: string[];
}

/** Every lot that was announced, with what became of it. */
export interface AnnouncedLotReport extends StockKind {
  base: string;
  lot: string;
  state: string;
  announcedPackages: number;
  announcedNetKg: string;
  receivedPackages: number;
  receivedNetKg: string;
  packages: number;
  netKg: string;
  dryKg: string | null;
  containedKg: string | null;
  doubtfulKg: string;
}

/** Everything that `report --json` prints. */
export interface StockReport {
  lots: LotReport[];
  orders: OrderReport[];
  /** National and private apart; nothing here adds them up. */
  stock: StockTotal[];
  announced: AnnouncedLotReport[];
  releases: ReleaseReport[];
  stocktakes: StocktakeReport[];
  /** What stands at the bases, first what was proved to be there longest ago. */
  proved: ProvedPackageReport[];
  openFindings: FindingReport[];
  /** What follows from the entries and the base did not report. */
  unreportedFindings: UnreportedFinding[];
  alarms: { base: string; seq: number; what: string; subject: string }[];
  /** Loads whose records are lost: what was weighed there, nobody knows. */
  givenUpRecords: GivenUpRecordsReport[];
  /** Weight findings that disturbed loads made void, the oldest first, and how many of each person. */
  disturbed: { persons: DisturbedPersonReport[]; findings: DisturbedFindingReport[] };
  /** Only with a file of targets. */
  targets: {
    frame: TargetsFile['frame'];
    cover: DaysOfCover[];
    procurement: PlanReport[];
    releases: PlanReport[];
  } | null;
  streams: {
    base: string;
    epoch: string;
    state: string;
    reason: string;
    seq: number;
    headHash: string;
    hellos: number;
    /** What the base said last of itself: `behind` is an old copy, `forked` has another past. */
    standing: StreamRow['standing'];
    /** The newer epoch under which another past of this one was sent; empty: none. */
    branch: string;
  }[];
  /** How far each base's book is; where `booked` is less than `stored`, what stands above lacks what came last. */
  books: { base: string; booked: number; stored: number; fault: string | null }[];
  /** Entries that are stored. */
  applied: number;
  duplicates: number;
  gaps: number;
  rejected: number;
  /** Messages whose seal, form or signature was bad. */
  refused: number;
  /** Of the newest approved stream. */
  seq: number;
  headHash: string;
}

interface OwnVerdictRow {
  base: string;
  lot: string;
  own: string;
  differences: string;
  /** The delivery that was judged. */
  order_id: string;
}

/** Builds the report from both halves; without targets, `targets` is null. */
export function buildStockReport({ link, book }: Halves, targets: TargetsFile | null = null): StockReport {
  const streams = link.listStreams();
  const newest = streams.findLast((stream) => stream.state !== 'waiting');
  const sumOverStreams = (member: 'applied' | 'duplicates' | 'gaps'): number =>
    streams.reduce((total, stream) => total + stream[member], 0);
  const stock = sumLotStock(book);
  const disturbed = listDisturbedFindings(book);
  return {
    lots: buildLotReports(book),
    orders: buildOrderReports({ link, book }),
    stock: sumStockTotals(stock),
    announced: stock.map(buildAnnouncedLotReport),
    releases: buildReleaseReports(book),
    stocktakes: buildStocktakeReports(book),
    proved: listProvedPackages(book),
    openFindings: buildFindingReports(book),
    unreportedFindings: listUnreportedFindingReports(book),
    alarms: book
      .prepare<[], StockReport['alarms'][number]>('SELECT base, seq, what, subject FROM alarms ORDER BY stream, seq')
      .all(),
    givenUpRecords: listGivenUpRecords(book),
    disturbed: { persons: countDisturbedOfPersons(disturbed), findings: disturbed },
    targets: targets && {
      frame: targets.frame,
      cover: computeDaysOfCover(targets, stock),
      procurement: reportProcurementPlans(targets, stock),
      releases: reportReleasePlans(targets, sumReleasedGoods(book)),
    },
    streams: streams.map(({ base, epoch, state, reason, seq, hash, hellos, standing, branch }) => ({
      base,
      epoch,
      state,
      reason,
      seq,
      headHash: hash,
      hellos,
      standing,
      branch,
    })),
    books: link.listBases().map(({ base, stored }) => {
      const { place, fault } = book.findPosition(base);
      return { base, booked: place, stored, fault };
    }),
    applied: sumOverStreams('applied'),
    duplicates: sumOverStreams('duplicates'),
    gaps: sumOverStreams('gaps'),
    rejected: book.listRejections().length,
    refused: link.readRefused(),
    seq: newest?.seq ?? 0,
    headHash: newest?.hash ?? '0'.repeat(64),
  };
}

/** The latest verdict on each lot. */
function buildLotReports(store: HeadquartersBook): LotReport[] {
  const rows = store.prepare<[], OwnVerdictRow>(
    `SELECT base, lot, own, differences, json_extract(claimed, '$.order') AS order_id FROM verdicts v WHERE NOT EXISTS (SELECT 1 FROM verdicts w WHERE w.base = v.base AND w.lot = v.lot
     AND (w.stream, w.seq) > (v.stream, v.seq)) ORDER BY stream, seq`,
  );
  const unread = store
    .prepare<[string, string, string], number>(
      'SELECT count(*) FROM packages WHERE base = ? AND lot = ? AND order_id = ? AND unread = 1',
    )
    .pluck();
  return rows.all().map(({ base, lot, own: ownVerdictJson, differences, order_id }) => {
    const ownVerdict = JSON.parse(ownVerdictJson) as OwnVerdict;
    return {
      base,
      lot,
      headquartersVerdict: ownVerdict.verdict,
      headquartersNetKg: formatKilograms(asMassMg(ownVerdict.netMg)),
      toleranceKg: formatKilograms(asMassMg(ownVerdict.linearBoundMg)),
      driftBoundKg: formatKilograms(asMassMg(ownVerdict.driftBoundMg)),
      netLimitKg: ownVerdict.netLimitMg === null ? null : formatKilograms(asMassMg(ownVerdict.netLimitMg)),
      verifiedMass: ownVerdict.verifiedMass,
      found: ownVerdict.found,
      identitiesRead: ownVerdict.found - (unread.get(base, lot, order_id) ?? 0),
      weighedByNobody: ownVerdict.weighedByNobody,
      contents: ownVerdict.contents,
      driftWarning: ownVerdict.driftWarning,
      findings: ownVerdict.findings,
      agrees: differences === '',
      differences: differences === '' ? [] : differences.split(' '),
    };
  });
}

function buildAnnouncedLotReport({
  announcedNetMg,
  receivedNetMg,
  netMg,
  dryMg,
  containedMg,
  doubtfulMg,
  ...lot
}: LotStock): AnnouncedLotReport {
  const masses = {
    announcedNetKg: formatKilograms(asMassMg(announcedNetMg)),
    receivedNetKg: formatKilograms(asMassMg(receivedNetMg)),
    netKg: formatKilograms(asMassMg(netMg)),
  };
  return {
    ...lot,
    ...masses,
    dryKg: kgTextOrNull(dryMg),
    containedKg: kgTextOrNull(containedMg),
    doubtfulKg: formatKilograms(asMassMg(doubtfulMg)),
  };
}

const TABLE_FORMATS = {
  stock: ({ stock }: StockReport) =>
    formatCsvTable(
      ['commodity', 'element', 'form', 'ownership', 'packages', 'netKg', 'dryKg', 'containedKg', 'doubtfulKg'],
      stock,
    ),
  lots: ({ announced }: StockReport) =>
    formatCsvTable(
      [
        'base',
        'lot',
        'commodity',
        'element',
        'form',
        'ownership',
        'state',
        'announcedPackages',
        'announcedNetKg',
        'receivedPackages',
        'receivedNetKg',
        'packages',
        'netKg',
        'dryKg',
        'containedKg',
      ],
      announced,
    ),
  proved: ({ proved }: StockReport) =>
    formatCsvTable(['base', 'lot', 'package', 'state', 'area', 'proved', 'way'], proved),
  orders: ({ orders }: StockReport) =>
    formatCsvTable(['base', 'order', 'kind', 'lot', 'counter', 'issued', 'answer', 'open'], orders),
  releases: ({ releases }: StockReport) =>
    formatCsvTable(
      ['base', 'order', 'release', 'regime', 'recipient', 'state', 'allocated', 'left', 'leftKg'],
      releases,
    ),
  disturbed: ({ disturbed }: StockReport) => formatCsvTable(DISTURBED_COLUMNS, disturbed.findings),
  findings: ({ openFindings: open }: StockReport) =>
    formatCsvTable(
      [
        'base',
        'finding',
        'code',
        'lot',
        'package',
        'state',
        'recounts',
        'escalated',
        'differenceKg',
        'note',
        'epoch',
        'seq',
        'hash',
      ],
      open,
    ),
} as const;
/** Names of the tables that `report --csv` prints. */
export const REPORT_TABLES = Object.keys(TABLE_FORMATS);

/** Lines of one table, to be ended by CRLF; null if there is no such table. */
export function formatReportTable(report: StockReport, table: string): string[] | null {
  return Object.hasOwn(TABLE_FORMATS, table) ? TABLE_FORMATS[table as keyof typeof TABLE_FORMATS](report) : null;
}
