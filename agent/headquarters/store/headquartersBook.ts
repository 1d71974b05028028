// The book half on SQLite: a file that can be made again from the entries of the link half at any time. Must not know what
// entries mean.
import type Database from 'better-sqlite3';
import { existsSync, rmSync } from 'node:fs';
import { BOOK_SCHEMA_SQL } from './bookSchema.ts';
import { isDamagedFile, isStorageTrouble, openDatabase, SqliteFile } from './sqliteFile.ts';

/** Where the book of a base stands. */
export interface PositionRow {
  base: string;
  /** Of the last entry that is booked; 0 before the first. */
  place: number;
  hash: string;
  /** Why the entry behind it cannot be booked; null where nothing holds it up. */
  fault: string | null;
}

/** An entry that headquarters cannot accept. */
export interface RejectionRow {
  base: string;
  place: number;
  stream: number;
  seq: number;
  reason: string;
}

/** The file was made by other rules than this program's. */
export class BookOfOtherRules extends Error {
  override readonly name = 'BookOfOtherRules';

  constructor() {
    super('the book was made by other rules: run hakari headquarters rebuild, or start headquarters of this version');
  }
}

/** SQLite's own check found the file wrong. */
class DamagedBook extends Error {
  override readonly name = 'DamagedBook';
}

/** The tables of the book, which of a file of other rules are dropped or refused. */
export class HeadquartersBook extends SqliteFile {
  readonly rules: string;

  constructor(database: Database.Database, rules: string) {
    super(database);
    this.rules = rules;
  }

  /** Work inside a transaction that may turn out to be wrong: a text says why, and nothing of it was done. */
  runInSavepoint(action: () => string | null): string | null {
    this.prepare('SAVEPOINT attempt').run();
    const rejection = action();
    if (rejection !== null) this.prepare('ROLLBACK TO attempt').run();
    this.prepare('RELEASE attempt').run();
    return rejection;
  }

  /**
   * Work inside a transaction that may throw: then nothing of it was done, and the error is handed over.
   *
   * @throws what is trouble of the file: then the whole transaction is to be given up
   */
  attempt<T>(action: () => T): { value: T } | { error: unknown } {
    this.prepare('SAVEPOINT entry').run();
    try {
      const value = action();
      this.prepare('RELEASE entry').run();
      return { value };
    } catch (error) {
      if (isStorageTrouble(error)) throw error;
      this.prepare('ROLLBACK TO entry').run();
      this.prepare('RELEASE entry').run();
      return { error };
    }
  }

  /** A whole row, new or instead of the one with its key. */
  saveRow(table: string, row: object): void {
    const names = Object.keys(row);
    this.prepare(
      `INSERT OR REPLACE INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
    ).run(row);
  }

  /** The rules that the file was made by; undefined while it is empty. */
  readRules(): string | undefined {
    const isMade = this.prepare("SELECT 1 FROM sqlite_master WHERE name = 'book'").get() !== undefined;
    return isMade ? this.prepare<[], string>('SELECT rules FROM book').pluck().get() : undefined;
  }

  /** An empty book of this program's rules, whatever the file held. */
  clear(): void {
    this.transact(() => {
      const tables = this.prepare<[], string>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
      ).pluck();
      for (const table of tables.all()) this.exec(`DROP TABLE "${table}"`);
      this.exec(BOOK_SCHEMA_SQL);
      this.prepare('INSERT INTO book (id, rules) VALUES (1, ?)').run(this.rules);
    });
  }

  findPosition(base: string): PositionRow {
    const row = this.prepare<[string], PositionRow>('SELECT * FROM positions WHERE base = ?').get(base);
    return row ?? { base, place: 0, hash: '', fault: null };
  }

  listRejections(): RejectionRow[] {
    return this.prepare<[], RejectionRow>('SELECT * FROM rejections ORDER BY base, place').all();
  }
}

/** How the book's file is opened. */
export interface HeadquartersBookOptions {
  /** What the book is made by. */
  rules: string;
  /** For the service and `rebuild`: drops a book of other rules, and a damaged file. Else they are refused. */
  mayDrop: boolean;
  busyTimeoutMs?: number;
}

/** How long a desk command waits for another process that writes. */
const DESK_WAITS_MS = 5_000;

/**
 * Opens the book's file, or makes an empty one.
 *
 * @throws {BookOfOtherRules} when it may not be dropped
 */
export function openHeadquartersBook(path: string, options: HeadquartersBookOptions): HeadquartersBook {
  try {
    return openSoundBook(path, options);
  } catch (error) {
    if (!options.mayDrop || !(isDamagedFile(error) || error instanceof DamagedBook)) throw error;
    for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) rmSync(file);
    return openSoundBook(path, options);
  }
}

function openSoundBook(
  path: string,
  { rules, mayDrop, busyTimeoutMs = DESK_WAITS_MS }: HeadquartersBookOptions,
): HeadquartersBook {
  // What a power cut takes of it is booked again from the entries.
  const book = new HeadquartersBook(openDatabase(path, { synchronous: 'NORMAL', busyTimeoutMs }), rules);
  try {
    const made = book.readRules();
    if (made !== rules) {
      if (made !== undefined && !mayDrop) throw new BookOfOtherRules();
      book.clear();
    }
    // A file that cannot be written is found out here, where it may be made again.
    if (mayDrop) book.prepare('UPDATE book SET rules = rules').run();
    if (mayDrop && book.prepare<[], string>('PRAGMA quick_check(1)').pluck().get() !== 'ok') throw new DamagedBook();
    return book;
  } catch (error) {
    book.close();
    throw error;
  }
}

/** The book's file beside that of the link half. */
export function bookPath(linkPath: string): string {
  return linkPath === ':memory:' ? linkPath : `${linkPath.replace(/\.sqlite$/, '')}-book.sqlite`;
}
