// A copy of the ledger while the agent runs: one consistent, durable file, and beside it one of the photographs and
// curves; read through connections of their own so that a full stick never stops the recording. Restoring is not done
// here: a restored ledger needs a new epoch, which a person at headquarters approves.
import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { assertOurs, type Connection, ledgerFile } from './connection.ts';
import { assertEvidence, evidenceFileOf } from './evidenceFile.ts';
import { onDisk } from './trouble.ts';

/**
 * Writes the copy of the ledger in `dir` to `file`, which must not exist, and that of its evidence beside it; syncs
 * them and their folder's entry. Throws StorageError or LedgerRefusal.
 */
export function backupLedger(dir: string, file: string): void {
  const evidence = evidenceFileOf(ledgerFile(dir));
  const evidenceCopy = evidenceFileOf(file);
  for (const target of [file, evidenceCopy])
    if (existsSync(target)) throw new Error('A backup never writes over a file.');
  copyDatabase(ledgerFile(dir), file, assertOurs);
  // After the ledger, so that every photograph which the copied entries name is in the copy.
  const withEvidence = existsSync(evidence);
  if (withEvidence) copyDatabase(evidence, evidenceCopy, assertEvidence);
  for (const path of [file, ...(withEvidence ? [evidenceCopy] : []), dirname(file)]) sync(path);
}

function copyDatabase(from: string, to: string, check: (connection: Connection) => void): void {
  const connection = onDisk(() => new Database(from, { readonly: true, fileMustExist: true }));
  try {
    onDisk(() => {
      check(connection);
      connection.prepare('VACUUM INTO ?').run(to);
    });
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
