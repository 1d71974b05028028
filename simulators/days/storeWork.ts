// What happens to goods in store: a sample is taken, a bag leaks, and if somebody sees it, what was spilled is weighed.
import { KG } from './materials.ts';
import { platformOf, press, type Stored, weighAnnounced, type Work } from './scene.ts';
import type { Thing } from './yard.ts';

/** Something of a package is weighed on its own. */
function weighOut(
  work: Work,
  stored: Stored,
  { reason, massMg }: { reason: 'sample' | 'spillage'; massMg: number },
): void {
  const { station } = work;
  const seals =
    reason === 'sample'
      ? { sealBefore: `S ${stored.thing.id}`, sealAfter: `T ${stored.thing.id}` }
      : { sealBefore: null, sealAfter: null };
  press(work, {
    kind: 'announce-load',
    station,
    load: { kind: 'removal', package: stored.thing.id, reason, ...seals },
  });
  const heap: Thing = { id: reason, mark: reason, trueMg: massMg, epcHex: null, readable: false };
  weighAnnounced(work, heap);
  // Two weighings lie behind its figure now.
  stored.single = false;
}

/** Right work: it must raise no alarm, neither now nor when the package is weighed next. */
export function takeSample(work: Work, stored: Stored): void {
  const massMg = Math.round(work.scene.chance.between(1.2, 2) * 20 * platformOf(work).facts.intervalMg);
  stored.thing.trueMg -= massMg;
  weighOut(work, stored, { reason: 'sample', massMg });
}

const SEEN = 0.8;

export function spill(work: Work, stored: Stored): void {
  const { scene } = work;
  const massMg = Math.round(scene.chance.between(5, 25) * KG + 20 * platformOf(work).facts.intervalMg);
  const made = scene.truth.make({ kind: 'spillage', way: 'stock', lots: [stored.lot], packages: [stored.thing.id] });
  stored.thing.trueMg -= massMg;
  stored.single = false;
  if (!scene.chance.happens(SEEN)) return;
  weighOut(work, stored, { reason: 'spillage', massMg });
  scene.truth.find(made, 'somebody saw it');
}
