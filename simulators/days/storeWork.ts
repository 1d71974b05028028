// What happens to goods in store: a sample is taken, a bag leaks, and if somebody sees it, what was spilled is weighed.
import { asMassMg, formatKilograms } from '../../drivers/contract/mass.ts';
import { MG_PER_KG } from './simulatedMaterials.ts';
import { platformOfWork, sendExpectedCommand, type StoredPackage, type DayWork } from './dayContext.ts';
import { weighAnnouncedItem } from './loadHandling.ts';
import type { PhysicalItem } from './siteModel.ts';

/** Nobody knows to the gram how much it will be. */
const ALLOWED_BESIDES_MG = 2 * MG_PER_KG;

/** Something of a package is weighed on its own. */
function weighRemoved(
  work: DayWork,
  storedPackage: StoredPackage,
  { reason, massMg }: { reason: 'sample' | 'spillage'; massMg: number },
): void {
  const seals =
    reason === 'sample'
      ? { sealBefore: `S ${storedPackage.item.id}`, sealAfter: `T ${storedPackage.item.id}` }
      : { sealBefore: null, sealAfter: null };
  const heap: PhysicalItem = {
    id: reason,
    mark: reason,
    trueMassMg: asMassMg(massMg),
    epcHex: null,
    isTagReadable: false,
  };
  if (seals.sealBefore !== null)
    sendExpectedCommand(work, {
      kind: 'check-seal',
      package: storedPackage.item.id,
      seal: seals.sealBefore,
      intact: true,
    });
  // It may be more than one person takes alone.
  const allowing = { ...work, person: work.context.staff.supervisor };
  const [taker, most] = [work.person.operator, asMassMg(massMg + ALLOWED_BESIDES_MG)];
  const consent = { package: storedPackage.item.id, taker, mostKg: formatKilograms(most) };
  sendExpectedCommand(allowing, { kind: 'allow-removal', ...consent });
  const outcome = weighAnnouncedItem(work, heap, {
    kind: 'removal',
    package: storedPackage.item.id,
    reason,
    ...seals,
  });
  if (outcome === 'refused')
    work.context.unexpected.push(`day ${work.context.truth.day}: ${reason} of ${storedPackage.item.id} was refused`);
  // Two weighings lie behind its figure now.
  storedPackage.isWeighedAlone = false;
}

/** Right work: it must raise no alarm, neither now nor when the package is weighed next. */
export function runSampling(work: DayWork, storedPackage: StoredPackage): void {
  const massMg = Math.round(work.context.random.between(1.2, 2) * 20 * platformOfWork(work).spec.intervalMg);
  storedPackage.item.trueMassMg = asMassMg(storedPackage.item.trueMassMg - massMg);
  weighRemoved(work, storedPackage, { reason: 'sample', massMg });
}

const SPILLAGE_SEEN_PROBABILITY = 0.8;

export function injectSpillage(work: DayWork, storedPackage: StoredPackage): void {
  const { context } = work;
  const massMg = Math.round(context.random.between(5, 25) * MG_PER_KG + 20 * platformOfWork(work).spec.intervalMg);
  const error = context.truth.recordError({
    kind: 'spillage',
    origin: 'stock',
    lots: [storedPackage.lot],
    packages: [storedPackage.item.id],
  });
  storedPackage.item.trueMassMg = asMassMg(storedPackage.item.trueMassMg - massMg);
  storedPackage.isWeighedAlone = false;
  if (!context.random.isTrue(SPILLAGE_SEEN_PROBABILITY)) return;
  weighRemoved(work, storedPackage, { reason: 'spillage', massMg });
  context.truth.markFound(error, 'somebody saw it');
}
