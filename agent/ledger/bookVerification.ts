// Compares the stored book with a new fold of all entries. The new one is made in a temporary database on disk, so that
// memory stays constant; the two are then read side by side in the order of their ids.
import Database from 'better-sqlite3';
import type { Book, RecordKind } from '../core/model/book.ts';
import type { Entry } from '../core/model/entry.ts';
import { createBookStore } from './bookStore.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import type { DiscrepancyList, LedgerDiscrepancyCode } from './discrepancies.ts';
import type { VersionedFold } from './bookRebuild.ts';
import { RECORD_KINDS, createBookSql, bookTableName, computeBookVersion } from './ledgerTables.ts';
import { toStorageError } from './storageErrors.ts';

interface RecordRow {
  id: string;
  body: string;
}

/** What is said of an entry by whoever recomputes it, from the book as the entries before it leave it. */
export type EntryAudit = (entry: Entry, book: Book) => readonly { code: LedgerDiscrepancyCode; detail: string }[];

/** How the book is made again, and who looks at each entry on the way. */
export interface BookVerificationOptions extends VersionedFold {
  audit?: EntryAudit;
  /** Whether software newer than this one wrote the entry: then what looks wrong cannot be judged. */
  isNewer: (position: { epoch: string; seq: number }) => boolean;
}

/**
 * Folds all entries into a temporary book, has each audited on the way, and adds every difference from the stored book to
 * `discrepancies`. Names of members are told, never their values.
 *
 * @see FORMAT.md, "What verification proves, and what it does not"
 */
export function verifyBook(
  ledger: DatabaseConnection,
  options: BookVerificationOptions,
  discrepancies: DiscrepancyList,
): void {
  // An empty name is SQLite's temporary file, gone when closed.
  const fresh = new Database('');
  try {
    fresh.pragma('journal_mode = OFF');
    fresh.pragma('synchronous = OFF');
    fresh.exec(createBookSql());
    fresh.exec('BEGIN');
    if (!foldAllEntries({ ledger, fresh }, options, discrepancies)) return;
    if (!isOwnBook(ledger, options)) {
      discrepancies.add('book-not-checked', null, 'another version of the software made the book');
      return;
    }
    verifyBookHead(ledger, discrepancies);
    for (const kind of RECORD_KINDS) compareKind({ ledger, fresh }, kind, discrepancies);
  } finally {
    fresh.close();
  }
}

/** Whether this version of the fold made the stored book. */
export function isOwnBook(ledger: DatabaseConnection, { foldVersion }: Pick<VersionedFold, 'foldVersion'>): boolean {
  const version = ledger.prepare<[], string>('SELECT version FROM book_head WHERE id = 1').pluck().get();
  return version === computeBookVersion(foldVersion);
}

interface ComparedBooks {
  /** Holds the entries and the stored book. */
  ledger: DatabaseConnection;
  /** Holds the book that was folded for the comparison. */
  fresh: DatabaseConnection;
}

/** False if the entries could not be folded. */
function foldAllEntries(
  { ledger, fresh }: ComparedBooks,
  options: BookVerificationOptions,
  discrepancies: DiscrepancyList,
): boolean {
  const book = createBookStore(fresh);
  const rows = ledger.prepare<[], { hash: Buffer; bytes: Buffer }>('SELECT hash, bytes FROM entries ORDER BY position');
  for (const { hash, bytes } of rows.iterate()) {
    const entry = JSON.parse(bytes.toString('utf8')) as Entry;
    const position = { epoch: entry.epoch, seq: entry.seq };
    try {
      for (const { code, detail } of options.audit?.(entry, book) ?? [])
        discrepancies.add(options.isNewer(position) ? 'newer-format' : code, position, detail);
      for (const change of options.fold(entry, hash.toString('hex'), book)) book.put(change);
    } catch (error) {
      const failure = toStorageError(error);
      if (failure !== undefined)
        discrepancies.add('book-not-checked', null, `the temporary copy could not be written (${failure.code})`);
      // A fold throws when entries contradict each other, which only changed entries do, or those of a newer version.
      else if (options.isNewer(position)) discrepancies.add('newer-format', position, 'this version cannot add it up');
      else discrepancies.add('entry-impossible', position, 'entries after it were not recomputed');
      return false;
    }
  }
  return true;
}

function verifyBookHead(ledger: DatabaseConnection, discrepancies: DiscrepancyList): void {
  const fits = ledger
    .prepare<[], number>(
      `SELECT EXISTS (SELECT 1 FROM book_head JOIN entries ON entries.position = book_head.position AND entries.hash = book_head.hash
       WHERE entries.position = (SELECT max(position) FROM entries))`,
    )
    .pluck()
    .get();
  if (fits !== 1) discrepancies.add('book-differs', null, 'the book stands at another entry than the last one');
}

function compareKind({ ledger, fresh }: ComparedBooks, kind: RecordKind, discrepancies: DiscrepancyList): void {
  const sql = `SELECT id, body FROM "${bookTableName(kind)}" ORDER BY id`;
  const storedRows = ledger.prepare<[], RecordRow>(sql).iterate();
  const foldedRows = fresh.prepare<[], RecordRow>(sql).iterate();
  let storedRow = nextRow(storedRows);
  let foldedRow = nextRow(foldedRows);
  while (storedRow !== undefined || foldedRow !== undefined) {
    const order = compareRowIds(storedRow, foldedRow);
    if (storedRow !== undefined && foldedRow !== undefined && order === 0) {
      if (storedRow.body !== foldedRow.body)
        discrepancies.add(
          'book-differs',
          null,
          `${kind} ${storedRow.id}: ${describeMemberDifferences({ stored: storedRow.body, folded: foldedRow.body })}`,
        );
    } else if (storedRow !== undefined && order < 0)
      discrepancies.add('book-differs', null, `${kind} ${storedRow.id}: in the book, but no entry leads to it`);
    else if (foldedRow !== undefined)
      discrepancies.add('book-differs', null, `${kind} ${foldedRow.id}: missing in the book`);
    if (order <= 0) storedRow = nextRow(storedRows);
    if (order >= 0) foldedRow = nextRow(foldedRows);
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
function describeMemberDifferences({ stored, folded }: { stored: string; folded: string }): string {
  let storedRecord: Record<string, unknown>;
  try {
    storedRecord = JSON.parse(stored) as Record<string, unknown>;
  } catch {
    return 'the record in the book is not JSON';
  }
  const foldedRecord = JSON.parse(folded) as Record<string, unknown>;
  const names = [...new Set([...Object.keys(storedRecord), ...Object.keys(foldedRecord)])].filter(
    (name) => JSON.stringify(storedRecord[name]) !== JSON.stringify(foldedRecord[name]),
  );
  return names.length === 0 ? 'the record is written in another form' : `differs in ${names.join(', ')}`;
}
