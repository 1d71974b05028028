// Which packages a release takes: named, of a lot, by mass, or the oldest first. Only stored, undisputed packages of
// judged lots are free. Its faults travel to headquarters and name only what the order asked for: how much there is
// stays out of them.
import type { Book } from '../model/book.ts';
import type { LotRecord, PackageRecord } from '../model/records.ts';
import type { NewEntry } from '../model/entry.ts';
import type { ReleaseOrder, ReleaseSelection } from '../model/stockOrders.ts';

export const ALLOCATION_LIMITS = { packages: 2_000 } as const;

type Fault = { fault: string };
type Chosen = Fault | { packages: PackageRecord[] };

export function allocateRelease(
  body: ReleaseOrder,
  { order, book }: { order: string; book: Book },
): Fault | { entry: NewEntry } {
  const chosen = choose(body.selection, book);
  if ('fault' in chosen) return chosen;
  const { packages } = chosen;
  if (packages.length === 0) return { fault: 'nothing that the order asks for is free' };
  if (packages.length > ALLOCATION_LIMITS.packages)
    return { fault: `a release takes at most ${ALLOCATION_LIMITS.packages} packages: order it in parts` };
  if (!areAlike(packages, book))
    return { fault: 'a release takes packages of one commodity, form, element and ownership: order the others apart' };
  return { entry: { kind: 'packages-allocated', body: { order, packages: packages.map(({ id }) => id) } } };
}

function choose(selection: ReleaseSelection, book: Book): Chosen {
  switch (selection.kind) {
    case 'by-packages':
      return named(selection.packages, book);
    case 'by-lot':
      return ofLot(selection, book);
    case 'by-mass':
      return byMass(selection, book);
    case 'oldest-first': {
      const packages = freeOf(selection, book).slice(0, selection.count);
      return packages.length < selection.count ? notEnough(selection) : { packages };
    }
  }
}

function named(ids: readonly string[], book: Book): Chosen {
  const packages: PackageRecord[] = [];
  for (const id of ids) {
    const record = book.get('package', id);
    const lot = record && book.get('lot', record.lot);
    if (!record || !lot) return { fault: `package ${id} is unknown` };
    if (packages.some((other) => other.id === id)) return { fault: `package ${id} is named twice` };
    const obstacle = obstacleOf(record, lot);
    if (obstacle !== null) return { fault: `package ${id} is not free: ${obstacle}` };
    packages.push(record);
  }
  return { packages };
}

/** Without a count: all of the lot that is free; the entry names them, so what stayed behind is seen. */
function ofLot(selection: Extract<ReleaseSelection, { kind: 'by-lot' }>, book: Book): Chosen {
  const lot = book.get('lot', selection.lot);
  if (!lot) return { fault: `lot ${selection.lot} is unknown` };
  const free = freeOfLots([lot], book);
  if (selection.count === null) return { packages: free };
  return free.length < selection.count
    ? { fault: `lot ${lot.id} has fewer free packages than the order asks for` }
    : { packages: free.slice(0, selection.count) };
}

/** The oldest until their book mass reaches what is asked for: the last one may go beyond it, packages are not cut. */
function byMass(selection: Extract<ReleaseSelection, { kind: 'by-mass' }>, book: Book): Chosen {
  const packages: PackageRecord[] = [];
  let massMg = 0;
  for (const record of freeOf(selection, book)) {
    if (massMg >= selection.netMg) break;
    packages.push(record);
    massMg += record.netMg ?? 0;
  }
  return massMg < selection.netMg ? notEnough(selection) : { packages };
}

type Kind = Pick<LotRecord, 'commodity' | 'form' | 'ownership'>;

function notEnough({ commodity, form, ownership }: Kind): Fault {
  return { fault: `not enough free packages of ${commodity}, ${form}, ${ownership} stock for what the order asks` };
}

function freeOf({ commodity, form, ownership }: Kind, book: Book): PackageRecord[] {
  const lots = book
    .where('lot', 'commodity', commodity)
    .filter((lot) => lot.form === form && lot.ownership === ownership);
  return freeOfLots(lots, book);
}

function freeOfLots(lots: readonly LotRecord[], book: Book): PackageRecord[] {
  const judged = lots.filter(isJudged);
  const free = judged.flatMap((lot) =>
    book.where('package', 'lot', lot.id).filter((record) => obstacleOf(record, lot) === null),
  );
  return free.sort(olderFirst);
}

/** By arrival; the id only settles packages of one entry, so that base and headquarters choose alike. */
function olderFirst(a: PackageRecord, b: PackageRecord): number {
  const arrival = (record: PackageRecord): number => record.arrivedSeq ?? Number.MAX_SAFE_INTEGER;
  return arrival(a) - arrival(b) || (a.id < b.id ? -1 : 1);
}

function isJudged({ state }: LotRecord): boolean {
  return state === 'verified' || state === 'closed';
}

/** Why a package may not be set aside, in words; null if it is free. */
function obstacleOf(record: PackageRecord, lot: LotRecord): string | null {
  if (record.state !== 'stored') return `it is ${record.state}`;
  if (record.held) return 'a finding on it is open';
  if (record.doubtful) return 'its weighing is doubtful';
  return isJudged(lot) ? null : `its lot is ${lot.state}`;
}

/** Masses of different goods, or of different owners, are never added up. */
function areAlike(packages: readonly PackageRecord[], book: Book): boolean {
  const kinds = new Set<string>();
  for (const id of new Set(packages.map(({ lot }) => lot))) {
    const lot = book.get('lot', id);
    kinds.add(JSON.stringify([lot?.commodity, lot?.form, lot?.element, lot?.ownership]));
  }
  return kinds.size === 1;
}
