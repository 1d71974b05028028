// A release: headquarters orders, people pick, each package is weighed on its way out against our own figure, two
// persons close.
import type { MassMg } from '../../drivers/contract/mass.ts';
import { drawDeviation } from './mistakes.ts';
import { bandOf, type Bounds, largestLimit } from './scaleTruth.ts';
import { clear, nameLoad, notices, openJob, platformOf, press, type Stored, weigh, type Work } from './scene.ts';

/** Weighed alone when it came and weighed alone now: both figures are as good as one weighing. */
export function ownBounds(work: Work, { thing, station }: Stored): Bounds {
  const limit = (intervalMg: MassMg): MassMg => largestLimit(intervalMg, thing.trueMg) + intervalMg / 2;
  return {
    ownMg: limit(platformOf(work).facts.intervalMg),
    otherMg: limit(work.scene.yard.at(station).facts.intervalMg),
  };
}

/** What the book holds of it: what our scale showed when it came. */
export function bookGrossMg({ scene }: Work, { thing, station }: Stored): MassMg {
  return scene.yard.at(station).truth.indicate(thing.trueMg);
}

/** Its figure is its own, its tag too, and the scale is sound: two errors on one package would hide each other. */
export function isWellKnown(work: Work, { thing, single }: Stored): boolean {
  const { scene } = work;
  return (
    single &&
    !platformOf(work).truth.isDamaged() &&
    !scene.truth.made.some(({ packages }) => packages.includes(thing.id))
  );
}

/** Somebody helped himself in the store. Noted against the book's own figure. */
export function pilfer(work: Work, stored: Stored): void {
  const bounds = ownBounds(work, stored);
  const bookMg = bookGrossMg(work, stored);
  const lossMg = Math.abs(drawDeviation(bounds, work.scene.chance));
  stored.thing.trueMg = bookMg - lossMg;
  work.scene.truth.make({
    kind: 'pilferage',
    way: 'stock',
    lots: [stored.lot],
    packages: [stored.thing.id],
    band: bandOf(lossMg, bounds),
  });
}

export interface ReleasePlan {
  lot: string;
  count: number;
  pilferage: boolean;
  /** A package that the order does not name is brought too. */
  stray: Stored | null;
}

export function release(work: Work, plan: ReleasePlan): void {
  const { scene } = work;
  const { order, accepted } = scene.base.order({
    kind: 'release-order',
    release: `release ${scene.truth.day} ${plan.lot}`,
    regime: 'normal',
    recipient: 'a refinery',
    selection: { kind: 'by-lot', lot: plan.lot, count: plan.count },
  });
  if (!accepted) return;
  readOn(work);
  const packages = (scene.ledger.allocated.get(order) ?? []).flatMap((id) => scene.stock.get(id) ?? []);
  const job = openJob(work, order);
  if (job === '') return;
  const robbed = plan.pilferage ? packages.find((one) => isWellKnown(work, one)) : undefined;
  if (plan.stray) bringStray(work, plan.stray);
  for (const { thing } of packages) {
    // Held meanwhile: another one bore its tag over the scale.
    if (scene.base.press({ kind: 'pick', job, code: thing.mark }, work.person).kind === 'refused') continue;
    if (robbed?.thing === thing) pilfer(work, robbed);
    const outcome = weigh(work, [thing]);
    clear(work);
    if (outcome === 'recorded') scene.stock.delete(thing.id);
  }
  press(work, { kind: 'close-job', job });
  press({ ...work, person: scene.staff.second }, { kind: 'close-job', job });
}

function bringStray(work: Work, stray: Stored): void {
  const { scene } = work;
  const made = scene.truth.make({
    kind: 'wrong mark',
    way: 'stock',
    lots: [stray.lot],
    packages: [stray.thing.id],
    sure: true,
  });
  scene.truth.packages += 1;
  platformOf(work).place([stray.thing]);
  notices(scene, made, nameLoad(work, stray.thing.mark));
  clear(work);
}

export function readOn({ scene }: Work): void {
  const damaged = new Set(
    [...scene.yard.platforms.values()].filter(({ truth }) => truth.isDamaged()).map(({ facts }) => facts.instrument),
  );
  scene.ledger.read(scene.base, (instrument) => damaged.has(instrument));
}
