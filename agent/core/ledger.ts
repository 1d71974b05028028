// The ledger as the rest of the agent sees it. agent/ledger implements it; nothing else knows that it is SQLite.
import type { Book } from './book.ts';
import type { Decide, Decision, Refusal } from './decision.ts';
import type { Entry } from './entry.ts';

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

export type Transacted =
  | { kind: 'decided'; result: Decision['result']; effects: Decision['effects']; entries: StoredEntry[] }
  /** The cause was known: its first result, nothing appended. */
  | { kind: 'known'; result: Decision['result']; seq: number }
  | { kind: 'refused'; refusal: Refusal };

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
  /** One IMMEDIATE transaction: known cause → first result; else decide, number, append, fold, commit (durable). Throws StorageError. */
  transact(cause: string, decide: Decide): Transacted;
  /** Moves the cursor; refuses positions that are not between cursor and head or whose hash differs. Durable. */
  acknowledge(cursor: Cursor, options: { back: boolean }): 'moved' | 'unchanged' | 'refused';
  /** Entries after `seq`, in order, at most `limit` and about `maxBytes`. */
  entriesAfter(seq: number, limits: { limit: number; maxBytes: number }): StoredEntry[];
  entryAt(seq: number): StoredEntry | undefined;
  /** Called with every committed transaction's entries, after the commit. Returns the unsubscribe function. */
  onAppended(listener: (entries: StoredEntry[]) => void): () => void;
  /** After a StorageError: closes, reopens, lets wal_checkpoint(TRUNCATE) succeed. Throws StorageError if the disk still fails. */
  recover(): void;
  close(): void;
}
