// Whether the database is built as this software builds it: every table, index and trigger, word for word, and nothing
// besides. Reads the schema only, no rows.
import Database from 'better-sqlite3';
import type { DatabaseConnection } from './databaseConnection.ts';
import type { DiscrepancyList } from './discrepancies.ts';
import { CREATE_LEDGER_SQL, IMMUTABILITY_TRIGGERS, createBookSql } from './ledgerTables.ts';

type Schema = ReadonlyMap<string, string>;

/** Names with their definitions: `table entries`, `trigger entries_no_update` … What SQLite makes for itself is left out. */
function readSchema(connection: DatabaseConnection): Schema {
  return new Map(
    connection
      .prepare<[], [string, string]>(
        "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
      )
      .raw()
      .all(),
  );
}

function expectedSchema(): Schema {
  const empty = new Database(':memory:');
  try {
    empty.exec(CREATE_LEDGER_SQL);
    empty.exec(createBookSql());
    return readSchema(empty);
  } finally {
    empty.close();
  }
}

const isBookPart = (name: string): boolean => /^\w+ book_(?!head$)/.test(name);
const isTrigger = (name: string): boolean => name.startsWith('trigger ');

/**
 * Adds every table, index and trigger that is missing, other than it should be, or that does not belong there. The book's
 * are looked at only if it was made by this version of the fold.
 */
export function verifyTables(
  connection: DatabaseConnection,
  { isOwnBook }: { isOwnBook: boolean },
  discrepancies: DiscrepancyList,
): void {
  const [found, expected] = [readSchema(connection), expectedSchema()];
  for (const [name, sql] of expected) {
    if (found.get(name) === sql || (isBookPart(name) && !isOwnBook)) continue;
    const label = isTrigger(name) ? name.slice('trigger '.length) : name;
    discrepancies.add(isTrigger(name) ? 'guard-missing' : 'table-differs', null, label);
  }
  for (const name of found.keys()) {
    if (expected.has(name) || (isBookPart(name) && !isOwnBook && !isTrigger(name))) continue;
    discrepancies.add(isTrigger(name) ? 'guard-foreign' : 'table-differs', null, `${name} does not belong there`);
  }
}

/** The first trigger that is missing, altered or does not belong there; undefined: all are as they should be. */
export function findForeignTrigger(connection: DatabaseConnection): string | undefined {
  const rows = connection
    .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
    .all();
  const found = new Map(rows.map(({ name, sql }) => [name, sql]));
  const missing = [...IMMUTABILITY_TRIGGERS].find(([name, sql]) => found.get(name) !== sql);
  return missing?.[0] ?? [...found.keys()].find((name) => !IMMUTABILITY_TRIGGERS.has(name));
}
