// A notice that is too large for one order travels in parts: a notice of as many packages as fit, and amendments that add
// the others. CONTRACT.md 8.
import type { IntakeAmendment, IntakeNotice } from '../../link/contract/orderSchema.ts';
import { writeCanonical } from '../signing/headquartersCanonical.ts';

/**
 * The notice and its amendments, in the order in which they must be issued; each has at most `mostBytes` of canonical
 * JSON. The same notice always gives the same parts. Null: one package alone is larger than that.
 */
export function splitNotice(notice: IntakeNotice, mostBytes: number): [IntakeNotice, ...IntakeAmendment[]] | null {
  const amendment: IntakeAmendment = {
    kind: 'intake-amendment',
    lot: notice.lot,
    add: [],
    drop: [],
    totalGrossMg: notice.totalGrossMg,
  };
  const first = takePackages(notice.packages, mostBytes - sizeOf({ ...notice, packages: [] }));
  if (first.length === 0) return null;
  const amendments: IntakeAmendment[] = [];
  for (let taken = first.length; taken < notice.packages.length;) {
    const add = takePackages(notice.packages.slice(taken), mostBytes - sizeOf(amendment));
    if (add.length === 0) return null;
    amendments.push({ ...amendment, add });
    taken += add.length;
  }
  return [{ ...notice, packages: first }, ...amendments];
}

function takePackages(packages: IntakeNotice['packages'], mostBytes: number): IntakeNotice['packages'] {
  let bytes = 0;
  const end = packages.findIndex((announced) => {
    bytes += sizeOf(announced) + 1;
    return bytes > mostBytes;
  });
  return end === -1 ? packages : packages.slice(0, end);
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(writeCanonical(value));
}
