// Where things stand: lots are put in an area, one is carried to another area and nobody says so, an area is counted. And
// what somebody sets apart stands where it stood until two bring it back into store.
import { isReleasable, sendExpectedCommand, type DayWork, type StoredPackage } from './dayContext.ts';
import { runStocktake } from './stocktakeWork.ts';

const AREAS = { inside: 'hall-1', outside: 'yard' } as const;
const LEAST_IN_AREA = 3;
/** How long something set apart is not looked after. */
const SET_APART_DAYS = 2;

const PROBABILITIES = {
  outside: 0.5,
  setApart: 0.4,
  areaCount: 0.5,
  misplaced: 0.6,
  theft: 0.25,
} as const;

/** A lot is put in an area, package by package, and somebody says where. */
export function putLotInArea(work: DayWork, lot: string): void {
  const { context } = work;
  const area = context.random.isTrue(PROBABILITIES.outside) ? AREAS.outside : AREAS.inside;
  const moved = storedIn(work).filter((stored) => stored.lot === lot && stored.area === null);
  if (moved.length === 0) return;
  const codes = moved.map(({ item }) => ({ code: item.id, how: 'scanned' as const }));
  if (sendExpectedCommand(work, { kind: 'relocate', codes, area }).kind === 'refused') return;
  context.truth.noteStoreAct('put in an area');
  for (const stored of moved) stored.area = area;
}

function storedIn({ context }: DayWork): StoredPackage[] {
  return [...context.stock.values()].filter((stored) => isReleasable(context, stored));
}

/** Somebody is not sure of a package and sets it apart; what was set apart long enough comes back. */
export function setApartAndBack(work: DayWork): void {
  const { random, setApart, staff, stock, truth } = work.context;
  for (const [id, since] of setApart) {
    if (truth.day - since < SET_APART_DAYS) continue;
    setApart.delete(id);
    if (!stock.has(id) || !truth.areHonest([id])) continue;
    const lift = { kind: 'lift-quarantine', package: id };
    sendExpectedCommand({ ...work, person: staff.supervisor }, lift);
    const answer = sendExpectedCommand({ ...work, person: staff.second }, lift);
    if (answer.kind === 'done') truth.noteStoreAct('brought back into store');
  }
  const candidates = storedIn(work).filter(({ area }) => area !== null);
  if (candidates.length === 0 || !random.isTrue(PROBABILITIES.setApart)) return;
  const { item } = random.pick(candidates);
  const answer = sendExpectedCommand(work, { kind: 'quarantine', package: item.id });
  if (answer.kind === 'refused') return;
  setApart.set(item.id, truth.day);
  truth.noteStoreAct('set apart');
}

/** Counts one area, in which something may stand that belongs in the other. */
export function countOneArea(work: DayWork): void {
  const { ledger, random, stock, truth } = work.context;
  const standing = [...stock.values()].filter(({ area }) => area === AREAS.outside);
  if (standing.length < LEAST_IN_AREA || !random.isTrue(PROBABILITIES.areaCount)) return;
  const astray = storedIn(work).find(({ area, item }) => area === AREAS.inside && truth.areHonest([item.id]));
  if (astray && random.isTrue(PROBABILITIES.misplaced)) {
    astray.area = AREAS.outside;
    const { item, lot } = astray;
    truth.recordError({ kind: 'misplaced', origin: 'stock', lots: [lot], packages: [item.id], isCertain: true });
  }
  runStocktake(work, {
    scope: { area: AREAS.outside },
    theft: random.isTrue(PROBABILITIES.theft),
    pilferage: false,
    overlooked: false,
  });
  for (const error of truth.errors)
    if (error.kind === 'misplaced' && error.packages.some((id) => ledger.misplaced.has(id)))
      truth.markFound(error, 'counted elsewhere');
}
