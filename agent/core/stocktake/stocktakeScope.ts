// What a stocktake counts. An auditor expects everything that the book holds in the scope to be accounted for: what
// stands still is counted, what is under way in a delivery or a release is named and left to the job that weighs it.
import type { Book } from '../model/book.ts';
import type { PackageRecord } from '../model/records.ts';
import { STATES_AT_BASE, type PackageState } from '../model/states.ts';
import type { StocktakeScope } from '../model/stockOrders.ts';
import { STOCKTAKE_LIMITS } from '../model/limits.ts';

/** States in which a package that is being counted should be found. */
const STANDING_STATES: readonly PackageState[] = ['counting', 'stored', 'quarantined', 'present'];
/** On its way: its own job knows where it is. */
const MOVING_STATES: readonly PackageState[] = ['present', 'picked', 'staged'];

/** Whether a package that is being counted should be found; in other states a decision has taken it away meanwhile. */
export function isCountable({ state }: PackageRecord): boolean {
  return STANDING_STATES.includes(state);
}

/** What a scope holds: packages to be counted, and packages in the work of a delivery or a release. */
export interface StocktakePopulation {
  counted: PackageRecord[];
  inWork: PackageRecord[];
  /** Another stocktake that counts some of it now. */
  countedBy: string | null;
}

/** The packages of a scope. Null if there are more than one stocktake may count. */
export function populationOf(book: Book, scope: StocktakeScope): StocktakePopulation | null {
  const candidates = findPackagesInScope(book, scope);
  if (candidates.length > STOCKTAKE_LIMITS.packages) return null;
  const isStandingStill = createStandingCheck(book);
  const countedBy = candidates.find(({ stocktake }) => stocktake !== null)?.stocktake ?? null;
  return {
    counted: candidates.filter(isStandingStill),
    inWork: candidates.filter((record) => !isStandingStill(record)),
    countedBy,
  };
}

/**
 * At most one more than may be counted is read in any state, so that a large base costs no more than a large stocktake.
 */
function findPackagesInScope(book: Book, scope: StocktakeScope): PackageRecord[] {
  const most = STOCKTAKE_LIMITS.packages + 1;
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

/** In store, set apart, or of a discrepant lot whose packages stay where they are until headquarters decides. */
function createStandingCheck(book: Book): (record: PackageRecord) => boolean {
  const parked = new Map<string, boolean>();
  return ({ state, lot }) => {
    if (state !== 'present') return state === 'stored' || state === 'counting' || state === 'quarantined';
    const known = parked.get(lot) ?? book.get('lot', lot)?.state === 'discrepant';
    parked.set(lot, known);
    return known;
  };
}

/** Whether a package outside the count may rightly be seen where the count is made: then it is no extra one. */
export function belongsInScope(record: PackageRecord, scope: StocktakeScope): boolean {
  if (!STATES_AT_BASE.includes(record.state)) return false;
  if (MOVING_STATES.includes(record.state)) return true;
  switch (scope.kind) {
    case 'area-scope':
      return record.area === scope.area;
    case 'lot-scope':
      // Other lots stand beside a lot that is counted; of its own everything that is here is counted or in work.
      return true;
    case 'base-scope':
      return true;
  }
}
