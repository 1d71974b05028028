// Which packages a release takes: named, of a lot, by mass, or the oldest first. Whether one is free is its own affair:
// a sister that is parked, doubtful or on its way back holds nothing back. Its reasons for a refusal travel to headquarters and name only what the order asked for, never
// how much there is.
import type { OrderId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { LotRecord, PackageRecord } from '../model/records.ts';
import type { NewEntry } from '../model/entry.ts';
import { leftMg } from '../model/packageMass.ts';
import { actRefusal, may } from '../model/packageActs.ts';
import type { ReleaseOrder, ReleaseSelection } from '../model/stockOrders.ts';

/** Most packages of one release. */
export const ALLOCATION_LIMITS = { packages: 2_000 } as const;

type AllocationRefusal = { reason: string };
/** The book, and what setting aside means: an emergency takes what a stocktake froze too. */
interface Stock {
  book: Book;
  act: 'allocate' | 'allocate-frozen';
}
type AllocationChoice = AllocationRefusal | { packages: PackageRecord[] };

/**
 * Chooses the packages of a release order, or the reason for which it cannot be carried out. Reasons travel to
 * headquarters and name only what the order asked for.
 *
 * @see CONTRACT.md, section 9.6
 */
export function allocateRelease(
  body: ReleaseOrder,
  { order, book }: { order: OrderId; book: Book },
): AllocationRefusal | { entry: NewEntry } {
  const act = body.regime === 'emergency' ? 'allocate-frozen' : 'allocate';
  const choice = choosePackages(body.selection, { book, act });
  if ('reason' in choice) return choice;
  const { packages } = choice;
  if (packages.length === 0) return { reason: 'nothing that the order asks for is free' };
  if (packages.length > ALLOCATION_LIMITS.packages)
    return { reason: `a release takes at most ${ALLOCATION_LIMITS.packages} packages: order it in parts` };
  if (!areOfOneStock(packages, book))
    return { reason: 'a release takes packages of one commodity, form, element and ownership: order the others apart' };
  return { entry: { kind: 'packages-allocated', body: { order, packages: packages.map(({ id }) => id) } } };
}

function choosePackages(selection: ReleaseSelection, stock: Stock): AllocationChoice {
  switch (selection.kind) {
    case 'by-packages':
      return chooseNamed(selection.packages, stock);
    case 'by-lot':
      return chooseFromLot(selection, stock);
    case 'by-mass':
      return chooseByMass(selection, stock);
    case 'oldest-first': {
      const packages = findFreePackages(selection, stock).slice(0, selection.count);
      return packages.length < selection.count ? insufficientStock(selection) : { packages };
    }
  }
}

function chooseNamed(ids: readonly string[], { book, act }: Stock): AllocationChoice {
  const packages: PackageRecord[] = [];
  for (const id of ids) {
    const record = book.get('package', id);
    if (!record) return { reason: `package ${id} is unknown` };
    if (packages.some((chosen) => chosen.id === id)) return { reason: `package ${id} is named twice` };
    const obstacle = findObstacle(record, act);
    if (obstacle !== null) return { reason: `package ${id} is not free: ${obstacle}` };
    packages.push(record);
  }
  return { packages };
}

/** Without a count: all of the lot that is free; the entry names them, so what stayed behind is seen. */
function chooseFromLot(selection: Extract<ReleaseSelection, { kind: 'by-lot' }>, stock: Stock): AllocationChoice {
  const lot = stock.book.get('lot', selection.lot);
  if (!lot) return { reason: `lot ${selection.lot} is unknown` };
  const free = findFreeInLots([lot], stock);
  if (selection.count === null) return { packages: free };
  return free.length < selection.count
    ? { reason: `lot ${lot.id} has fewer free packages than the order asks for` }
    : { packages: free.slice(0, selection.count) };
}

/** The oldest until their book mass reaches what is asked for: the last one may go beyond it, packages are not cut. */
function chooseByMass(selection: Extract<ReleaseSelection, { kind: 'by-mass' }>, stock: Stock): AllocationChoice {
  const packages: PackageRecord[] = [];
  let massMg = 0;
  for (const record of findFreePackages(selection, stock)) {
    if (massMg >= selection.netMg) break;
    packages.push(record);
    massMg += leftMg(record);
  }
  return massMg < selection.netMg ? insufficientStock(selection) : { packages };
}

type StockKind = Pick<LotRecord, 'commodity' | 'form' | 'ownership'>;

function insufficientStock({ commodity, form, ownership }: StockKind): AllocationRefusal {
  return { reason: `not enough free packages of ${commodity}, ${form}, ${ownership} stock for what the order asks` };
}

function findFreePackages({ commodity, form, ownership }: StockKind, stock: Stock): PackageRecord[] {
  const lots = stock.book
    .where('lot', 'commodity', commodity)
    .filter((lot) => lot.form === form && lot.ownership === ownership);
  return findFreeInLots(lots, stock);
}

function findFreeInLots(lots: readonly LotRecord[], { book, act }: Stock): PackageRecord[] {
  const free = lots.flatMap((lot) => book.where('package', 'lot', lot.id).filter((record) => may(record, act)));
  return free.sort(compareArrival);
}

/** What is not frozen first; then by arrival; the id only settles packages of one entry, so that base and headquarters choose alike. */
function compareArrival(a: PackageRecord, b: PackageRecord): number {
  const arrival = (record: PackageRecord): number => record.arrivedSeq ?? Number.MAX_SAFE_INTEGER;
  const frozen = ({ state }: PackageRecord): number => (state === 'counting' ? 1 : 0);
  return frozen(a) - frozen(b) || arrival(a) - arrival(b) || (a.id < b.id ? -1 : 1);
}

/** Why a package may not be set aside, as a phrase; null if it is free. */
function findObstacle(record: PackageRecord, act: Stock['act']): string | null {
  const refusal = actRefusal(record, act);
  if (refusal === null) return null;
  if (refusal.refusal === 'package-held') return 'a finding on it is open';
  return refusal.refusal === 'package-doubtful' ? 'its weighing is doubtful' : `it is ${record.state}`;
}

/** Masses of different goods, or of different owners, are never added up. */
function areOfOneStock(packages: readonly PackageRecord[], book: Book): boolean {
  const kinds = new Set<string>();
  for (const id of new Set(packages.map(({ lot }) => lot))) {
    const lot = book.get('lot', id);
    kinds.add(JSON.stringify([lot?.commodity, lot?.form, lot?.element, lot?.ownership]));
  }
  return kinds.size === 1;
}
