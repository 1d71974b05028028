// Pallets of two to four packages, weighed together; what disagrees is split and weighed package by package.
import { asMassMg, formatKilograms, type MassMg } from '../../drivers/contract/mass.ts';
import { type SimulatedDelivery, declaredLimitMg } from './simulatedDeliveries.ts';
import { MG_PER_KG } from './simulatedMaterials.ts';
import { injectDeviation } from './deliveryErrors.ts';
import { type DeviationBounds, largestLimitMg } from './trueScale.ts';
import { openOrderJob, platformOfWork, sendExpectedCommand, readCommandResult, type DayWork } from './dayContext.ts';
import { ATTEMPTS, finishLoad } from './loadHandling.ts';
import { closeIntakeJob, putInStore, weighPackage } from './packageWeighing.ts';
import type { PhysicalItem } from './siteModel.ts';

export type GroupErrorKind = 'none' | 'deviation' | 'missing' | 'extra';

interface SimulatedPallet {
  item: PhysicalItem;
  /** As it was weighed before. */
  tareMg: MassMg;
}

export function receiveGroupDelivery(
  work: DayWork,
  delivery: SimulatedDelivery,
  { order, errorKind }: { order: string; errorKind: GroupErrorKind },
): void {
  const job = openOrderJob(work, order);
  if (job === '') return;
  const { random } = work.context;
  const waiting = [...delivery.items];
  const goesWrong = Math.floor(random.fraction() * Math.max(1, Math.floor(waiting.length / 4)));
  for (let index = 0; waiting.length > 0; index += 1) {
    // Nobody makes a group of one: what would be left over goes with the last.
    const wanted = 2 + Math.floor(random.fraction() * 3);
    const members = waiting.splice(0, waiting.length - wanted === 1 ? (wanted === 4 ? 3 : wanted + 1) : wanted);
    if (members.length === 1) for (const item of members) weighPackage(work, item, delivery);
    else receiveGroup(work, { delivery, members, errorKind: index === goesWrong ? errorKind : 'none' });
  }
  closeIntakeJob(work, delivery, job);
}

function receiveGroup(
  work: DayWork,
  group: { delivery: SimulatedDelivery; members: PhysicalItem[]; errorKind: GroupErrorKind },
): void {
  const { station } = work;
  const { delivery } = group;
  const pallet = drawEmptyPallet(work);
  const ids = group.members.map(({ id }) => id);
  const loadedItems = loadPallet(work, { ...group, pallet, ids });
  const codes = group.members.map(({ mark }) => ({ code: mark, how: 'scanned' as const }));
  const formed = sendExpectedCommand(work, {
    kind: 'form-group',
    station,
    codes,
    palletKg: formatKilograms(pallet.tareMg),
    palletTareKind: 'weighed',
  });
  if (formed.kind === 'refused') {
    weighSeparately(work, loadedItems, delivery);
    return;
  }
  const guidance = weighPallet(work, { pallet, items: loadedItems, ids });
  if (guidance === 'group-remove' || guidance === 'recorded-remove') {
    for (const item of group.members) putInStore(work, item, { delivery, single: false });
    return;
  }
  sendExpectedCommand(work, { kind: 'split-group', group: readCommandResult(formed, 'group') });
  // Splitting, people look: what stands there is weighed by itself, what is too much is seen.
  weighSeparately(work, loadedItems, delivery);
}

/** What the screen says of the pallet, once its weight stands. */
function weighPallet(
  work: DayWork,
  { pallet, items, ids }: { pallet: SimulatedPallet; items: readonly PhysicalItem[]; ids: readonly string[] },
): string {
  const { context, station } = work;
  for (let attempt = 1; ; attempt += 1) {
    context.truth.packagesHandled += items.length;
    platformOfWork(work).place([pallet.item, ...items]);
    const { guidance } = context.base.station(station);
    const again = finishLoad(work, { ids, outcome: 'recorded' });
    if (again === null || attempt === ATTEMPTS) return guidance;
  }
}

function weighSeparately(work: DayWork, items: readonly PhysicalItem[], delivery: SimulatedDelivery): void {
  for (const item of items) weighPackage(work, item, delivery);
}

function drawEmptyPallet(work: DayWork): SimulatedPallet {
  const trueMg = Math.round(work.context.random.between(18, 28) * MG_PER_KG);
  const item: PhysicalItem = {
    id: 'pallet',
    mark: 'pallet',
    trueMassMg: asMassMg(trueMg),
    epcHex: null,
    isTagReadable: false,
  };
  return { item, tareMg: platformOfWork(work).trueScale.indicate(asMassMg(trueMg)) };
}

interface GroupLoading {
  delivery: SimulatedDelivery;
  members: readonly PhysicalItem[];
  errorKind: GroupErrorKind;
  pallet: SimulatedPallet;
  ids: readonly string[];
}

/** What really stands on the pallet. */
function loadPallet(work: DayWork, { delivery, members, errorKind, pallet, ids }: GroupLoading): PhysicalItem[] {
  const { context } = work;
  const [first, ...others] = members;
  if (!first || errorKind === 'none') return [...members];
  const lots = [delivery.notice.lot];
  if (errorKind === 'missing') {
    context.truth.recordError({ kind: 'missing', origin: 'group', lots, packages: ids, isCertain: true });
    return others;
  }
  if (errorKind === 'extra') {
    const extraItem = context.deliveries.drawUnannouncedItem(delivery.material);
    context.truth.recordError({
      kind: 'extra',
      origin: 'group',
      lots,
      packages: [...ids, extraItem.mark],
      isCertain: true,
    });
    return [...members, extraItem];
  }
  const bounds = boundsOfGroup(work, { delivery, members, pallet });
  const declaredMg = members.reduce<number>((sum, { id }) => sum + announcedGrossMg(delivery, id), pallet.tareMg);
  const sumMg = members.reduce<number>((sum, { trueMassMg }) => sum + trueMassMg, pallet.item.trueMassMg) - declaredMg;
  injectDeviation(context, { delivery, item: first, sumMg: asMassMg(sumMg), bounds, packages: ids });
  return [...members];
}

function announcedGrossMg(delivery: SimulatedDelivery, id: string): MassMg {
  return delivery.notice.packages.find((announced) => announced.package === id)?.grossMg ?? asMassMg(0);
}

function boundsOfGroup(
  work: DayWork,
  {
    delivery,
    members,
    pallet,
  }: { delivery: SimulatedDelivery; members: readonly PhysicalItem[]; pallet: SimulatedPallet },
): DeviationBounds {
  const { intervalMg } = platformOfWork(work).spec;
  const sumMg = members.reduce<number>((sum, { trueMassMg }) => sum + trueMassMg, pallet.item.trueMassMg);
  const declared = members.reduce((sum, { id }) => sum + declaredLimitMg(delivery, announcedGrossMg(delivery, id)), 0);
  const tare = largestLimitMg(intervalMg, pallet.tareMg) + intervalMg / 2;
  return {
    ownMg: asMassMg(largestLimitMg(intervalMg, asMassMg(sumMg)) + intervalMg / 2),
    otherMg: asMassMg(declared + tare),
  };
}
