// Opens ledger.evidence.sqlite, the database beside the ledger that holds photographs and curves, and its tables. One
// rule gives its name, for the live ledger and for every copy of it. Knows no limits and answers no questions.
import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { closeQuietly, type DatabaseConnection } from './databaseConnection.ts';
import { LedgerOpenError } from './storageErrors.ts';

/** "HAKE" in ASCII. */
const APPLICATION_ID = 0x48414b45;
const SCHEMA_VERSION = 1;
/** Somebody with an SQLite tool; weighings wait meanwhile, so not for long. */
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

/** The evidence that belongs to a ledger's file. */
export function evidenceFilePath(ledgerFile: string): string {
  return `${ledgerFile.replace(/\.sqlite$/, '')}.evidence.sqlite`;
}

export interface EvidenceConnections {
  /** Every commit is synced. */
  durable: DatabaseConnection;
  /** Commits survive the process, and a power cut may take the last of them. */
  relaxed: DatabaseConnection;
}

/** Throws whatever is wrong with the file or the disk. */
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

/** Refuses files that are not ours or newer than we are. */
export function assertEvidenceDatabase(connection: DatabaseConnection): void {
  const id = connection.pragma('application_id', { simple: true });
  if (id !== APPLICATION_ID) throw new LedgerOpenError('ledger-not-ours', `application_id is ${String(id)}`);
  const version = Number(connection.pragma('user_version', { simple: true }));
  if (version > SCHEMA_VERSION)
    throw new LedgerOpenError('ledger-too-new', `evidence schema ${version}, this software knows ${SCHEMA_VERSION}`);
}
