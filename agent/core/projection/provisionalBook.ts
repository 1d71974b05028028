// The book as it will be once some entries are folded: for decisions whose later entries depend on their earlier ones,
// such as a verdict after an approval. Nothing is stored; seq and hash of what is not appended yet are placeholders.
import type { Book, BookChange } from '../model/book.ts';
import type { Entry, NewEntry } from '../model/entry.ts';
import { createOverlay } from './bookOverlay.ts';
import { foldBody } from './fold.ts';

/** Above every seq that a ledger has. */
const FIRST_SEQ = Number.MAX_SAFE_INTEGER - 1_000_000;
const NO_STAMP = { wallMs: 0, monotonicMs: 0, boot: '', trust: 'unsynchronised' } as const;

/** The book as it will be once `entries` are folded. The given book is not changed. */
export function provisionalBook(book: Book, entries: readonly NewEntry[]): Book {
  return provisionalChanges(book, entries).book;
}

/** The same, with every record that changes. */
export function provisionalChanges(
  book: Book,
  entries: readonly NewEntry[],
): { book: Book; changes: readonly BookChange[] } {
  const overlay = createOverlay(book);
  const changes: BookChange[] = [];
  entries.forEach((draft, index) => {
    const entry: Entry = { ...draft, base: '', epoch: '', seq: FIRST_SEQ + index, cause: '', at: NO_STAMP };
    for (const change of foldBody(entry, `ahead-${index}`, overlay.book)) {
      changes.push(change);
      overlay.put(change);
    }
  });
  return { book: overlay.book, changes };
}
