// The map: what stands in each area of the base, counted lot by lot, so that a change of one package counts one lot
// anew. Packages and states only, no mass: the map must not show how much of a commodity the base holds.
import type { LotId } from '../model/ids.ts';
import type { LotRecord, PackageRecord } from '../model/records.ts';
import { lastProof } from '../model/proofs.ts';
import { STATES_AT_BASE } from '../model/states.ts';
import type { AreaView, PackageCounts, ProvedPackages } from './lookupViews.ts';

/** Lots listed of one area: those with the package that was proved longest ago. */
export const LOTS_PER_AREA = 200;

/** Packages of one lot by area; key null: packages whose place nobody has recorded. */
export type LotCounts = Map<string | null, CountedPackages>;

type CountedPackages = PackageCounts & ProvedPackages;

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
export function countPackage(counts: LotCounts, { area, state, held, stocktake, proofs }: PackageRecord): void {
  if (!STATES_AT_BASE.includes(state)) return;
  const proved = { provedSinceWallMs: lastProof(proofs)?.wallMs ?? null };
  const sum = counts.get(area) ?? { ...NO_PACKAGES, ...proved };
  counts.set(area, sum);
  sum.provedSinceWallMs = earlierProof(sum, proved);
  sum.packages += 1;
  if (held) sum.held += 1;
  if (state === 'stored') sum.stored += 1;
  if (state === 'present' && !held) sum.undecided += 1;
  // What is quarantined or waits for a decision is counted where it stands, and does not move either.
  if (stocktake !== null) sum.frozen += 1;
  if (state === 'quarantined') sum.quarantined += 1;
  if (LEAVING_STATES.includes(state)) sum.leaving += 1;
}

/** The one proved longer ago; what nothing proves comes before all. */
function earlierProof(one: ProvedPackages, other: ProvedPackages): number | null {
  const [first, second] = [one.provedSinceWallMs, other.provedSinceWallMs];
  return first === null || second === null ? null : Math.min(first, second);
}

type Area = Pick<AreaView, 'name'> & { area: string };

/** The areas in the order of the site file, then areas that it no longer names, then packages without an area. */
export function viewAreas(
  lots: ReadonlyMap<LotId, LotCounts>,
  { areas, lotOf }: { areas: readonly Area[]; lotOf: (lot: LotId) => LotRecord | undefined },
): AreaView[] {
  const byArea = new Map<string | null, { lot: LotId; counts: CountedPackages }[]>(areas.map(({ area }) => [area, []]));
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
      .sort((a, b) => provedFirst(a) - provedFirst(b) || (a.lot < b.lot ? -1 : 1))
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

const provedFirst = ({ counts }: { counts: ProvedPackages }): number => counts.provedSinceWallMs ?? -Infinity;

function sumCounts(lotsHere: readonly { counts: CountedPackages }[]): CountedPackages {
  const sum = { ...NO_PACKAGES };
  for (const { counts } of lotsHere)
    for (const name of Object.keys(sum) as (keyof PackageCounts)[]) sum[name] += counts[name];
  const [first] = lotsHere;
  const provedSinceWallMs = lotsHere.reduce<number | null>(
    (earliest, { counts }) => earlierProof({ provedSinceWallMs: earliest }, counts),
    first?.counts.provedSinceWallMs ?? null,
  );
  return { ...sum, provedSinceWallMs };
}

function showLotHere(
  { lot, counts }: { lot: LotId; counts: CountedPackages },
  lotOf: (lot: LotId) => LotRecord | undefined,
): AreaView['lots'] {
  const record = lotOf(lot);
  if (!record) return [];
  const { commodity, form, ownership } = record;
  const { packages, held, frozen, quarantined, provedSinceWallMs } = counts;
  return [{ lot, commodity, form, ownership, packages, held, frozen, quarantined, provedSinceWallMs }];
}
