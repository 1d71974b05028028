// A release: headquarters orders, people pick, each package is weighed on its way out against our own figure, two
// persons close.
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import { drawDeviationMg } from './deliveryErrors.ts';
import { deviationBandOf, type DeviationBounds, largestLimitMg } from './trueScale.ts';
import {
  clearPlatform,
  identifyDayLoad,
  recordDetection,
  openOrderJob,
  platformOfWork,
  readNewEntries,
  sendExpectedCommand,
  sendNamed,
  type StoredPackage,
  type DayWork,
} from './dayContext.ts';
import { weighUntilItStands } from './loadHandling.ts';
import { asLotId } from '../../agent/link/contract/contractIds.ts';

/** Weighed alone when it came and weighed alone now: both figures are as good as one weighing. */
export function boundsOfStored(work: DayWork, { item, station }: StoredPackage): DeviationBounds {
  const limit = (intervalMg: MassMg): MassMg => asMassMg(largestLimitMg(intervalMg, item.trueMassMg) + intervalMg / 2);
  return {
    ownMg: limit(platformOfWork(work).spec.intervalMg),
    otherMg: limit(work.context.site.platformAt(station).spec.intervalMg),
  };
}

/** What the book holds of it: what our scale showed when it came. */
export function bookedGrossMg({ context }: DayWork, { item, station }: StoredPackage): MassMg {
  return context.site.platformAt(station).trueScale.indicate(item.trueMassMg);
}

/** Its figure is its own, its tag too, and the scale is sound: two errors on one package would hide each other. */
export function hasSoundFigure(work: DayWork, { item, isWeighedAlone }: StoredPackage): boolean {
  const { context } = work;
  return (
    isWeighedAlone &&
    !platformOfWork(work).trueScale.isDamaged() &&
    !context.truth.errors.some(({ packages }) => packages.includes(item.id))
  );
}

/** Somebody helped himself in the store. Noted against the book's own figure. */
export function injectPilferage(work: DayWork, storedPackage: StoredPackage): void {
  const bounds = boundsOfStored(work, storedPackage);
  const bookMg = bookedGrossMg(work, storedPackage);
  const lossMg = Math.abs(drawDeviationMg(bounds, work.context.random));
  storedPackage.item.trueMassMg = asMassMg(bookMg - lossMg);
  work.context.truth.recordError({
    kind: 'pilferage',
    origin: 'stock',
    lots: [storedPackage.lot],
    packages: [storedPackage.item.id],
    band: deviationBandOf(asMassMg(lossMg), bounds),
  });
}

export interface ReleaseWorkPlan {
  lot: string;
  count: number;
  pilferage: boolean;
  /** A package that the order does not name is brought too. */
  wrongPackage: StoredPackage | null;
}

export function runRelease(work: DayWork, plan: ReleaseWorkPlan): void {
  const { context } = work;
  const { order, accepted } = context.base.issueOrder({
    kind: 'release-order',
    release: `release-${context.truth.day}-${plan.lot}`,
    regime: 'normal',
    recipient: 'a refinery',
    selection: { kind: 'by-lot', lot: asLotId(plan.lot), count: plan.count },
  });
  if (!accepted) return;
  readNewEntries(work);
  const packages = (context.ledger.allocated.get(order) ?? []).flatMap((id) => context.stock.get(id) ?? []);
  const job = openOrderJob(work, order);
  if (job === '') return;
  const robbed = plan.pilferage ? packages.find((candidate) => hasSoundFigure(work, candidate)) : undefined;
  if (plan.wrongPackage) bringWrongPackage(work, plan.wrongPackage);
  const leaving: StoredPackage[] = [];
  for (const storedPackage of packages) {
    const { item } = storedPackage;
    // Held meanwhile: another one bore its tag over the scale.
    const picked = sendNamed(work, { mark: item.mark, meant: item.id }, (code) => ({
      kind: 'pick',
      job,
      code,
      how: 'scanned',
    }));
    if (picked.kind === 'refused') continue;
    if (robbed?.item === item) injectPilferage(work, robbed);
    if (weighUntilItStands(work, item) !== 'recorded') continue;
    context.stock.delete(item.id);
    leaving.push(storedPackage);
  }
  sendExpectedCommand(work, { kind: 'close-job', job });
  const closed = sendExpectedCommand({ ...work, person: context.staff.second }, { kind: 'close-job', job });
  if (closed.kind === 'done') context.released.push(...leaving);
}

function bringWrongPackage(work: DayWork, wrongPackage: StoredPackage): void {
  const { context } = work;
  const error = context.truth.recordError({
    kind: 'wrong mark',
    origin: 'stock',
    lots: [wrongPackage.lot],
    packages: [wrongPackage.item.id],
    isCertain: true,
  });
  context.truth.packagesHandled += 1;
  platformOfWork(work).place([wrongPackage.item]);
  recordDetection(context, error, identifyDayLoad(work, wrongPackage.item.mark));
  clearPlatform(work);
}
