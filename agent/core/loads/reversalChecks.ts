// Which weighings a person can still take back: those that no decision, approval or later figure rests on.
import type { Book } from '../model/book.ts';
import type { FindingRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import { type Refusal, refuse } from '../model/decide.ts';
import { actRefusal } from '../model/packageActs.ts';
import { isDecidedSince, isWeighedSince } from '../model/restedOn.ts';
import { isUsedSample } from '../stocktake/sampleWeighings.ts';

/**
 * Why a weighing can no longer be taken back; null if it can. Nothing may rest on it: no recount, decision, verdict or
 * later figure.
 */
export function reversalRefusal(record: WeighingRecord, book: Book): Refusal | null {
  const refusal = refuse('weighing-rested-on', { weighing: record.id });
  if (book.where('finding', 'weighing', record.id).some(isFindingWorked)) return refusal;
  if (weighedPackages(record, book).some((weighed) => isDecidedSince(weighed, record))) return refusal;
  const packageRecord = record.package === null ? undefined : book.get('package', record.package);
  if (!packageRecord) return null;
  switch (record.purpose) {
    case 'intake':
    case 'unannounced':
      return mayBeUnweighed(record, packageRecord) ? null : refusal;
    case 'recount':
      return mayBeRecountedAgain(record, { concerned: packageRecord, book }) ? null : refusal;
    case 'reweigh':
      return mayBeDoubtedAgain(record, { concerned: packageRecord, book }) ? null : refusal;
    case 'sample':
      return isUsedSample(book, record) ? refuse('sample-used', { weighing: record.id }) : null;
    case 'removal': {
      const removal = book.where('removal', 'package', packageRecord.id).find(({ weighing }) => weighing === record.id);
      // Of a load that was not taken out of it nothing was booked.
      if (removal === undefined) return null;
      const isUsed = isWeighedSince(book, { package: packageRecord, seq: removal.seq });
      return removal.state === 'open' && !isUsed ? null : refusal;
    }
    case 'dispatch':
      return actRefusal(packageRecord, 'unstage');
    case 'pass':
      return null;
  }
}

/** What it weighed: a package, those of a group, or what came off a vehicle before it. */
function weighedPackages({ id, package: single, group }: WeighingRecord, book: Book): PackageRecord[] {
  const together = group === null ? [] : (book.get('group', group)?.packages ?? []);
  const unloaded = book.where('pair', 'after', id).flatMap(({ packages }) => packages);
  return [...(single === null ? [] : [single]), ...together, ...unloaded].flatMap(
    (name) => book.get('package', name) ?? [],
  );
}

/** Somebody else weighed again, or headquarters decided. */
function isFindingWorked({ state, recounts }: FindingRecord): boolean {
  return state === 'closed' || (state !== 'void' && recounts > 0);
}

/** A figure on which nothing was built: no recount, nothing taken out, no decision, no verdict. */
function mayBeUnweighed(
  { id }: WeighingRecord,
  { weighing, state, removedMg, bookedMg, replaced }: PackageRecord,
): boolean {
  if (replaced?.weighing === id) return false;
  return weighing !== id || (state === 'present' && removedMg === 0 && bookedMg === 0);
}

function mayBeRecountedAgain(
  { id }: WeighingRecord,
  { concerned, book }: { concerned: PackageRecord; book: Book },
): boolean {
  const recounted = book.where('finding', 'package', concerned.id).filter(({ recount }) => recount === id);
  if (recounted.some(({ state }) => state === 'void' || state === 'closed')) return false;
  if (concerned.replaced?.weighing === id) return false;
  return concerned.weighing !== id || concerned.replaced !== null;
}

/** Until its lot is judged again. */
function mayBeDoubtedAgain(
  { id }: WeighingRecord,
  { concerned, book }: { concerned: PackageRecord; book: Book },
): boolean {
  const lot = book.get('lot', concerned.lot);
  return (
    concerned.weighing === id && concerned.replaced !== null && lot?.state !== 'verified' && lot?.state !== 'closed'
  );
}
