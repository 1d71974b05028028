// Releases, stocktakes and open findings as headquarters sees them. Reads only.
import { kgText } from '../../drivers/contract/mass.ts';
import { list } from './baseBook.ts';
import type { FindingRow, ReleaseRow, StocktakeRow } from './rows.ts';
import type { Kind } from './stock.ts';
import type { Store } from './store.ts';
import type { StocktakeResult } from './takeStocktakes.ts';

export interface ReleaseReport {
  base: string;
  order: string;
  release: string;
  regime: string;
  recipient: string;
  state: string;
  /** Which packages the order takes. */
  selection: unknown;
  allocated: number;
  left: number;
  leftKg: string;
  short: string[];
  /** What headquarters computed otherwise than the base says. */
  differences: string[];
  /** By kind and owner. */
  goods: (Kind & { allocatedKg: string; leftKg: string })[];
}

export function releaseReports(store: Store): ReleaseReport[] {
  return store
    .prepare<[], ReleaseRow>('SELECT * FROM releases ORDER BY base, order_id')
    .all()
    .map((row) => {
      const { regime, recipient, selection } = JSON.parse(row.body) as {
        regime: string;
        recipient: string;
        selection: unknown;
      };
      const own = JSON.parse(row.own ?? 'null') as { released: string[]; short: string[]; netMg: number } | null;
      return {
        base: row.base,
        order: row.order_id,
        release: row.release,
        regime,
        recipient,
        state: row.state,
        selection,
        allocated: list(row.allocated).length,
        left: own?.released.length ?? 0,
        leftKg: kgText(own?.netMg ?? 0),
        short: own?.short ?? [],
        differences: words(row.differences),
        goods: goodsOf(store, { base: row.base, allocated: list(row.allocated), left: leftOf(row) }).map(inKg),
      };
    });
}

function inKg({ allocatedMg, leftMg, ...kind }: Goods): ReleaseReport['goods'][number] {
  return { ...kind, allocatedKg: kgText(allocatedMg), leftKg: kgText(leftMg) };
}

function words(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

/** Of each kind and owner what was set aside and what left, in milligrams. */
export type Goods = Kind & { allocatedMg: number; leftMg: number };

export function releasedGoods(store: Store): Goods[] {
  return store
    .prepare<[], ReleaseRow>('SELECT * FROM releases ORDER BY base, order_id')
    .all()
    .flatMap((row) => goodsOf(store, { base: row.base, allocated: list(row.allocated), left: leftOf(row) }));
}

function leftOf(row: ReleaseRow): ReadonlySet<string> {
  return new Set((JSON.parse(row.own ?? 'null') as { released: string[] } | null)?.released);
}

function goodsOf(store: Store, of: { base: string; allocated: readonly string[]; left: ReadonlySet<string> }): Goods[] {
  const packageOf = store.prepare<[string, string], Kind & { netMg: number }>(
    `SELECT l.commodity, l.element, l.form, l.ownership, ifnull(p.net_mg, 0) AS netMg
     FROM packages p JOIN lots l ON l.base = p.base AND l.lot = p.lot WHERE p.base = ? AND p.package = ?`,
  );
  const kinds = new Map<string, Goods>();
  for (const id of of.allocated) {
    const row = packageOf.get(of.base, id);
    if (!row) continue;
    const { netMg, ...kind } = row;
    const key = JSON.stringify(kind);
    const before = kinds.get(key) ?? { ...kind, allocatedMg: 0, leftMg: 0 };
    kinds.set(key, {
      ...before,
      allocatedMg: before.allocatedMg + netMg,
      leftMg: before.leftMg + (of.left.has(id) ? netMg : 0),
    });
  }
  return [...kinds.values()];
}

export interface StocktakeReport {
  base: string;
  stocktake: string;
  state: string;
  round: number;
  counted: number;
  drawn: number;
  /** By headquarters' own count of the words; null while it runs. */
  result: StocktakeResult | null;
  differences: string[];
}

export function stocktakeReports(store: Store): StocktakeReport[] {
  return store
    .prepare<[], StocktakeRow>('SELECT * FROM stocktakes ORDER BY base, stocktake')
    .all()
    .map((row) => ({
      base: row.base,
      stocktake: row.stocktake,
      state: row.state,
      round: row.round,
      counted: list(row.counted).length,
      drawn: list(row.sample).length,
      result: JSON.parse(row.own ?? 'null') as StocktakeResult | null,
      differences: words(row.differences),
    }));
}

export interface FindingReport {
  base: string;
  finding: string;
  code: string;
  lot: string | null;
  package: string | null;
  job: string | null;
  state: string;
  recounts: number;
  /** Measured less expected; null where nothing was weighed. */
  differenceKg: string | null;
  note: string | null;
  /** How a decision names it. */
  epoch: string;
  seq: number;
  hash: string;
}

/** Findings that wait for a decision, in the order in which they came. */
export function openFindings(store: Store): FindingReport[] {
  return store
    .prepare<[], FindingRow & { epoch: string }>(
      "SELECT f.*, s.epoch FROM findings f JOIN streams s USING (stream) WHERE f.state IN ('open', 'recounted') ORDER BY f.base, f.stream, f.seq",
    )
    .all()
    .map((row) => ({
      base: row.base,
      finding: row.finding,
      code: row.code,
      lot: row.lot,
      package: row.package,
      job: row.job,
      state: row.state,
      recounts: row.recounts,
      differenceKg:
        row.declared_mg === null || row.measured_mg === null ? null : kgText(row.measured_mg - row.declared_mg),
      note: row.note,
      epoch: row.epoch,
      seq: row.seq,
      hash: row.hash,
    }));
}
