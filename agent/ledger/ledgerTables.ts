// The tables of ledger.sqlite, as FORMAT.md describes them. Knows SQL's data definition only; reads and writes no rows.
import { createHash } from 'node:crypto';
import { BOOK_INDEXES } from '../core/model/book.ts';
import type { RecordKind } from '../core/model/book.ts';

/** "HAKR" in ASCII: by it `file` and our own opener know whose database this is. */
export const LEDGER_APPLICATION_ID = 0x48414b52;
/** "HAKB": a backup of a ledger. It is verified like one, and nothing is recorded in it. */
export const LEDGER_BACKUP_APPLICATION_ID = 0x48414b42;
/** Raised with every change that an older version could not work with. */
export const LEDGER_SCHEMA_VERSION = 1;

const CREATE_TABLES_SQL = `
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  base TEXT NOT NULL
) STRICT;

CREATE TABLE epochs (
  number INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL UNIQUE,
  first_position INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TABLE entries (
  position INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL REFERENCES epochs (number),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE causes (
  cause TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL REFERENCES epochs (number),
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  result TEXT NOT NULL,
  content BLOB CHECK (length(content) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE refusals (
  number INTEGER PRIMARY KEY,
  cause TEXT NOT NULL UNIQUE,
  content BLOB NOT NULL CHECK (length(content) = 32),
  refusal TEXT NOT NULL
) STRICT;

CREATE TABLE cursor (
  epoch INTEGER PRIMARY KEY REFERENCES epochs (number),
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  incarnation TEXT NOT NULL,
  signed TEXT NOT NULL
) STRICT;

CREATE TABLE halts (
  epoch INTEGER PRIMARY KEY REFERENCES epochs (number),
  reason TEXT NOT NULL CHECK (reason IN ('old-copy', 'forked')),
  signed TEXT NOT NULL
) STRICT;

CREATE TABLE book_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  position INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  version TEXT NOT NULL
) STRICT;
`;

/**
 * The triggers that keep rows as they were written: name → definition. Verification checks that they are still there.
 */
export const IMMUTABILITY_TRIGGERS: ReadonlyMap<string, string> = new Map([
  ...['entries', 'causes', 'epochs', 'ledger', 'halts'].flatMap((table): [string, string][] =>
    ['UPDATE', 'DELETE'].map((change) => {
      const name = `${table}_no_${change.toLowerCase()}`;
      return [
        name,
        `CREATE TRIGGER ${name} BEFORE ${change} ON ${table} BEGIN SELECT RAISE(ABORT, 'rows of ${table} are never changed or deleted'); END`,
      ];
    }),
  ),
  // Position has no gap and seq counts with it from 1: so (epoch, seq) is unique without a second index to write.
  [
    'entries_in_order',
    `CREATE TRIGGER entries_in_order BEFORE INSERT ON entries
WHEN NEW.epoch IS NOT (SELECT max(number) FROM epochs)
  OR NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM entries)
  OR NEW.seq IS NOT NEW.position - (SELECT first_position FROM epochs WHERE number = NEW.epoch) + 1
BEGIN SELECT RAISE(ABORT, 'entries are appended in order'); END`,
  ],
]);

/** Data definition of a new file: all tables and triggers but those of the book. */
export const CREATE_LEDGER_SQL = `${CREATE_TABLES_SQL}\n${[...IMMUTABILITY_TRIGGERS.values()].join(';\n')};\n`;

/** Kinds of the book's records, one table each. */
export const RECORD_KINDS = Object.keys(BOOK_INDEXES) as RecordKind[];

/** Table of a record kind. */
export function bookTableName(kind: RecordKind): string {
  return `book_${kind}`;
}

/** Members of a record kind that have an index. */
export function bookIndexMembers(kind: RecordKind): readonly string[] {
  return BOOK_INDEXES[kind];
}

/**
 * Data definition of the book: one table a record kind, with the document as JSON text, and an index on each member by
 * which it is looked up (and then by id).
 */
export function createBookSql(): string {
  const tables = RECORD_KINDS.map((kind) => {
    const columns = bookIndexMembers(kind).map(
      (member) => `,\n  "${member}" TEXT GENERATED ALWAYS AS (body ->> '$.${member}') VIRTUAL`,
    );
    const indexes = bookIndexMembers(kind).map(
      (member) => `CREATE INDEX "${bookTableName(kind)}_${member}" ON "${bookTableName(kind)}" ("${member}", id);`,
    );
    const table = `CREATE TABLE "${bookTableName(kind)}" (\n  id TEXT PRIMARY KEY,\n  body TEXT NOT NULL${columns.join('')}\n) STRICT, WITHOUT ROWID;`;
    return [table, ...indexes].join('\n');
  });
  return [...tables, CREATE_TREE_SQL].join('\n');
}

/** Whole subtrees of 2^level entries, from level 10 on; the smaller ones are made from the entries. */
const CREATE_TREE_SQL = `CREATE TABLE book_tree (
  epoch INTEGER NOT NULL,
  level INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (epoch, level, number)
) STRICT, WITHOUT ROWID;`;

/**
 * A text that differs whenever the stored book could differ from a new fold: another fold, other kinds, other indexes.
 */
export function computeBookVersion(foldVersion: number): string {
  return `${foldVersion}:${createHash('sha256').update(createBookSql()).digest('hex').slice(0, 16)}`;
}
