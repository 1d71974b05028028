// Reads headquarters' last acknowledgement out of a ledger file, for an auditor to carry away. Read-only: the agent may
// run.
import Database from 'better-sqlite3';
import { assertLedgerDatabase, ledgerFilePath } from './databaseConnection.ts';
import { withStorageErrors } from './storageErrors.ts';

/**
 * The signed text (compact JWS) of the current epoch's last acknowledgement; undefined before the first.
 *
 * @throws {StorageError} when the file cannot be read
 * @throws {LedgerOpenError} when the file is not a ledger of this software, or newer
 * @see FORMAT.md, "Acknowledgements"
 */
export function readSavedAcknowledgement(dir: string): string | undefined {
  return withStorageErrors(() => {
    const connection = new Database(ledgerFilePath(dir), { readonly: true, fileMustExist: true });
    try {
      assertLedgerDatabase(connection);
      const signed = connection
        .prepare<[], string>('SELECT signed FROM cursor WHERE epoch = (SELECT max(number) FROM epochs)')
        .pluck()
        .get();
      return signed === undefined || signed === '' ? undefined : signed;
    } finally {
      connection.close();
    }
  });
}
