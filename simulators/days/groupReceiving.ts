// Pallets of two to four packages, weighed together; what disagrees is split and weighed package by package.
import { formatKilograms } from '../../drivers/contract/mass.ts';
import type { MassMg } from '../../drivers/contract/mass.ts';
import { type SimulatedDelivery, declaredLimitMg } from './simulatedDeliveries.ts';
import { MG_PER_KG } from './simulatedMaterials.ts';
import { injectDeviation } from './deliveryErrors.ts';
import { type DeviationBounds, largestLimitMg } from './trueScale.ts';
import {
  clearPlatform,
  openOrderJob,
  platformOfWork,
  sendExpectedCommand,
  readCommandResult,
  type DayWork,
} from './dayContext.ts';
import { closeIntakeJob, putInStore, weighPackage } from './packageReceiving.ts';
import type { PhysicalItem } from './siteModel.ts';

export type GroupErrorKind = 'none' | 'deviation' | 'missing' | 'extra';

interface SimulatedPallet {
  thing: PhysicalItem;
  /** As it was weighed before. */
  tareMg: MassMg;
}

export function receiveGroupDelivery(
  work: DayWork,
  delivery: SimulatedDelivery,
  { order, mistake }: { order: string; mistake: GroupErrorKind },
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
    if (members.length === 1) for (const thing of members) weighPackage(work, thing, delivery);
    else receiveGroup(work, { delivery, members, mistake: index === goesWrong ? mistake : 'none' });
  }
  closeIntakeJob(work, delivery, job);
}

function receiveGroup(
  work: DayWork,
  of: { delivery: SimulatedDelivery; members: PhysicalItem[]; mistake: GroupErrorKind },
): void {
  const { context, station } = work;
  const { delivery } = of;
  const pallet = drawEmptyPallet(work);
  const ids = of.members.map(({ id }) => id);
  const there = loadPallet(work, { ...of, pallet, ids });
  const codes = of.members.map(({ mark }) => mark);
  const formed = sendExpectedCommand(work, {
    kind: 'form-group',
    station,
    codes,
    palletKg: formatKilograms(pallet.tareMg),
    palletTareKind: 'weighed',
  });
  if (formed.kind === 'refused') {
    weighSeparately(work, there, delivery);
    return;
  }
  context.truth.packagesHandled += there.length;
  platformOfWork(work).place([pallet.thing, ...there]);
  const { guidance } = context.base.station(station);
  clearPlatform(work);
  if (guidance === 'group-remove' || guidance === 'recorded-remove') {
    for (const thing of of.members) putInStore(work, thing, { delivery, single: false });
    return;
  }
  sendExpectedCommand(work, { kind: 'split-group', group: readCommandResult(formed, 'group') });
  // Splitting, people look: what stands there is weighed by itself, what is too much is seen.
  weighSeparately(work, there, delivery);
}

function weighSeparately(work: DayWork, things: readonly PhysicalItem[], delivery: SimulatedDelivery): void {
  for (const thing of things) weighPackage(work, thing, delivery);
}

function drawEmptyPallet(work: DayWork): SimulatedPallet {
  const trueMg = Math.round(work.context.random.between(18, 28) * MG_PER_KG);
  const thing: PhysicalItem = { id: 'pallet', mark: 'pallet', trueMassMg: trueMg, epcHex: null, isTagReadable: false };
  return { thing, tareMg: platformOfWork(work).trueScale.indicate(trueMg) };
}

interface GroupLoading {
  delivery: SimulatedDelivery;
  members: readonly PhysicalItem[];
  mistake: GroupErrorKind;
  pallet: SimulatedPallet;
  ids: readonly string[];
}

/** What really stands on the pallet. */
function loadPallet(work: DayWork, { delivery, members, mistake, pallet, ids }: GroupLoading): PhysicalItem[] {
  const { context } = work;
  const [first, ...others] = members;
  if (!first || mistake === 'none') return [...members];
  const lots = [delivery.notice.lot];
  if (mistake === 'missing') {
    context.truth.recordError({ kind: 'missing', origin: 'group', lots, packages: ids, sure: true });
    return others;
  }
  if (mistake === 'extra') {
    const stranger = context.deliveries.drawUnannouncedItem(delivery.material);
    context.truth.recordError({ kind: 'extra', origin: 'group', lots, packages: [...ids, stranger.mark], sure: true });
    return [...members, stranger];
  }
  const bounds = boundsOfGroup(work, { delivery, members, pallet });
  const declaredMg = members.reduce((sum, { id }) => sum + announcedGrossMg(delivery, id), pallet.tareMg);
  const sumMg = members.reduce((sum, { trueMassMg }) => sum + trueMassMg, pallet.thing.trueMassMg) - declaredMg;
  injectDeviation(context, { delivery, thing: first, sumMg, bounds, packages: ids });
  return [...members];
}

function announcedGrossMg(delivery: SimulatedDelivery, id: string): MassMg {
  return delivery.notice.packages.find((one) => one.package === id)?.grossMg ?? 0;
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
  const together = members.reduce((sum, { trueMassMg }) => sum + trueMassMg, pallet.thing.trueMassMg);
  const declared = members.reduce((sum, { id }) => sum + declaredLimitMg(delivery, announcedGrossMg(delivery, id)), 0);
  const tare = largestLimitMg(intervalMg, pallet.tareMg) + intervalMg / 2;
  return { ownMg: largestLimitMg(intervalMg, together) + intervalMg / 2, otherMg: declared + tare };
}
