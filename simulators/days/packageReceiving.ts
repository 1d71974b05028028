// A lot weighed package by package, with the mistakes that hands make: each is noted before it is made.
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import { type SimulatedDelivery, declaredLimitMg } from './simulatedDeliveries.ts';
import { type DeviationBounds, largestLimitMg } from './trueScale.ts';
import {
  clearPlatform,
  identifyDayLoad,
  recordDetection,
  type LoadHandlingOutcome,
  openOrderJob,
  platformOfWork,
  sendExpectedCommand,
  reverseLoadWeighing,
  weighItems,
  type DayWork,
} from './dayContext.ts';
import type { PhysicalItem } from './siteModel.ts';

export const HANDLING_ERRORS = ['forks under', 'left on scale', 'two at once', 'wrong mark'] as const;
export type HandlingErrorKind = (typeof HANDLING_ERRORS)[number];

/** `handlingErrors`: by the id of the item with which it happens; the item after it is involved too. */
export function receivePackages(
  work: DayWork,
  delivery: SimulatedDelivery,
  { order, handlingErrors }: { order: string; handlingErrors: ReadonlyMap<string, HandlingErrorKind> },
): void {
  const job = openOrderJob(work, order);
  if (job === '') return;
  const waiting = [...delivery.items];
  while (waiting.length > 0) {
    const item = waiting.shift();
    if (!item) break;
    const handlingError = handlingErrors.get(item.id);
    const next = waiting[0];
    if (handlingError === 'forks under') weighWithForksUnder(work, { item, delivery });
    else if (handlingError === 'left on scale' && next) weighBesideLast(work, { item, next, delivery });
    else if (handlingError === 'two at once' && next) weighTwoAtOnce(work, { item, next, delivery });
    else if (handlingError === 'wrong mark' && next) weighUnderWrongMark(work, { item, next, delivery });
    else weighPackage(work, item, delivery);
  }
  closeIntakeJob(work, delivery, job);
}

/** One package; a tag that does not belong to it is taken off, and the package weighed again by its mark. */
export function weighPackage(work: DayWork, item: PhysicalItem, delivery: SimulatedDelivery): LoadHandlingOutcome {
  const outcome = weighItems(work, [item]);
  putInStore(work, item, { delivery, single: true });
  if (typeof outcome !== 'object') {
    clearPlatform(work);
    return outcome;
  }
  reverseLoadWeighing(work);
  clearPlatform(work);
  const tags = work.context.truth.errors.find(
    ({ kind, foundBy, packages }) => kind === 'wrong tag' && foundBy === null && packages.includes(item.id),
  );
  if (tags) work.context.truth.markFound(tags, `refused: ${outcome.refused}`);
  const taken = work.context.base.lot(delivery.notice.lot).packages.find((record) => record.package === item.id);
  // Its own weighing stands already under this mark: whoever scanned it before was wrong.
  if (taken && taken.state !== 'expected') return outcome;
  item.isTagReadable = false;
  const secondWeighing = weighItems(work, [item]);
  clearPlatform(work);
  return secondWeighing;
}

export function putInStore(
  { context, station }: DayWork,
  item: PhysicalItem,
  { delivery, single }: { delivery: SimulatedDelivery; single: boolean },
): void {
  // A stranger is set apart; it never comes into store.
  if (!delivery.notice.packages.some((announced) => announced.package === item.id)) return;
  const isScaleSound = !context.site.platformAt(station).trueScale.isDamaged();
  context.stock.set(item.id, { item, lot: delivery.notice.lot, isWeighedAlone: single && isScaleSound, station });
}

interface NeighbourPair {
  item: PhysicalItem;
  next: PhysicalItem;
  delivery: SimulatedDelivery;
}

/** The forks still bear a part when the display stands for the first time. */
function weighWithForksUnder(
  work: DayWork,
  { item, delivery }: { item: PhysicalItem; delivery: SimulatedDelivery },
): void {
  const { truth, random } = work.context;
  const error = truth.recordError({
    kind: 'forks under',
    origin: 'single',
    lots: [delivery.notice.lot],
    packages: [item.id],
    isCertain: true,
  });
  const first = weighItems(work, [item], { share: random.between(0.4, 0.95) });
  recordDetection(work.context, error, first);
  platformOfWork(work).bearWholeLoad();
  putInStore(work, item, { delivery, single: true });
  identifyDayLoad(work, item.mark);
  clearPlatform(work);
}

/** The next one comes down beside the last one, which nobody took away. */
function weighBesideLast(work: DayWork, { item, next, delivery }: NeighbourPair): void {
  const { truth } = work.context;
  weighItems(work, [item]);
  putInStore(work, item, { delivery, single: true });
  const error = truth.recordError({
    kind: 'left on scale',
    origin: 'single',
    lots: [delivery.notice.lot],
    packages: [item.id, next.id],
    isCertain: true,
  });
  truth.packagesHandled += 1;
  platformOfWork(work).place([next]);
  const seen = identifyDayLoad(work, next.mark);
  const noticed = recordDetection(work.context, error, seen);
  if (noticed) reverseLoadWeighing(work);
  clearPlatform(work);
  if (noticed) weighPackage(work, item, delivery);
}

/** Two on the platform, one of them meant. The other one is weighed afterwards: it is still waiting. */
function weighTwoAtOnce(work: DayWork, { item, next, delivery }: NeighbourPair): void {
  const error = work.context.truth.recordError({
    kind: 'two at once',
    origin: 'single',
    lots: [delivery.notice.lot],
    packages: [item.id, next.id],
    isCertain: true,
  });
  putInStore(work, item, { delivery, single: true });
  const outcome = weighItems(work, [item, next]);
  const noticed = recordDetection(work.context, error, outcome);
  if (noticed) reverseLoadWeighing(work);
  clearPlatform(work);
  if (noticed) weighPackage(work, item, delivery);
}

/** A tag that nobody reads, and the mark of its neighbour is scanned instead. */
function weighUnderWrongMark(work: DayWork, { item, next, delivery }: NeighbourPair): void {
  const { context } = work;
  const error = context.truth.recordError({
    kind: 'wrong mark',
    origin: 'single',
    lots: [delivery.notice.lot],
    packages: [item.id, next.id],
  });
  item.isTagReadable = false;
  const outcome = weighItems(work, [item], { code: next.mark });
  putInStore(work, item, { delivery, single: true });
  if (recordDetection(context, error, outcome)) reverseLoadWeighing(work);
  const weighing = context.base.station(work.station).load?.weighing ?? null;
  clearPlatform(work);
  if (error.foundBy !== null) {
    weighPackage(work, item, delivery);
    return;
  }
  // It shows when the neighbour itself comes: it is weighed already.
  const second = weighItems(work, [next]);
  const noticed = recordDetection(context, error, second);
  if (noticed) reverseLoadWeighing(work);
  clearPlatform(work);
  if (!noticed) return;
  if (weighing !== null) sendExpectedCommand(work, { kind: 'reverse-weighing', weighing });
  weighPackage(work, item, delivery);
}

/** What is not there is looked for and declared; then the job is closed. */
export function closeIntakeJob(work: DayWork, { notice }: SimulatedDelivery, job: string): void {
  const { base } = work.context;
  for (const record of base.lot(notice.lot).packages) {
    if (record.state !== 'expected') continue;
    work.context.stock.delete(record.package);
    sendExpectedCommand(work, { kind: 'declare-missing', job, package: record.package });
  }
  sendExpectedCommand(work, { kind: 'close-job', job });
}

/** How far a single weighing and the announcement of this thing may each be off. */
export function boundsOfPackage(
  work: DayWork,
  weighed: { item: PhysicalItem; delivery: SimulatedDelivery; grossMg: MassMg },
): DeviationBounds {
  const { intervalMg } = platformOfWork(work).spec;
  return {
    ownMg: asMassMg(largestLimitMg(intervalMg, weighed.item.trueMassMg) + intervalMg / 2),
    otherMg: declaredLimitMg(weighed.delivery, weighed.grossMg),
  };
}
