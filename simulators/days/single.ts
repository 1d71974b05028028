// A lot weighed package by package, with the mistakes that hands make: each is noted before it is made.
import { type Delivery, declaredLimitMg } from './deliveries.ts';
import { type Bounds, largestLimit } from './scaleTruth.ts';
import {
  clear,
  nameLoad,
  notices,
  type Outcome,
  openJob,
  platformOf,
  press,
  takeBack,
  weigh,
  type Work,
} from './scene.ts';
import type { Thing } from './yard.ts';

export const SLIPS = ['forks under', 'left on scale', 'two at once', 'wrong mark'] as const;
export type Slip = (typeof SLIPS)[number];

/** `slips`: with which thing it happens; the one after it is drawn into it. */
export function receiveSingles(
  work: Work,
  delivery: Delivery,
  { order, slips }: { order: string; slips: ReadonlyMap<string, Slip> },
): void {
  const job = openJob(work, order);
  if (job === '') return;
  const waiting = [...delivery.things];
  while (waiting.length > 0) {
    const thing = waiting.shift();
    if (!thing) break;
    const slip = slips.get(thing.id);
    const next = waiting[0];
    if (slip === 'forks under') forksUnder(work, { thing, delivery });
    else if (slip === 'left on scale' && next) leftOnScale(work, { thing, next, delivery });
    else if (slip === 'two at once' && next) twoAtOnce(work, { thing, next, delivery });
    else if (slip === 'wrong mark' && next) wrongMark(work, { thing, next, delivery });
    else weighOne(work, thing, delivery);
  }
  closeIntake(work, delivery, job);
}

/** One package; a tag that does not belong to it is taken off, and the package weighed again by its mark. */
export function weighOne(work: Work, thing: Thing, delivery: Delivery): Outcome {
  const outcome = weigh(work, [thing]);
  store(work, thing, { delivery, single: true });
  if (typeof outcome !== 'object') {
    clear(work);
    return outcome;
  }
  takeBack(work);
  clear(work);
  const tags = work.scene.truth.made.find(
    ({ kind, found, packages }) => kind === 'wrong tag' && found === null && packages.includes(thing.id),
  );
  if (tags) work.scene.truth.find(tags, `refused: ${outcome.refused}`);
  const taken = work.scene.base.lot(delivery.notice.lot).packages.find((record) => record.package === thing.id);
  // Its own weighing stands already under this mark: whoever scanned it before was wrong.
  if (taken && taken.state !== 'expected') return outcome;
  thing.readable = false;
  const again = weigh(work, [thing]);
  clear(work);
  return again;
}

export function store(
  { scene, station }: Work,
  thing: Thing,
  { delivery, single }: { delivery: Delivery; single: boolean },
): void {
  // A stranger is set apart; it never comes into store.
  if (!delivery.notice.packages.some((one) => one.package === thing.id)) return;
  const sound = !scene.yard.at(station).truth.isDamaged();
  scene.stock.set(thing.id, { thing, lot: delivery.notice.lot, single: single && sound, station });
}

interface Two {
  thing: Thing;
  next: Thing;
  delivery: Delivery;
}

/** The forks still bear a part when the display stands for the first time. */
function forksUnder(work: Work, { thing, delivery }: { thing: Thing; delivery: Delivery }): void {
  const { truth, chance } = work.scene;
  const made = truth.make({
    kind: 'forks under',
    way: 'single',
    lots: [delivery.notice.lot],
    packages: [thing.id],
    sure: true,
  });
  const first = weigh(work, [thing], { share: chance.between(0.4, 0.95) });
  notices(work.scene, made, first);
  platformOf(work).release();
  store(work, thing, { delivery, single: true });
  nameLoad(work, thing.mark);
  clear(work);
}

/** The next one comes down beside the last one, which nobody took away. */
function leftOnScale(work: Work, { thing, next, delivery }: Two): void {
  const { truth } = work.scene;
  weigh(work, [thing]);
  store(work, thing, { delivery, single: true });
  const made = truth.make({
    kind: 'left on scale',
    way: 'single',
    lots: [delivery.notice.lot],
    packages: [thing.id, next.id],
    sure: true,
  });
  truth.packages += 1;
  platformOf(work).place([next]);
  const seen = nameLoad(work, next.mark);
  const noticed = notices(work.scene, made, seen);
  if (noticed && seen === 'parked') takeBack(work);
  clear(work);
  if (seen === 'parked') weighOne(work, thing, delivery);
}

/** Two on the platform, one of them meant. The other one is weighed afterwards: it is still waiting. */
function twoAtOnce(work: Work, { thing, next, delivery }: Two): void {
  const made = work.scene.truth.make({
    kind: 'two at once',
    way: 'single',
    lots: [delivery.notice.lot],
    packages: [thing.id, next.id],
    sure: true,
  });
  store(work, thing, { delivery, single: true });
  const outcome = weigh(work, [thing, next]);
  const noticed = notices(work.scene, made, outcome);
  if (noticed) takeBack(work);
  clear(work);
  if (noticed) weighOne(work, thing, delivery);
}

/** A tag that nobody reads, and the mark of its neighbour is scanned instead. */
function wrongMark(work: Work, { thing, next, delivery }: Two): void {
  const { scene } = work;
  const made = scene.truth.make({
    kind: 'wrong mark',
    way: 'single',
    lots: [delivery.notice.lot],
    packages: [thing.id, next.id],
  });
  thing.readable = false;
  const outcome = weigh(work, [thing], { code: next.mark });
  store(work, thing, { delivery, single: true });
  if (notices(scene, made, outcome)) takeBack(work);
  const weighing = scene.base.station(work.station).load?.weighing ?? null;
  clear(work);
  if (made.found !== null) {
    weighOne(work, thing, delivery);
    return;
  }
  // It shows when the neighbour itself comes: it is weighed already.
  const second = weigh(work, [next]);
  const noticed = notices(scene, made, second);
  if (noticed) takeBack(work);
  clear(work);
  if (!noticed) return;
  if (weighing !== null) press(work, { kind: 'reverse-weighing', weighing });
  weighOne(work, thing, delivery);
}

/** What is not there is looked for and declared; then the job is closed. */
export function closeIntake(work: Work, { notice }: Delivery, job: string): void {
  const { base } = work.scene;
  for (const record of base.lot(notice.lot).packages) {
    if (record.state !== 'expected') continue;
    work.scene.stock.delete(record.package);
    press(work, { kind: 'declare-missing', job, package: record.package });
  }
  press(work, { kind: 'close-job', job });
}

/** How far a single weighing and the announcement of this thing may each be off. */
export function singleBounds(work: Work, of: { thing: Thing; delivery: Delivery; grossMg: number }): Bounds {
  const { intervalMg } = platformOf(work).facts;
  return {
    ownMg: largestLimit(intervalMg, of.thing.trueMg) + intervalMg / 2,
    otherMg: declaredLimitMg(of.delivery, of.grossMg),
  };
}
