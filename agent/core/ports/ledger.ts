// The port to the ledger, as the rest of the agent uses it. agent/ledger implements it; nothing else knows that it is
// SQLite.
import type { Book, BookChange, BookRecords, IndexOf, RecordKind } from '../model/book.ts';
import type { Decide, Decided, Refusal } from '../model/decide.ts';
import type { Entry } from '../model/entry.ts';

/** The last entry of the current epoch. */
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

/**
 * Why nothing more may be recorded in an epoch: headquarters holds more of it than this ledger (an old copy was put
 * back), or something else (two copies went on). `signed` is headquarters' word, as received.
 */
export interface Halt {
  reason: 'old-copy' | 'forked';
  signed: string;
}

/** Code of the StorageError with which a halted epoch answers. */
export const EPOCH_HALTED = 'EPOCH_HALTED';

/** What a person must know and do, by why the epoch was halted. */
export const HALT_TEXTS: Readonly<Record<Halt['reason'], string>> = {
  'old-copy':
    'headquarters holds more entries than this ledger, which therefore is an old copy. Stop the agent and begin a new epoch: `hakari epoch --reason restored`; then a person at headquarters approves it',
  forked:
    'headquarters holds other entries than this ledger: two copies of this base have recorded. Find and stop the other one, then begin a new epoch: `hakari epoch --reason restored`; then a person at headquarters approves it',
};

/** One epoch of the ledger: its entries in order, and how far headquarters has acknowledged them. */
export interface EpochEntries {
  /** The last committed entry; seq 0 while the epoch has none. */
  head(): Head;
  /** How far headquarters has acknowledged this epoch; seq 0 before the first acknowledgement. */
  cursor(): Cursor;
  /**
   * Moves the cursor, durably. Positions beyond the head, with another hash, or (without `back`) before the cursor are
   * refused.
   *
   * @throws {StorageError} when the storage fails
   */
  acknowledge(cursor: Cursor, options: { back: boolean }): 'moved' | 'unchanged' | 'refused';
  /**
   * Entries after `seq` in order, at most `limit` and about `maxBytes` bytes; at least one if there is one.
   *
   * @throws {StorageError} when the storage fails
   */
  entriesAfter(seq: number, limits: { limit: number; maxBytes: number }): StoredEntry[];
  /**
   * The entry of this seq in the epoch; undefined if there is none.
   *
   * @throws {StorageError} when the storage fails
   */
  entryAt(seq: number): StoredEntry | undefined;
  /**
   * Reads at most `limit` entries after a position of the epoch from the disk, and whether each fits the one before it
   * and says its own place; the entry at the position is looked at too.
   *
   * @throws {StorageError} when the storage fails
   */
  walkChain(from: ChainPosition, limit: number): ChainStep;
  /**
   * Root of the Merkle tree over the epoch's first `size` entries, hex.
   *
   * @throws {StorageError} when the storage fails
   * @see FORMAT.md, "The tree"
   */
  treeRoot(size: number): string;
  /**
   * Proves that the entry of this seq stands in the tree of the first `size` entries, and tells nothing of the others.
   *
   * @throws {RangeError} when there is no such entry, or it is the first, which is never proved
   * @throws {StorageError} when the storage fails
   * @see FORMAT.md, "The tree"
   */
  proveInclusion(place: { seq: number; size: number }): InclusionProof;
}

/** What leads from an entry's bytes to a signed root: the salt of its leaf and the hashes beside it, lowest first, hex. */
export interface InclusionProof {
  seq: number;
  /** Entries of the tree in which it is proved. */
  size: number;
  salt: string;
  path: string[];
}

/** Headquarters' last acknowledgement: how far entries are durably applied there. */
export interface Cursor {
  seq: number;
  hash: string;
  /** Incarnation of headquarters that acknowledged; empty before the first. */
  incarnation: string;
  /** The signed acknowledgement as received (compact JWS); empty before the first. */
  signed: string;
}

/** What a transaction came to. */
export type TransactionOutcome =
  | { kind: 'decided'; result: Decided['result']; effects: Decided['effects']; entries: StoredEntry[] }
  /** The cause was known: its first result, nothing appended. */
  | { kind: 'known'; result: Decided['result']; seq: number }
  | { kind: 'refused'; refusal: Refusal };

/**
 * Texts that an entry's bytes must hold: of every inner list at least one, for example [['"kind":"weighing"'],
 * ['"lot":"a"', '"lot":"b"']].
 */
export type EntryTextFilter = readonly (readonly string[])[];

/** A position in the current epoch's chain: the hash of the entry of this seq; seq 0 has 64 zeros. */
export type ChainPosition = Pick<Head, 'seq' | 'hash'>;

/** One step of a walk along the chain, as it lies on the disk. */
export type ChainStep =
  /** Every entry from the position on fits the one before it; the walk goes on from here. */
  | { kind: 'sound'; reached: ChainPosition }
  /** The entry of this seq is missing, or does not fit the one before it. */
  | { kind: 'broken'; seq: number };

/** One step of a search backwards through the ledger. */
export interface EntrySearchPage {
  /** Newest first. */
  entries: StoredEntry[];
  /** Seq of the oldest entry that was examined: the next step begins before it. */
  from: number;
}

/**
 * A failure of the storage; whether the transaction was committed is unknown. The caller retries with the same cause
 * after `recover()`.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** The database's own code, e.g. SQLITE_IOERR_FSYNC or SQLITE_FULL; empty if it gave none. */
  readonly code: string;

  constructor(message: string, options: { code?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = options.code ?? '';
  }
}

/**
 * The append-only, hash-chained ledger of one base and the book that its entries add up to. As `EpochEntries` it is its
 * current epoch.
 */
export interface Ledger extends EpochEntries {
  /** Name of the base that every entry carries. */
  readonly base: string;
  /** The book as of the last committed entry. */
  readonly book: Book;
  /**
   * The epochs before the current one of which headquarters has not acknowledged every entry, oldest first.
   *
   * @throws {StorageError} when the storage fails
   */
  unsentEpochs(): EpochEntries[];
  /**
   * The epoch of this id, the current one included; undefined if there is none.
   *
   * @throws {StorageError} when the storage fails
   */
  findEpoch(epoch: string): EpochEntries | undefined;
  /** Why nothing may be recorded in the current epoch; null: it may. */
  halt(): Halt | null;
  /**
   * From now on, also after every start, nothing is recorded in the current epoch. Durable when it returns; the first
   * reason stays.
   *
   * @throws {StorageError} when the storage fails
   */
  haltEpoch(halt: Halt): void;
  /** Calls the listener when the epoch is halted. Returns the unsubscribe function. */
  onHalted(listener: () => void): () => void;
  /**
   * One IMMEDIATE transaction: a known cause is answered with its first result; else decide, number, append, fold,
   * commit. Durable when it returns. `said` is what a person said under the cause, and who: the same cause with other
   * content is refused (`command-said-differently`), and what was refused once stays refused. Without it a refusal
   * keeps nothing, and the cause may succeed later.
   *
   * @throws {StorageError} when the storage fails: the outcome is then unknown; or, with the code EPOCH_HALTED, when the
   *   epoch is halted
   * @throws {RangeError} when the cause is empty or too long, or the decision holds too many entries
   */
  transact(cause: string, decide: Decide, said?: Uint8Array): TransactionOutcome;
  /**
   * Searches the `scanLimit` entries before `seq` for those whose bytes hold the texts, newest first. It stops at
   * `limit` hits; only hits are parsed.
   *
   * @throws {StorageError} when the storage fails
   */
  entriesBefore(seq: number, search: { scanLimit: number; limit: number; holding: EntryTextFilter }): EntrySearchPage;
  /**
   * Like `book.where`, page by page: at most `limit` records whose id follows `after` ('' for the first page).
   *
   * @throws {StorageError} when the storage fails
   */
  recordsAfter<K extends RecordKind>(
    kind: K,
    piece: { index: IndexOf<K>; value: string | null; after: string; limit: number },
  ): BookRecords[K][];
  /**
   * Calls the listener with the book changes of each committed transaction, or null when they are not known. Returns
   * the unsubscribe function.
   */
  onFolded(listener: (changes: readonly BookChange[] | null) => void): () => void;
  /**
   * Calls the listener with the entries of each committed transaction, after the commit. Returns the unsubscribe
   * function.
   */
  onAppended(listener: (entries: StoredEntry[]) => void): () => void;
  /**
   * After a StorageError: closes, opens again and moves the write-ahead log into the file (wal_checkpoint(TRUNCATE)).
   *
   * @throws {StorageError} when the disk still fails or has lost committed entries
   */
  recover(): void;
  /** Closes the file and unlocks the folder. */
  close(): void;
}
