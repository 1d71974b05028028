// A lot weighed package by package, with the mistakes that hands make: each is noted before it is made.
import type { SimulatedDelivery } from './simulatedDeliveries.ts';
import {
  clearPlatform,
  identifyDayLoad,
  recordDetection,
  openOrderJob,
  platformOfWork,
  reverseLoadWeighing,
  reverseWeighing,
  weighItems,
  type DayWork,
} from './dayContext.ts';
import {
  exchangeWithoutZero,
  type NeighbourPair,
  stepOnWhileItLies,
  weighBesideTaggedNeighbour,
  weighWithPersonOn,
  zeroUnderLoad,
} from './loadActs.ts';
import { closeIntakeJob, putInStore, weighPackage } from './packageWeighing.ts';

/** Of deliveries. */
const NEIGHBOUR_PROBABILITY = 0.25;

export const HANDLING_ERRORS = [
  'forks under',
  'left on scale',
  'two at once',
  'wrong mark',
  'person on scale',
  'person steps on',
  'exchange without zero',
  'neighbour names load',
  'zeroed under load',
] as const;
export type HandlingErrorKind = (typeof HANDLING_ERRORS)[number];

const HANDLERS: Readonly<Record<HandlingErrorKind, (work: DayWork, pair: NeighbourPair) => void>> = {
  'forks under': weighWithForksUnder,
  'left on scale': weighBesideLast,
  'two at once': weighTwoAtOnce,
  'wrong mark': weighUnderWrongMark,
  'person on scale': weighWithPersonOn,
  'person steps on': stepOnWhileItLies,
  'exchange without zero': exchangeWithoutZero,
  'neighbour names load': weighBesideTaggedNeighbour,
  'zeroed under load': zeroUnderLoad,
};

/** `handlingErrors`: by the id of the item with which it happens; the item after it is involved too. */
export function receivePackages(
  work: DayWork,
  delivery: SimulatedDelivery,
  { order, handlingErrors }: { order: string; handlingErrors: ReadonlyMap<string, HandlingErrorKind> },
): void {
  const job = openOrderJob(work, order);
  if (job === '') return;
  const waiting = [...delivery.items];
  // The last one of the delivery was put down two metres from the antenna.
  const neighbour = work.context.random.isTrue(NEIGHBOUR_PROBABILITY) ? waiting.at(-1) : undefined;
  while (waiting.length > 0) {
    const item = waiting.shift();
    if (!item) break;
    platformOfWork(work).setNeighbours(neighbour === undefined || neighbour === item ? [] : [neighbour]);
    const handlingError = handlingErrors.get(item.id);
    const next = waiting[0];
    if (handlingError !== undefined && next) HANDLERS[handlingError](work, { item, next, delivery });
    else weighPackage(work, item, delivery);
  }
  platformOfWork(work).setNeighbours([]);
  closeIntakeJob(work, delivery, job);
}

/** The forks still bear a part when the display stands for the first time. */
function weighWithForksUnder(work: DayWork, { item, delivery }: NeighbourPair): void {
  const { truth, random } = work.context;
  const error = truth.recordError({
    kind: 'forks under',
    origin: 'single',
    lots: [delivery.notice.lot],
    packages: [item.id],
    isCertain: true,
  });
  const pace = { share: random.between(0.4, 0.95), standMs: random.between(1_500, 7_000) };
  const first = weighItems(work, [item], pace);
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
  if (weighing !== null) reverseWeighing(work, weighing);
  weighPackage(work, item, delivery);
}
