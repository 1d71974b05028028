// One day at the base: check weights, five trucks, a release, now and then a stocktake, and headquarters' decisions in
// the evening.
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import { setClockRight, startClockDay } from './clockDays.ts';
import { decideOpenFindings, recountSomeFindings } from './findingFollowUp.ts';
import type { SimulatedDelivery } from './simulatedDeliveries.ts';
import { type GroupErrorKind, receiveGroupDelivery } from './groupReceiving.ts';
import { SIMULATED_MATERIALS, type SimulatedMaterial, type WeighingMethod } from './simulatedMaterials.ts';
import {
  injectExtraItem,
  injectDeviation,
  injectMissingPackage,
  injectWrongLot,
  injectSwappedTags,
} from './deliveryErrors.ts';
import { runRelease } from './releaseWork.ts';
import type { DeviationBounds } from './trueScale.ts';
import { runMorningChecks, type ScaleDamages, damageScale } from './morningChecks.ts';
import { isReleasable, readNewEntries, type DayContext, type DayWork } from './dayContext.ts';
import { receiveGoodsBack } from './goodsBack.ts';
import { countOneArea, putLotInArea, setApartAndBack } from './placesInStore.ts';
import { weighWithoutJob } from './loadActs.ts';
import { receivePackages, HANDLING_ERRORS, type HandlingErrorKind } from './packageReceiving.ts';
import { boundsOfPackage } from './packageWeighing.ts';
import { runStocktake } from './stocktakeWork.ts';
import { injectSpillage, runSampling } from './storeWork.ts';
import { DRIVER_ERRORS, receiveVehicleDelivery } from './vehicleReceiving.ts';
import type { PhysicalItem } from './siteModel.ts';

export const DAY_STATIONS = { drums: 'dock-1', bags: 'dock-2', bridge: 'bridge' } as const;

/** How often what happens. */
const PROBABILITIES = {
  slip: 0.15,
  noJob: 0.3,
  driverOut: 0.4,
  missing: 0.12,
  extra: 0.12,
  misload: 0.15,
  swapTags: 0.12,
  deviation: 0.08,
  together: 0.75,
  damage: 0.12,
  stocktake: 0.4,
  theft: 0.3,
  pilferage: 0.5,
  overlooked: 0.4,
  stray: 0.2,
  sample: 0.3,
  spill: 0.3,
  plainMarks: 0.5,
  goodsBack: 0.4,
} as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** In Japan, where a day ends at 15:00 UTC. */
const WORK_BEGINS_MS = 8 * HOUR_MS;
const JAPAN_OFFSET_MS = 9 * HOUR_MS;
const SHORTEST_NIGHT_MS = 8 * HOUR_MS;
const JOINT_ERROR_KINDS = ['deviation', 'deviation', 'deviation', 'missing', 'extra'] as const;

export async function simulateDay(context: DayContext, damages: ScaleDamages): Promise<void> {
  const { site, truth, base } = context;
  truth.day += 1;
  context.ledger.day = truth.day;
  await base.waitForPromises();
  site.passNight(nightMs(context));
  const clockError = startClockDay(context);
  runMorningChecks(context, damages);
  if (clockError) setClockRight(context, clockError);
  receiveDeliveries(context, damages);
  workInStore(context);
  moveThings(context);
  const evening: DayWork = { context, station: DAY_STATIONS.drums, person: context.staff.dock };
  decideOpenFindings(evening);
  readNewEntries(evening);
}

/** Until work begins on the next day. */
function nightMs({ base, truth }: DayContext): number {
  const sinceMidnightMs = (truth.startWallMs + base.nowMs() + JAPAN_OFFSET_MS) % DAY_MS;
  const untilMorningMs = (WORK_BEGINS_MS - sinceMidnightMs + DAY_MS) % DAY_MS;
  return untilMorningMs < SHORTEST_NIGHT_MS ? untilMorningMs + DAY_MS : untilMorningMs;
}

/** After the last evening: what broke during that day shows at the next check weight. */
export async function simulateLastMorning(context: DayContext, damages: ScaleDamages): Promise<void> {
  await context.base.waitForPromises();
  context.site.passNight(nightMs(context));
  runMorningChecks(context, damages);
  readNewEntries({ context });
}

function drawDelivery(
  context: DayContext,
  method: WeighingMethod,
  { isWanted, plainMarks = false }: { isWanted: (material: SimulatedMaterial) => boolean; plainMarks?: boolean },
): SimulatedDelivery {
  const material = context.random.pick(
    SIMULATED_MATERIALS.filter((candidate) => candidate.methods.includes(method) && isWanted(candidate)),
  );
  const [least, mostPackages] = { single: [9, 16], group: [9, 15], vehicle: [14, 20] }[method] as [number, number];
  return context.deliveries.drawDelivery({
    material,
    method,
    count: Math.floor(context.random.between(least, mostPackages)),
    plainMarks,
  });
}

const isLight = ({ netKg }: SimulatedMaterial): boolean => netKg <= 500;
const isHeavy = ({ netKg }: SimulatedMaterial): boolean => netKg > 500;

function receiveDeliveries(context: DayContext, damages: ScaleDamages): void {
  const { random, staff } = context;
  const isMisloaded = random.isTrue(PROBABILITIES.misload);
  // Where a package stands on the wrong lorry too, nothing but its mark would tell.
  const plainMarks = !isMisloaded && random.isTrue(PROBABILITIES.plainMarks);
  const first = drawDelivery(context, 'single', { isWanted: isLight, plainMarks });
  const second = drawDelivery(context, 'single', { isWanted: isLight, plainMarks });
  const bags = drawDelivery(context, 'single', { isWanted: isHeavy });
  if (isMisloaded) injectWrongLot(context, { source: first, target: second });
  const drums: DayWork = { context, station: DAY_STATIONS.drums, person: staff.dock };
  const others: DayWork = { context, station: DAY_STATIONS.bags, person: staff.dock };
  if (random.isTrue(PROBABILITIES.noJob))
    weighWithoutJob(random.isTrue(0.5) ? drums : others, context.deliveries.drawUnannouncedItem(first.material));
  const orders = [first, second].map(({ notice }) => context.base.issueOrder(notice).order);
  [first, second].forEach((delivery, index) => receivePackageLot(drums, delivery, orders[index] ?? ''));
  if (random.isTrue(PROBABILITIES.damage)) damageScale(random.isTrue(0.5) ? drums : others, damages);
  receivePackageLot(others, bags, context.base.issueOrder(bags.notice).order);
  const pallets = drawDelivery(context, 'group', { isWanted: isLight });
  receiveGroupDelivery(others, pallets, {
    order: context.base.issueOrder(pallets.notice).order,
    errorKind: drawJointError(context, DAY_STATIONS.bags),
  });
  recountSomeFindings(others, pallets.notice.lot);
  const lorry = drawDelivery(context, 'vehicle', { isWanted: isHeavy });
  const bridge: DayWork = { context, station: DAY_STATIONS.bridge, person: staff.bridge };
  receiveVehicleDelivery(bridge, lorry, {
    order: context.base.issueOrder(lorry.notice).order,
    errorKind: drawJointError(context, DAY_STATIONS.bridge),
    driver: random.isTrue(PROBABILITIES.driverOut) ? random.pick(DRIVER_ERRORS) : 'aboard',
  });
  readNewEntries(bridge);
}

/** What a scale out of its limits hides is no fault of the weighing: on it only whole packages go astray. */
function drawJointError({ random, site }: DayContext, station: string): GroupErrorKind {
  const errorKind = random.isTrue(PROBABILITIES.together) ? random.pick(JOINT_ERROR_KINDS) : 'none';
  return errorKind === 'deviation' && site.platformAt(station).trueScale.isDamaged() ? 'none' : errorKind;
}

function receivePackageLot(work: DayWork, delivery: SimulatedDelivery, order: string): void {
  const { context } = work;
  const { random } = context;
  const misloaded = delivery.items.filter(
    ({ id }) => !delivery.notice.packages.some((announced) => announced.package === id),
  );
  const used = new Set(misloaded.map(({ id }) => id));
  if (random.isTrue(PROBABILITIES.missing)) injectMissingPackage(context, delivery, used);
  if (random.isTrue(PROBABILITIES.extra)) used.add(injectExtraItem(context, delivery).id);
  if (random.isTrue(PROBABILITIES.swapTags)) injectSwappedTags(context, delivery, used);
  const handlingErrors = drawHandlingErrors(context, delivery.items, used);
  const isScaleSound = !context.site.platformAt(work.station).trueScale.isDamaged();
  for (const item of delivery.items) {
    if (!isScaleSound || used.has(item.id) || !random.isTrue(PROBABILITIES.deviation)) continue;
    const { sumMg, bounds } = boundsOfAnnouncement(work, item, delivery);
    injectDeviation(context, { delivery, item, sumMg, bounds, packages: [item.id] });
  }
  receivePackages(work, delivery, { order, handlingErrors });
  readNewEntries(work);
  recountSomeFindings(work, delivery.notice.lot);
}

function boundsOfAnnouncement(
  work: DayWork,
  item: PhysicalItem,
  delivery: SimulatedDelivery,
): { sumMg: MassMg; bounds: DeviationBounds } {
  const grossMg =
    delivery.notice.packages.find((candidate) => candidate.package === item.id)?.grossMg ?? item.trueMassMg;
  return { sumMg: asMassMg(item.trueMassMg - grossMg), bounds: boundsOfPackage(work, { item, delivery, grossMg }) };
}

/**
 * Each slip takes a thing and the one after it, of which nothing else is wrong: two errors on one package would hide
 * each other.
 */
function drawHandlingErrors(
  { random }: DayContext,
  items: readonly PhysicalItem[],
  used: Set<string>,
): Map<string, HandlingErrorKind> {
  const handlingErrors = new Map<string, HandlingErrorKind>();
  for (const handlingError of HANDLING_ERRORS) {
    if (!random.isTrue(PROBABILITIES.slip)) continue;
    const places = items
      .slice(0, -1)
      .filter((item, index) => !used.has(item.id) && !used.has(items[index + 1]?.id ?? ''));
    if (places.length === 0) continue;
    const item = random.pick(places);
    handlingErrors.set(item.id, handlingError);
    used.add(item.id).add(items[items.indexOf(item) + 1]?.id ?? '');
  }
  return handlingErrors;
}

/** Places, what is set apart, and what comes back. */
function moveThings(context: DayContext): void {
  const work: DayWork = { context, station: DAY_STATIONS.drums, person: context.staff.dock };
  const light = [...context.stock.values()].filter(({ station }) => station === DAY_STATIONS.drums);
  for (const lot of new Set(light.map((stored) => stored.lot))) putLotInArea(work, lot);
  setApartAndBack(work);
  countOneArea(work);
  if (context.random.isTrue(PROBABILITIES.goodsBack)) receiveGoodsBack(work);
}

function workInStore(context: DayContext): void {
  const { random, staff } = context;
  const work: DayWork = { context, station: DAY_STATIONS.drums, person: staff.dock };
  const small = [...context.stock.values()].filter(
    (storedPackage) => isReleasable(context, storedPackage) && storedPackage.station === DAY_STATIONS.drums,
  );
  if (small.length === 0) return;
  if (random.isTrue(PROBABILITIES.sample)) runSampling(work, random.pick(small));
  const leaking = random.pick(small);
  if (leaking.isWeighedAlone && random.isTrue(PROBABILITIES.spill)) injectSpillage(work, leaking);
  const lots = [
    ...new Set(small.filter((storedPackage) => isReleasable(context, storedPackage)).map(({ lot }) => lot)),
  ];
  const [counted, released] = [random.pick(lots), random.pick(lots)];
  const flip = (odds: number): boolean => random.isTrue(odds);
  if (random.isTrue(PROBABILITIES.stocktake))
    runStocktake(work, {
      scope: { lot: counted },
      theft: flip(PROBABILITIES.theft),
      pilferage: flip(PROBABILITIES.pilferage),
      overlooked: flip(PROBABILITIES.overlooked),
    });
  if (released === counted) return;
  const wrongPackage = small.find(({ lot }) => lot !== released && lot !== counted);
  const count = Math.min(
    6,
    small.filter((storedPackage) => storedPackage.lot === released && isReleasable(context, storedPackage)).length,
  );
  if (count > 0)
    runRelease(work, {
      lot: released,
      count,
      pilferage: flip(PROBABILITIES.pilferage),
      wrongPackage: flip(PROBABILITIES.stray) ? (wrongPackage ?? null) : null,
    });
}
