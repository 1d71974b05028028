// The map: what stands in each area of the base, counted lot by lot, so that a change of one package counts one lot
// anew. Packages and states only, no mass: the map must not show how much of a commodity the base holds.
import type { LotId } from '../model/ids.ts';
import type { LotRecord, PackageRecord } from '../model/records.ts';
import { STATES_AT_BASE } from '../model/states.ts';
import type { AreaView, PackageCounts } from './lookupViews.ts';

/** Lots listed of one area: those with the most packages. */
export const LOTS_PER_AREA = 200;

/** Packages of one lot by area; key null: packages whose place nobody has recorded. */
export type LotCounts = Map<string | null, PackageCounts>;

const NO_PACKAGES: PackageCounts = {
  packages: 0,
  held: 0,
  stored: 0,
  undecided: 0,
  frozen: 0,
  quarantined: 0,
  leaving: 0,
};
const LEAVING_STATES: readonly PackageRecord['state'][] = ['allocated', 'picked', 'staged'];

/** Adds one package at the base to the counts of its lot. */
export function countPackage(counts: LotCounts, { area, state, held, stocktake }: PackageRecord): void {
  if (!STATES_AT_BASE.includes(state)) return;
  const sum = counts.get(area) ?? { ...NO_PACKAGES };
  counts.set(area, sum);
  sum.packages += 1;
  if (held) sum.held += 1;
  if (state === 'stored') sum.stored += 1;
  if (state === 'present' && !held) sum.undecided += 1;
  // What is quarantined or waits for a decision is counted where it stands, and does not move either.
  if (stocktake !== null) sum.frozen += 1;
  if (state === 'quarantined') sum.quarantined += 1;
  if (LEAVING_STATES.includes(state)) sum.leaving += 1;
}

type Area = Pick<AreaView, 'name'> & { area: string };

/** The areas in the order of the site file, then areas that it no longer names, then packages without an area. */
export function viewAreas(
  lots: ReadonlyMap<LotId, LotCounts>,
  { areas, lotOf }: { areas: readonly Area[]; lotOf: (lot: LotId) => LotRecord | undefined },
): AreaView[] {
  const byArea = new Map<string | null, { lot: LotId; counts: PackageCounts }[]>(areas.map(({ area }) => [area, []]));
  for (const [lot, counts] of lots) {
    for (const [area, sum] of counts) {
      const list = byArea.get(area) ?? [];
      byArea.set(area, list);
      list.push({ lot, counts: sum });
    }
  }
  const unnamed = [...byArea.keys()]
    .filter((id): id is string => id !== null && !areas.some(({ area }) => area === id))
    .sort();
  const named: { area: string | null; name: AreaView['name'] }[] = [
    ...areas,
    ...unnamed.map((area) => ({ area, name: null })),
    { area: null, name: null },
  ];
  return named.map(({ area, name }) => {
    const lotsHere = byArea.get(area) ?? [];
    const lotsListed = lotsHere
      .sort((a, b) => b.counts.packages - a.counts.packages || (a.lot < b.lot ? -1 : 1))
      .slice(0, LOTS_PER_AREA);
    return {
      area,
      name,
      ...sumCounts(lotsHere),
      lots: lotsListed.flatMap((lotHere) => showLotHere(lotHere, lotOf)),
      lotsLeftOut: lotsHere.length - lotsListed.length,
    };
  });
}

function sumCounts(lotsHere: readonly { counts: PackageCounts }[]): PackageCounts {
  const sum = { ...NO_PACKAGES };
  for (const { counts } of lotsHere)
    for (const name of Object.keys(sum) as (keyof PackageCounts)[]) sum[name] += counts[name];
  return sum;
}

function showLotHere(
  { lot, counts }: { lot: LotId; counts: PackageCounts },
  lotOf: (lot: LotId) => LotRecord | undefined,
): AreaView['lots'] {
  const record = lotOf(lot);
  if (!record) return [];
  const { commodity, form, ownership } = record;
  const { packages, held, frozen, quarantined } = counts;
  return [{ lot, commodity, form, ownership, packages, held, frozen, quarantined }];
}
