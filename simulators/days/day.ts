// One day at the base: check weights, five trucks, a release, now and then a stocktake, and headquarters' decisions in
// the evening.
import { decide, recountSome } from './cases.ts';
import type { Delivery } from './deliveries.ts';
import { type GroupMistake, receiveGroups } from './group.ts';
import { MATERIALS, type Material, type Way } from './materials.ts';
import { addStranger, deviate, leaveBehind, misload, swapTags } from './mistakes.ts';
import { readOn, release } from './release.ts';
import type { Bounds } from './scaleTruth.ts';
import { checkScales, type Damages, damageScale } from './scales.ts';
import type { Scene, Stored, Work } from './scene.ts';
import { receiveSingles, singleBounds, SLIPS, type Slip } from './single.ts';
import { takeStock } from './stocktake.ts';
import { spill, takeSample } from './storeWork.ts';
import { receiveVehicle } from './vehicle.ts';
import type { Thing } from './yard.ts';

export const STATIONS = { drums: 'dock-1', bags: 'dock-2', bridge: 'bridge' } as const;

/** How often what happens. */
const ODDS = {
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
const TOGETHER = ['deviation', 'deviation', 'deviation', 'missing', 'extra'] as const;

export async function playDay(scene: Scene, damages: Damages): Promise<void> {
  const { yard, truth, base } = scene;
  truth.day += 1;
  scene.ledger.day = truth.day;
  await base.settled();
  yard.night(NIGHT_MS);
  checkScales(scene, damages);
  receiveAll(scene, damages);
  workInStore(scene);
  const evening: Work = { scene, station: STATIONS.drums, person: scene.staff.dock };
  decide(evening);
  readOn(evening);
}

/** After the last evening: what broke during that day shows at the next check weight. */
export async function lastMorning(scene: Scene, damages: Damages): Promise<void> {
  await scene.base.settled();
  scene.yard.night(NIGHT_MS);
  checkScales(scene, damages);
  readOn({ scene, station: STATIONS.drums, person: scene.staff.dock });
}

function drawDelivery(scene: Scene, way: Way, is: (material: Material) => boolean): Delivery {
  const material = scene.chance.pick(MATERIALS.filter((one) => one.ways.includes(way) && is(one)));
  const [least, most] = { single: [9, 16], group: [9, 15], vehicle: [14, 20] }[way] as [number, number];
  return scene.consignments.draw({ material, way, count: Math.floor(scene.chance.between(least, most)) });
}

const light = ({ netKg }: Material): boolean => netKg <= 500;
const heavy = ({ netKg }: Material): boolean => netKg > 500;

function receiveAll(scene: Scene, damages: Damages): void {
  const { chance, staff } = scene;
  const first = drawDelivery(scene, 'single', light);
  const second = drawDelivery(scene, 'single', light);
  const bags = drawDelivery(scene, 'single', heavy);
  if (chance.happens(ODDS.misload)) misload(scene, { from: first, to: second });
  const drums: Work = { scene, station: STATIONS.drums, person: staff.dock };
  const others: Work = { scene, station: STATIONS.bags, person: staff.dock };
  const orders = [first, second].map(({ notice }) => scene.base.order(notice).order);
  [first, second].forEach((delivery, index) => receiveSingleLot(drums, delivery, orders[index] ?? ''));
  if (chance.happens(ODDS.damage)) damageScale(chance.happens(0.5) ? drums : others, damages);
  receiveSingleLot(others, bags, scene.base.order(bags.notice).order);
  const pallets = drawDelivery(scene, 'group', light);
  receiveGroups(others, pallets, {
    order: scene.base.order(pallets.notice).order,
    mistake: together(scene, STATIONS.bags),
  });
  recountSome(others, pallets.notice.lot);
  const lorry = drawDelivery(scene, 'vehicle', heavy);
  const bridge: Work = { scene, station: STATIONS.bridge, person: staff.bridge };
  receiveVehicle(bridge, lorry, {
    order: scene.base.order(lorry.notice).order,
    mistake: together(scene, STATIONS.bridge),
  });
  readOn(bridge);
}

/** What a scale out of its limits hides is no fault of the weighing: on it only whole packages go astray. */
function together({ chance, yard }: Scene, station: string): GroupMistake {
  const mistake = chance.happens(ODDS.together) ? chance.pick(TOGETHER) : 'none';
  return mistake === 'deviation' && yard.at(station).truth.isDamaged() ? 'none' : mistake;
}

function receiveSingleLot(work: Work, delivery: Delivery, order: string): void {
  const { scene } = work;
  const { chance } = scene;
  const misloaded = delivery.things.filter(({ id }) => !delivery.notice.packages.some((one) => one.package === id));
  const used = new Set(misloaded.map(({ id }) => id));
  if (chance.happens(ODDS.missing)) leaveBehind(scene, delivery, used);
  if (chance.happens(ODDS.extra)) used.add(addStranger(scene, delivery).id);
  if (chance.happens(ODDS.swapTags)) swapTags(scene, delivery, used);
  const slips = drawSlips(scene, delivery.things, used);
  const sound = !scene.yard.at(work.station).truth.isDamaged();
  for (const thing of delivery.things) {
    if (!sound || used.has(thing.id) || !chance.happens(ODDS.deviation)) continue;
    const { sumMg, bounds } = announcedBounds(work, thing, delivery);
    deviate(scene, { delivery, thing, sumMg, bounds, packages: [thing.id] });
  }
  receiveSingles(work, delivery, { order, slips });
  readOn(work);
  recountSome(work, delivery.notice.lot);
}

function announcedBounds(work: Work, thing: Thing, delivery: Delivery): { sumMg: number; bounds: Bounds } {
  const grossMg = delivery.notice.packages.find((one) => one.package === thing.id)?.grossMg ?? thing.trueMg;
  return { sumMg: thing.trueMg - grossMg, bounds: singleBounds(work, { thing, delivery, grossMg }) };
}

/**
 * Each slip takes a thing and the one after it, of which nothing else is wrong: two errors on one package would hide
 * each other.
 */
function drawSlips({ chance }: Scene, things: readonly Thing[], used: Set<string>): Map<string, Slip> {
  const slips = new Map<string, Slip>();
  for (const slip of SLIPS) {
    if (!chance.happens(ODDS.slip)) continue;
    const places = things
      .slice(0, -1)
      .filter((thing, index) => !used.has(thing.id) && !used.has(things[index + 1]?.id ?? ''));
    if (places.length === 0) continue;
    const thing = chance.pick(places);
    slips.set(thing.id, slip);
    used.add(thing.id).add(things[things.indexOf(thing) + 1]?.id ?? '');
  }
  return slips;
}

function workInStore(scene: Scene): void {
  const { chance, staff } = scene;
  const work: Work = { scene, station: STATIONS.drums, person: staff.dock };
  const small = [...scene.stock.values()].filter(
    (stored) => isFree(scene, stored) && stored.station === STATIONS.drums,
  );
  if (small.length === 0) return;
  if (chance.happens(ODDS.sample)) takeSample(work, chance.pick(small));
  const leaking = chance.pick(small);
  if (leaking.single && chance.happens(ODDS.spill)) spill(work, leaking);
  const lots = [...new Set(small.filter((stored) => isFree(scene, stored)).map(({ lot }) => lot))];
  const [counted, released] = [chance.pick(lots), chance.pick(lots)];
  const flip = (odds: number): boolean => chance.happens(odds);
  if (chance.happens(ODDS.stocktake))
    takeStock(work, {
      lot: counted,
      theft: flip(ODDS.theft),
      pilferage: flip(ODDS.pilferage),
      overlooked: flip(ODDS.overlooked),
    });
  if (released === counted) return;
  const stray = small.find(({ lot }) => lot !== released && lot !== counted);
  const count = Math.min(6, small.filter((stored) => stored.lot === released && isFree(scene, stored)).length);
  if (count > 0)
    release(work, {
      lot: released,
      count,
      pilferage: flip(ODDS.pilferage),
      stray: flip(ODDS.stray) ? (stray ?? null) : null,
    });
}

function isFree({ base }: Scene, { lot, thing }: Stored): boolean {
  const shown = base.lot(lot);
  const record = shown.packages.find((one) => one.package === thing.id);
  return (shown.state === 'verified' || shown.state === 'closed') && record?.state === 'stored' && !record.held;
}
