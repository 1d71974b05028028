// The ledger as the rest of the agent sees it. agent/ledger implements it; nothing else knows that it is SQLite.
import type { Book, BookChange, BookRecords, IndexOf, RecordKind } from '../model/book.ts';
import type { Decide, Decided, Refusal } from '../model/decide.ts';
import type { Entry } from '../model/entry.ts';

export interface Head {
  epoch: string;
  /** 0 before the first entry. */
  seq: number;
  /** Lower-case hex; 64 zeros before the first entry. */
  hash: string;
}

/** An entry with the exact bytes that were hashed. */
export interface StoredEntry {
  entry: Entry;
  bytes: Uint8Array;
  hash: string;
}

/** Headquarters' last acknowledgement: how far entries are durably applied there. */
export interface Cursor {
  seq: number;
  hash: string;
  /** Headquarters' incarnation that said so; empty before the first. */
  incarnation: string;
  /** The signed acknowledgement as received (compact JWS); empty before the first. */
  signed: string;
}

export type TransactionOutcome =
  | { kind: 'decided'; result: Decided['result']; effects: Decided['effects']; entries: StoredEntry[] }
  /** The cause was known: its first result, nothing appended. */
  | { kind: 'known'; result: Decided['result']; seq: number }
  | { kind: 'refused'; refusal: Refusal };

/**
 * Every one of the lists must have a text that the entry's bytes hold: [['"kind":"weighing"'], ['"lot":"a"',
 * '"lot":"b"']].
 */
export type EntryTextFilter = readonly (readonly string[])[];

/** A piece of a longer search backwards. */
export interface EntrySearchPage {
  /** Newest first. */
  entries: StoredEntry[];
  /** Seq of the oldest entry that was looked at: the next piece begins before it. */
  from: number;
}

/** Any storage error: the outcome is unknown. The caller retries with the same cause after `recover()`. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** The database's own code, e.g. SQLITE_IOERR_FSYNC or SQLITE_FULL; empty if it gave none. */
  readonly code: string;

  constructor(message: string, options: { code?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = options.code ?? '';
  }
}

export interface Ledger {
  readonly base: string;
  readonly book: Book;
  head(): Head;
  cursor(): Cursor;
  /**
   * One IMMEDIATE transaction: known cause → first result; else decide, number, append, fold, commit (durable). Throws
   * StorageError.
   */
  transact(cause: string, decide: Decide): TransactionOutcome;
  /** Moves the cursor; refuses positions that are not between cursor and head or whose hash differs. Durable. */
  acknowledge(cursor: Cursor, options: { back: boolean }): 'moved' | 'unchanged' | 'refused';
  /** Entries after `seq`, in order, at most `limit` and about `maxBytes`. */
  entriesAfter(seq: number, limits: { limit: number; maxBytes: number }): StoredEntry[];
  entryAt(seq: number): StoredEntry | undefined;
  /**
   * Of the `look` entries before `seq`, those that hold the texts, newest first; it stops at `limit`, and those alone
   * are parsed.
   */
  entriesBefore(seq: number, search: { look: number; limit: number; holding: EntryTextFilter }): EntrySearchPage;
  /** Like `book.where`, in pieces: at most `limit` records with an id behind `after` ('' at first). */
  recordsAfter<K extends RecordKind>(
    kind: K,
    piece: { index: IndexOf<K>; value: string | null; after: string; limit: number },
  ): BookRecords[K][];
  /**
   * Called with what each committed transaction changed in the book; null: with what is not known. Returns the
   * unsubscribe function.
   */
  onFolded(listener: (changes: readonly BookChange[] | null) => void): () => void;
  /** Called with every committed transaction's entries, after the commit. Returns the unsubscribe function. */
  onAppended(listener: (entries: StoredEntry[]) => void): () => void;
  /**
   * After a StorageError: closes, reopens, lets wal_checkpoint(TRUNCATE) succeed. Throws StorageError if the disk still
   * fails.
   */
  recover(): void;
  close(): void;
}
