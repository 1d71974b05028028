// One package of a delivery on a scale until its weighing stands, into the store, and the end of its delivery's job.
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import { type SimulatedDelivery, declaredLimitMg } from './simulatedDeliveries.ts';
import { type DeviationBounds, largestLimitMg } from './trueScale.ts';
import {
  ASKS_AGAIN,
  clearPlatform,
  type LoadHandlingOutcome,
  platformOfWork,
  sendExpectedCommand,
  reverseLoadWeighing,
  type DayWork,
} from './dayContext.ts';
import { ATTEMPTS, finishLoad, placeAndName, weighUntilItStands } from './loadHandling.ts';
import type { PhysicalItem } from './siteModel.ts';

/** One package; a tag that does not belong to it is taken off, and the package weighed again by its mark. */
export function weighPackage(work: DayWork, item: PhysicalItem, delivery: SimulatedDelivery): LoadHandlingOutcome {
  putInStore(work, item, { delivery, single: true });
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const outcome = placeAndName(work, item);
    if (typeof outcome === 'object' && !(outcome.refused in ASKS_AGAIN))
      return weighByMark(work, item, { delivery, outcome });
    const again = finishLoad(work, { ids: [item.id], outcome });
    if (again === null) return outcome;
  }
  work.context.unexpected.push(`day ${work.context.truth.day}: ${item.mark} had to come ${ATTEMPTS} times`);
  return { refused: 'again and again' };
}

/** What it bears is not its own tag: that is taken off. */
function weighByMark(
  work: DayWork,
  item: PhysicalItem,
  { delivery, outcome }: { delivery: SimulatedDelivery; outcome: LoadHandlingOutcome & object },
): LoadHandlingOutcome {
  const { truth } = work.context;
  const isBesideTag = platformOfWork(work).hasNeighbours();
  if (truth.areHonest([item.id])) {
    truth.honestWeighings += 1;
    const where = `day ${truth.day}, ${work.station}: ${item.id}`;
    truth.putOnAgain.push({ reason: 'other tag', act: isBesideTag ? 'tag two metres away' : null, where });
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
  if (!isBesideTag || tags) item.isTagReadable = false;
  return weighUntilItStands(work, item);
}

export function putInStore(
  { context, station }: DayWork,
  item: PhysicalItem,
  { delivery, single }: { delivery: SimulatedDelivery; single: boolean },
): void {
  // A stranger is set apart; it never comes into store.
  if (!delivery.notice.packages.some((announced) => announced.package === item.id)) return;
  const isScaleSound = !context.site.platformAt(station).trueScale.isDamaged();
  context.stock.set(item.id, {
    item,
    lot: delivery.notice.lot,
    isWeighedAlone: single && isScaleSound,
    station,
    area: null,
  });
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
