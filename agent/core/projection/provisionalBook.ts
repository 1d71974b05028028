// The book as it will be once some entries are folded: for decisions whose later entries depend on their earlier ones,
// such as a verdict after an approval. Nothing is stored; seq and hash of what is not appended yet are placeholders.
import type { Book, BookChange, BookRecords, IndexOf, RecordKind } from '../model/book.ts';
import type { Entry, NewEntry } from '../model/entry.ts';
import { foldBody } from './fold.ts';

const DEFAULT_LIMIT = 10_000;
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
      overlay.put(change.kind, change.record);
    }
  });
  return { book: overlay.book, changes };
}

function createOverlay(underlying: Book): {
  book: Book;
  put: (kind: RecordKind, record: BookRecords[RecordKind]) => void;
} {
  const changed = new Map<RecordKind, Map<string, BookRecords[RecordKind]>>();
  const overlaidRecords = <K extends RecordKind>(kind: K): Map<string, BookRecords[K]> =>
    (changed.get(kind) ?? new Map()) as Map<string, BookRecords[K]>;
  const book: Book = {
    get: (kind, id) => overlaidRecords(kind).get(id) ?? underlying.get(kind, id),
    where<K extends RecordKind>(
      kind: K,
      index: IndexOf<K>,
      value: string | null,
      limit = DEFAULT_LIMIT,
    ): BookRecords[K][] {
      const overlaid = overlaidRecords(kind);
      const unchanged = underlying
        .where(kind, index, value, limit + overlaid.size)
        .filter(({ id }) => !overlaid.has(id));
      const matching = [...overlaid.values()].filter(
        (record) => (record as unknown as Record<string, unknown>)[index] === value,
      );
      return [...unchanged, ...matching].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
    },
  };
  return { book, put: (kind, record) => changed.set(kind, overlaidRecords(kind).set(record.id, record)) };
}
