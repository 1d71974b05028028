// Opens ledger.evidence.sqlite, the database beside the ledger that holds photographs and curves, and its tables. One
// rule gives its name, for the live ledger and for every copy of it. Knows no limits and reads no rows.
import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { closeQuietly, type DatabaseConnection } from './databaseConnection.ts';
import { LedgerOpenError } from './storageErrors.ts';

/** "HAKE" in ASCII. */
const APPLICATION_ID = 0x48414b45;
const SCHEMA_VERSION = 1;
/** How long to wait for a person with an SQLite tool; weighings wait meanwhile, so it is short. */
const BUSY_WAIT_MS = 50;
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;

/** `opened` is written at every opening, so that an opened file is one that can be written. */
const TABLES = `
CREATE TABLE photos (number INTEGER PRIMARY KEY, photo BLOB NOT NULL UNIQUE CHECK (length(photo) = 32), bytes BLOB NOT NULL) STRICT;
CREATE TABLE waiting (photo BLOB PRIMARY KEY, since_wall_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE curves (number INTEGER PRIMARY KEY, weighing TEXT NOT NULL UNIQUE, curve BLOB NOT NULL) STRICT;
CREATE TABLE opened (id INTEGER PRIMARY KEY CHECK (id = 1), times INTEGER NOT NULL) STRICT;
INSERT INTO opened VALUES (1, 0);
`;

/** Path of the evidence that belongs to a ledger's file, live or copied. */
export function evidenceFilePath(ledgerFile: string): string {
  return `${ledgerFile.replace(/\.sqlite$/, '')}.evidence.sqlite`;
}

/** Two connections to one evidence file, which differ in how soon a commit is durable. */
export interface EvidenceConnections {
  /** Every commit is synced. */
  durable: DatabaseConnection;
  /** Commits survive the process, and a power cut may take the last of them. */
  relaxed: DatabaseConnection;
}

/**
 * Opens the evidence file, or makes it, and writes to it once so that an opened file is one that can be written.
 *
 * @throws {LedgerOpenError} when the file is not evidence of this software, or newer
 * @throws {Error} whatever the file system or SQLite says
 */
export function openEvidenceDatabase(file: string): EvidenceConnections {
  if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600));
  const durable = connectEvidenceDatabase(file, 'FULL');
  try {
    durable.prepare('UPDATE opened SET times = times + 1').run();
    // After a failed sync the page cache can show what the disk does not have.
    durable.pragma('wal_checkpoint(TRUNCATE)');
    return { durable, relaxed: connectEvidenceDatabase(file, 'NORMAL') };
  } catch (error) {
    closeQuietly(durable);
    throw error;
  }
}

function connectEvidenceDatabase(file: string, synchronous: 'FULL' | 'NORMAL'): DatabaseConnection {
  const connection = new Database(file, { fileMustExist: true, timeout: BUSY_WAIT_MS });
  try {
    prepareEvidenceDatabase(connection);
    connection.pragma('journal_mode = WAL');
    connection.pragma(`synchronous = ${synchronous}`);
    connection.pragma('trusted_schema = OFF');
    connection.pragma(`journal_size_limit = ${LOG_LIMIT_BYTES}`);
    return connection;
  } catch (error) {
    closeQuietly(connection);
    throw error;
  }
}

function prepareEvidenceDatabase(connection: DatabaseConnection): void {
  const tables = connection.prepare<[], number>('SELECT count(*) FROM sqlite_master').pluck().get();
  if (tables !== 0) {
    assertEvidenceDatabase(connection);
    return;
  }
  connection
    .transaction(() => {
      connection.pragma(`application_id = ${APPLICATION_ID}`);
      connection.pragma(`user_version = ${SCHEMA_VERSION}`);
      connection.exec(TABLES);
    })
    .immediate();
}

/**
 * Checks that the file is evidence of this software and of a version that it knows.
 *
 * @throws {LedgerOpenError} 'ledger-not-ours' or 'ledger-too-new'
 */
export function assertEvidenceDatabase(connection: DatabaseConnection): void {
  const id = connection.pragma('application_id', { simple: true });
  if (id !== APPLICATION_ID) throw new LedgerOpenError('ledger-not-ours', `application_id is ${String(id)}`);
  const version = Number(connection.pragma('user_version', { simple: true }));
  if (version > SCHEMA_VERSION)
    throw new LedgerOpenError('ledger-too-new', `evidence schema ${version}, this software knows ${SCHEMA_VERSION}`);
}
