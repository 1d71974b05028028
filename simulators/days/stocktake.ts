// A stocktake of one lot: frozen, counted blind, a sample weighed again, recounted by somebody else where it disagrees.
// Errors of counters, a package that is gone, and pilferage are made on the way.
import { notices, openJob, press, type Stored, weighAnnounced, type Work } from './scene.ts';
import { isWellKnown, pilfer, readOn } from './release.ts';

export interface StocktakePlan {
  lot: string;
  /** A whole package was carried away before. */
  theft: boolean;
  pilferage: boolean;
  /** The counter overlooks one. */
  overlooked: boolean;
}

/** Every package of a small lot must be weighed to find one bad one with 95 %; of 40 it is 38. */
const SAMPLE_SHARE = 0.95;

export function takeStock(work: Work, plan: StocktakePlan): void {
  const { scene } = work;
  const { counter, recounter } = scene.staff;
  const stocktake = `stocktake ${scene.truth.day} ${plan.lot}`;
  const here = [...scene.stock.values()].filter(({ lot }) => lot === plan.lot);
  const { order, accepted } = scene.base.order({
    kind: 'stocktake-order',
    stocktake,
    scope: { kind: 'lot-scope', lot: plan.lot },
  });
  if (!accepted) return;
  const gone = plan.theft ? steal(work, here) : null;
  const counting: Work = { ...work, person: counter };
  const job = openJob(counting, order);
  if (job === '') return;
  const frozen = scene.base.stocktake(stocktake)?.toFind ?? [];
  const drawn = draw(work, frozen);
  if (drawn.length > 0) scene.base.order({ kind: 'stocktake-sample', stocktake, packages: drawn });
  const overlooked = plan.overlooked ? frozen.find((id) => id !== gone) : undefined;
  if (overlooked !== undefined)
    scene.truth.make({ kind: 'count error', way: 'stock', lots: [plan.lot], packages: [overlooked] });
  scene.truth.packages += frozen.length;
  count(counting, { stocktake, gone, overlooked });
  const toWeigh = scene.base.stocktake(stocktake)?.toWeigh ?? [];
  const robbed = here.find((one) => isWellKnown(work, one) && one.thing.id !== gone && toWeigh.includes(one.thing.id));
  if (plan.pilferage && robbed) pilfer(work, robbed);
  reweigh(counting, { stocktake, unseen: [gone, overlooked] });
  press(counting, { kind: 'close-job', job });
  recount({ ...work, person: recounter }, { stocktake, job, gone, overlooked, lot: plan.lot });
}

function steal({ scene }: Work, here: readonly Stored[]): string | null {
  const [taken] = here;
  if (!taken) return null;
  scene.stock.delete(taken.thing.id);
  scene.truth.make({ kind: 'missing', way: 'stock', lots: [taken.lot], packages: [taken.thing.id], sure: true });
  return taken.thing.id;
}

function draw({ scene }: Work, frozen: readonly string[]): string[] {
  const wanted = Math.ceil(frozen.length * SAMPLE_SHARE);
  const left = [...frozen];
  while (left.length > wanted) left.splice(Math.floor(scene.chance.fraction() * left.length), 1);
  return left;
}

interface Seeing {
  stocktake: string;
  /** Really not there. */
  gone: string | null;
  /** There, and not seen by this person. */
  overlooked: string | undefined;
}

function count(work: Work, { stocktake, gone, overlooked }: Seeing): void {
  const toFind = work.scene.base.stocktake(stocktake)?.toFind ?? [];
  // Also what was carried away before an earlier count that never came about.
  const absent = toFind.filter((id) => id === gone || id === overlooked || !work.scene.stock.has(id));
  const seen = toFind.filter((id) => !absent.includes(id));
  if (seen.length > 0) press(work, { kind: 'count', stocktake, codes: seen, how: 'scan' });
  if (absent.length > 0) press(work, { kind: 'count', stocktake, codes: absent, how: 'absent' });
}

/** Nobody brings to the scale what he has not seen. */
function reweigh(
  work: Work,
  { stocktake, unseen }: { stocktake: string; unseen: readonly (string | null | undefined)[] },
): void {
  const { scene, station } = work;
  for (const id of scene.base.stocktake(stocktake)?.toWeigh ?? []) {
    const stored = scene.stock.get(id);
    if (!stored || unseen.includes(id)) continue;
    press(work, { kind: 'announce-load', station, load: { kind: 'sample', package: id } });
    weighAnnounced(work, stored.thing);
  }
}

/** Somebody else looks for what the first one did not find, and weighs again what was off. */
function recount(work: Work, { stocktake, job, gone, overlooked, lot }: Seeing & { job: string; lot: string }): void {
  const { scene } = work;
  if (scene.base.stocktake(stocktake)?.round !== 2) return;
  const error = scene.truth.made.find(
    (made) => made.kind === 'count error' && made.found === null && made.lots.includes(lot),
  );
  if (error && overlooked !== undefined) notices(scene, error, { refused: 'the recount found it' });
  count(work, { stocktake, gone, overlooked: undefined });
  reweigh(work, { stocktake, unseen: [gone] });
  press(work, { kind: 'close-job', job });
  readOn(work);
}
