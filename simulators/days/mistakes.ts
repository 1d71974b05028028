// What goes wrong before the goods reach a scale: on the way, at the consignor's, in the store. Each mistake is made on
// the real things and noted in the truth; nothing here touches an announcement.
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { SeededChance } from '../chance.ts';
import type { Delivery } from './deliveries.ts';
import type { Bounds } from './scaleTruth.ts';
import { bandOf } from './scaleTruth.ts';
import type { Scene } from './scene.ts';
import type { Made } from './truth.ts';
import type { Thing } from './yard.ts';

/** A deviation of 0.5 to 3 × tolerance, either way; goods lose more often than they gain (rain). */
export function drawDeviation({ ownMg, otherMg }: Bounds, chance: SeededChance): MassMg {
  const sign = chance.happens(0.75) ? -1 : 1;
  return sign * Math.round(chance.between(0.5, 3) * (ownMg + otherMg));
}

/**
 * Makes the true mass differ from the earlier figure by a drawn deviation; `sumMg` is true − earlier of all that is
 * weighed together.
 */
export function deviate(
  scene: Scene,
  of: { delivery: Delivery; thing: Thing; sumMg: MassMg; bounds: Bounds; packages: readonly string[] },
): Made {
  const wantedMg = drawDeviation(of.bounds, scene.chance);
  of.thing.trueMg += wantedMg - of.sumMg;
  const { notice, way } = of.delivery;
  return scene.truth.make({
    kind: 'deviation',
    way,
    lots: [notice.lot],
    packages: of.packages,
    band: bandOf(wantedMg, of.bounds),
  });
}

/** Somewhere on the way one package stayed behind; none of those of which something else is wrong. */
export function leaveBehind(scene: Scene, delivery: Delivery, spared: ReadonlySet<string>): void {
  const { things, way, notice } = delivery;
  const left = scene.chance.pick(things.filter(({ id }) => !spared.has(id)));
  things.splice(things.indexOf(left), 1);
  // Of a lorry nobody knows which one; that one is missing shows by the mass alone.
  scene.truth.make({
    kind: 'missing',
    way,
    lots: [notice.lot],
    packages: way === 'vehicle' ? [] : [left.id],
    sure: true,
  });
}

/** One more than announced, and nothing of ours is written on it. */
export function addStranger(scene: Scene, delivery: Delivery): Thing {
  const stranger = scene.consignments.stranger(delivery.material);
  const { things, way, notice } = delivery;
  things.splice(Math.floor(scene.chance.fraction() * things.length), 0, stranger);
  scene.truth.make({
    kind: 'extra',
    way,
    lots: [notice.lot],
    packages: way === 'vehicle' ? [] : [stranger.mark],
    sure: true,
  });
  return stranger;
}

/** A package of one lot stands on the truck of another. */
export function misload(scene: Scene, { from, to }: { from: Delivery; to: Delivery }): void {
  const index = Math.floor(scene.chance.fraction() * from.things.length);
  const [astray] = from.things.splice(index, 1);
  if (!astray) return;
  to.things.splice(Math.floor(scene.chance.fraction() * to.things.length), 0, astray);
  scene.truth.make({
    kind: 'wrong lot',
    way: 'single',
    lots: [from.notice.lot, to.notice.lot],
    packages: [astray.id, astray.mark],
    sure: true,
  });
}

/** Two tags of one lot changed places. Neither a package nor a kilogram is lost by it. */
export function swapTags(scene: Scene, delivery: Delivery, used: Set<string>): void {
  const { things, notice, way } = delivery;
  const [a, b] = things.filter(({ id }) => !used.has(id));
  if (!a || !b) return;
  [a.epcHex, b.epcHex] = [b.epcHex, a.epcHex];
  a.readable = true;
  b.readable = true;
  used.add(a.id).add(b.id);
  scene.truth.make({ kind: 'wrong tag', way, lots: [notice.lot], packages: [a.id, b.id] });
}
