// Who may see what a package weighed. While it is being counted, or a finding on its weight can still be recounted, its
// weights are hidden: whoever counts or weighs again must not know what is expected, nor how far off somebody else was.
import type { LotId, PackageId, WeighingId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import { recountableFindings } from '../cases/recount.ts';
import type { Role } from '../model/roles.ts';
import type { FindingCode } from '../model/findings.ts';
import type { WeighingRecord } from '../model/records.ts';
import { isFindingOpen } from '../model/bookQueries.ts';
import { JOINT_CODES } from '../weight/jointWeighings.ts';

/**
 * Whether a person has the role auditor and no other: such a person never weighs or counts, so nothing has to be
 * hidden. Any second role could.
 */
export function seesHiddenWeights(roles: readonly Role[]): boolean {
  return roles.length > 0 && roles.every((role) => role === 'auditor');
}

/** A sum of so few packages reveals what one of them weighs; a pallet carries no more. */
const MAX_REVEALING_PACKAGES = 4;
/** Codes of a weight that is weighed once more: beyond tolerance, or on a scale that failed afterwards. */
const WEIGHED_AGAIN_CODES: ReadonlySet<FindingCode> = new Set(['WEIGHT_LOW', 'WEIGHT_HIGH', 'SCALE_FAULT']);

/**
 * Whether weights are hidden now from everybody but pure auditors (see `seesHiddenWeights`): those of the package, or
 * the given weighing, alone or within its group or vehicle. Either may be null; both null hides nothing. Costs a few
 * lookups, whatever the book holds.
 */
export function isWeightHidden(
  book: Book,
  packageId: string | null,
  weighing: Pick<WeighingRecord, 'id' | 'package' | 'group' | 'visit'> | null = null,
): boolean {
  if (packageId !== null && isPackageBlind(book, packageId)) return true;
  if (weighing === null) return false;
  if (weighing.package !== null && weighing.package !== packageId && isPackageBlind(book, weighing.package))
    return true;
  if (weighing.visit !== null) return arePassesBlind(book, weighing.visit);
  return isLoadBlind(book, {
    weighing: weighing.id,
    packages: weighing.group === null ? [] : (book.get('group', weighing.group)?.packages ?? []),
  });
}

function isPackageBlind(book: Book, id: string): boolean {
  const record = book.get('package', id);
  // The mark of the stocktake goes when it is closed or cancelled.
  if ((record?.stocktake ?? null) !== null) return true;
  // What it weighed here is what its weighing on the way out, or on its return, is compared with.
  if (record?.state === 'picked' || (record?.state === 'expected' && record.earlier !== null)) return true;
  return (
    recountableFindings(book, id).length > 0 ||
    book
      .where('finding', 'package', id)
      .some((finding) => (finding.code === 'SCALE_FAULT' || JOINT_CODES.has(finding.code)) && isFindingOpen(finding))
  );
}

/**
 * Whether the sums of a lot are hidden, because a total less the known packages is what the last one weighed: while one
 * of its packages is counted, or while the goods of an open finding (a package, a pallet, a vehicle's load) can be
 * weighed again.
 */
export function areLotSumsHidden(book: Book, lot: LotId): boolean {
  if (book.where('package', 'lot', lot).some(({ stocktake }) => stocktake !== null)) return true;
  const open = book.where('finding', 'lot', lot).filter(({ state }) => state === 'open');
  return open.some(({ package: id, weighing }) =>
    isWeightHidden(book, id, weighing === null ? null : (book.get('weighing', weighing) ?? null)),
  );
}

/** A finding on a load of several packages names its weighing, and no package. */
function isLoadBlind(
  book: Book,
  { weighing, packages }: { weighing: WeighingId; packages: readonly PackageId[] },
): boolean {
  const hasOpenFinding = book
    .where('finding', 'weighing', weighing)
    .some(
      ({ package: concerned, code, state }) => concerned === null && state === 'open' && WEIGHED_AGAIN_CODES.has(code),
    );
  return (
    hasOpenFinding || (packages.length <= MAX_REVEALING_PACKAGES && packages.some((id) => isPackageBlind(book, id)))
  );
}

/** Any two passes tell what came off between them. */
function arePassesBlind(book: Book, visit: string): boolean {
  const passes = book.get('visit', visit)?.passes ?? [];
  return passes.some(({ weighing }) => {
    const pairs = book.where('pair', 'after', weighing).filter(({ state }) => state === 'standing');
    return isLoadBlind(book, { weighing, packages: pairs[0]?.packages ?? [] });
  });
}
