// One agent a folder: an empty SQLite file beside the ledger, held in an exclusive transaction for as long as the agent
// runs. The operating system drops the lock with the process, also on kill -9. `verify` and backup only read the ledger
// itself, so the lock does not stop them. Knows nothing of the ledger.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { LedgerOpenError, withStorageErrors } from './storageErrors.ts';

const LOCK_FILE = 'lock.sqlite';
/** Long enough that of two agents started in the same instant one wins. */
const LOCK_WAIT_MS = 250;

/**
 * Locks the folder for this process; the returned function unlocks it.
 *
 * @throws {LedgerOpenError} 'ledger-in-use' when another agent holds it
 * @throws {StorageError} when the lock file cannot be opened
 */
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
