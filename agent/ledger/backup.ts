// A copy of the ledger while the agent runs: one consistent, durable file that is marked inside as a backup, and beside it
// one of the photographs and curves. It is read through connections of their own, so that a full disk never stops the
// recording. What is marked is not opened for recording: epochBeginning.ts takes the mark away with a new epoch.
import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { assertLedgerDatabase, type DatabaseConnection, ledgerFilePath } from './databaseConnection.ts';
import { assertEvidenceDatabase, evidenceFilePath } from './evidenceDatabase.ts';
import { LEDGER_BACKUP_APPLICATION_ID } from './ledgerTables.ts';
import { withStorageErrors } from './storageErrors.ts';

/**
 * Writes a copy of the ledger in `dir` to `file`, marked as a backup, and of its evidence beside it, and syncs both and
 * their folder. The agent may be running.
 *
 * @throws {Error} when one of the target files exists
 * @throws {StorageError} when a database cannot be read or written
 * @throws {LedgerOpenError} when a file is not a ledger of this software, or of a newer version
 */
export function backupLedger({ dir, file }: { dir: string; file: string }): void {
  const evidence = evidenceFilePath(ledgerFilePath(dir));
  const evidenceCopy = evidenceFilePath(file);
  for (const target of [file, evidenceCopy])
    if (existsSync(target)) throw new Error('A backup never writes over a file.');
  copyDatabase({ source: ledgerFilePath(dir), target: file }, assertLedgerDatabase);
  markAsBackup(file);
  // After the ledger, so that every photograph which the copied entries name is in the copy.
  const withEvidence = existsSync(evidence);
  if (withEvidence) copyDatabase({ source: evidence, target: evidenceCopy }, assertEvidenceDatabase);
  for (const path of [file, ...(withEvidence ? [evidenceCopy] : []), dirname(file)]) sync(path);
}

function copyDatabase(
  { source, target }: { source: string; target: string },
  check: (connection: DatabaseConnection) => void,
): void {
  const connection = withStorageErrors(() => new Database(source, { readonly: true, fileMustExist: true }));
  try {
    withStorageErrors(() => {
      check(connection);
      connection.prepare('VACUUM INTO ?').run(target);
    });
  } finally {
    connection.close();
  }
}

/** Whether the ledger of a data folder is marked as a backup; false also where there is none. */
export function isBackupLedger(dir: string): boolean {
  if (!existsSync(ledgerFilePath(dir))) return false;
  const connection = withStorageErrors(
    () => new Database(ledgerFilePath(dir), { readonly: true, fileMustExist: true }),
  );
  try {
    return withStorageErrors(
      () => connection.pragma('application_id', { simple: true }) === LEDGER_BACKUP_APPLICATION_ID,
    );
  } finally {
    connection.close();
  }
}

function markAsBackup(file: string): void {
  const connection = withStorageErrors(() => new Database(file, { fileMustExist: true }));
  try {
    withStorageErrors(() => connection.pragma(`application_id = ${LEDGER_BACKUP_APPLICATION_ID}`));
  } finally {
    connection.close();
  }
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
