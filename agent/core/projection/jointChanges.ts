// Joint weighings in the book: made with a group or a pair of passes, counted with each member's weighing alone, and
// taken back with what they rest on.
import type { PackageId, WeighingId } from '../model/ids.ts';
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { JointRecord } from '../model/workRecords.ts';
import { type CountedMember, EMPTY_JOINT_SUM, recountMember } from '../weight/jointWeighings.ts';
import { putRecord } from './bookChanges.ts';

/** Records that packages were weighed together, once for all of them. */
export function formJoint(
  id: WeighingId,
  { members, limitMg }: { members: readonly PackageId[]; limitMg: MassMg },
): BookChange[] {
  return [
    putRecord('joint', { id, limitMg, light: EMPTY_JOINT_SUM, heavy: EMPTY_JOINT_SUM, state: 'standing' }),
    ...members.map((member) => putRecord('share', { id: member, joint: id, counted: null })),
  ];
}

/** Keeps what a member's weighing alone adds up to. */
export function keepCountedMember(member: CountedMember | undefined): BookChange[] {
  return member ? [putRecord('joint', member.joint), putRecord('share', member.share)] : [];
}

/** A joint weighing that is reversed binds nobody any more. */
export function reverseJoint(id: WeighingId, book: Book): BookChange[] {
  const joint = book.get('joint', id);
  return joint ? [putRecord('joint', { ...joint, state: 'reversed' })] : [];
}

/**
 * Members that count no more: their weighing alone is reversed or doubtful (`weighing`; null: whichever it is), or
 * headquarters gave them a figure.
 */
export function withdrawMembers(
  book: Book,
  withdrawn: readonly { package: PackageId; weighing: WeighingId | null }[],
): BookChange[] {
  const joints = new Map<WeighingId, JointRecord>();
  const shares: BookChange[] = [];
  for (const { package: id, weighing } of withdrawn) {
    const share = book.get('share', id);
    if (!share?.counted || (weighing !== null && share.counted.weighing !== weighing)) continue;
    const joint = joints.get(share.joint) ?? book.get('joint', share.joint);
    if (!joint) continue;
    const after = recountMember({ joint, share }, null);
    joints.set(joint.id, after.joint);
    shares.push(putRecord('share', after.share));
  }
  return [...[...joints.values()].map((joint) => putRecord('joint', joint)), ...shares];
}
