// Who may see what a package weighed, and how far it was off: nobody who might weigh, while a weighing of it is still to
// come that will be compared with that figure. One question for every view: `isWeighingToCome`.
import type { LotId, PackageId, WeighingId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import { recountableFindings } from '../cases/recount.ts';
import type { Role } from '../model/roles.ts';
import type { FindingCode } from '../model/findings.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import { type PackageState, STATES_AT_BASE } from '../model/states.ts';
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

/** Goods in these states still come over a scale: on their way in or back, and on their way out. */
const STATES_BEFORE_A_WEIGHING: readonly PackageState[] = ['expected', 'missing', 'allocated', 'picked'];

/** Packages out of which somebody is about to weigh material, by what was announced at the stations. */
function openedPackages(book: Book): ReadonlySet<string> {
  const stations = book.where('station', 'announces', 'removal');
  return new Set(stations.flatMap(({ intent }) => (intent?.kind === 'removal' ? [intent.package] : [])));
}

/**
 * Whether a weighing of a package is still to come that will be compared with what is known of it: on its way in, back
 * or out, in a count (whose mark goes when it is closed or cancelled), for a doubt, or of what is taken out of it. Those
 * that its findings ask for are not among them.
 */
function isWeighingToCome({ id, state, stocktake, doubtful }: PackageRecord, opened: ReadonlySet<string>): boolean {
  return (
    stocktake !== null ||
    STATES_BEFORE_A_WEIGHING.includes(state) ||
    (doubtful && STATES_AT_BASE.includes(state)) ||
    opened.has(id)
  );
}

function isPackageBlind(book: Book, id: string): boolean {
  const record = book.get('package', id);
  if (record && isWeighingToCome(record, openedPackages(book))) return true;
  return (
    recountableFindings(book, id).length > 0 ||
    book
      .where('finding', 'package', id)
      .some((finding) => (finding.code === 'SCALE_FAULT' || JOINT_CODES.has(finding.code)) && isFindingOpen(finding))
  );
}

/**
 * Whether the sums of a lot are hidden, because a total less the known packages is what the last one weighed: while a
 * weighing is to come of one that the sums hold, or while the goods of an open finding (a package, a pallet, a vehicle's
 * load) can be weighed again.
 */
export function areLotSumsHidden(book: Book, lot: LotId): boolean {
  return isInSumsToCome(book, lot, ({ weighing, earlier }) => weighing !== null || earlier !== null);
}

/** Whether the total of the papers is hidden: less the known packages it is what the papers say of the last one. */
export function isLotTotalHidden(book: Book, lot: LotId): boolean {
  return isInSumsToCome(book, lot, () => true);
}

function isInSumsToCome(book: Book, lot: LotId, isInSum: (record: PackageRecord) => boolean): boolean {
  const opened = openedPackages(book);
  const packages = book.where('package', 'lot', lot);
  if (packages.some((record) => isWeighingToCome(record, opened) && isInSum(record))) return true;
  const open = book.where('finding', 'lot', lot).filter(({ state }) => state === 'open');
  return open.some(({ package: id, weighing }) => {
    const record = id === null ? undefined : book.get('package', id);
    // What never came over a scale is in no sum.
    if (record && !isInSum(record)) return false;
    return isWeightHidden(book, id, weighing === null ? null : (book.get('weighing', weighing) ?? null));
  });
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
