// Reads headquarters' last acknowledgement out of a ledger file, for an auditor to carry away. Read-only: the agent may
// run.
import Database from 'better-sqlite3';
import { assertOurs, ledgerFile } from './connection.ts';
import { onDisk } from './trouble.ts';

/**
 * The signed text (compact JWS) of the current epoch; undefined if headquarters has said nothing yet. Throws
 * StorageError or LedgerRefusal.
 */
export function savedAcknowledgement(dir: string): string | undefined {
  return onDisk(() => {
    const connection = new Database(ledgerFile(dir), { readonly: true, fileMustExist: true });
    try {
      assertOurs(connection);
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
