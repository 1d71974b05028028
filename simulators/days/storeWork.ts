// What happens to goods in store: a sample is taken, a bag leaks, and if somebody sees it, what was spilled is weighed.
import { MG_PER_KG } from './simulatedMaterials.ts';
import {
  platformOfWork,
  sendExpectedCommand,
  type StoredPackage,
  weighAnnouncedItem,
  type DayWork,
} from './dayContext.ts';
import type { PhysicalItem } from './siteModel.ts';

/** Something of a package is weighed on its own. */
function weighRemoved(
  work: DayWork,
  stored: StoredPackage,
  { reason, massMg }: { reason: 'sample' | 'spillage'; massMg: number },
): void {
  const { station } = work;
  const seals =
    reason === 'sample'
      ? { sealBefore: `S ${stored.item.id}`, sealAfter: `T ${stored.item.id}` }
      : { sealBefore: null, sealAfter: null };
  sendExpectedCommand(work, {
    kind: 'announce-load',
    station,
    load: { kind: 'removal', package: stored.item.id, reason, ...seals },
  });
  const heap: PhysicalItem = { id: reason, mark: reason, trueMassMg: massMg, epcHex: null, isTagReadable: false };
  weighAnnouncedItem(work, heap);
  // Two weighings lie behind its figure now.
  stored.isWeighedAlone = false;
}

/** Right work: it must raise no alarm, neither now nor when the package is weighed next. */
export function runSampling(work: DayWork, stored: StoredPackage): void {
  const massMg = Math.round(work.context.random.between(1.2, 2) * 20 * platformOfWork(work).spec.intervalMg);
  stored.item.trueMassMg -= massMg;
  weighRemoved(work, stored, { reason: 'sample', massMg });
}

const SPILLAGE_SEEN_PROBABILITY = 0.8;

export function injectSpillage(work: DayWork, stored: StoredPackage): void {
  const { context } = work;
  const massMg = Math.round(context.random.between(5, 25) * MG_PER_KG + 20 * platformOfWork(work).spec.intervalMg);
  const made = context.truth.recordError({
    kind: 'spillage',
    origin: 'stock',
    lots: [stored.lot],
    packages: [stored.item.id],
  });
  stored.item.trueMassMg -= massMg;
  stored.isWeighedAlone = false;
  if (!context.random.isTrue(SPILLAGE_SEEN_PROBABILITY)) return;
  weighRemoved(work, stored, { reason: 'spillage', massMg });
  context.truth.markFound(made, 'somebody saw it');
}
