// A stocktake of one lot: frozen, counted blind, a sample weighed again, recounted by somebody else where it disagrees.
// Errors of counters, a package that is gone, and pilferage are made on the way.
import {
  recordDetection,
  openOrderJob,
  readNewEntries,
  sendExpectedCommand,
  type StoredPackage,
  type DayWork,
} from './dayContext.ts';
import { weighAnnouncedItem } from './loadHandling.ts';
import { hasSoundFigure, injectPilferage } from './releaseWork.ts';
import { asLotId, asPackageId } from '../../agent/link/contract/contractIds.ts';

export interface StocktakeWorkPlan {
  lot: string;
  /** A whole package was carried away before. */
  theft: boolean;
  pilferage: boolean;
  /** The counter overlooks one. */
  overlooked: boolean;
}

/** Every package of a small lot must be weighed to find one bad one with 95 %; of 40 it is 38. */
const SAMPLE_SHARE = 0.95;

export function runStocktake(work: DayWork, plan: StocktakeWorkPlan): void {
  const { context } = work;
  const { counter, recounter } = context.staff;
  const stocktake = `stocktake-${context.truth.day}-${plan.lot}`;
  const storedPackages = [...context.stock.values()].filter(({ lot }) => lot === plan.lot);
  const { order, accepted } = context.base.issueOrder({
    kind: 'stocktake-order',
    stocktake,
    scope: { kind: 'lot-scope', lot: asLotId(plan.lot) },
  });
  if (!accepted) return;
  const stolen = plan.theft ? injectTheft(work, storedPackages) : null;
  const counting: DayWork = { ...work, person: counter };
  const job = openOrderJob(counting, order);
  if (job === '') return;
  const frozen = context.base.stocktake(stocktake)?.toFind ?? [];
  const drawn = drawSample(work, frozen);
  if (drawn.length > 0)
    context.base.issueOrder({ kind: 'stocktake-sample', stocktake, packages: drawn.map(asPackageId) });
  const overlooked = plan.overlooked ? frozen.find((id) => id !== stolen) : undefined;
  if (overlooked !== undefined)
    context.truth.recordError({ kind: 'count error', origin: 'stock', lots: [plan.lot], packages: [overlooked] });
  context.truth.packagesHandled += frozen.length;
  countPackages(counting, { stocktake, stolen, overlooked });
  const toWeigh = context.base.stocktake(stocktake)?.toWeigh ?? [];
  const robbed = storedPackages.find(
    (candidate) =>
      hasSoundFigure(work, candidate) && candidate.item.id !== stolen && toWeigh.includes(candidate.item.id),
  );
  if (plan.pilferage && robbed) injectPilferage(work, robbed);
  weighSample(counting, { stocktake, unseen: [stolen, overlooked] });
  sendExpectedCommand(counting, { kind: 'close-job', job });
  runRecount({ ...work, person: recounter }, { stocktake, job, stolen, overlooked, lot: plan.lot });
}

function injectTheft({ context }: DayWork, storedPackages: readonly StoredPackage[]): string | null {
  const [taken] = storedPackages;
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

interface CountKnowledge {
  stocktake: string;
  /** Really not there. */
  stolen: string | null;
  /** There, and not seen by this person. */
  overlooked: string | undefined;
}

function countPackages(work: DayWork, { stocktake, stolen, overlooked }: CountKnowledge): void {
  const toFind = work.context.base.stocktake(stocktake)?.toFind ?? [];
  // Also what was carried away before an earlier count that never came about.
  const absent = toFind.filter((id) => id === stolen || id === overlooked || !work.context.stock.has(id));
  const seen = toFind.filter((id) => !absent.includes(id));
  if (seen.length > 0) sendExpectedCommand(work, { kind: 'count', stocktake, codes: seen, how: 'scan' });
  if (absent.length > 0) sendExpectedCommand(work, { kind: 'count', stocktake, codes: absent, how: 'absent' });
}

/** Nobody brings to the scale what he has not seen. */
function weighSample(
  work: DayWork,
  { stocktake, unseen }: { stocktake: string; unseen: readonly (string | null | undefined)[] },
): void {
  const { context } = work;
  for (const id of context.base.stocktake(stocktake)?.toWeigh ?? []) {
    const storedPackage = context.stock.get(id);
    if (!storedPackage || unseen.includes(id)) continue;
    const outcome = weighAnnouncedItem(work, storedPackage.item, { kind: 'sample', package: id });
    if (outcome === 'refused') context.unexpected.push(`day ${context.truth.day}: sample ${id} was refused`);
  }
}

/** Somebody else looks for what the first one did not find, and weighs again what was off. */
function runRecount(
  work: DayWork,
  { stocktake, job, stolen, overlooked, lot }: CountKnowledge & { job: string; lot: string },
): void {
  const { context } = work;
  if (context.base.stocktake(stocktake)?.round !== 2) return;
  const error = context.truth.errors.find(
    ({ kind, foundBy, lots }) => kind === 'count error' && foundBy === null && lots.includes(lot),
  );
  if (error && overlooked !== undefined) recordDetection(context, error, { refused: 'the recount found it' });
  countPackages(work, { stocktake, stolen, overlooked: undefined });
  weighSample(work, { stocktake, unseen: [stolen] });
  sendExpectedCommand(work, { kind: 'close-job', job });
  readNewEntries(work);
}
