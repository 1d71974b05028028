// A copy of the ledger while the agent runs: one consistent, durable file, read through a connection of its own so that
// a full stick never stops the recording. Restoring is not done here: a restored ledger needs a new epoch, which a person
// at headquarters approves.
import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { assertOurs, ledgerFile } from './connection.ts';
import { onDisk } from './trouble.ts';

/** Writes the copy of the ledger in `dir` to `file`, which must not exist, and syncs it and its folder's entry. Throws StorageError or LedgerRefusal. */
export function backupLedger(dir: string, file: string): void {
  if (existsSync(file)) throw new Error('A backup never writes over a file.');
  const connection = onDisk(() => new Database(ledgerFile(dir), { readonly: true, fileMustExist: true }));
  try {
    assertOurs(connection);
    onDisk(() => connection.prepare('VACUUM INTO ?').run(file));
  } finally {
    connection.close();
  }
  for (const path of [file, dirname(file)]) {
    const handle = openSync(path, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }
}
