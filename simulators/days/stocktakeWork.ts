// A stocktake of one lot: frozen, counted blind, a sample weighed again, recounted by somebody else where it disagrees.
// Errors of counters, a package that is gone, and pilferage are made on the way.
import {
  recordDetection,
  openOrderJob,
  readNewEntries,
  sendExpectedCommand,
  type DayContext,
  type DayWork,
  type StoredPackage,
} from './dayContext.ts';
import type { InjectedError, StoreAct } from './groundTruth.ts';
import { weighAnnouncedItem } from './loadHandling.ts';
import { hasSoundFigure, injectPilferage } from './releaseWork.ts';
import { asLotId, asPackageId } from '../../agent/link/contract/contractIds.ts';

export interface StocktakeWorkPlan {
  scope: { lot: string } | { area: string };
  /** A whole package was carried away before. */
  theft: boolean;
  pilferage: boolean;
  /** The counter overlooks one. */
  overlooked: boolean;
}

/** Every package of a small lot must be weighed to find one bad one with 95 %; of 40 it is 38. Of an area, none is. */
const SAMPLE_SHARE = 0.95;
/** Of counts: somebody says the wrong thing first, and takes it back. */
const SLIP_OF_TONGUE = 0.4;

export function runStocktake(work: DayWork, plan: StocktakeWorkPlan): void {
  const { context } = work;
  const { counter, recounter } = context.staff;
  const name = 'lot' in plan.scope ? plan.scope.lot : plan.scope.area;
  const stocktake = `stocktake-${context.truth.day}-${name}`;
  const { order, accepted } = context.base.issueOrder({
    kind: 'stocktake-order',
    stocktake,
    scope:
      'lot' in plan.scope
        ? { kind: 'lot-scope', lot: asLotId(plan.scope.lot) }
        : { kind: 'area-scope', area: plan.scope.area },
  });
  if (!accepted) return;
  const stolen = plan.theft ? injectTheft(work, standingIn(context, plan.scope)) : null;
  const counting: DayWork = { ...work, person: counter };
  const job = openOrderJob(counting, order);
  if (job === '') return;
  const frozen = context.base.stocktake(stocktake)?.toFind ?? [];
  const drawn = 'lot' in plan.scope ? drawSample(work, frozen) : [];
  if (drawn.length > 0)
    context.base.issueOrder({ kind: 'stocktake-sample', stocktake, packages: drawn.map(asPackageId) });
  const overlooked = plan.overlooked ? frozen.find((id) => id !== stolen && context.stock.has(id)) : undefined;
  const lots = overlooked === undefined ? [] : [context.stock.get(overlooked)?.lot ?? ''];
  const miscount =
    overlooked === undefined
      ? null
      : context.truth.recordError({ kind: 'count error', origin: 'stock', lots, packages: [overlooked] });
  context.truth.packagesHandled += frozen.length;
  const counted = { stocktake, scope: plan.scope };
  countPackages(counting, { ...counted, overlooked });
  const toWeigh = context.base.stocktake(stocktake)?.toWeigh ?? [];
  const robbed = standingIn(context, plan.scope).find(
    (candidate) => hasSoundFigure(work, candidate) && toWeigh.includes(candidate.item.id),
  );
  if (plan.pilferage && robbed) injectPilferage(work, robbed);
  weighSample(counting, { stocktake, unseen: overlooked });
  sendExpectedCommand(counting, { kind: 'close-job', job });
  runRecount({ ...work, person: recounter }, { ...counted, job, miscount });
}

/** What really stands there. */
function standingIn({ stock }: DayContext, scope: StocktakeWorkPlan['scope']): StoredPackage[] {
  return [...stock.values()].filter(({ lot, area }) => ('lot' in scope ? lot === scope.lot : area === scope.area));
}

function injectTheft({ context }: DayWork, storedPackages: readonly StoredPackage[]): string | null {
  // What somebody set apart stands where nobody looks.
  const taken = storedPackages.find(({ item }) => context.setApart.has(item.id)) ?? storedPackages[0];
  if (!taken) return null;
  context.stock.delete(taken.item.id);
  context.truth.recordError({
    kind: 'missing',
    origin: 'stock',
    lots: [taken.lot],
    packages: [taken.item.id],
    isCertain: true,
  });
  return taken.item.id;
}

function drawSample({ context }: DayWork, frozen: readonly string[]): string[] {
  const wanted = Math.ceil(frozen.length * SAMPLE_SHARE);
  const left = [...frozen];
  while (left.length > wanted) left.splice(Math.floor(context.random.fraction() * left.length), 1);
  return left;
}

interface CountedScope {
  stocktake: string;
  scope: StocktakeWorkPlan['scope'];
}

/** Goes round and says what stands there, and of what should be there that it is not. */
function countPackages(
  work: DayWork,
  { stocktake, scope, overlooked }: CountedScope & { overlooked?: string | undefined },
): void {
  const { base } = work.context;
  const toFind = base.stocktake(stocktake)?.toFind ?? [];
  const standing = standingIn(work.context, scope).map(({ item }) => item.id);
  const isRecount = base.stocktake(stocktake)?.round === 2;
  // Whoever goes round an area reads every label that he meets.
  const strangers = isRecount || 'lot' in scope ? [] : standing.filter((id) => !toFind.includes(id));
  // Also what was carried away before an earlier count that never came about.
  const absent = toFind.filter((id) => id === overlooked || !standing.includes(id));
  const seen = [...toFind.filter((id) => !absent.includes(id)), ...strangers];
  const count = (codes: readonly string[], how: string): void => {
    if (codes.length > 0) sendExpectedCommand(work, { kind: 'count', stocktake, codes, how });
  };
  if (work.context.random.isTrue(SLIP_OF_TONGUE)) slipAndTakeBack(work, { count, seen, isRecount });
  count(seen, 'scan');
  count(absent, 'absent');
}

/** Says of one that it is not there, or scans what is no package's label, and takes it back. */
function slipAndTakeBack(
  { context }: DayWork,
  {
    count,
    seen,
    isRecount,
  }: { count: (codes: readonly string[], how: string) => void; seen: readonly string[]; isRecount: boolean },
): void {
  const say = (act: StoreAct, code: string, how: string): void => {
    context.truth.noteStoreAct(act);
    count([code], how);
    count([code], 'withdrawn');
  };
  const [first] = seen;
  if (first !== undefined) say('count word taken back', first, 'absent');
  if (!isRecount) say('extra scan taken back', `SHELF ${context.truth.day}`, 'scan');
}

/** Nobody brings to the scale what he has not seen. */
function weighSample(work: DayWork, { stocktake, unseen }: { stocktake: string; unseen?: string | undefined }): void {
  const { context } = work;
  for (const id of context.base.stocktake(stocktake)?.toWeigh ?? []) {
    const storedPackage = context.stock.get(id);
    if (!storedPackage || id === unseen) continue;
    const outcome = weighAnnouncedItem(work, storedPackage.item, { kind: 'sample', package: id });
    if (outcome === 'refused') context.unexpected.push(`day ${context.truth.day}: sample ${id} was refused`);
  }
}

/** Somebody else looks for what the first one did not find, and weighs again what was off. */
function runRecount(
  work: DayWork,
  { stocktake, scope, job, miscount }: CountedScope & { job: string; miscount: InjectedError | null },
): void {
  const { context } = work;
  if (context.base.stocktake(stocktake)?.round !== 2) return;
  if (miscount) recordDetection(context, miscount, { refused: 'the recount found it' });
  countPackages(work, { stocktake, scope });
  weighSample(work, { stocktake });
  sendExpectedCommand(work, { kind: 'close-job', job });
  readNewEntries(work);
}
