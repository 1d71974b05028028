// A book with some records laid over it: what it would be with changes that are not stored. Must not know entries.
import type { Book, BookChange, BookRecords, IndexOf, RecordKind } from '../model/book.ts';

const DEFAULT_LIMIT = 10_000;

/** A book over `underlying` that takes changes; the underlying one stays as it is. */
export function createOverlay(underlying: Book): { book: Book; put: (change: BookChange) => void } {
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
  return { book, put: ({ kind, record }) => changed.set(kind, overlaidRecords(kind).set(record.id, record)) };
}
