// A lorry over the weighbridge: loaded, unloaded, empty. What came off between the passes is compared with its
// announcement.
import type { MassMg } from '../../drivers/contract/mass.ts';
import { type Delivery, declaredLimitMg } from './deliveries.ts';
import { KG } from './materials.ts';
import { addStranger, deviate, leaveBehind } from './mistakes.ts';
import { type Bounds, largestLimit } from './scaleTruth.ts';
import { clear, openJob, platformOf, press, resultOf, type Work } from './scene.ts';
import { closeIntake, store } from './single.ts';
import type { Thing } from './yard.ts';

export type VehicleMistake = 'none' | 'deviation' | 'missing' | 'extra';

const UNLOADING_MS = 1_800_000;

export function receiveVehicle(
  work: Work,
  delivery: Delivery,
  { order, mistake }: { order: string; mistake: VehicleMistake },
): void {
  const { scene, station } = work;
  const lorryMg = Math.round(scene.chance.between(9_500, 13_500) * KG);
  happen(work, { delivery, mistake, lorryMg });
  const job = openJob(work, order);
  if (job === '') return;
  const plates = `高萩 100 あ ${Math.floor(scene.chance.between(10, 99))}-${Math.floor(scene.chance.between(10, 99))}`;
  const arrived = press(work, { kind: 'vehicle-arrived', station, plates });
  if (arrived.kind === 'refused') return;
  const visit = resultOf(arrived, 'visit');
  const lorry: Thing = { id: plates, mark: plates, trueMg: lorryMg, epcHex: null, readable: false };
  scene.truth.packages += delivery.things.length;
  pass(work, visit, [lorry, ...delivery.things]);
  // Nobody scans bag by bag at the bridge: all that is announced is said to have come off.
  press(work, { kind: 'vehicle-unloaded', visit, lot: delivery.notice.lot, codes: [], scanned: false });
  scene.yard.pass(UNLOADING_MS);
  pass(work, visit, [lorry]);
  for (const thing of delivery.things) store(work, thing, { delivery, single: false });
  closeIntake(work, delivery, job);
}

function pass(work: Work, visit: string, things: readonly Thing[]): void {
  press(work, { kind: 'announce-pass', visit, axlesOn: true });
  platformOf(work).place(things);
  clear(work);
}

function happen(
  work: Work,
  { delivery, mistake, lorryMg }: { delivery: Delivery; mistake: VehicleMistake; lorryMg: MassMg },
): void {
  const { scene } = work;
  if (mistake === 'missing') leaveBehind(scene, delivery, new Set());
  if (mistake === 'extra') addStranger(scene, delivery);
  if (mistake !== 'deviation') return;
  const declaredMg = delivery.notice.packages.reduce((sum, { grossMg }) => sum + grossMg, 0);
  const loadMg = delivery.things.reduce((sum, { trueMg }) => sum + trueMg, 0);
  const [first] = delivery.things;
  if (first)
    deviate(scene, {
      delivery,
      thing: first,
      sumMg: loadMg - declaredMg,
      bounds: vehicleBounds(work, { delivery, lorryMg, loadMg }),
      packages: [],
    });
}

/** Both passes may be off by their limit, and both are rounded. */
function vehicleBounds(
  work: Work,
  { delivery, lorryMg, loadMg }: { delivery: Delivery; lorryMg: MassMg; loadMg: MassMg },
): Bounds {
  const { intervalMg } = platformOf(work).facts;
  const ownMg = largestLimit(intervalMg, lorryMg + loadMg) + largestLimit(intervalMg, lorryMg) + intervalMg;
  return {
    ownMg,
    otherMg: delivery.notice.packages.reduce((sum, { grossMg }) => sum + declaredLimitMg(delivery, grossMg), 0),
  };
}
