// A lorry over the weighbridge: loaded, unloaded, empty. What came off between the passes is compared with its
// announcement.
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import { type SimulatedDelivery, declaredLimitMg } from './simulatedDeliveries.ts';
import { MG_PER_KG } from './simulatedMaterials.ts';
import { injectExtraItem, injectDeviation, injectMissingPackage } from './deliveryErrors.ts';
import { type DeviationBounds, deviationBandOf, largestLimitMg } from './trueScale.ts';
import {
  clearPlatform,
  openOrderJob,
  platformOfWork,
  sendExpectedCommand,
  readCommandResult,
  type DayWork,
} from './dayContext.ts';
import { drawPersonMg } from './loadHandling.ts';
import { closeIntakeJob, putInStore } from './packageWeighing.ts';
import type { PhysicalItem } from './siteModel.ts';

export type VehicleErrorKind = 'none' | 'deviation' | 'missing' | 'extra';
/** The driver stays in the cab, is out at one pass and nobody says so, or is out at the second and it is said. */
export const DRIVER_ERRORS = ['out loaded', 'out empty', 'said out'] as const;
export type DriverWhereabouts = 'aboard' | (typeof DRIVER_ERRORS)[number];

/** A bridge's window is three seconds. */
const STANDS_ON_BRIDGE_MS = 4_500;
const UNLOADING_MS = 1_800_000;
/** Fuel, mud and rain, either way. */
const EMPTY_SPREAD_KG = 60;

/** Of the hauliers who come here, with what each lorry weighs empty. */
const FLEET = [
  { plates: '高萩 100 あ 12-31', emptyKg: 9_640 },
  { plates: '高萩 100 あ 12-32', emptyKg: 11_820 },
  { plates: '水戸 130 か 4-07', emptyKg: 12_700 },
  { plates: 'いわき 100 さ 88-10', emptyKg: 13_350 },
] as const;

interface VehicleDeliveryPlan {
  order: string;
  errorKind: VehicleErrorKind;
  driver: DriverWhereabouts;
}

function thing(id: string, massMg: number): PhysicalItem {
  return { id, mark: id, trueMassMg: asMassMg(Math.round(massMg)), epcHex: null, isTagReadable: false };
}

export function receiveVehicleDelivery(
  work: DayWork,
  delivery: SimulatedDelivery,
  { order, errorKind, driver: whereabouts }: VehicleDeliveryPlan,
): void {
  const { context, station } = work;
  const { plates, emptyKg } = context.random.pick(FLEET);
  const spreadKg = context.random.between(-EMPTY_SPREAD_KG, EMPTY_SPREAD_KG);
  const lorry = thing(plates, (emptyKg + spreadKg) * MG_PER_KG);
  const driver = thing('driver', drawPersonMg(work));
  const { trueMassMg: lorryMg } = lorry;
  loadLorry(work, { delivery, errorKind, lorryMg });
  const job = openOrderJob(work, order);
  if (job === '') return;
  const arrived = sendExpectedCommand(work, { kind: 'vehicle-arrived', station, plates });
  if (arrived.kind === 'refused') return;
  const visit = readCommandResult(arrived, 'visit');
  // Two errors on one lorry would hide each other.
  const whereIs = errorKind === 'none' || whereabouts === 'said out' ? whereabouts : 'aboard';
  if (whereIs === 'out loaded' || whereIs === 'out empty')
    recordDriverOut(work, {
      delivery,
      lorryMg,
      outMg: whereIs === 'out loaded' ? 0 - driver.trueMassMg : driver.trueMassMg,
    });
  context.truth.packagesHandled += delivery.items.length;
  announcePass(work, { visit, empty: false });
  weighPass(work, [lorry, ...(whereIs === 'out loaded' ? [] : [driver]), ...delivery.items]);
  // Nobody scans bag by bag at the bridge: all that is announced is said to have come off.
  sendExpectedCommand(work, { kind: 'vehicle-unloaded', visit, lot: delivery.notice.lot, codes: [] });
  context.site.passTime(UNLOADING_MS);
  if (whereIs === 'said out') sayDriverOut(work, { visit, lot: delivery.notice.lot });
  announcePass(work, { visit, empty: true });
  weighPass(work, [lorry, ...(whereIs === 'out empty' ? [] : [driver])]);
  if (errorKind === 'none' && whereIs === 'aboard') context.truth.honestWeighings += 2;
  for (const item of delivery.items) putInStore(work, item, { delivery, single: false });
  closeIntakeJob(work, delivery, job);
}

function announcePass(work: DayWork, pass: { visit: string; empty: boolean }): void {
  sendExpectedCommand(work, { kind: 'announce-pass', axlesOn: true, driverAboard: true, dunnage: null, ...pass });
}

function weighPass(work: DayWork, items: readonly PhysicalItem[]): void {
  platformOfWork(work).place(items, { standMs: STANDS_ON_BRIDGE_MS });
  const { guidance } = work.context.base.station(work.station);
  if (guidance !== 'drive-off')
    work.context.unexpected.push(`day ${work.context.truth.day}: after a pass the screen says ${guidance}`);
  clearPlatform(work);
}

/** What the two passes show is off by the driver: certain only where no tolerance covers a person. */
function recordDriverOut(
  work: DayWork,
  { delivery, lorryMg, outMg }: { delivery: SimulatedDelivery; lorryMg: MassMg; outMg: number },
): void {
  const declaredMg = delivery.notice.packages.reduce((sum, { grossMg }) => sum + grossMg, 0);
  const loadMg = delivery.items.reduce((sum, { trueMassMg }) => sum + trueMassMg, 0);
  const bounds = boundsOfVehicle(work, { delivery, lorryMg, loadMg: asMassMg(loadMg) });
  work.context.truth.recordError({
    kind: 'driver out',
    origin: 'vehicle',
    lots: [delivery.notice.lot],
    packages: [],
    band: deviationBandOf(asMassMg(loadMg + outMg - declaredMg), bounds),
  });
}

/** The clerk says that the driver is out, who was in at the first pass: it must not be weighed so. */
function sayDriverOut(work: DayWork, { visit, lot }: { visit: string; lot: string }): void {
  const { base, truth } = work.context;
  const error = truth.recordError({
    kind: 'driver out',
    origin: 'vehicle',
    lots: [lot],
    packages: [],
    isCertain: true,
  });
  const pass = { kind: 'announce-pass', axlesOn: true, driverAboard: false, dunnage: null, visit, empty: true };
  const answer = base.sendCommand(pass, work.person);
  if (answer.kind === 'refused' && answer.code === 'driver-aboard') truth.markFound(error, `refused: ${answer.code}`);
}

function loadLorry(
  work: DayWork,
  { delivery, errorKind, lorryMg }: { delivery: SimulatedDelivery; errorKind: VehicleErrorKind; lorryMg: MassMg },
): void {
  const { context } = work;
  if (errorKind === 'missing') injectMissingPackage(context, delivery, new Set());
  if (errorKind === 'extra') injectExtraItem(context, delivery);
  if (errorKind !== 'deviation') return;
  const declaredMg = delivery.notice.packages.reduce((sum, { grossMg }) => sum + grossMg, 0);
  const loadMg = delivery.items.reduce((sum, { trueMassMg }) => sum + trueMassMg, 0);
  const [first] = delivery.items;
  if (first)
    injectDeviation(context, {
      delivery,
      item: first,
      sumMg: asMassMg(loadMg - declaredMg),
      bounds: boundsOfVehicle(work, { delivery, lorryMg, loadMg: asMassMg(loadMg) }),
      packages: [],
    });
}

/** Both passes may be off by their limit, and both are rounded. */
function boundsOfVehicle(
  work: DayWork,
  { delivery, lorryMg, loadMg }: { delivery: SimulatedDelivery; lorryMg: MassMg; loadMg: MassMg },
): DeviationBounds {
  const { intervalMg } = platformOfWork(work).spec;
  const ownMg =
    largestLimitMg(intervalMg, asMassMg(lorryMg + loadMg)) + largestLimitMg(intervalMg, lorryMg) + intervalMg;
  return {
    ownMg: asMassMg(ownMg),
    otherMg: asMassMg(
      delivery.notice.packages.reduce((sum, { grossMg }) => sum + declaredLimitMg(delivery, grossMg), 0),
    ),
  };
}
