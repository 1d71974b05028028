// Opens ledger.sqlite: the one place that sets its pragmas. Settings that make a commit survive a power cut are read
// back after they were set. Knows nothing of entries or the book.
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { StorageError } from '../core/ports/ledger.ts';
import { LEDGER_APPLICATION_ID, LEDGER_BACKUP_APPLICATION_ID, LEDGER_SCHEMA_VERSION } from './ledgerTables.ts';
import { LedgerOpenError, withStorageErrors } from './storageErrors.ts';

/** An open better-sqlite3 database. */
export type DatabaseConnection = Database.Database;

const LEDGER_FILE = 'ledger.sqlite';
/** Only a person with an SQLite tool can hold the write lock; wait for that long before calling it an error. */
const BUSY_WAIT_MS = 2_000;
/** `PRAGMA synchronous`: 2 is FULL, one sync of the write-ahead log for each commit. */
const SYNCHRONOUS_FULL = 2;
/** The write-ahead log is cut back to this after a checkpoint, however large a reader let it grow. */
const WRITE_AHEAD_LOG_LIMIT_BYTES = 64 * 1024 * 1024;

/** Path of the ledger's file in a data folder. */
export function ledgerFilePath(dir: string): string {
  return join(dir, LEDGER_FILE);
}

function syncFolder(dir: string): void {
  const handle = openSync(dir, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Makes the folder with mode 0700 if it is not there, and its name durable.
 *
 * @throws {StorageError} when the folder cannot be made
 */
export function createDataFolder(dir: string): void {
  if (existsSync(dir)) return;
  withFolderErrors(() => {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    // The umask may have taken bits away, and mkdir does not give them to a folder that was there.
    chmodSync(dir, 0o700);
    syncFolder(dirname(dir));
  });
}

/**
 * Makes an empty database file if there is none, and its name durable.
 *
 * @throws {StorageError} when the file cannot be made
 */
export function createLedgerFile(dir: string): void {
  const file = ledgerFilePath(dir);
  if (existsSync(file)) return;
  withFolderErrors(() => {
    closeSync(openSync(file, 'wx', 0o600));
    syncFolder(dir);
  });
}

function withFolderErrors(step: () => void): void {
  try {
    step();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new StorageError(`The ledger’s folder cannot be prepared (${code}).`, { code, cause: error });
  }
}

/**
 * Opens the existing file for writing with WAL, synchronous=FULL and foreign keys, and reads the settings back. A
 * missing file is an error, so that a vanished disk is not replaced by an empty ledger. One that is marked as a backup is
 * opened only with `isBackup`, by what takes the mark away.
 *
 * @throws {StorageError} when the file is missing or the disk fails
 * @throws {LedgerOpenError} when the file is not a ledger, is newer than this software, or does not take the settings
 * @see https://www.sqlite.org/pragma.html#pragma_synchronous
 */
export function openLedgerDatabase(dir: string, { isBackup = false } = {}): DatabaseConnection {
  // Checked here, because the library answers a missing folder with a TypeError.
  if (!existsSync(ledgerFilePath(dir)))
    throw new StorageError('The ledger’s file is not there.', { code: 'SQLITE_CANTOPEN' });
  const connection = withStorageErrors(
    () => new Database(ledgerFilePath(dir), { fileMustExist: true, timeout: BUSY_WAIT_MS }),
  );
  try {
    withStorageErrors(() => {
      // Before the first setting: WAL mode would change a file that is not ours.
      if (!isEmptyDatabase(connection)) assertLedgerDatabase(connection, { isBackup });
      configureDatabase(connection);
    });
    return connection;
  } catch (error) {
    closeQuietly(connection);
    throw error;
  }
}

function configureDatabase(connection: DatabaseConnection): void {
  const mode = connection.pragma('journal_mode = WAL', { simple: true });
  connection.pragma(`synchronous = ${SYNCHRONOUS_FULL}`);
  connection.pragma('foreign_keys = ON');
  connection.pragma('trusted_schema = OFF');
  connection.pragma(`journal_size_limit = ${WRITE_AHEAD_LOG_LIMIT_BYTES}`);
  assertDurable(connection, mode);
}

/** Reads the settings back: SQLite ignores a pragma that it cannot obey. */
function assertDurable(connection: DatabaseConnection, mode: unknown): void {
  if (mode !== 'wal') throw new LedgerOpenError('ledger-not-durable', `journal_mode is ${String(mode)}`);
  const synchronous = connection.pragma('synchronous', { simple: true });
  if (synchronous !== SYNCHRONOUS_FULL)
    throw new LedgerOpenError('ledger-not-durable', `synchronous is ${String(synchronous)}`);
  if (connection.pragma('foreign_keys', { simple: true }) !== 1)
    throw new LedgerOpenError('ledger-not-durable', 'foreign_keys is off');
}

/** Whether the file has neither tables nor an application id: just made, perhaps before a crash. */
export function isEmptyDatabase(connection: DatabaseConnection): boolean {
  const tables = connection.prepare<[], number>('SELECT count(*) FROM sqlite_master').pluck().get();
  return tables === 0 && connection.pragma('application_id', { simple: true }) === 0;
}

/**
 * Checks that the file is a ledger of this software and of a version that it knows. A backup is one only with `isBackup`.
 *
 * @throws {LedgerOpenError} 'ledger-not-ours', 'ledger-is-backup' or 'ledger-too-new'
 * @see https://www.sqlite.org/pragma.html#pragma_application_id
 */
export function assertLedgerDatabase(connection: DatabaseConnection, { isBackup = false } = {}): void {
  const id = connection.pragma('application_id', { simple: true });
  const isMarked = id === LEDGER_BACKUP_APPLICATION_ID;
  if (isMarked && !isBackup) throw new LedgerOpenError('ledger-is-backup', connection.name);
  if (!isMarked && id !== LEDGER_APPLICATION_ID)
    throw new LedgerOpenError('ledger-not-ours', `application_id is ${String(id)}`);
  const version = Number(connection.pragma('user_version', { simple: true }));
  if (version > LEDGER_SCHEMA_VERSION)
    throw new LedgerOpenError('ledger-too-new', `schema ${version}, this software knows ${LEDGER_SCHEMA_VERSION}`);
}

/**
 * Moves the whole write-ahead log into the database file and syncs both. After a failed sync the page cache can show
 * commits that the disk does not have; what this has written again, and synced, is there.
 *
 * @throws {StorageError} when the disk fails or another program keeps the log from being moved
 * @see https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
 */
export function flushWriteAheadLog(connection: DatabaseConnection): void {
  const rows = withStorageErrors(() => connection.pragma('wal_checkpoint(TRUNCATE)')) as {
    busy: number;
    log: number;
    checkpointed: number;
  }[];
  const row = rows[0];
  // Busy with every frame moved: a reader kept the log from being cut, but the database file has it all, synced.
  if (row === undefined || (row.busy !== 0 && row.log !== row.checkpointed)) {
    throw new StorageError(
      'The write-ahead log could not be moved into the database: another program is reading the ledger.',
      { code: 'SQLITE_BUSY' },
    );
  }
}

/** Closes a connection that has failed already; an error of closing adds nothing and is dropped. */
export function closeQuietly(connection: DatabaseConnection): void {
  try {
    connection.close();
  } catch {
    // The file descriptors go with the process at the latest; nothing was promised on this connection.
  }
}
