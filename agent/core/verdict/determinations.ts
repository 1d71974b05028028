// What a delivery was weighed as: single packages, groups on one pallet, passes of a vehicle. Each is one determination
// with one comparison; a lot is judged by all of them.
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import type { EntryBodies } from '../model/entry.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { palletLimitMg } from '../weight/comparisons.ts';
import { type ErrorSource, honestSpreadMg, inServiceBoundMg, MIN_DRIFT_DETERMINATIONS } from '../weight/tolerance.ts';
import { compositeId } from '../model/idPattern.ts';

/** One weighing that determined the mass of some packages of a lot, with its comparison; masses in mg. */
export interface Determination {
  packages: PackageRecord[];
  /** What the packages weigh together, without pallet. */
  grossMg: MassMg;
  comparison: Comparison;
  /** How far `grossMg` may be off by our scale, and by the pallet. */
  ownLimitMg: MassMg;
  /** Our indications, two for a vehicle. */
  indications: ErrorSource[];
  /** What indicated it: one weighing, of a vehicle two. */
  weighings: WeighingRecord[];
  /**
   * What the scale showed too much at its last check weighing; 0 where two passes cancel it or it was never checked.
   */
  biasMg: MassMg;
  /** For a vehicle: what its pair can prove. */
  verifies: EntryBodies['vehicle-weighed']['verifies'];
}

/**
 * The determinations of packages of one order that have a mass, one a weighing. Packages with a typed weight have none.
 *
 * @see CONTRACT.md, section 9.5
 */
export function lotDeterminations(book: Book, weighedPackages: readonly PackageRecord[]): Determination[] {
  const byWeighing = new Map<string, PackageRecord[]>();
  for (const record of weighedPackages) {
    if (record.weighing === null || record.basis === 'manual') continue;
    byWeighing.set(record.weighing, [...(byWeighing.get(record.weighing) ?? []), record]);
  }
  return [...byWeighing].flatMap(([id, packages]) => {
    const determination = findDetermination(book, { id, packages });
    return determination ? [determination] : [];
  });
}

function findDetermination(
  book: Book,
  { id, packages }: { id: string; packages: PackageRecord[] },
): Determination | undefined {
  const weighing = book.get('weighing', id);
  // What was weighed out and booked since had come with the package.
  const grossMg = asMassMg(packages.reduce((sum, record) => sum + (record.grossMg ?? 0) + record.bookedMg, 0));
  if (!weighing) return undefined;
  if (weighing.visit !== null) {
    const pair = book.get('pair', compositeId(id, packages[0]?.lot ?? ''));
    const before = pair && book.get('weighing', pair.before);
    const weighings = [weighing, ...(before ? [before] : [])];
    return (
      pair && {
        packages,
        grossMg,
        comparison: pair.comparison,
        ownLimitMg: ownPartMg(pair.comparison),
        indications: weighings.map(indication),
        weighings,
        biasMg: asMassMg(0),
        verifies: pair.verifies,
      }
    );
  }
  const group = weighing.group === null ? undefined : book.get('group', weighing.group);
  const comparison = weighing.group === null ? packages[0]?.comparison : group?.comparison;
  return comparison
    ? {
        packages,
        grossMg,
        comparison,
        ownLimitMg: asMassMg(ownPartMg(comparison) + (group ? palletLimitMg(weighing, group) : 0)),
        indications: [indication(weighing)],
        weighings: [weighing],
        biasMg: asMassMg(weighing.checkBiasMg ?? 0),
        verifies: 'packages',
      }
    : undefined;
}

/** How many weighings these rest on while nobody was at the station; a pass of several pairs is one. */
export function countWeighedByNobody(determinations: readonly Determination[]): number {
  const weighings = determinations.flatMap((determination) => determination.weighings);
  return new Set(weighings.filter(({ operator }) => operator === null).map(({ id }) => id)).size;
}

function ownPartMg({ scaleBoundMg, roundingMg }: Comparison): MassMg {
  return asMassMg(scaleBoundMg + roundingMg);
}

function indication(weighing: WeighingRecord): ErrorSource {
  return {
    scale: `own/${weighing.scale}`,
    limitMg: inServiceBoundMg(weighing, weighing.grossMg),
    roundingMg: asMassMg(weighing.intervalMg / 2),
    weighings: 1,
  };
}

/** What a determination says of drift; `packages`: how many. */
export interface DriftEvidence extends Pick<Determination, 'comparison' | 'indications' | 'biasMg'> {
  packages: number;
}

/** The bounds of a lot's total difference, and whether it `drifts`: four determinations or more lie beyond the narrow one. */
export function lotBounds(determinations: readonly DriftEvidence[]): {
  linearBoundMg: MassMg;
  driftBoundMg: MassMg;
  commonBiasMg: MassMg;
  drifts: boolean;
} {
  const sum = (masses: readonly MassMg[]): MassMg => asMassMg(masses.reduce((total, mass) => total + mass, 0));
  const commonBiasMg = Math.abs(sum(determinations.map(({ biasMg }) => biasMg)));
  const linearBoundMg = sum(determinations.map(({ comparison }) => comparison.toleranceMg));
  // The narrow bound never exceeds the one that decides.
  const driftBoundMg = Math.min(linearBoundMg, honestSpreadMg(determinations.flatMap(errorSources)) + commonBiasMg);
  const differenceMg = sum(determinations.map(({ comparison }) => comparison.differenceMg));
  return {
    linearBoundMg,
    driftBoundMg: asMassMg(driftBoundMg),
    commonBiasMg: asMassMg(commonBiasMg),
    drifts: determinations.length >= MIN_DRIFT_DETERMINATIONS && Math.abs(differenceMg) > driftBoundMg,
  };
}

/** What may be wrong on both sides of a determination; the other side's scale is one for the whole lot. */
function errorSources({ packages, comparison, indications }: DriftEvidence): ErrorSource[] {
  return [
    ...indications,
    {
      scale: 'other',
      limitMg: comparison.otherLimitMg,
      roundingMg: comparison.otherRoundingMg,
      weighings: packages,
    },
  ];
}
