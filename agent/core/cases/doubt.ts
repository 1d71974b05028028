// A failed check weighing: what the scale weighed since the last good one is doubtful, and lots not yet released are open again.
import type { Book } from '../book.ts';
import type { NewEntry } from '../entry.ts';

export function doubtSince(_book: Book, _of: { scale: string; operator: string; newId: () => string }): NewEntry[] {
  return [];
}
