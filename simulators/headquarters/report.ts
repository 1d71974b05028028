// What headquarters knows, read from its store alone: never from what a base or a simulator says it should hold.
import { kgText } from '../../drivers/contract/mass.ts';
import { csvLines } from './csv.ts';
import type { Judgement, OwnFinding } from './judge.ts';
import {
  type FindingReport,
  openFindings,
  releasedGoods,
  releaseReports,
  type ReleaseReport,
  stocktakeReports,
  type StocktakeReport,
} from './reportReleases.ts';
import { kgOrNull, type Kind, lotStock, stockRows, type LotStock, type StockRow } from './stock.ts';
import type { Store, StreamRow } from './store.ts';
import { cover, type Cover, type PlanReport, procurementPlans, releasePlans, type TargetsFile } from './targets.ts';

export interface LotReport {
  base: string;
  lot: string;
  headquartersVerdict: string;
  headquartersNetKg: string;
  toleranceKg: string;
  rssKg: string;
  /** Small deviations of one sign: the scale or the consignor drifts. */
  driftWarning: boolean;
  findings: OwnFinding[];
  /** The base came to the same, in every figure and finding. */
  agrees: boolean;
  differences: string[];
}

/** Every lot that was announced, with what became of it. */
export interface HeldLot extends Kind {
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

export interface OrderReport {
  base: string;
  order: string;
  kind: string;
  lot: string | null;
  counter: number | null;
  answer: string | null;
}

export interface Report {
  lots: LotReport[];
  orders: OrderReport[];
  /** National and private apart; nothing here adds them up. */
  stock: StockRow[];
  held: HeldLot[];
  releases: ReleaseReport[];
  stocktakes: StocktakeReport[];
  openFindings: FindingReport[];
  alarms: { base: string; seq: number; what: string; subject: string }[];
  /** Only with a file of targets. */
  targets: { frame: TargetsFile['frame']; cover: Cover[]; procurement: PlanReport[]; releases: PlanReport[] } | null;
  streams: {
    base: string;
    epoch: string;
    state: string;
    trouble: string;
    seq: number;
    headHash: string;
    greeted: number;
  }[];
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

interface VerdictRow {
  base: string;
  lot: string;
  own: string;
  differences: string;
}

export function report(store: Store, targets: TargetsFile | null = null): Report {
  const streams = store.prepare<[], StreamRow>('SELECT * FROM streams ORDER BY stream').all();
  const newest = streams.findLast((stream) => stream.state !== 'waiting');
  const sum = (member: 'applied' | 'duplicates' | 'gaps' | 'rejected'): number =>
    streams.reduce((total, stream) => total + stream[member], 0);
  const stock = lotStock(store);
  return {
    lots: lots(store),
    orders: orders(store),
    stock: stockRows(stock),
    held: stock.map(heldLot),
    releases: releaseReports(store),
    stocktakes: stocktakeReports(store),
    openFindings: openFindings(store),
    alarms: store
      .prepare<[], Report['alarms'][number]>('SELECT base, seq, what, subject FROM alarms ORDER BY stream, seq')
      .all(),
    targets: targets && {
      frame: targets.frame,
      cover: cover(targets, stock),
      procurement: procurementPlans(targets, stock),
      releases: releasePlans(targets, releasedGoods(store)),
    },
    streams: streams.map(({ base, epoch, state, trouble, seq, hash, greeted }) => ({
      base,
      epoch,
      state,
      trouble,
      seq,
      headHash: hash,
      greeted,
    })),
    applied: sum('applied'),
    duplicates: sum('duplicates'),
    gaps: sum('gaps'),
    rejected: sum('rejected'),
    refused: store.prepare<[], number>('SELECT refused FROM house').pluck().get() ?? 0,
    seq: newest?.seq ?? 0,
    headHash: newest?.hash ?? '0'.repeat(64),
  };
}

/** The latest verdict on each lot. */
function lots(store: Store): LotReport[] {
  const rows = store.prepare<[], VerdictRow>(
    `SELECT base, lot, own, differences FROM verdicts v WHERE NOT EXISTS (SELECT 1 FROM verdicts w WHERE w.base = v.base AND w.lot = v.lot
     AND (w.stream, w.seq) > (v.stream, v.seq)) ORDER BY stream, seq`,
  );
  return rows.all().map(({ base, lot, own, differences }) => {
    const judged = JSON.parse(own) as Judgement;
    return {
      base,
      lot,
      headquartersVerdict: judged.verdict,
      headquartersNetKg: kgText(judged.netMg),
      toleranceKg: kgText(judged.linearBoundMg),
      rssKg: kgText(judged.rssBoundMg),
      driftWarning: judged.driftWarning,
      findings: judged.findings,
      agrees: differences === '',
      differences: differences === '' ? [] : differences.split(' '),
    };
  });
}

function heldLot({ announcedNetMg, receivedNetMg, netMg, dryMg, containedMg, doubtfulMg, ...lot }: LotStock): HeldLot {
  const masses = { announcedNetKg: kgText(announcedNetMg), receivedNetKg: kgText(receivedNetMg), netKg: kgText(netMg) };
  return {
    ...lot,
    ...masses,
    dryKg: kgOrNull(dryMg),
    containedKg: kgOrNull(containedMg),
    doubtfulKg: kgText(doubtfulMg),
  };
}

function orders(store: Store): OrderReport[] {
  return store
    .prepare<[], OrderReport>(
      "SELECT base, order_id AS 'order', body ->> '$.kind' AS kind, body ->> '$.lot' AS lot, counter, answer FROM orders ORDER BY number",
    )
    .all();
}

const TABLES = {
  stock: ({ stock }: Report) =>
    csvLines(
      ['commodity', 'element', 'form', 'ownership', 'packages', 'netKg', 'dryKg', 'containedKg', 'doubtfulKg'],
      stock,
    ),
  lots: ({ held }: Report) =>
    csvLines(
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
      held,
    ),
  releases: ({ releases }: Report) =>
    csvLines(['base', 'order', 'release', 'regime', 'recipient', 'state', 'allocated', 'left', 'leftKg'], releases),
  findings: ({ openFindings: open }: Report) =>
    csvLines(
      [
        'base',
        'finding',
        'code',
        'lot',
        'package',
        'state',
        'recounts',
        'differenceKg',
        'note',
        'epoch',
        'seq',
        'hash',
      ],
      open,
    ),
} as const;
export const CSV_TABLES = Object.keys(TABLES);

/** Lines of one table, to be ended by CRLF; null if there is no such table. */
export function reportCsv(of: Report, table: string): string[] | null {
  return Object.hasOwn(TABLES, table) ? TABLES[table as keyof typeof TABLES](of) : null;
}
