// Pallets of two to four packages, weighed together; what disagrees is split and weighed package by package.
import { kgText } from '../../drivers/contract/mass.ts';
import type { MassMg } from '../../drivers/contract/mass.ts';
import { type Delivery, declaredLimitMg } from './deliveries.ts';
import { KG } from './materials.ts';
import { deviate } from './mistakes.ts';
import { type Bounds, largestLimit } from './scaleTruth.ts';
import { clear, openJob, platformOf, press, resultOf, type Work } from './scene.ts';
import { closeIntake, store, weighOne } from './single.ts';
import type { Thing } from './yard.ts';

export type GroupMistake = 'none' | 'deviation' | 'missing' | 'extra';

interface Pallet {
  thing: Thing;
  /** As it was weighed before. */
  tareMg: MassMg;
}

export function receiveGroups(
  work: Work,
  delivery: Delivery,
  { order, mistake }: { order: string; mistake: GroupMistake },
): void {
  const job = openJob(work, order);
  if (job === '') return;
  const { chance } = work.scene;
  const waiting = [...delivery.things];
  const goesWrong = Math.floor(chance.fraction() * Math.max(1, Math.floor(waiting.length / 4)));
  for (let index = 0; waiting.length > 0; index += 1) {
    // Nobody makes a group of one: what would be left over goes with the last.
    const wanted = 2 + Math.floor(chance.fraction() * 3);
    const members = waiting.splice(0, waiting.length - wanted === 1 ? (wanted === 4 ? 3 : wanted + 1) : wanted);
    if (members.length === 1) for (const thing of members) weighOne(work, thing, delivery);
    else receiveGroup(work, { delivery, members, mistake: index === goesWrong ? mistake : 'none' });
  }
  closeIntake(work, delivery, job);
}

function receiveGroup(work: Work, of: { delivery: Delivery; members: Thing[]; mistake: GroupMistake }): void {
  const { scene, station } = work;
  const { delivery } = of;
  const pallet = drawPallet(work);
  const ids = of.members.map(({ id }) => id);
  const there = happen(work, { ...of, pallet, ids });
  const codes = of.members.map(({ mark }) => mark);
  const formed = press(work, {
    kind: 'form-group',
    station,
    codes,
    palletKg: kgText(pallet.tareMg),
    palletTareKind: 'weighed',
  });
  if (formed.kind === 'refused') {
    weighEach(work, there, delivery);
    return;
  }
  scene.truth.packages += there.length;
  platformOf(work).place([pallet.thing, ...there]);
  const { guidance } = scene.base.station(station);
  clear(work);
  if (guidance === 'group-remove' || guidance === 'recorded-remove') {
    for (const thing of of.members) store(work, thing, { delivery, single: false });
    return;
  }
  press(work, { kind: 'split-group', group: resultOf(formed, 'group') });
  // Splitting, people look: what stands there is weighed by itself, what is too much is seen.
  weighEach(work, there, delivery);
}

function weighEach(work: Work, things: readonly Thing[], delivery: Delivery): void {
  for (const thing of things) weighOne(work, thing, delivery);
}

function drawPallet(work: Work): Pallet {
  const trueMg = Math.round(work.scene.chance.between(18, 28) * KG);
  const thing: Thing = { id: 'pallet', mark: 'pallet', trueMg, epcHex: null, readable: false };
  return { thing, tareMg: platformOf(work).truth.indicate(trueMg) };
}

interface Happening {
  delivery: Delivery;
  members: readonly Thing[];
  mistake: GroupMistake;
  pallet: Pallet;
  ids: readonly string[];
}

/** What really stands on the pallet. */
function happen(work: Work, { delivery, members, mistake, pallet, ids }: Happening): Thing[] {
  const { scene } = work;
  const [first, ...others] = members;
  if (!first || mistake === 'none') return [...members];
  const lots = [delivery.notice.lot];
  if (mistake === 'missing') {
    scene.truth.make({ kind: 'missing', way: 'group', lots, packages: ids, sure: true });
    return others;
  }
  if (mistake === 'extra') {
    const stranger = scene.consignments.stranger(delivery.material);
    scene.truth.make({ kind: 'extra', way: 'group', lots, packages: [...ids, stranger.mark], sure: true });
    return [...members, stranger];
  }
  const bounds = groupBounds(work, { delivery, members, pallet });
  const declaredMg = members.reduce((sum, { id }) => sum + grossOf(delivery, id), pallet.tareMg);
  const sumMg = members.reduce((sum, { trueMg }) => sum + trueMg, pallet.thing.trueMg) - declaredMg;
  deviate(scene, { delivery, thing: first, sumMg, bounds, packages: ids });
  return [...members];
}

function grossOf(delivery: Delivery, id: string): MassMg {
  return delivery.notice.packages.find((one) => one.package === id)?.grossMg ?? 0;
}

function groupBounds(
  work: Work,
  { delivery, members, pallet }: { delivery: Delivery; members: readonly Thing[]; pallet: Pallet },
): Bounds {
  const { intervalMg } = platformOf(work).facts;
  const together = members.reduce((sum, { trueMg }) => sum + trueMg, pallet.thing.trueMg);
  const declared = members.reduce((sum, { id }) => sum + declaredLimitMg(delivery, grossOf(delivery, id)), 0);
  const tare = largestLimit(intervalMg, pallet.tareMg) + intervalMg / 2;
  return { ownMg: largestLimit(intervalMg, together) + intervalMg / 2, otherMg: declared + tare };
}
