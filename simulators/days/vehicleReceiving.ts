// A lorry over the weighbridge: loaded, unloaded, empty. What came off between the passes is compared with its
// announcement.
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import { type SimulatedDelivery, declaredLimitMg } from './simulatedDeliveries.ts';
import { MG_PER_KG } from './simulatedMaterials.ts';
import { injectExtraItem, injectDeviation, injectMissingPackage } from './deliveryErrors.ts';
import { type DeviationBounds, largestLimitMg } from './trueScale.ts';
import {
  clearPlatform,
  openOrderJob,
  platformOfWork,
  sendExpectedCommand,
  readCommandResult,
  type DayWork,
} from './dayContext.ts';
import { closeIntakeJob, putInStore } from './packageReceiving.ts';
import type { PhysicalItem } from './siteModel.ts';

export type VehicleErrorKind = 'none' | 'deviation' | 'missing' | 'extra';

const UNLOADING_MS = 1_800_000;

export function receiveVehicleDelivery(
  work: DayWork,
  delivery: SimulatedDelivery,
  { order, errorKind }: { order: string; errorKind: VehicleErrorKind },
): void {
  const { context, station } = work;
  const lorryMg = asMassMg(Math.round(context.random.between(9_500, 13_500) * MG_PER_KG));
  loadLorry(work, { delivery, errorKind, lorryMg });
  const job = openOrderJob(work, order);
  if (job === '') return;
  const plates = `高萩 100 あ ${Math.floor(context.random.between(10, 99))}-${Math.floor(context.random.between(10, 99))}`;
  const arrived = sendExpectedCommand(work, { kind: 'vehicle-arrived', station, plates });
  if (arrived.kind === 'refused') return;
  const visit = readCommandResult(arrived, 'visit');
  const lorry: PhysicalItem = {
    id: plates,
    mark: plates,
    trueMassMg: lorryMg,
    epcHex: null,
    isTagReadable: false,
  };
  context.truth.packagesHandled += delivery.items.length;
  weighPass(work, { visit, empty: false }, [lorry, ...delivery.items]);
  // Nobody scans bag by bag at the bridge: all that is announced is said to have come off.
  sendExpectedCommand(work, { kind: 'vehicle-unloaded', visit, lot: delivery.notice.lot, codes: [], scanned: false });
  context.site.passTime(UNLOADING_MS);
  weighPass(work, { visit, empty: true }, [lorry]);
  for (const item of delivery.items) putInStore(work, item, { delivery, single: false });
  closeIntakeJob(work, delivery, job);
}

function weighPass(work: DayWork, pass: { visit: string; empty: boolean }, items: readonly PhysicalItem[]): void {
  sendExpectedCommand(work, { kind: 'announce-pass', axlesOn: true, driverAboard: true, dunnage: null, ...pass });
  platformOfWork(work).place(items);
  clearPlatform(work);
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
