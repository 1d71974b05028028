// What a stocktake counts: everything that the book holds in the scope. What stands still is to be found; what is in the
// hands of a delivery or a release need not be looked for, and is named if nobody saw it.
import type { Book } from '../model/book.ts';
import type { PackageRecord } from '../model/records.ts';
import type { StocktakeRecord } from '../model/workRecords.ts';
import { STATES_AT_BASE, type PackageState } from '../model/states.ts';
import type { StocktakeScope } from '../model/stockOrders.ts';
import { STOCKTAKE_LIMITS } from '../model/limits.ts';

/** States in which a package that is being counted should be found. */
const STANDING_STATES: readonly PackageState[] = ['counting', 'stored', 'quarantined', 'present', 'allocated'];
/** On its way: its own job knows where it is. */
const MOVING_STATES: readonly PackageState[] = ['present', 'picked', 'staged'];

/** Whether a package that is being counted should be found; in other states a decision has taken it away meanwhile. */
export function isCountable({ state }: PackageRecord): boolean {
  return STANDING_STATES.includes(state);
}

/** What a scope holds: packages to be found, and packages in the hands of a delivery or a release. */
export interface StocktakePopulation {
  counted: PackageRecord[];
  inWork: PackageRecord[];
  /** Another stocktake that counts some of it now. */
  countedBy: string | null;
}

/** The packages of a scope. Null if there are more than one stocktake may count. */
export function populationOf(book: Book, scope: StocktakeScope): StocktakePopulation | null {
  const candidates = packagesInScope(book, scope, STOCKTAKE_LIMITS.packages + 1).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (candidates.length > STOCKTAKE_LIMITS.packages) return null;
  const isStandingStill = createStandingCheck(book);
  const countedBy = candidates.find(({ stocktake }) => stocktake !== null)?.stocktake ?? null;
  return {
    counted: candidates.filter(isStandingStill),
    inWork: candidates.filter((record) => !isStandingStill(record)),
    countedBy,
  };
}

/** What the book holds in a scope: at most so many, so that a large base costs no more than a large stocktake. */
export function packagesInScope(book: Book, scope: StocktakeScope, most: number): PackageRecord[] {
  const isHere = ({ state }: PackageRecord): boolean => STATES_AT_BASE.includes(state);
  switch (scope.kind) {
    case 'area-scope':
      return book.where('package', 'area', scope.area, most).filter(isHere);
    case 'lot-scope':
      return book.where('package', 'lot', scope.lot, most).filter(isHere);
    case 'base-scope': {
      const records: PackageRecord[] = [];
      for (const state of STATES_AT_BASE)
        if (records.length < most) records.push(...book.where('package', 'state', state, most - records.length));
      return records;
    }
  }
}

/**
 * In store, set apart, set aside and not fetched, or of a discrepant lot whose packages stay where they are until
 * headquarters decides.
 */
export function createStandingCheck(book: Book): (record: PackageRecord) => boolean {
  const parked = new Map<string, boolean>();
  return ({ state, lot }) => {
    if (state !== 'present') return STANDING_STATES.includes(state);
    const known = parked.get(lot) ?? book.get('lot', lot)?.state === 'discrepant';
    parked.set(lot, known);
    return known;
  };
}

/** Whether headquarters lets it rest: its order or, of the base's own plan, itself. */
export function isStocktakeSuspended({ order, suspended }: StocktakeRecord, book: Book): boolean {
  return suspended || (order !== null && book.get('order', order)?.state === 'suspended');
}

/** Whether the book holds a package in the scope: then whatever is said of it counts. */
export function isInScope(record: PackageRecord, scope: StocktakeScope): boolean {
  if (!STATES_AT_BASE.includes(record.state)) return false;
  switch (scope.kind) {
    case 'area-scope':
      return record.area === scope.area;
    case 'lot-scope':
      return record.lot === scope.lot;
    case 'base-scope':
      return true;
  }
}

/**
 * Whether a package outside the scope may rightly be seen where the count is made: it is on its way, or, where a lot is
 * counted, of another lot that stands beside it.
 */
export function mayStandBeside(record: PackageRecord, scope: StocktakeScope): boolean {
  if (!STATES_AT_BASE.includes(record.state)) return false;
  return scope.kind !== 'area-scope' || MOVING_STATES.includes(record.state);
}
