// Releases, stocktakes and open findings as headquarters sees them. Reads only.
import { asMassMg, formatKilograms } from '../../../drivers/contract/mass.ts';
import { parseIdList } from '../book/baseBook.ts';
import type { BookFindingRow, BookReleaseRow, BookStocktakeRow } from '../book/bookRows.ts';
import type { StockKind } from './stockTotals.ts';
import type { HeadquartersBook } from '../store/headquartersBook.ts';
import type { OwnStocktakeResult } from '../book/stocktakeResult.ts';

/** A release and what left by it, from headquarters' own result. */
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
  /** Fetched, parked or reported gone, and not left. */
  short: string[];
  /** Never fetched. */
  unpicked: string[];
  /** Fetched under a name that a person typed or chose: nobody scanned it, no reader read it. */
  unscanned: string[];
  /** What headquarters computed otherwise than the base says. */
  differences: string[];
  /** By kind and owner. */
  goods: (StockKind & { allocatedKg: string; leftKg: string })[];
}

/** All releases by base and order. */
export function buildReleaseReports(store: HeadquartersBook): ReleaseReport[] {
  return store
    .prepare<[], BookReleaseRow>('SELECT * FROM releases ORDER BY base, order_id')
    .all()
    .map((row) => {
      const { regime, recipient, selection } = JSON.parse(row.body) as {
        regime: string;
        recipient: string;
        selection: unknown;
      };
      const ownResult = JSON.parse(row.own ?? 'null') as {
        released: string[];
        short: string[];
        unpicked: string[];
        netMg: number;
      } | null;
      return {
        base: row.base,
        order: row.order_id,
        release: row.release,
        regime,
        recipient,
        state: row.state,
        selection,
        allocated: parseIdList(row.allocated).length,
        left: ownResult?.released.length ?? 0,
        leftKg: formatKilograms(asMassMg(ownResult?.netMg ?? 0)),
        short: ownResult?.short ?? [],
        unpicked: ownResult?.unpicked ?? [],
        unscanned: parseIdList(row.unscanned),
        differences: splitWords(row.differences),
        goods: sumGoods(store, {
          base: row.base,
          allocated: parseIdList(row.allocated),
          left: massesThatLeft(row),
        }).map(formatGoodsKg),
      };
    });
}

function formatGoodsKg({ allocatedMg, leftMg, ...kind }: ReleasedGoods): ReleaseReport['goods'][number] {
  return { ...kind, allocatedKg: formatKilograms(asMassMg(allocatedMg)), leftKg: formatKilograms(asMassMg(leftMg)) };
}

function splitWords(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

/** Of each kind and owner what was set aside and what left, in milligrams. */
export type ReleasedGoods = StockKind & { allocatedMg: number; leftMg: number };

/** Goods of all releases, by release, kind and owner. */
export function sumReleasedGoods(store: HeadquartersBook): ReleasedGoods[] {
  return store
    .prepare<[], BookReleaseRow>('SELECT * FROM releases ORDER BY base, order_id')
    .all()
    .flatMap((row) =>
      sumGoods(store, { base: row.base, allocated: parseIdList(row.allocated), left: massesThatLeft(row) }),
    );
}

/** What each package that left held then; it may have come back and been weighed anew since. */
function massesThatLeft(row: BookReleaseRow): ReadonlyMap<string, number> {
  const own = JSON.parse(row.own ?? 'null') as { released: string[]; masses: number[] } | null;
  return new Map(own?.released.map((id, index) => [id, own.masses[index] ?? 0]));
}

function sumGoods(
  store: HeadquartersBook,
  release: { base: string; allocated: readonly string[]; left: ReadonlyMap<string, number> },
): ReleasedGoods[] {
  const findPackage = store.prepare<[string, string], StockKind & { netMg: number }>(
    `SELECT l.commodity, l.element, l.form, l.ownership, ifnull(p.net_mg, 0) - p.removed_mg AS netMg
     FROM packages p JOIN lots l ON l.base = p.base AND l.lot = p.lot WHERE p.base = ? AND p.package = ?`,
  );
  const kinds = new Map<string, ReleasedGoods>();
  for (const id of release.allocated) {
    const row = findPackage.get(release.base, id);
    if (!row) continue;
    const { netMg, ...kind } = row;
    const key = JSON.stringify(kind);
    const goodsSoFar = kinds.get(key) ?? { ...kind, allocatedMg: 0, leftMg: 0 };
    kinds.set(key, {
      ...goodsSoFar,
      allocatedMg: goodsSoFar.allocatedMg + (release.left.get(id) ?? netMg),
      leftMg: goodsSoFar.leftMg + (release.left.get(id) ?? 0),
    });
  }
  return [...kinds.values()];
}

/** A stocktake and headquarters' own result of it. */
export interface StocktakeReport {
  base: string;
  stocktake: string;
  state: string;
  round: number;
  counted: number;
  drawn: number;
  /** By headquarters' own count of the words; null while it runs. */
  result: OwnStocktakeResult | null;
  differences: string[];
}

/** All stocktakes by base and name. */
export function buildStocktakeReports(store: HeadquartersBook): StocktakeReport[] {
  return store
    .prepare<[], BookStocktakeRow>('SELECT * FROM stocktakes ORDER BY base, stocktake')
    .all()
    .map((row) => ({
      base: row.base,
      stocktake: row.stocktake,
      state: row.state,
      round: row.round,
      counted: parseIdList(row.counted).length,
      drawn: parseIdList(row.sample).length,
      result: JSON.parse(row.own ?? 'null') as OwnStocktakeResult | null,
      differences: splitWords(row.differences),
    }));
}

/** A finding that waits for a decision. */
export interface FindingReport {
  base: string;
  finding: string;
  code: string;
  lot: string | null;
  package: string | null;
  job: string | null;
  state: string;
  recounts: number;
  /** Why the base cannot settle it by itself; null: it has not said so. */
  escalated: string | null;
  /** Measured less expected; null where nothing was weighed. */
  differenceKg: string | null;
  note: string | null;
  /** How a decision names it. */
  epoch: string;
  seq: number;
  hash: string;
}

/** Findings that wait for a decision, in the order in which they came. */
export function buildFindingReports(store: HeadquartersBook): FindingReport[] {
  return store
    .prepare<[], BookFindingRow & { epoch: string }>(
      "SELECT f.*, s.epoch FROM findings f JOIN epochs s USING (stream) WHERE f.state IN ('open', 'recounted') ORDER BY f.base, f.stream, f.seq",
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
      escalated: row.escalated,
      differenceKg:
        row.declared_mg === null || row.measured_mg === null
          ? null
          : formatKilograms(asMassMg(row.measured_mg - row.declared_mg)),
      note: row.note,
      epoch: row.epoch,
      seq: row.seq,
      hash: row.hash,
    }));
}

/** A finding that must follow from the evidence and that the base did not report. */
export interface UnreportedFinding {
  base: string;
  code: string;
  lot: string | null;
  package: string | null;
  weighing: string | null;
}

/** Findings that the bases owe, in the order in which their evidence came. */
export function listUnreportedFindingReports(store: HeadquartersBook): UnreportedFinding[] {
  return store
    .prepare<[], UnreportedFinding>(
      'SELECT base, code, lot, package, weighing FROM implied_findings WHERE required = 1 AND finding IS NULL ORDER BY implied_finding',
    )
    .all();
}
