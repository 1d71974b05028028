// One usable connection with everything prepared on it, and how it comes to be: settings, tables, head check, book in
// step. Decides nothing about entries.
import type { NewEntry } from '../core/model/entry.ts';
import type { Random } from '../../drivers/contract/clock.ts';
import type { Head, StoredEntry } from '../core/ports/ledger.ts';
import { createBookStore } from './bookStore.ts';
import type { BookStore } from './bookStore.ts';
import { GENESIS_HASH, computeEntryHash } from './hashChain.ts';
import { closeQuietly, openLedgerDatabase, isEmptyDatabase, flushWriteAheadLog } from './databaseConnection.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import { createEntryStore } from './entryStore.ts';
import type { EntryStore } from './entryStore.ts';
import { isBookCurrent, createBookHeadWriter, rebuildBook } from './bookRebuild.ts';
import type { VersionedFold } from './bookRebuild.ts';
import { LEDGER_APPLICATION_ID, CREATE_LEDGER_SQL, LEDGER_SCHEMA_VERSION } from './ledgerTables.ts';
import { LedgerOpenError, withStorageErrors } from './storageErrors.ts';
import { findForeignTrigger } from './tableVerification.ts';

/** A usable connection with entries and book prepared on it. */
export interface LedgerConnection {
  connection: DatabaseConnection;
  entries: EntryStore;
  book: BookStore;
  /** Records which entry (position, hash) the book stands at. */
  writeBookHead: (position: number, hash: string) => void;
}

/** Which ledger to open, and the fold that its book is made by. */
export interface LedgerConnectionOptions extends VersionedFold {
  dir: string;
  base: string;
  findFault?: (entry: NewEntry) => string | null;
}

/** Makes the tables of a new ledger and its first epoch, in one transaction. */
function createLedgerTables(connection: DatabaseConnection, base: string, random: Random): void {
  connection
    .transaction(() => {
      connection.pragma(`application_id = ${LEDGER_APPLICATION_ID}`);
      connection.pragma(`user_version = ${LEDGER_SCHEMA_VERSION}`);
      connection.exec(CREATE_LEDGER_SQL);
      connection.prepare('INSERT INTO ledger (id, base) VALUES (1, ?)').run(base);
      connection.prepare('INSERT INTO epochs (number, epoch, first_position) VALUES (1, ?, 1)').run(random.id());
    })
    .immediate();
}

function assertBase(connection: DatabaseConnection, base: string): void {
  const storedBase = connection.prepare<[], string>('SELECT base FROM ledger WHERE id = 1').pluck().get();
  if (storedBase !== base)
    throw new LedgerOpenError('ledger-other-base', `it says ${String(storedBase)}, the configuration says ${base}`);
}

/** Recomputes the last entry's hash from the entry before it: constant time, and it notices a torn or patched end. */
function assertHead(entries: EntryStore): Head {
  const head = entries.head();
  const last = readLast(entries, head);
  if (last === undefined) return head;
  const previous = entries.entryAt(head.seq - 1)?.hash ?? GENESIS_HASH;
  const { entry } = last;
  if (computeEntryHash(previous, last.bytes) !== last.hash || entry.seq !== head.seq || entry.epoch !== head.epoch) {
    throw new LedgerOpenError('ledger-head-broken', `epoch ${head.epoch}, seq ${head.seq}`);
  }
  return head;
}

/** Damaged bytes are no JSON: a person is told so, in words. */
function readLast(entries: EntryStore, head: Head): StoredEntry | undefined {
  try {
    return entries.entryAt(head.seq);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new LedgerOpenError('ledger-head-broken', `epoch ${head.epoch}, seq ${head.seq}: its bytes are damaged`);
  }
}

/**
 * The place that headquarters has acknowledged must be in the ledger: constant time, and it notices a ledger that was
 * cut.
 */
function assertCursor(entries: EntryStore, head: Head): void {
  const { seq, hash } = entries.cursor();
  const ours = seq === 0 ? GENESIS_HASH : entries.entryAt(seq)?.hash;
  if (seq > head.seq || ours !== hash)
    throw new LedgerOpenError('ledger-cut-short', `acknowledged up to seq ${seq}, head ${head.seq}`);
}

function assertTriggers(connection: DatabaseConnection): void {
  const name = findForeignTrigger(connection);
  if (name !== undefined) throw new LedgerOpenError('ledger-guard-missing', name);
}

/**
 * Opens the ledger's file and brings the book in step. With `start`, as at the start of the agent, it also checks
 * triggers and cursor, and with `begin` makes a new ledger in an empty file; without, it recovers.
 *
 * @throws {LedgerOpenError} when a person is needed: another base, an altered or shortened file
 * @throws {StorageError} when the disk fails
 */
export function openLedgerConnection(
  options: LedgerConnectionOptions,
  start?: { random: Random; begin: boolean },
): LedgerConnection {
  const connection = openLedgerDatabase(options.dir);
  try {
    return withStorageErrors(() => {
      if (isEmptyDatabase(connection)) {
        if (start?.begin !== true) throw new LedgerOpenError('ledger-missing', 'the file has no tables');
        createLedgerTables(connection, options.base, start.random);
      }
      // A process that died after a failed sync left commits that only the page cache has: settle before answering any
      // cause.
      flushWriteAheadLog(connection);
      assertBase(connection, options.base);
      const entries = createEntryStore(connection);
      const head = assertHead(entries);
      // At the start only: while recovering, a file that went back may be a disk that comes back, and recover()
      // checks that itself.
      if (start !== undefined) {
        assertTriggers(connection);
        assertCursor(entries, head);
      }
      if (!isBookCurrent(connection, options.foldVersion)) rebuildBook(connection, options);
      return {
        connection,
        entries,
        book: createBookStore(connection),
        writeBookHead: createBookHeadWriter(connection, options.foldVersion),
      };
    });
  } catch (error) {
    closeQuietly(connection);
    throw error;
  }
}
