// Opens the ledger of a data folder: folder, lock, file, connection. What the ledger then does is in sqliteLedger.ts.
import type { Chance, Clock } from '../../drivers/contract/clock.ts';
import type { Fold } from '../core/book.ts';
import { prepareFile, prepareFolder } from './connection.ts';
import { openLive } from './live.ts';
import { lockFolder } from './lock.ts';
import { SqliteLedger } from './sqliteLedger.ts';

export interface OpenLedgerOptions {
  /** The data folder; made (mode 0700) if it is not there. */
  dir: string;
  base: string;
  clock: Clock;
  /** Gives a new ledger its epoch id. */
  chance: Chance;
  fold: Fold;
  /** Raised with every change of `fold` that could give another book: the book is then made again from the entries. */
  foldVersion: number;
}

/** Opens or makes the ledger. Throws LedgerRefusal (a person is needed) or StorageError (the disk failed). */
export function openLedger(options: OpenLedgerOptions): SqliteLedger {
  if (options.base === '') throw new TypeError('A base has a name.');
  prepareFolder(options.dir);
  const unlock = lockFolder(options.dir);
  try {
    prepareFile(options.dir);
    return new SqliteLedger(options, openLive(options, options.chance), unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}
