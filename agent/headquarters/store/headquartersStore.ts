// Headquarters' own SQLite file. Everything it knows is here, so that it may be killed at any moment. Must not know
// MQTT.
import Database from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { STORE_SCHEMA_SQL, STORE_SCHEMA_VERSION } from './storeSchema.ts';

/** The connection, with every statement prepared once: an envelope runs some thousands. */
export class HeadquartersStore {
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

  /** One IMMEDIATE transaction; on return it is on disk. */
  transact<T>(action: () => T): T {
    return this.#database.transaction(action).immediate();
  }

  /** Work inside a transaction that may turn out to be wrong: a text says why, and nothing of it was done. */
  runInSavepoint(action: () => string | null): string | null {
    this.prepare('SAVEPOINT attempt').run();
    const rejection = action();
    if (rejection !== null) this.prepare('ROLLBACK TO attempt').run();
    this.prepare('RELEASE attempt').run();
    return rejection;
  }

  /** A whole row, new or instead of the one with its key. */
  saveRow(table: string, row: object): void {
    const names = Object.keys(row);
    this.prepare(
      `INSERT OR REPLACE INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
    ).run(row);
  }

  close(): void {
    this.#database.close();
  }
}

/** Opens or makes the store; waits up to 5 s for another process that writes. */
export function openHeadquartersStore(path: string): HeadquartersStore {
  const database = new Database(path, { timeout: 5_000 });
  database.pragma('journal_mode = WAL');
  // An acknowledgement promises durability, so every commit waits for the disk. WAL alone would not (its default is
  // NORMAL).
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  if (database.pragma('synchronous', { simple: true }) !== 2) throw new Error('SQLite does not take synchronous=FULL');
  database
    .transaction(() => {
      const version = database.pragma('user_version', { simple: true });
      if (version === STORE_SCHEMA_VERSION) return;
      if (version !== 0)
        throw new Error(`${path} is of version ${String(version)}, this program knows ${STORE_SCHEMA_VERSION}`);
      database.exec(STORE_SCHEMA_SQL);
      database.prepare('INSERT INTO headquarters (id, incarnation) VALUES (1, ?)').run(randomBytes(16).toString('hex'));
      database.pragma(`user_version = ${STORE_SCHEMA_VERSION}`);
    })
    .immediate();
  return new HeadquartersStore(database);
}

/** The random id that this store was given when it was made; a restored copy bears the old one. */
export function readIncarnation(store: HeadquartersStore): string {
  return store.prepare<[], string>('SELECT incarnation FROM headquarters').pluck().get() ?? '';
}
