// Packages that were weighed together and are weighed one by one since. The joint weighing's bound counts once: whatever
// subset of its members the later weighings concern, their sum may be off by that one bound and by the later scales. A
// member that is off by itself is a finding of its own and does not count. Must not know jobs or orders.
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import type { JointRecord, JointSum, ShareRecord } from '../model/workRecords.ts';
import type { WeighingId } from '../model/ids.ts';
import type { FindingCode } from '../model/findings.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { arrivalExpectation, compareExpected, compareWithExpectation, storedExpectation } from './comparisons.ts';
import { withinTolerance } from './tolerance.ts';

/** Codes of members that differ from their joint weighing. */
export const JOINT_CODES: ReadonlySet<FindingCode> = new Set(['JOINT_LOW', 'JOINT_HIGH']);

const NO_MASS = asMassMg(0);
/** The sum of no members. */
export const EMPTY_JOINT_SUM: JointSum = {
  members: 0,
  declaredMg: NO_MASS,
  measuredMg: NO_MASS,
  scaleBoundMg: NO_MASS,
  roundingMg: NO_MASS,
  removedLimitMg: NO_MASS,
};

/** A member's weighing alone, counted in its joint weighing. */
export interface CountedMember {
  joint: JointRecord;
  share: ShareRecord;
  /** The sum that is off with this weighing; null: none. */
  beyond: Comparison | null;
}

/** The joint weighing that a package has its figure from, or had when it left; undefined: none that stands. */
export function jointOf(
  book: Book,
  { id, weighing, earlier }: Pick<PackageRecord, 'id' | 'weighing' | 'earlier'>,
): { joint: JointRecord; share: ShareRecord } | undefined {
  const share = book.get('share', id);
  const joint = share && book.get('joint', share.joint);
  if (!joint || joint.state !== 'standing' || (weighing ?? earlier?.weighing) !== joint.id) return undefined;
  return book.get('weighing', joint.id)?.doubted != null ? undefined : { joint, share };
}

/**
 * Counts a weighing of one package, with what the book held before it, in the joint weighing that its figure rests on.
 * Undefined if there is none, or the weighing proves nothing of the package.
 *
 * @throws {Error} when the book does not hold the package's lot
 * @see CONTRACT.md, section 9.3
 */
export function countMember(
  book: Book,
  { record, package: before }: { record: WeighingRecord; package: PackageRecord },
): CountedMember | undefined {
  const known = record.verified && record.purpose !== 'removal' ? jointOf(book, before) : undefined;
  const lot = known && book.get('lot', before.lot);
  if (!lot) return undefined;
  const expected = before.weighing === null ? arrivalExpectation(before, lot) : storedExpectation(before, lot);
  const { declaredMg, measuredMg, scaleBoundMg, roundingMg } = compareWithExpectation(record, expected);
  const isOffAlone = !withinTolerance(compareExpected(book, { record, package: before }));
  const counted = {
    weighing: record.id,
    members: 1,
    ...{ declaredMg, measuredMg, scaleBoundMg, roundingMg, removedLimitMg: before.removedLimitMg },
  };
  const after = recountMember(known, isOffAlone ? null : counted);
  const side = sideOf(after.share.counted);
  return { ...after, beyond: side && beyondBound(after.joint, side) };
}

/** The joint weighing with another word on one member; null: the member does not count. */
export function recountMember(
  { joint, share }: { joint: JointRecord; share: ShareRecord },
  counted: ShareRecord['counted'],
): { joint: JointRecord; share: ShareRecord } {
  return {
    joint: addMember(addMember(joint, share.counted, -1), counted, 1),
    share: { ...share, counted },
  };
}

function addMember(joint: JointRecord, counted: JointSum | null, sign: 1 | -1): JointRecord {
  const side = sideOf(counted);
  if (counted === null || side === null) return joint;
  const before = joint[side];
  const sum = (member: keyof Omit<JointSum, 'members'>): JointSum['declaredMg'] =>
    asMassMg(before[member] + sign * counted[member]);
  return {
    ...joint,
    [side]: {
      members: before.members + sign,
      declaredMg: sum('declaredMg'),
      measuredMg: sum('measuredMg'),
      scaleBoundMg: sum('scaleBoundMg'),
      roundingMg: sum('roundingMg'),
      removedLimitMg: sum('removedLimitMg'),
    },
  };
}

/** Only members that the later scale does not explain count: no other subset of them differs more. */
function sideOf(counted: JointSum | null): 'light' | 'heavy' | null {
  if (counted === null) return null;
  const differenceMg = counted.measuredMg - counted.declaredMg;
  const explainedMg = counted.scaleBoundMg + counted.roundingMg + counted.removedLimitMg;
  if (Math.abs(differenceMg) <= explainedMg) return null;
  return differenceMg < 0 ? 'light' : 'heavy';
}

function beyondBound(joint: JointRecord, side: 'light' | 'heavy'): Comparison | null {
  const { declaredMg, measuredMg, scaleBoundMg, roundingMg, removedLimitMg } = joint[side];
  const otherLimitMg = asMassMg(joint.limitMg + removedLimitMg);
  const comparison = {
    declaredMg,
    measuredMg,
    differenceMg: asMassMg(measuredMg - declaredMg),
    scaleBoundMg,
    roundingMg,
    otherLimitMg,
    otherRoundingMg: NO_MASS,
    toleranceMg: asMassMg(scaleBoundMg + roundingMg + otherLimitMg),
  };
  return withinTolerance(comparison) ? null : comparison;
}

/** The joint weighings on which a finding of their sum waits for its decision. */
export function disputedJoints(book: Book): Set<WeighingId> {
  const open = [...book.where('finding', 'state', 'open'), ...book.where('finding', 'state', 'recounted')];
  return new Set(
    open.flatMap(({ code, package: id }) =>
      JOINT_CODES.has(code) && id !== null ? (book.get('share', id)?.joint ?? []) : [],
    ),
  );
}
