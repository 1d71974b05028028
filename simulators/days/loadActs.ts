// What people do to a load that must never pass unseen: they stand on the platform, exchange goods before the display
// stands, press zero with a drum on it, take the neighbour's tag for the load's, weigh without a job. Each is noted in
// the truth before it is done; what the base says of it is read from its screen and its ledger.
import type { SimulatedDelivery } from './simulatedDeliveries.ts';
import {
  clearPlatform,
  type DayWork,
  platformOfWork,
  readNewEntries,
  reverseLoadWeighing,
  weighItems,
} from './dayContext.ts';
import type { InjectedError, InjectedErrorKind } from './groundTruth.ts';
import { drawPersonMg } from './loadHandling.ts';
import { putInStore, weighPackage } from './packageWeighing.ts';
import type { PhysicalItem } from './siteModel.ts';

/** One thing, and the one that is still waiting behind it. */
export interface NeighbourPair {
  item: PhysicalItem;
  next: PhysicalItem;
  delivery: SimulatedDelivery;
}

function recordAct(
  work: DayWork,
  kind: InjectedErrorKind,
  pair: NeighbourPair,
  isNextConcerned = false,
): InjectedError {
  const { item, next, delivery } = pair;
  return work.context.truth.recordError({
    kind,
    origin: 'single',
    lots: [delivery.notice.lot],
    packages: isNextConcerned ? [item.id, next.id] : [item.id],
    isCertain: true,
  });
}

/** The base says that nothing may be taken from what lies there. */
function noteIfAsked(work: DayWork, error: InjectedError): void {
  const { guidance } = work.context.base.station(work.station);
  if (guidance === 'put-on-again' || guidance === 'clear-platform') work.context.truth.markFound(error, guidance);
}

/** Somebody stands on the platform while the load is weighed, and steps off before it is lifted. */
export function weighWithPersonOn(work: DayWork, pair: NeighbourPair): void {
  const { random, truth } = work.context;
  const { item, delivery } = pair;
  const error = recordAct(work, 'person on scale', pair);
  const platform = platformOfWork(work);
  truth.packagesHandled += 1;
  const isFirst = random.isTrue(0.5);
  if (isFirst) {
    platform.stepOn(drawPersonMg(work));
    platform.stand(random.between(200, 3_000));
    platform.place([item]);
  } else {
    platform.place([item], { standMs: random.between(100, 700) });
    platform.stepOn(drawPersonMg(work));
    platform.stand(random.between(1_500, 6_000));
  }
  answerIfAsked(work, item);
  platform.stepOff();
  platform.stand(random.between(3_600, 9_000));
  noteIfAsked(work, error);
  clearPlatform(work);
  weighPackage(work, item, delivery);
}

/** Its weighing counts for nothing, or there is none. */
function isExpected({ context }: DayWork, item: PhysicalItem, { notice }: SimulatedDelivery): boolean {
  const record = context.base.lot(notice.lot).packages.find((candidate) => candidate.package === item.id);
  return record?.state === 'expected';
}

/** Weighs a load so that it is recorded; false: it was not, is dealt with, and nothing more is done to it. */
function isRecordedFirst(work: DayWork, { item, delivery }: NeighbourPair): boolean {
  const outcome = weighItems(work, [item]);
  if (outcome === 'recorded') return true;
  if (typeof outcome === 'object') reverseLoadWeighing(work);
  clearPlatform(work);
  if (isExpected(work, item, delivery)) weighPackage(work, item, delivery);
  else putInStore(work, item, { delivery, single: true });
  return false;
}

/** Somebody steps onto the platform beside a load that is recorded, stands there and steps off again. */
export function stepOnWhileItLies(work: DayWork, pair: NeighbourPair): void {
  const { random } = work.context;
  const { item, delivery } = pair;
  if (!isRecordedFirst(work, pair)) return;
  const error = recordAct(work, 'person steps on', pair);
  const platform = platformOfWork(work);
  platform.stand(random.between(200, 12_000));
  platform.stepOn(drawPersonMg(work));
  platform.stand(random.between(3_600, 8_000));
  platform.stepOff();
  platform.stand(random.between(1_500, 5_000));
  noteIfAsked(work, error);
  clearPlatform(work);
  weighPackage(work, item, delivery);
}

/** The screen asks for a scan only if no tag named it. */
function answerIfAsked(work: DayWork, item: PhysicalItem): void {
  const { base } = work.context;
  const { guidance, load } = base.station(work.station);
  if (guidance !== 'scan-package') return;
  const { station } = work;
  base.sendCommand(
    { kind: 'identify', station, code: item.mark, typed: false, weighing: load?.weighing ?? null },
    work.person,
  );
}

/** The next package takes the place of the one that was weighed before the display has stood at zero. */
export function exchangeWithoutZero(work: DayWork, pair: NeighbourPair): void {
  const { base, ledger, random, truth } = work.context;
  const { item, next, delivery } = pair;
  if (!isRecordedFirst(work, pair)) return;
  putInStore(work, item, { delivery, single: true });
  const error = recordAct(work, 'exchange without zero', pair, true);
  readNewEntries(work);
  const before = ledger.weighings.size;
  truth.packagesHandled += 1;
  platformOfWork(work).exchange([next], random.between(100, 400));
  const { guidance } = base.station(work.station);
  const refused = base.sendCommand(
    { kind: 'identify', station: work.station, code: next.mark, typed: false, weighing: null },
    work.person,
  );
  readNewEntries(work);
  // Nobody saw that another one lies there: no weight of it may be recorded, and no name given.
  if (guidance === 'clear-platform' && refused.kind === 'refused' && ledger.weighings.size === before)
    truth.markFound(error, guidance);
  clearPlatform(work);
  if (isExpected(work, item, delivery)) weighPackage(work, item, delivery);
}

/** The load's own tag is dead; the next one, two metres away, comes into the field as the load is set down. */
export function weighBesideTaggedNeighbour(work: DayWork, pair: NeighbourPair): void {
  const { base, ledger, random, truth } = work.context;
  const { item, next, delivery } = pair;
  const error = recordAct(work, 'neighbour names load', pair, true);
  item.isTagReadable = false;
  next.isTagReadable = true;
  const platform = platformOfWork(work);
  truth.packagesHandled += 1;
  platform.setNeighbours([next]);
  platform.place([item], { standMs: random.between(1_500, 4_000) });
  const { load } = base.station(work.station);
  // Whoever reads the screen scans the load's own mark; the others lift what is "recorded".
  const isRead = random.isTrue(0.5);
  if (isRead && load !== null) identifyByScan(work, { item, load: load.weighing });
  if (base.station(work.station).guidance === 'scan-package') answerIfAsked(work, item);
  clearPlatform(work);
  platform.setNeighbours([]);
  work.context.site.passTime(5_000);
  readNewEntries(work);
  const named = load === null ? undefined : ledger.weighings.get(load.weighing);
  const isSetAside = load !== null && ledger.setAside.has(load.weighing);
  if (named?.package !== next.id || isSetAside) truth.markFound(error, isSetAside ? 'set aside' : 'not named by it');
  if (isExpected(work, item, delivery)) weighPackage(work, item, delivery);
  else putInStore(work, item, { delivery, single: true });
}

function identifyByScan(work: DayWork, { item, load }: { item: PhysicalItem; load: string }): void {
  const { base } = work.context;
  base.sendCommand(
    { kind: 'identify', station: work.station, code: item.mark, typed: false, weighing: load },
    work.person,
  );
}

/** Somebody presses zero at the indicator while a drum lies there; it shows less than nothing when the drum is gone. */
export function zeroUnderLoad(work: DayWork, pair: NeighbourPair): void {
  const { base, truth, site } = work.context;
  const { item, delivery } = pair;
  if (!isRecordedFirst(work, pair)) return;
  const error = recordAct(work, 'zeroed under load', pair);
  const platform = platformOfWork(work);
  platform.stand(2_000);
  platform.pressZero();
  platform.stand(3_000);
  platform.clear();
  const isBlocked = base.station(work.station).guidance === 'blocked-negative';
  // A drum on a scale that stands below zero must not be weighed.
  platform.place([item]);
  const { load } = base.station(work.station);
  if (isBlocked && load === null) truth.markFound(error, 'blocked');
  platform.clear();
  platform.pressZero();
  site.passTime(10_000);
  readNewEntries(work);
  if (isExpected(work, item, delivery)) weighPackage(work, item, delivery);
  else putInStore(work, item, { delivery, single: true });
}

/** Something is weighed although nobody has opened a job for it: it must not leave without a word. */
export function weighWithoutJob(work: DayWork, item: PhysicalItem): void {
  const { ledger, random, truth } = work.context;
  const error = truth.recordError({
    kind: 'load without job',
    origin: 'single',
    lots: [],
    packages: [],
    isCertain: true,
  });
  readNewEntries(work);
  const before = ledger.unexplained.length;
  truth.packagesHandled += 1;
  platformOfWork(work).place([item], { standMs: random.between(2_500, 8_000) });
  platformOfWork(work).clear();
  work.context.site.passTime(10_000);
  readNewEntries(work);
  const words = ledger.unexplained.slice(before).filter(({ station }) => station === work.station);
  if (words.length === 1) truth.markFound(error, 'load-unexplained');
}
