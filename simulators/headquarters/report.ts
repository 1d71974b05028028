// What headquarters holds, read from its store alone: never from what a base or a simulator says it should hold.
import { kgText } from '../../drivers/contract/mass.ts';
import type { Judgement, OwnFinding } from './judge.ts';
import type { Store, StreamRow } from './store.ts';

export interface LotReport {
  base: string;
  lot: string;
  headquartersVerdict: string;
  headquartersNetKg: string;
  toleranceKg: string;
  rssKg: string;
  findings: OwnFinding[];
  /** The base came to the same, in every figure and finding. */
  agrees: boolean;
  differences: string[];
}

export interface OrderReport {
  base: string;
  order: string;
  lot: string;
  counter: number | null;
  answer: string | null;
}

export interface Report {
  lots: LotReport[];
  orders: OrderReport[];
  streams: { base: string; epoch: string; state: string; trouble: string; seq: number; headHash: string; greeted: number }[];
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

export function report(store: Store): Report {
  const streams = store.prepare<[], StreamRow>('SELECT * FROM streams ORDER BY stream').all();
  const newest = streams.findLast((stream) => stream.state !== 'waiting');
  const sum = (member: 'applied' | 'duplicates' | 'gaps' | 'rejected'): number => streams.reduce((total, stream) => total + stream[member], 0);
  return {
    lots: lots(store),
    orders: orders(store),
    streams: streams.map(({ base, epoch, state, trouble, seq, hash, greeted }) => ({ base, epoch, state, trouble, seq, headHash: hash, greeted })),
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
      findings: judged.findings,
      agrees: differences === '',
      differences: differences === '' ? [] : differences.split(' '),
    };
  });
}

function orders(store: Store): OrderReport[] {
  return store
    .prepare<[], OrderReport>("SELECT base, order_id AS 'order', body ->> '$.lot' AS lot, counter, answer FROM orders ORDER BY number")
    .all();
}

export function reportText(of: Report): string[] {
  const lotLines = of.lots.map(
    (lot) =>
      `lot ${lot.lot}: ${lot.headquartersVerdict}, net ${lot.headquartersNetKg} kg ± ${lot.toleranceKg} kg, ` +
      `${lot.findings.map((finding) => `${finding.code} ${finding.package ?? ''}`.trim()).join(', ') || 'no findings'}; ` +
      (lot.agrees ? 'the base came to the same' : `THE BASE DIFFERS in ${lot.differences.join(', ')}`),
  );
  const streamLines = of.streams.map((stream) => `base ${stream.base}: ${stream.state}, ${stream.seq} entries, head ${stream.headHash} ${stream.trouble}`.trim());
  return [...streamLines, ...lotLines, `applied ${of.applied}, duplicates ${of.duplicates}, gaps ${of.gaps}, rejected ${of.rejected}, messages refused ${of.refused}`];
}
