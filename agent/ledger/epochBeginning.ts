// A new epoch in a ledger that has one: after a restore, a move, or the loss of the base's keys. The agent is down.
import type { Random } from '../../drivers/contract/clock.ts';
import type { Head, StoredEntry } from '../core/ports/ledger.ts';
import { type DatabaseConnection, flushWriteAheadLog, openLedgerDatabase } from './databaseConnection.ts';
import { readStoredEntry } from './entryRows.ts';
import { lockDataFolder } from './folderLock.ts';
import { LEDGER_APPLICATION_ID } from './ledgerTables.ts';
import { LedgerOpenError, withStorageErrors } from './storageErrors.ts';

/** The newest epoch that has entries: its first one and its last. */
export interface EpochEnds {
  first: StoredEntry;
  head: Head;
}

/**
 * The epoch that a new one follows: the newest that has entries. One that an interrupted `addEpoch` added has none.
 *
 * @throws {LedgerOpenError} when another process holds the folder, or the ledger has no entry
 * @throws {StorageError} when the disk fails
 */
export function readEpochEnds(dir: string, { isBackup = false } = {}): EpochEnds {
  return withLockedDatabase({ dir, isBackup }, (connection) => {
    const last = connection
      .prepare<[], { hash: Buffer; bytes: Buffer; firstPosition: number; epoch: string; seq: number }>(
        `SELECT hash, bytes, first_position AS firstPosition, epochs.epoch AS epoch, seq
         FROM entries JOIN epochs ON epochs.number = entries.epoch ORDER BY position DESC LIMIT 1`,
      )
      .get();
    const first =
      last &&
      connection
        .prepare<[number], { hash: Buffer; bytes: Buffer }>('SELECT hash, bytes FROM entries WHERE position = ?')
        .get(last.firstPosition);
    if (!last || !first) throw new LedgerOpenError('ledger-head-broken', 'there is no entry');
    return {
      first: readStoredEntry(first),
      head: { epoch: last.epoch, seq: last.seq, hash: last.hash.toString('hex') },
    };
  });
}

/**
 * Adds a new epoch behind the last entry, if the newest has one; its first entry is appended when the ledger is opened. A
 * backup becomes a ledger again in the same transaction: there is no moment in which it could record under the old epoch.
 *
 * @throws {LedgerOpenError} when another process holds the folder
 * @throws {StorageError} when the disk fails
 */
export function addEpoch(dir: string, random: Random, { isBackup = false } = {}): void {
  withLockedDatabase({ dir, isBackup }, (connection) => {
    flushWriteAheadLog(connection);
    connection
      .transaction(() => {
        connection.pragma(`application_id = ${LEDGER_APPLICATION_ID}`);
        connection
          .prepare(
            `INSERT INTO epochs (number, epoch, first_position)
             SELECT max(number) + 1, ?, (SELECT max(position) + 1 FROM entries) FROM epochs
             HAVING max(first_position) <= (SELECT max(position) FROM entries)`,
          )
          .run(random.id());
      })
      .immediate();
  });
}

function withLockedDatabase<T>(
  { dir, isBackup }: { dir: string; isBackup: boolean },
  work: (connection: DatabaseConnection) => T,
): T {
  const unlock = lockDataFolder(dir);
  try {
    const connection = openLedgerDatabase(dir, { isBackup });
    try {
      return withStorageErrors(() => work(connection));
    } finally {
      connection.close();
    }
  } finally {
    unlock();
  }
}
