// The book in tables: one a record kind. Implements the core's Book for one connection and takes the fold's changes. It
// does not fold and does not know what records mean.
import type { Book, BookChange, BookRecords, IndexOf, RecordKind } from '../core/model/book.ts';
import { serializeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import { RECORD_KINDS, bookIndexMembers, bookTableName } from './ledgerTables.ts';

const DEFAULT_LIMIT = 10_000;

interface KindStatements {
  get: { get(id: string): string | undefined };
  put: { run(id: string, body: string): unknown };
  where: Map<string, { all(value: string | null, after: string, limit: number): string[] }>;
}

/** The book of one connection: read like `Book`, and written by the fold alone. */
export interface BookStore extends Book {
  /** Like `where`, of the records whose id follows `after` ('' for the first page). */
  recordsAfter<K extends RecordKind>(
    kind: K,
    piece: { index: IndexOf<K>; value: string | null; after: string; limit: number },
  ): BookRecords[K][];
  /** Inserts or replaces the record of a change. */
  put(change: BookChange): void;
}

function prepareKindStatements(connection: DatabaseConnection, kind: RecordKind): KindStatements {
  const table = `"${bookTableName(kind)}"`;
  return {
    get: connection.prepare<[string], string>(`SELECT body FROM ${table} WHERE id = ?`).pluck(),
    put: connection.prepare<[string, string]>(
      `INSERT INTO ${table} (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
    ),
    where: new Map(
      bookIndexMembers(kind).map((member) => [
        member,
        // IS, not =: null is a value that is searched for. No id is empty, so that '' is before all of them.
        connection
          .prepare<[string | null, string, number], string>(
            `SELECT body FROM ${table} WHERE "${member}" IS ? AND id > ? ORDER BY id LIMIT ?`,
          )
          .pluck(),
      ]),
    ),
  };
}

/**
 * Prepares the book's statements on a connection. Lookups throw TypeError for an index that the kind does not have, and
 * RangeError for a limit below 1.
 */
export function createBookStore(connection: DatabaseConnection): BookStore {
  const statements = new Map(RECORD_KINDS.map((kind) => [kind, prepareKindStatements(connection, kind)]));
  const statementsOf = (kind: RecordKind): KindStatements => {
    const kindStatements = statements.get(kind);
    if (kindStatements === undefined) throw new TypeError(`The book has no records of kind ${kind}.`);
    return kindStatements;
  };
  function recordsAfter<K extends RecordKind>(
    kind: K,
    piece: { index: IndexOf<K>; value: string | null; after: string; limit: number },
  ): BookRecords[K][] {
    const { index, value, limit } = piece;
    if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError('A limit is a whole number from 1.');
    const statement = statementsOf(kind).where.get(index);
    if (statement === undefined) throw new TypeError(`Records of kind ${kind} have no index on ${index}.`);
    return statement.all(value, piece.after, limit).map((body) => JSON.parse(body) as BookRecords[K]);
  }
  return {
    recordsAfter,
    get<K extends RecordKind>(kind: K, id: string): BookRecords[K] | undefined {
      const body = statementsOf(kind).get.get(id);
      return body === undefined ? undefined : (JSON.parse(body) as BookRecords[K]);
    },
    where<K extends RecordKind>(
      kind: K,
      index: IndexOf<K>,
      value: string | null,
      limit = DEFAULT_LIMIT,
    ): BookRecords[K][] {
      return recordsAfter(kind, { index, value, after: '', limit });
    },
    put(change: BookChange): void {
      if (change.record.id === '') throw new TypeError(`A record of kind ${change.kind} has an empty id.`);
      statementsOf(change.kind).put.run(change.record.id, serializeCanonicalJson(change.record));
    },
  };
}
