// Opens the ledger of a data folder: folder, lock, file, connection. What the ledger then does is in sqliteLedger.ts.
import { existsSync, readdirSync, statSync } from 'node:fs';
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { Fold } from '../core/model/book.ts';
import type { NewEntry } from '../core/model/entry.ts';
import { createLedgerFile, createDataFolder, ledgerFilePath } from './databaseConnection.ts';
import { openLedgerConnection } from './ledgerConnection.ts';
import { lockDataFolder } from './folderLock.ts';
import { SqliteLedger } from './sqliteLedger.ts';
import { LedgerOpenError } from './storageErrors.ts';

/** What opening a ledger needs besides the file itself. */
export interface OpenLedgerOptions {
  /** The data folder; made (mode 0700) if it is not there. */
  dir: string;
  base: string;
  clock: Clock;
  /** Gives a new ledger its epoch id. */
  random: Random;
  /** Makes a new ledger where there is none. Otherwise one that is gone is an error: absent is never "first start". */
  begin: boolean;
  fold: Fold;
  /** Raised with every change of `fold` that could give another book: the book is then made again from the entries. */
  foldVersion: number;
  /** Where an entry is not what its kind declares; such a decision is a defect, and nothing of it is written. */
  findFault?: (entry: NewEntry) => string | null;
}

/**
 * Locks the data folder and opens its ledger; with `begin` it makes a new one where there is none.
 *
 * @throws {LedgerOpenError} when a person is needed
 * @throws {StorageError} when the disk fails
 * @throws {TypeError} when the base has no name
 */
export function openLedger(options: OpenLedgerOptions): SqliteLedger {
  if (options.base === '') throw new TypeError('A base has a name.');
  if (options.begin) createDataFolder(options.dir);
  else assertLedgerThere(options.dir);
  const unlock = lockDataFolder(options.dir);
  try {
    if (options.begin) createLedgerFile(options.dir);
    return new SqliteLedger(
      options,
      openLedgerConnection(options, { random: options.random, begin: options.begin }),
      unlock,
    );
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * Refuses a folder without a ledger.
 *
 * @throws {LedgerOpenError} 'ledger-missing'
 */
export function assertLedgerThere(dir: string): void {
  const file = ledgerFilePath(dir);
  if (existsSync(file) && statSync(file).size > 0) return;
  const others = existsSync(dir) ? readdirSync(dir).filter((name) => !file.endsWith(name)) : [];
  const beside = others.length === 0 ? 'nothing is beside it' : `beside it: ${others.slice(0, 12).join(', ')}`;
  throw new LedgerOpenError('ledger-missing', `${file}; ${beside}`);
}
