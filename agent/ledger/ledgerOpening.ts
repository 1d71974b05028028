// Opens the ledger of a data folder: folder, lock, file, connection. What the ledger then does is in sqliteLedger.ts.
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { Fold } from '../core/model/book.ts';
import type { NewEntry } from '../core/model/entry.ts';
import { createLedgerFile, createDataFolder } from './databaseConnection.ts';
import { openLedgerConnection } from './ledgerConnection.ts';
import { lockDataFolder } from './folderLock.ts';
import { SqliteLedger } from './sqliteLedger.ts';

/** What opening a ledger needs besides the file itself. */
export interface OpenLedgerOptions {
  /** The data folder; made (mode 0700) if it is not there. */
  dir: string;
  base: string;
  clock: Clock;
  /** Gives a new ledger its epoch id. */
  random: Random;
  fold: Fold;
  /** Raised with every change of `fold` that could give another book: the book is then made again from the entries. */
  foldVersion: number;
  /** Where an entry is not what its kind declares; such a decision is a defect, and nothing of it is written. */
  findFault?: (entry: NewEntry) => string | null;
}

/**
 * Locks the data folder and opens its ledger, or makes a new one.
 *
 * @throws {LedgerOpenError} when a person is needed
 * @throws {StorageError} when the disk fails
 * @throws {TypeError} when the base has no name
 */
export function openLedger(options: OpenLedgerOptions): SqliteLedger {
  if (options.base === '') throw new TypeError('A base has a name.');
  createDataFolder(options.dir);
  const unlock = lockDataFolder(options.dir);
  try {
    createLedgerFile(options.dir);
    return new SqliteLedger(options, openLedgerConnection(options, options.random), unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}
