// What the bases hold, from headquarters' own book: by commodity, form and ownership in wet, dry and contained mass.
// National and private stock are never added up. Totals leave this file only in a report that somebody asked for.
import { asMassMg, formatKilograms } from '../../../drivers/contract/mass.ts';
import type { HeadquartersBook } from '../store/headquartersBook.ts';
import { JOINT_FINDING_CODES } from '../book/bookJoints.ts';
import { BOOK_STATES_AT_BASE } from '../book/packageSteps.ts';

/** One kind of goods of one owner. */
export interface StockKind {
  commodity: string;
  element: string | null;
  form: string;
  ownership: string;
}

/** What the bases hold of one lot, in milligrams. */
export interface LotStock extends StockKind {
  base: string;
  lot: string;
  state: string;
  announcedPackages: number;
  announcedNetMg: number;
  /** Weighed at the base, whether or not they are still there. */
  receivedPackages: number;
  receivedNetMg: number;
  packages: number;
  netMg: number;
  /** Of the net mass: its scale failed a check weighing, or what was weighed together differs one by one. */
  doubtfulMg: number;
  /** Null if the certificate states no moisture and assay. */
  dryMg: number | null;
  containedMg: number | null;
}

interface LotSums extends Omit<LotStock, 'dryMg' | 'containedMg'> {
  moisture: number | null;
  assay: number | null;
}

const AT_BASE_SQL = BOOK_STATES_AT_BASE.map((state) => `'${state}'`).join(', ');
const JOINT_CODES_SQL = JOINT_FINDING_CODES.map((code) => `'${code}'`).join(', ');
const RECEIVED_SQL = `p.net_mg IS NOT NULL AND p.state IN (${AT_BASE_SQL}, 'released')`;

/** Sums the packages of every lot. */
export function sumLotStock(store: HeadquartersBook): LotStock[] {
  const rows = store.prepare<[], LotSums>(
    `WITH disputed AS (
       SELECT DISTINCT s.base, s.joint FROM findings f JOIN shares s USING (base, package)
       WHERE f.code IN (${JOINT_CODES_SQL}) AND f.state IN ('open', 'recounted'))
     SELECT l.base, l.lot, l.commodity, l.element, l.form, l.ownership, l.state, l.moisture_ppm AS moisture, l.assay_ppm AS assay,
       count(*) FILTER (WHERE p.state <> 'dropped') AS announcedPackages,
       ifnull(sum(p.announced_gross_mg - p.announced_tare_mg) FILTER (WHERE p.state <> 'dropped'), 0) AS announcedNetMg,
       count(*) FILTER (WHERE ${RECEIVED_SQL}) AS receivedPackages, ifnull(sum(p.net_mg + p.booked_mg) FILTER (WHERE ${RECEIVED_SQL}), 0) AS receivedNetMg,
       count(*) FILTER (WHERE p.state IN (${AT_BASE_SQL})) AS packages, ifnull(sum(p.net_mg - p.removed_mg) FILTER (WHERE p.state IN (${AT_BASE_SQL})), 0) AS netMg,
       ifnull(sum(p.net_mg - p.removed_mg) FILTER (WHERE p.state IN (${AT_BASE_SQL})
         AND (p.doubtful = 1 OR (p.base, p.weighing) IN (SELECT base, joint FROM disputed))), 0) AS doubtfulMg
     FROM lots l LEFT JOIN packages p ON p.base = l.base AND p.lot = l.lot GROUP BY l.base, l.lot ORDER BY l.base, l.lot`,
  );
  return rows
    .all()
    .map(({ moisture, assay, ...row }) => ({ ...row, ...dryAndContainedMass(row.netMg, { moisture, assay }) }));
}

/** Of each lot, rounded down to a milligram: what is not certain is not held. */
function dryAndContainedMass(
  netMg: number,
  { moisture, assay }: { moisture: number | null; assay: number | null },
): Pick<LotStock, 'dryMg' | 'containedMg'> {
  if (moisture === null || assay === null) return { dryMg: null, containedMg: null };
  const dryMg = (BigInt(netMg) * BigInt(1_000_000 - moisture)) / 1_000_000n;
  return { dryMg: Number(dryMg), containedMg: Number((dryMg * BigInt(assay)) / 1_000_000n) };
}

/** What the bases hold of one kind of goods of one owner. */
export interface StockTotal extends StockKind {
  packages: number;
  netKg: string;
  /** Null if the certificate of any of these lots states no moisture and assay: part of a sum is no sum. */
  dryKg: string | null;
  containedKg: string | null;
  /** Of the net mass: its scale failed a check weighing, or what was weighed together differs one by one. */
  doubtfulKg: string;
}

/** Sums the lots of which something is held, by kind and owner. */
export function sumStockTotals(lots: readonly LotStock[]): StockTotal[] {
  const kinds = new Map<string, LotStock[]>();
  for (const lot of lots.filter(({ packages }) => packages > 0))
    kinds.set(stockKindKey(lot), [...(kinds.get(stockKindKey(lot)) ?? []), lot]);
  return [...kinds.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, lotsOfKind]): StockTotal[] => {
      const [first] = lotsOfKind;
      if (!first) return [];
      const { commodity, element, form, ownership } = first;
      return [
        {
          commodity,
          element,
          form,
          ownership,
          packages: lotsOfKind.reduce((total, lot) => total + lot.packages, 0),
          netKg: formatKilograms(asMassMg(sumOrNull(lotsOfKind, (lot) => lot.netMg) ?? 0)),
          dryKg: kgTextOrNull(sumOrNull(lotsOfKind, (lot) => lot.dryMg)),
          containedKg: kgTextOrNull(sumOrNull(lotsOfKind, (lot) => lot.containedMg)),
          doubtfulKg: formatKilograms(asMassMg(sumOrNull(lotsOfKind, (lot) => lot.doubtfulMg) ?? 0)),
        },
      ];
    });
}

function stockKindKey({ commodity, element, form, ownership }: StockKind): string {
  return JSON.stringify([commodity, element ?? '', form, ownership]);
}

/** The sum, or null if one of them is not known. */
function sumOrNull(lots: readonly LotStock[], massOf: (lot: LotStock) => number | null): number | null {
  return lots.reduce<number | null>((total, lot) => {
    const lotMass = massOf(lot);
    return total === null || lotMass === null ? null : total + lotMass;
  }, 0);
}

/** Kilograms as decimal text; null stays null. */
export function kgTextOrNull(massMg: number | null): string | null {
  return massMg === null ? null : formatKilograms(asMassMg(massMg));
}
