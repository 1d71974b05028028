// One SQLite file of headquarters: opened with the durability that its half needs. The only folder of headquarters that
// knows better-sqlite3.
import Database from 'better-sqlite3';

/** The connection, with every statement prepared once: a batch of entries runs some thousands. */
export class SqliteFile {
  readonly #database: Database.Database;
  readonly #prepared = new Map<string, Database.Statement>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  prepare<P extends unknown[], R = unknown>(sql: string): Database.Statement<P, R> {
    const statement = this.#prepared.get(sql) ?? this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement as Database.Statement<P, R>;
  }

  /** Statements without results, as of a schema; forgets what was prepared, because tables may have gone. */
  exec(sql: string): void {
    this.#prepared.clear();
    this.#database.exec(sql);
  }

  /** One IMMEDIATE transaction; on return it is committed. */
  transact<T>(action: () => T): T {
    return this.#database.transaction(action).immediate();
  }

  close(): void {
    this.#database.close();
  }
}

/** How a half's file is opened. */
export interface SqliteFileOptions {
  /** FULL: a commit survives a power cut. NORMAL: the last ones may be lost, the file stays sound. */
  synchronous: 'FULL' | 'NORMAL';
  /** How long a statement waits for another process that writes. The whole process stands still meanwhile. */
  busyTimeoutMs: number;
}

const SYNCHRONOUS_CODES = { NORMAL: 1, FULL: 2 } as const;

/** Opens or makes an SQLite file in WAL mode. */
export function openDatabase(path: string, { synchronous, busyTimeoutMs }: SqliteFileOptions): Database.Database {
  const database = new Database(path, { timeout: busyTimeoutMs });
  try {
    database.pragma('journal_mode = WAL');
    // WAL alone does not wait for the disk: its default is NORMAL.
    database.pragma(`synchronous = ${synchronous}`);
    database.pragma('foreign_keys = ON');
    if (database.pragma('synchronous', { simple: true }) !== SYNCHRONOUS_CODES[synchronous])
      throw new Error(`SQLite does not take synchronous=${synchronous}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Copies a database that others may be writing to a new file, as one moment shows it, and checks the copy.
 *
 * @throws {Error} when the copy is not sound: the original is damaged, or the disk is
 * @see https://www.sqlite.org/lang_vacuum.html#vacuuminto
 */
export function copySoundDatabase(path: string, target: string): void {
  const source = new Database(path, { readonly: true, fileMustExist: true });
  try {
    source.prepare('VACUUM INTO ?').run(target);
  } finally {
    source.close();
  }
  const copy = new Database(target, { readonly: true, fileMustExist: true });
  try {
    const found = copy.pragma('integrity_check(1)', { simple: true });
    if (found !== 'ok') throw new Error(`${path} is damaged: ${String(found)}`);
  } finally {
    copy.close();
  }
}

/** What a file or disk may answer at any moment: https://sqlite.org/rescode.html, with their extended codes. */
const STORAGE_CODES =
  /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL|PERM|CORRUPT|NOTADB|INTERRUPT)(_|$)/;

/**
 * True for trouble of the file or its disk (locked, full, cannot be read): whether the work was done is not known, and
 * the same work may be tried again. False for everything that is the program's own fault.
 */
export function isStorageTrouble(error: unknown): boolean {
  return error instanceof Database.SqliteError && STORAGE_CODES.test(error.code);
}

/** True if the file just opened is no sound database. A damaged header may also say an unknown format, or that nobody writes. */
export function isDamagedFile(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|ERROR|READONLY)(_|$)/.test(error.code);
}
