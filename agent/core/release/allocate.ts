// Which packages a release takes: named, of a lot, by mass, or the oldest first. Only stored, undisputed packages are free.
import type { Book } from '../book.ts';
import type { NewEntry } from '../entry.ts';
import type { ReleaseOrder } from '../stockOrders.ts';

export function allocationFor(_body: ReleaseOrder, _of: { order: string; book: Book }): { fault: string } | { entry: NewEntry } {
  return { fault: 'releases are not carried out yet' };
}
