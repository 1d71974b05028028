// What goes wrong before the goods reach a scale: on the way, at the consignor's, in the store. Each mistake is made on
// the real things and noted in the truth; nothing here touches an announcement.
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import type { RandomStream } from '../runtime/randomStream.ts';
import type { SimulatedDelivery } from './simulatedDeliveries.ts';
import type { DeviationBounds } from './trueScale.ts';
import { deviationBandOf } from './trueScale.ts';
import type { DayContext } from './dayContext.ts';
import type { InjectedError } from './groundTruth.ts';
import type { PhysicalItem } from './siteModel.ts';

/** A deviation of 0.5 to 3 × tolerance, either way; goods lose more often than they gain (rain). */
export function drawDeviationMg({ ownMg, otherMg }: DeviationBounds, random: RandomStream): MassMg {
  const sign = random.isTrue(0.75) ? -1 : 1;
  return asMassMg(sign * Math.round(random.between(0.5, 3) * (ownMg + otherMg)));
}

/**
 * Makes the true mass differ from the earlier figure by a drawn deviation; `sumMg` is true − earlier of all that is
 * weighed together.
 */
export function injectDeviation(
  context: DayContext,
  deviation: {
    delivery: SimulatedDelivery;
    item: PhysicalItem;
    sumMg: MassMg;
    bounds: DeviationBounds;
    packages: readonly string[];
  },
): InjectedError {
  const wantedMg = drawDeviationMg(deviation.bounds, context.random);
  deviation.item.trueMassMg = asMassMg(deviation.item.trueMassMg + wantedMg - deviation.sumMg);
  const { notice, method } = deviation.delivery;
  return context.truth.recordError({
    kind: 'deviation',
    origin: method,
    lots: [notice.lot],
    packages: deviation.packages,
    band: deviationBandOf(wantedMg, deviation.bounds),
  });
}

/** Somewhere on the way one package stayed behind; none of those of which something else is wrong. */
export function injectMissingPackage(
  context: DayContext,
  delivery: SimulatedDelivery,
  spared: ReadonlySet<string>,
): void {
  const { items, method, notice } = delivery;
  const left = context.random.pick(items.filter(({ id }) => !spared.has(id)));
  items.splice(items.indexOf(left), 1);
  // Of a lorry nobody knows which one; that one is missing shows by the mass alone.
  context.truth.recordError({
    kind: 'missing',
    origin: method,
    lots: [notice.lot],
    packages: method === 'vehicle' ? [] : [left.id],
    isCertain: true,
  });
}

/** One more than announced, and nothing of ours is written on it. */
export function injectExtraItem(context: DayContext, delivery: SimulatedDelivery): PhysicalItem {
  const extraItem = context.deliveries.drawUnannouncedItem(delivery.material);
  const { items, method, notice } = delivery;
  items.splice(Math.floor(context.random.fraction() * items.length), 0, extraItem);
  context.truth.recordError({
    kind: 'extra',
    origin: method,
    lots: [notice.lot],
    packages: method === 'vehicle' ? [] : [extraItem.mark],
    isCertain: true,
  });
  return extraItem;
}

/** A package of one lot stands on the truck of another. */
export function injectWrongLot(
  context: DayContext,
  { source: sourceDelivery, target: targetDelivery }: { source: SimulatedDelivery; target: SimulatedDelivery },
): void {
  const index = Math.floor(context.random.fraction() * sourceDelivery.items.length);
  const [astray] = sourceDelivery.items.splice(index, 1);
  if (!astray) return;
  targetDelivery.items.splice(Math.floor(context.random.fraction() * targetDelivery.items.length), 0, astray);
  context.truth.recordError({
    kind: 'wrong lot',
    origin: 'single',
    lots: [sourceDelivery.notice.lot, targetDelivery.notice.lot],
    packages: [astray.id, astray.mark],
    isCertain: true,
  });
}

/** Two tags of one lot changed places. Neither a package nor a kilogram is lost by it. */
export function injectSwappedTags(context: DayContext, delivery: SimulatedDelivery, used: Set<string>): void {
  const { items, notice, method } = delivery;
  const [a, b] = items.filter(({ id }) => !used.has(id));
  if (!a || !b) return;
  [a.epcHex, b.epcHex] = [b.epcHex, a.epcHex];
  a.isTagReadable = true;
  b.isTagReadable = true;
  used.add(a.id).add(b.id);
  context.truth.recordError({ kind: 'wrong tag', origin: method, lots: [notice.lot], packages: [a.id, b.id] });
}
