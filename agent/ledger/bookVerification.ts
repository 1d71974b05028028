// Compares the kept book with a new fold of all entries. The new one is made in a temporary database on disk, so that
// memory stays constant; the two are then read side by side in the order of their ids.
import Database from 'better-sqlite3';
import type { Fold, RecordKind } from '../core/model/book.ts';
import type { Entry } from '../core/model/entry.ts';
import { createBookStore } from './bookStore.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import type { DiscrepancyList } from './discrepancies.ts';
import type { VersionedFold } from './bookRebuild.ts';
import { RECORD_KINDS, createBookSql, bookTableName, computeBookVersion } from './ledgerTables.ts';
import { toStorageError } from './storageErrors.ts';

interface RecordRow {
  id: string;
  body: string;
}

export function verifyBook(
  ledger: DatabaseConnection,
  { fold, foldVersion }: VersionedFold,
  problems: DiscrepancyList,
): void {
  const version = ledger.prepare<[], string>('SELECT version FROM book_head WHERE id = 1').pluck().get();
  if (version !== computeBookVersion(foldVersion)) {
    problems.add('book-not-checked', null, 'the book was made by another version of the software');
    return;
  }
  // An empty name is SQLite's temporary file, gone when closed.
  const fresh = new Database('');
  try {
    fresh.pragma('journal_mode = OFF');
    fresh.pragma('synchronous = OFF');
    fresh.exec(createBookSql());
    fresh.exec('BEGIN');
    if (foldAllEntries(ledger, fresh, fold, problems)) {
      verifyBookHead(ledger, problems);
      for (const kind of RECORD_KINDS) compareKind(ledger, fresh, kind, problems);
    }
  } finally {
    fresh.close();
  }
}

function foldAllEntries(
  ledger: DatabaseConnection,
  fresh: DatabaseConnection,
  fold: Fold,
  problems: DiscrepancyList,
): boolean {
  const book = createBookStore(fresh);
  const rows = ledger.prepare<[], { hash: Buffer; bytes: Buffer }>('SELECT hash, bytes FROM entries ORDER BY position');
  for (const { hash, bytes } of rows.iterate()) {
    const entry = JSON.parse(bytes.toString('utf8')) as Entry;
    try {
      for (const change of fold(entry, hash.toString('hex'), book)) book.put(change);
    } catch (error) {
      const failure = toStorageError(error);
      if (failure !== undefined) {
        problems.add('book-not-checked', null, `the temporary copy could not be written (${failure.code})`);
        return false;
      }
      // A fold throws when entries contradict each other, which only changed entries do.
      problems.add(
        'book-not-checked',
        { epoch: entry.epoch, seq: entry.seq },
        'this entry does not fit the entries before it',
      );
      return false;
    }
  }
  return true;
}

function verifyBookHead(ledger: DatabaseConnection, problems: DiscrepancyList): void {
  const fits = ledger
    .prepare<[], number>(
      `SELECT EXISTS (SELECT 1 FROM book_head JOIN entries ON entries.position = book_head.position AND entries.hash = book_head.hash
       WHERE entries.position = (SELECT max(position) FROM entries))`,
    )
    .pluck()
    .get();
  if (fits !== 1) problems.add('book-differs', null, 'the book stands at another entry than the last one');
}

function compareKind(
  ledger: DatabaseConnection,
  fresh: DatabaseConnection,
  kind: RecordKind,
  problems: DiscrepancyList,
): void {
  const sql = `SELECT id, body FROM "${bookTableName(kind)}" ORDER BY id`;
  const kept = ledger.prepare<[], RecordRow>(sql).iterate();
  const folded = fresh.prepare<[], RecordRow>(sql).iterate();
  let a = nextRow(kept);
  let b = nextRow(folded);
  while (a !== undefined || b !== undefined) {
    const order = compareRowIds(a, b);
    if (a !== undefined && b !== undefined && order === 0) {
      if (a.body !== b.body)
        problems.add('book-differs', null, `${kind} ${a.id}: ${describeMemberDifferences(a.body, b.body)}`);
    } else if (a !== undefined && order < 0)
      problems.add('book-differs', null, `${kind} ${a.id}: in the book, but no entry leads to it`);
    else if (b !== undefined) problems.add('book-differs', null, `${kind} ${b.id}: missing in the book`);
    if (order <= 0) a = nextRow(kept);
    if (order >= 0) b = nextRow(folded);
  }
}

function nextRow(rows: Iterator<RecordRow, undefined>): RecordRow | undefined {
  const { done, value } = rows.next();
  return done === true ? undefined : value;
}

/** Negative: `a` comes first; positive: `b` does. By bytes, as SQLite orders. */
function compareRowIds(a: RecordRow | undefined, b: RecordRow | undefined): number {
  if (a === undefined) return 1;
  return b === undefined ? -1 : Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
}

/** Names of the members that differ; never their values, which may be secret. */
function describeMemberDifferences(kept: string, folded: string): string {
  let left: Record<string, unknown>;
  try {
    left = JSON.parse(kept) as Record<string, unknown>;
  } catch {
    return 'the record in the book is not JSON';
  }
  const right = JSON.parse(folded) as Record<string, unknown>;
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
    (name) => JSON.stringify(left[name]) !== JSON.stringify(right[name]),
  );
  return names.length === 0 ? 'the record is written in another form' : `differs in ${names.join(', ')}`;
}
