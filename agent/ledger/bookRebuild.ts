// Keeps the book in step with the entries: which entry it stands at, and folding all entries again when the stored
// book was made by another version of the fold. The entries are the truth; the book can always be made from them.
import type { Fold } from '../core/model/book.ts';
import type { Entry } from '../core/model/entry.ts';
import { createBookStore } from './bookStore.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import { rebuildPieces } from './epochTree.ts';
import { createBookSql, computeBookVersion } from './ledgerTables.ts';

/** Entries read at a time while folding: bounds memory. */
const BATCH = 1_000;

/** The fold and its version, which is raised with every change that could give another book from the same entries. */
export interface VersionedFold {
  fold: Fold;
  foldVersion: number;
}

/** Returns the function that records which entry the book stands at; it is called within the appending transaction. */
export function createBookHeadWriter(
  connection: DatabaseConnection,
  foldVersion: number,
): (position: number, hash: string) => void {
  const statement = connection.prepare<[number, Buffer, string]>(
    `INSERT INTO book_head (id, position, hash, version) VALUES (1, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET position = excluded.position, hash = excluded.hash, version = excluded.version`,
  );
  const version = computeBookVersion(foldVersion);
  return (position, hash) => void statement.run(position, Buffer.from(hash, 'hex'), version);
}

interface LastRow {
  position: number;
  hash: Buffer;
}

/** Whether the book stands at the last entry and was made by this version of the fold. */
export function isBookCurrent(connection: DatabaseConnection, foldVersion: number): boolean {
  const bookHead = connection
    .prepare<[], LastRow & { version: string }>('SELECT position, hash, version FROM book_head WHERE id = 1')
    .get();
  const last = connection
    .prepare<[], LastRow>('SELECT position, hash FROM entries ORDER BY position DESC LIMIT 1')
    .get();
  if (bookHead === undefined || bookHead.version !== computeBookVersion(foldVersion)) return false;
  if (last === undefined) return bookHead.position === 0;
  return bookHead.position === last.position && bookHead.hash.equals(last.hash);
}

/** Drops the book's tables, whatever kinds an older version had, and makes them empty. */
function resetTables(connection: DatabaseConnection): void {
  const tables = connection
    .prepare<[], string>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'book\\_%' ESCAPE '\\' AND name <> 'book_head'",
    )
    .pluck()
    .all();
  for (const table of tables) connection.exec(`DROP TABLE "${table.replaceAll('"', '""')}"`);
  connection.exec(createBookSql());
}

/**
 * Makes the book anew from all entries in one transaction, so that it is the old one or the whole new one. Returns the
 * number of entries folded.
 */
export function rebuildBook(connection: DatabaseConnection, { fold, foldVersion }: VersionedFold): number {
  const rebuild = connection.transaction(() => {
    resetTables(connection);
    const book = createBookStore(connection);
    const batch = connection.prepare<[number, number], LastRow & { bytes: Buffer }>(
      'SELECT position, hash, bytes FROM entries WHERE position > ? ORDER BY position LIMIT ?',
    );
    let position = 0;
    let hash = Buffer.alloc(32);
    for (;;) {
      const rows = batch.all(position, BATCH);
      for (const row of rows) {
        for (const change of fold(JSON.parse(row.bytes.toString('utf8')) as Entry, row.hash.toString('hex'), book))
          book.put(change);
        ({ position, hash } = row as { position: number; hash: Buffer<ArrayBuffer> });
      }
      if (rows.length < BATCH) break;
    }
    rebuildPieces(connection);
    createBookHeadWriter(connection, foldVersion)(position, hash.toString('hex'));
    return position;
  });
  return rebuild.immediate();
}
