// A lot weighed package by package, with the mistakes that hands make: each is noted before it is made.
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

/** `slips`: with which thing it happens; the one after it is drawn into it. */
export function receivePackages(
  work: DayWork,
  delivery: SimulatedDelivery,
  { order, slips }: { order: string; slips: ReadonlyMap<string, HandlingErrorKind> },
): void {
  const job = openOrderJob(work, order);
  if (job === '') return;
  const waiting = [...delivery.items];
  while (waiting.length > 0) {
    const thing = waiting.shift();
    if (!thing) break;
    const slip = slips.get(thing.id);
    const next = waiting[0];
    if (slip === 'forks under') weighWithForksUnder(work, { thing, delivery });
    else if (slip === 'left on scale' && next) weighBesideLast(work, { thing, next, delivery });
    else if (slip === 'two at once' && next) weighTwoAtOnce(work, { thing, next, delivery });
    else if (slip === 'wrong mark' && next) weighUnderWrongMark(work, { thing, next, delivery });
    else weighPackage(work, thing, delivery);
  }
  closeIntakeJob(work, delivery, job);
}

/** One package; a tag that does not belong to it is taken off, and the package weighed again by its mark. */
export function weighPackage(work: DayWork, thing: PhysicalItem, delivery: SimulatedDelivery): LoadHandlingOutcome {
  const outcome = weighItems(work, [thing]);
  putInStore(work, thing, { delivery, single: true });
  if (typeof outcome !== 'object') {
    clearPlatform(work);
    return outcome;
  }
  reverseLoadWeighing(work);
  clearPlatform(work);
  const tags = work.context.truth.errors.find(
    ({ kind, foundBy, packages }) => kind === 'wrong tag' && foundBy === null && packages.includes(thing.id),
  );
  if (tags) work.context.truth.markFound(tags, `refused: ${outcome.refused}`);
  const taken = work.context.base.lot(delivery.notice.lot).packages.find((record) => record.package === thing.id);
  // Its own weighing stands already under this mark: whoever scanned it before was wrong.
  if (taken && taken.state !== 'expected') return outcome;
  thing.isTagReadable = false;
  const again = weighItems(work, [thing]);
  clearPlatform(work);
  return again;
}

export function putInStore(
  { context, station }: DayWork,
  thing: PhysicalItem,
  { delivery, single }: { delivery: SimulatedDelivery; single: boolean },
): void {
  // A stranger is set apart; it never comes into store.
  if (!delivery.notice.packages.some((one) => one.package === thing.id)) return;
  const sound = !context.site.platformAt(station).trueScale.isDamaged();
  context.stock.set(thing.id, { item: thing, lot: delivery.notice.lot, isWeighedAlone: single && sound, station });
}

interface NeighbourPair {
  thing: PhysicalItem;
  next: PhysicalItem;
  delivery: SimulatedDelivery;
}

/** The forks still bear a part when the display stands for the first time. */
function weighWithForksUnder(
  work: DayWork,
  { thing, delivery }: { thing: PhysicalItem; delivery: SimulatedDelivery },
): void {
  const { truth, random } = work.context;
  const made = truth.recordError({
    kind: 'forks under',
    origin: 'single',
    lots: [delivery.notice.lot],
    packages: [thing.id],
    sure: true,
  });
  const first = weighItems(work, [thing], { share: random.between(0.4, 0.95) });
  recordDetection(work.context, made, first);
  platformOfWork(work).bearWholeLoad();
  putInStore(work, thing, { delivery, single: true });
  identifyDayLoad(work, thing.mark);
  clearPlatform(work);
}

/** The next one comes down beside the last one, which nobody took away. */
function weighBesideLast(work: DayWork, { thing, next, delivery }: NeighbourPair): void {
  const { truth } = work.context;
  weighItems(work, [thing]);
  putInStore(work, thing, { delivery, single: true });
  const made = truth.recordError({
    kind: 'left on scale',
    origin: 'single',
    lots: [delivery.notice.lot],
    packages: [thing.id, next.id],
    sure: true,
  });
  truth.packagesHandled += 1;
  platformOfWork(work).place([next]);
  const seen = identifyDayLoad(work, next.mark);
  const noticed = recordDetection(work.context, made, seen);
  if (noticed && seen === 'parked') reverseLoadWeighing(work);
  clearPlatform(work);
  if (seen === 'parked') weighPackage(work, thing, delivery);
}

/** Two on the platform, one of them meant. The other one is weighed afterwards: it is still waiting. */
function weighTwoAtOnce(work: DayWork, { thing, next, delivery }: NeighbourPair): void {
  const made = work.context.truth.recordError({
    kind: 'two at once',
    origin: 'single',
    lots: [delivery.notice.lot],
    packages: [thing.id, next.id],
    sure: true,
  });
  putInStore(work, thing, { delivery, single: true });
  const outcome = weighItems(work, [thing, next]);
  const noticed = recordDetection(work.context, made, outcome);
  if (noticed) reverseLoadWeighing(work);
  clearPlatform(work);
  if (noticed) weighPackage(work, thing, delivery);
}

/** A tag that nobody reads, and the mark of its neighbour is scanned instead. */
function weighUnderWrongMark(work: DayWork, { thing, next, delivery }: NeighbourPair): void {
  const { context } = work;
  const made = context.truth.recordError({
    kind: 'wrong mark',
    origin: 'single',
    lots: [delivery.notice.lot],
    packages: [thing.id, next.id],
  });
  thing.isTagReadable = false;
  const outcome = weighItems(work, [thing], { code: next.mark });
  putInStore(work, thing, { delivery, single: true });
  if (recordDetection(context, made, outcome)) reverseLoadWeighing(work);
  const weighing = context.base.station(work.station).load?.weighing ?? null;
  clearPlatform(work);
  if (made.foundBy !== null) {
    weighPackage(work, thing, delivery);
    return;
  }
  // It shows when the neighbour itself comes: it is weighed already.
  const second = weighItems(work, [next]);
  const noticed = recordDetection(context, made, second);
  if (noticed) reverseLoadWeighing(work);
  clearPlatform(work);
  if (!noticed) return;
  if (weighing !== null) sendExpectedCommand(work, { kind: 'reverse-weighing', weighing });
  weighPackage(work, thing, delivery);
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
  of: { thing: PhysicalItem; delivery: SimulatedDelivery; grossMg: number },
): DeviationBounds {
  const { intervalMg } = platformOfWork(work).spec;
  return {
    ownMg: largestLimitMg(intervalMg, of.thing.trueMassMg) + intervalMg / 2,
    otherMg: declaredLimitMg(of.delivery, of.grossMg),
  };
}
