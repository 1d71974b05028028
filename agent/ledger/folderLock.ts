// One agent a folder: an empty SQLite file beside the ledger, held in an exclusive transaction for as long as the agent
// runs. The operating system drops the lock with the process, also on kill -9, and `verify` and backup, which only read
// the ledger itself, are not in its way. Knows nothing of the ledger.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { LedgerOpenError, withStorageErrors } from './storageErrors.ts';

const LOCK_FILE = 'lock.sqlite';
/** Long enough that of two agents started in the same instant one wins. */
const LOCK_WAIT_MS = 250;

/** Takes the folder; the returned function gives it back. Throws LedgerRefusal 'ledger-in-use'. */
export function lockDataFolder(dir: string): () => void {
  const file = join(dir, LOCK_FILE);
  const database = withStorageErrors(() => new Database(file, { timeout: LOCK_WAIT_MS }));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new LedgerOpenError('ledger-in-use', dir);
    throw error;
  }
  return () => database.close();
}
