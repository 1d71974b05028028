// One day at the base: check weights, five trucks, a release, now and then a stocktake, and headquarters' decisions in
// the evening.
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
import { readNewEntries, runRelease } from './releaseWork.ts';
import type { DeviationBounds } from './trueScale.ts';
import { runMorningChecks, type ScaleDamages, damageScale } from './morningChecks.ts';
import type { DayContext, StoredPackage, DayWork } from './dayContext.ts';
import { receivePackages, boundsOfPackage, HANDLING_ERRORS, type HandlingErrorKind } from './packageReceiving.ts';
import { runStocktake } from './stocktakeWork.ts';
import { injectSpillage, runSampling } from './storeWork.ts';
import { receiveVehicleDelivery } from './vehicleReceiving.ts';
import type { PhysicalItem } from './siteModel.ts';

export const DAY_STATIONS = { drums: 'dock-1', bags: 'dock-2', bridge: 'bridge' } as const;

/** How often what happens. */
const PROBABILITIES = {
  slip: 0.2,
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
} as const;
const NIGHT_MS = 14 * 3_600_000;
const JOINT_ERROR_KINDS = ['deviation', 'deviation', 'deviation', 'missing', 'extra'] as const;

export async function simulateDay(scene: DayContext, damages: ScaleDamages): Promise<void> {
  const { site, truth, base } = scene;
  truth.day += 1;
  scene.ledger.day = truth.day;
  await base.waitForPromises();
  site.passNight(NIGHT_MS);
  runMorningChecks(scene, damages);
  receiveDeliveries(scene, damages);
  workInStore(scene);
  const evening: DayWork = { context: scene, station: DAY_STATIONS.drums, person: scene.staff.dock };
  decideOpenFindings(evening);
  readNewEntries(evening);
}

/** After the last evening: what broke during that day shows at the next check weight. */
export async function simulateLastMorning(scene: DayContext, damages: ScaleDamages): Promise<void> {
  await scene.base.waitForPromises();
  scene.site.passNight(NIGHT_MS);
  runMorningChecks(scene, damages);
  readNewEntries({ context: scene, station: DAY_STATIONS.drums, person: scene.staff.dock });
}

function drawDelivery(
  scene: DayContext,
  way: WeighingMethod,
  is: (material: SimulatedMaterial) => boolean,
): SimulatedDelivery {
  const material = scene.random.pick(SIMULATED_MATERIALS.filter((one) => one.methods.includes(way) && is(one)));
  const [least, most] = { single: [9, 16], group: [9, 15], vehicle: [14, 20] }[way] as [number, number];
  return scene.deliveries.drawDelivery({ material, way, count: Math.floor(scene.random.between(least, most)) });
}

const isLight = ({ netKg }: SimulatedMaterial): boolean => netKg <= 500;
const isHeavy = ({ netKg }: SimulatedMaterial): boolean => netKg > 500;

function receiveDeliveries(scene: DayContext, damages: ScaleDamages): void {
  const { random, staff } = scene;
  const first = drawDelivery(scene, 'single', isLight);
  const second = drawDelivery(scene, 'single', isLight);
  const bags = drawDelivery(scene, 'single', isHeavy);
  if (random.isTrue(PROBABILITIES.misload)) injectWrongLot(scene, { from: first, to: second });
  const drums: DayWork = { context: scene, station: DAY_STATIONS.drums, person: staff.dock };
  const others: DayWork = { context: scene, station: DAY_STATIONS.bags, person: staff.dock };
  const orders = [first, second].map(({ notice }) => scene.base.issueOrder(notice).order);
  [first, second].forEach((delivery, index) => receivePackageLot(drums, delivery, orders[index] ?? ''));
  if (random.isTrue(PROBABILITIES.damage)) damageScale(random.isTrue(0.5) ? drums : others, damages);
  receivePackageLot(others, bags, scene.base.issueOrder(bags.notice).order);
  const pallets = drawDelivery(scene, 'group', isLight);
  receiveGroupDelivery(others, pallets, {
    order: scene.base.issueOrder(pallets.notice).order,
    mistake: drawJointError(scene, DAY_STATIONS.bags),
  });
  recountSomeFindings(others, pallets.notice.lot);
  const lorry = drawDelivery(scene, 'vehicle', isHeavy);
  const bridge: DayWork = { context: scene, station: DAY_STATIONS.bridge, person: staff.bridge };
  receiveVehicleDelivery(bridge, lorry, {
    order: scene.base.issueOrder(lorry.notice).order,
    mistake: drawJointError(scene, DAY_STATIONS.bridge),
  });
  readNewEntries(bridge);
}

/** What a scale out of its limits hides is no fault of the weighing: on it only whole packages go astray. */
function drawJointError({ random, site }: DayContext, station: string): GroupErrorKind {
  const mistake = random.isTrue(PROBABILITIES.together) ? random.pick(JOINT_ERROR_KINDS) : 'none';
  return mistake === 'deviation' && site.platformAt(station).trueScale.isDamaged() ? 'none' : mistake;
}

function receivePackageLot(work: DayWork, delivery: SimulatedDelivery, order: string): void {
  const { context } = work;
  const { random } = context;
  const misloaded = delivery.items.filter(({ id }) => !delivery.notice.packages.some((one) => one.package === id));
  const used = new Set(misloaded.map(({ id }) => id));
  if (random.isTrue(PROBABILITIES.missing)) injectMissingPackage(context, delivery, used);
  if (random.isTrue(PROBABILITIES.extra)) used.add(injectExtraItem(context, delivery).id);
  if (random.isTrue(PROBABILITIES.swapTags)) injectSwappedTags(context, delivery, used);
  const slips = drawHandlingErrors(context, delivery.items, used);
  const sound = !context.site.platformAt(work.station).trueScale.isDamaged();
  for (const thing of delivery.items) {
    if (!sound || used.has(thing.id) || !random.isTrue(PROBABILITIES.deviation)) continue;
    const { sumMg, bounds } = boundsOfAnnouncement(work, thing, delivery);
    injectDeviation(context, { delivery, thing, sumMg, bounds, packages: [thing.id] });
  }
  receivePackages(work, delivery, { order, slips });
  readNewEntries(work);
  recountSomeFindings(work, delivery.notice.lot);
}

function boundsOfAnnouncement(
  work: DayWork,
  thing: PhysicalItem,
  delivery: SimulatedDelivery,
): { sumMg: number; bounds: DeviationBounds } {
  const grossMg = delivery.notice.packages.find((one) => one.package === thing.id)?.grossMg ?? thing.trueMassMg;
  return { sumMg: thing.trueMassMg - grossMg, bounds: boundsOfPackage(work, { thing, delivery, grossMg }) };
}

/**
 * Each slip takes a thing and the one after it, of which nothing else is wrong: two errors on one package would hide
 * each other.
 */
function drawHandlingErrors(
  { random }: DayContext,
  things: readonly PhysicalItem[],
  used: Set<string>,
): Map<string, HandlingErrorKind> {
  const slips = new Map<string, HandlingErrorKind>();
  for (const slip of HANDLING_ERRORS) {
    if (!random.isTrue(PROBABILITIES.slip)) continue;
    const places = things
      .slice(0, -1)
      .filter((thing, index) => !used.has(thing.id) && !used.has(things[index + 1]?.id ?? ''));
    if (places.length === 0) continue;
    const thing = random.pick(places);
    slips.set(thing.id, slip);
    used.add(thing.id).add(things[things.indexOf(thing) + 1]?.id ?? '');
  }
  return slips;
}

function workInStore(scene: DayContext): void {
  const { random, staff } = scene;
  const work: DayWork = { context: scene, station: DAY_STATIONS.drums, person: staff.dock };
  const small = [...scene.stock.values()].filter(
    (stored) => isReleasable(scene, stored) && stored.station === DAY_STATIONS.drums,
  );
  if (small.length === 0) return;
  if (random.isTrue(PROBABILITIES.sample)) runSampling(work, random.pick(small));
  const leaking = random.pick(small);
  if (leaking.isWeighedAlone && random.isTrue(PROBABILITIES.spill)) injectSpillage(work, leaking);
  const lots = [...new Set(small.filter((stored) => isReleasable(scene, stored)).map(({ lot }) => lot))];
  const [counted, released] = [random.pick(lots), random.pick(lots)];
  const flip = (odds: number): boolean => random.isTrue(odds);
  if (random.isTrue(PROBABILITIES.stocktake))
    runStocktake(work, {
      lot: counted,
      theft: flip(PROBABILITIES.theft),
      pilferage: flip(PROBABILITIES.pilferage),
      overlooked: flip(PROBABILITIES.overlooked),
    });
  if (released === counted) return;
  const stray = small.find(({ lot }) => lot !== released && lot !== counted);
  const count = Math.min(6, small.filter((stored) => stored.lot === released && isReleasable(scene, stored)).length);
  if (count > 0)
    runRelease(work, {
      lot: released,
      count,
      pilferage: flip(PROBABILITIES.pilferage),
      stray: flip(PROBABILITIES.stray) ? (stray ?? null) : null,
    });
}

function isReleasable({ base }: DayContext, { lot, item }: StoredPackage): boolean {
  const shown = base.lot(lot);
  const record = shown.packages.find((one) => one.package === item.id);
  return (shown.state === 'verified' || shown.state === 'closed') && record?.state === 'stored' && !record.held;
}
