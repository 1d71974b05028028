// Joint weighings in headquarters' book: groups and vehicles whose members are weighed one by one later. CONTRACT.md 9.3,
// "Joint".
import {
  compareGross,
  comparisonDifferenceMg,
  type DeterminationComparison,
  isWithinComparison,
} from './scaleBounds.ts';
import type { BaseBook } from './baseBook.ts';
import { comparePackageWeighing, expectedAtArrival, expectedInStore, indicationOfWeighing } from './expectedGross.ts';
import type { BookJointRow, BookPackageRow, BookShareRow, BookWeighingRow } from './bookRows.ts';

/** Codes of members that differ from their joint weighing. */
export const JOINT_FINDING_CODES: readonly string[] = ['JOINT_LOW', 'JOINT_HIGH'];

/** A member's weighing alone; its limit on the other side is that of what was removed. */
interface LaterWeighing extends DeterminationComparison {
  weighing: string;
}

const NOTHING: DeterminationComparison = {
  expectedMg: 0,
  measuredMg: 0,
  scaleMg: 0,
  roundingMg: 0,
  otherMg: 0,
  otherRoundingMg: 0,
};

/** Books that packages were weighed together. */
export function saveJoint(book: BaseBook, joint: string, of: { packages: readonly string[]; boundMg: number }): void {
  const nothing = JSON.stringify(NOTHING);
  book.saveRow('joints', {
    base: book.base,
    joint,
    bound_mg: of.boundMg,
    light: nothing,
    heavy: nothing,
    reversed: 0,
  });
  for (const id of of.packages) book.saveRow('shares', { base: book.base, package: id, joint, later: null });
}

/** Ends a joint weighing that was reversed. */
export function reverseJointRow(book: BaseBook, joint: string): void {
  book.store.prepare('UPDATE joints SET reversed = 1 WHERE base = ? AND joint = ?').run(book.base, joint);
}

/** The joint weighing that the figure of a package, or of when it left, rests on. */
export function findStandingJoint(
  book: BaseBook,
  row: BookPackageRow,
): { joint: BookJointRow; share: BookShareRow } | undefined {
  const share = book.findRow('shares', row.package);
  const joint = share && book.findRow('joints', share.joint);
  const figureFrom = row.weighing ?? row.earlier_weighing;
  if (!joint || joint.reversed === 1 || figureFrom !== joint.joint) return undefined;
  return book.findRow('weighings', joint.joint)?.doubt != null ? undefined : { joint, share };
}

/** Counts a weighing of a member alone. The comparison of all that differ to this side, if their sum is too far off. */
export function bookLaterWeighing(
  book: BaseBook,
  weighing: BookWeighingRow,
  before: BookPackageRow,
): DeterminationComparison | null {
  if (weighing.verified === 0 || weighing.purpose === 'removal') return null;
  const standing = findStandingJoint(book, before);
  if (!standing) return null;
  const expected = before.weighing === null ? expectedAtArrival(book, before) : expectedInStore(book, before);
  const alone = isWithinComparison(comparePackageWeighing(book, { weighing, package: before }));
  const later: LaterWeighing = {
    ...compareGross(indicationOfWeighing(weighing), expected),
    otherMg: before.removed_limit_mg,
    otherRoundingMg: 0,
    weighing: weighing.weighing,
  };
  const joint = replaceLater(book, standing, alone ? later : null);
  if (!alone || isWithinComparison(later)) return null;
  const sum = JSON.parse(joint[sideOfLater(later)]) as DeterminationComparison;
  const whole = { ...sum, otherMg: sum.otherMg + joint.bound_mg };
  return isWithinComparison(whole) ? null : whole;
}

/** Takes a member out of the sums; with a weighing, only if it is the one that counts. */
export function withdrawLater(book: BaseBook, id: string, weighing: string | null): void {
  const share = book.findRow('shares', id);
  const joint = share && book.findRow('joints', share.joint);
  if (!joint || share.later === null) return;
  const later = JSON.parse(share.later) as LaterWeighing;
  if (weighing === null || later.weighing === weighing) replaceLater(book, { joint, share }, null);
}

function sideOfLater(later: DeterminationComparison): 'light' | 'heavy' {
  return comparisonDifferenceMg(later) < 0 ? 'light' : 'heavy';
}

function replaceLater(
  book: BaseBook,
  { joint, share }: { joint: BookJointRow; share: BookShareRow },
  later: LaterWeighing | null,
): BookJointRow {
  const next = { ...joint };
  const earlier = share.later === null ? null : (JSON.parse(share.later) as LaterWeighing);
  for (const [one, times] of [
    [earlier, -1],
    [later, 1],
  ] as const) {
    // What the later scale explains by itself makes no sum larger.
    if (one === null || isWithinComparison(one)) continue;
    const sum = JSON.parse(next[sideOfLater(one)]) as DeterminationComparison;
    next[sideOfLater(one)] = JSON.stringify({
      expectedMg: sum.expectedMg + times * one.expectedMg,
      measuredMg: sum.measuredMg + times * one.measuredMg,
      scaleMg: sum.scaleMg + times * one.scaleMg,
      roundingMg: sum.roundingMg + times * one.roundingMg,
      otherMg: sum.otherMg + times * one.otherMg,
      otherRoundingMg: 0,
    });
  }
  book.saveRow('joints', next);
  book.saveRow('shares', { ...share, later: later === null ? null : JSON.stringify(later) });
  return next;
}

/** Joint weighings whose sum is disputed: reported and not decided, or never reported. */
export function listDisputedJoints(book: BaseBook): Set<string> {
  const codes = JOINT_FINDING_CODES.map((code) => `'${code}'`).join(', ');
  const joints = book.store
    .prepare<[string, string], string>(
      `SELECT s.joint FROM findings f JOIN shares s USING (base, package)
         WHERE f.base = ? AND f.code IN (${codes}) AND f.state IN ('open', 'recounted')
       UNION SELECT s.joint FROM implied_findings i JOIN shares s USING (base, package)
         WHERE i.base = ? AND i.code IN (${codes}) AND i.required = 1 AND i.finding IS NULL`,
    )
    .pluck()
    .all(book.base, book.base);
  return new Set(joints);
}
