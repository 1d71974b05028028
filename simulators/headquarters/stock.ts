// What the bases hold, from headquarters' own book: by commodity, form and ownership in wet, dry and contained mass.
// National and private stock are never added up. Totals leave this file only in a report that somebody asked for.
import { kgText } from '../../drivers/contract/mass.ts';
import type { Store } from './store.ts';
import { AT_THE_BASE } from './steps.ts';

/** One kind of goods of one owner. */
export interface Kind {
  commodity: string;
  element: string | null;
  form: string;
  ownership: string;
}

export interface LotStock extends Kind {
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
  doubtfulMg: number;
  /** Null if the certificate states no moisture and assay. */
  dryMg: number | null;
  containedMg: number | null;
}

interface LotSums extends Omit<LotStock, 'dryMg' | 'containedMg'> {
  moisture: number | null;
  assay: number | null;
}

const HERE = AT_THE_BASE.map((state) => `'${state}'`).join(', ');
const RECEIVED = `p.net_mg IS NOT NULL AND p.state IN (${HERE}, 'released')`;

export function lotStock(store: Store): LotStock[] {
  const rows = store.prepare<[], LotSums>(
    `SELECT l.base, l.lot, l.commodity, l.element, l.form, l.ownership, l.state, l.moisture_ppm AS moisture, l.assay_ppm AS assay,
       count(*) FILTER (WHERE p.state <> 'dropped') AS announcedPackages,
       ifnull(sum(p.announced_gross_mg - p.announced_tare_mg) FILTER (WHERE p.state <> 'dropped'), 0) AS announcedNetMg,
       count(*) FILTER (WHERE ${RECEIVED}) AS receivedPackages, ifnull(sum(p.net_mg) FILTER (WHERE ${RECEIVED}), 0) AS receivedNetMg,
       count(*) FILTER (WHERE p.state IN (${HERE})) AS packages, ifnull(sum(p.net_mg) FILTER (WHERE p.state IN (${HERE})), 0) AS netMg,
       ifnull(sum(p.net_mg) FILTER (WHERE p.doubtful = 1 AND p.state IN (${HERE})), 0) AS doubtfulMg
     FROM lots l LEFT JOIN packages p ON p.base = l.base AND p.lot = l.lot GROUP BY l.base, l.lot ORDER BY l.base, l.lot`,
  );
  return rows.all().map(({ moisture, assay, ...row }) => ({ ...row, ...content(row.netMg, { moisture, assay }) }));
}

/** Of each lot, rounded down to a milligram: what is not certain is not held. */
function content(
  netMg: number,
  { moisture, assay }: { moisture: number | null; assay: number | null },
): Pick<LotStock, 'dryMg' | 'containedMg'> {
  if (moisture === null || assay === null) return { dryMg: null, containedMg: null };
  const dryMg = (BigInt(netMg) * BigInt(1_000_000 - moisture)) / 1_000_000n;
  return { dryMg: Number(dryMg), containedMg: Number((dryMg * BigInt(assay)) / 1_000_000n) };
}

export interface StockRow extends Kind {
  packages: number;
  netKg: string;
  /** Null if the certificate of any of these lots states no moisture and assay: part of a sum is no sum. */
  dryKg: string | null;
  containedKg: string | null;
  /** Of the net mass: its scale failed a check weighing afterwards. */
  doubtfulKg: string;
}

export function stockRows(lots: readonly LotStock[]): StockRow[] {
  const kinds = new Map<string, LotStock[]>();
  for (const lot of lots.filter(({ packages }) => packages > 0))
    kinds.set(kindKey(lot), [...(kinds.get(kindKey(lot)) ?? []), lot]);
  return [...kinds.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, of]): StockRow[] => {
      const [first] = of;
      if (!first) return [];
      const { commodity, element, form, ownership } = first;
      return [
        {
          commodity,
          element,
          form,
          ownership,
          packages: of.reduce((total, lot) => total + lot.packages, 0),
          netKg: kgText(massOf(of, (lot) => lot.netMg) ?? 0),
          dryKg: kgOrNull(massOf(of, (lot) => lot.dryMg)),
          containedKg: kgOrNull(massOf(of, (lot) => lot.containedMg)),
          doubtfulKg: kgText(massOf(of, (lot) => lot.doubtfulMg) ?? 0),
        },
      ];
    });
}

function kindKey({ commodity, element, form, ownership }: Kind): string {
  return JSON.stringify([commodity, element ?? '', form, ownership]);
}

/** The sum, or null if one of them is not known. */
function massOf(lots: readonly LotStock[], mass: (lot: LotStock) => number | null): number | null {
  return lots.reduce<number | null>((total, lot) => {
    const one = mass(lot);
    return total === null || one === null ? null : total + one;
  }, 0);
}

export function kgOrNull(massMg: number | null): string | null {
  return massMg === null ? null : kgText(massMg);
}
