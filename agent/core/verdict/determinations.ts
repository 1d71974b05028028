// What a delivery was weighed as: single packages, groups on one pallet, passes of a vehicle. Each is one determination
// with one comparison; a lot is judged by all of them.
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { PackageRecord } from '../model/records.ts';
import type { EntryBodies } from '../model/entry.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { inServiceBoundMg } from '../weight/tolerance.ts';

/** One weighing that determined the mass of some packages of a lot, with its comparison; masses in mg. */
export interface Determination {
  packages: PackageRecord[];
  /** What the packages weigh together, without pallet. */
  grossMg: MassMg;
  comparison: Comparison;
  /**
   * In-service bounds of our scale, one a reading: both passes of a vehicle are off apart, so that their squares add up.
   */
  scaleBoundsMg: MassMg[];
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

function boundOfWeighing(book: Book, id: string): MassMg {
  const record = book.get('weighing', id);
  return asMassMg(record ? inServiceBoundMg(record, record.grossMg) : 0);
}

function findDetermination(
  book: Book,
  { id, packages }: { id: string; packages: PackageRecord[] },
): Determination | undefined {
  const weighing = book.get('weighing', id);
  // What was weighed out and booked since had come with the package.
  const grossMg = packages.reduce((sum, record) => sum + (record.grossMg ?? 0) + record.bookedMg, 0);
  if (!weighing) return undefined;
  if (weighing.visit !== null) {
    const pair = book.get('pair', `${id}/${packages[0]?.lot ?? ''}`);
    return (
      pair && {
        packages,
        grossMg: asMassMg(grossMg),
        comparison: pair.comparison,
        scaleBoundsMg: [pair.before, pair.after].map((pass) => boundOfWeighing(book, pass)),
        biasMg: asMassMg(0),
        verifies: pair.verifies,
      }
    );
  }
  const comparison = weighing.group === null ? packages[0]?.comparison : book.get('group', weighing.group)?.comparison;
  return comparison
    ? {
        packages,
        grossMg: asMassMg(grossMg),
        comparison,
        scaleBoundsMg: [comparison.scaleBoundMg],
        biasMg: asMassMg(weighing.checkBiasMg ?? 0),
        verifies: 'packages',
      }
    : undefined;
}
