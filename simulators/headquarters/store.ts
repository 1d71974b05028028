// Headquarters' own SQLite file. Everything it knows is here, so that it may be killed at any moment. Must not know MQTT.
import Database from 'better-sqlite3';
import { randomBytes } from 'node:crypto';

/** The connection, with every statement prepared once: an envelope runs some thousands. */
export class Store {
  readonly #database: Database.Database;
  readonly #prepared = new Map<string, Database.Statement>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  prepare<P extends unknown[], R = unknown>(sql: string): Database.Statement<P, R> {
    const known = this.#prepared.get(sql) ?? this.#database.prepare(sql);
    this.#prepared.set(sql, known);
    return known as Database.Statement<P, R>;
  }

  /** One IMMEDIATE transaction; on return it is on disk. */
  write<T>(work: () => T): T {
    return this.#database.transaction(work).immediate();
  }

  close(): void {
    this.#database.close();
  }
}

const SCHEMA = `
CREATE TABLE house (id INTEGER PRIMARY KEY CHECK (id = 1), incarnation TEXT NOT NULL, refused INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE bases (base TEXT PRIMARY KEY, topic TEXT NOT NULL UNIQUE, signing_key TEXT NOT NULL, sealing_key TEXT NOT NULL) STRICT;
CREATE TABLE streams (
  stream INTEGER PRIMARY KEY, base TEXT NOT NULL REFERENCES bases, epoch TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('approved', 'waiting', 'stopped')), trouble TEXT NOT NULL DEFAULT '',
  seq INTEGER NOT NULL DEFAULT 0, hash TEXT NOT NULL, greeted INTEGER NOT NULL DEFAULT 0,
  applied INTEGER NOT NULL DEFAULT 0, duplicates INTEGER NOT NULL DEFAULT 0, gaps INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0, UNIQUE (base, epoch)) STRICT;
CREATE TABLE entries (
  stream INTEGER NOT NULL REFERENCES streams, seq INTEGER NOT NULL, hash TEXT NOT NULL, bytes BLOB NOT NULL,
  rejected TEXT, PRIMARY KEY (stream, seq)) STRICT;
CREATE TABLE orders (
  number INTEGER PRIMARY KEY, base TEXT NOT NULL REFERENCES bases, order_id TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
  stream INTEGER REFERENCES streams, counter INTEGER, signed TEXT, hash TEXT, answer TEXT, UNIQUE (stream, counter)) STRICT;
CREATE TABLE notices (stream INTEGER NOT NULL, lot TEXT NOT NULL, order_id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (stream, lot)) STRICT;
CREATE TABLE names (
  stream INTEGER NOT NULL, name TEXT NOT NULL, lot TEXT NOT NULL, package TEXT NOT NULL, PRIMARY KEY (stream, name, lot, package)) STRICT;
CREATE TABLE jobs (stream INTEGER NOT NULL, job TEXT NOT NULL, lot TEXT NOT NULL, PRIMARY KEY (stream, job)) STRICT;
CREATE TABLE weighings (
  stream INTEGER NOT NULL, weighing TEXT NOT NULL, gross_mg INTEGER NOT NULL, interval_mg INTEGER NOT NULL, class TEXT NOT NULL,
  verified INTEGER NOT NULL, package TEXT, bound_seq INTEGER, reversed INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (stream, weighing)) STRICT;
CREATE INDEX weighings_by_package ON weighings (stream, package, bound_seq);
CREATE TABLE facts (
  stream INTEGER NOT NULL, seq INTEGER NOT NULL, lot TEXT NOT NULL, code TEXT NOT NULL, package TEXT NOT NULL, PRIMARY KEY (stream, seq)) STRICT;
CREATE INDEX facts_by_lot ON facts (stream, lot);
CREATE TABLE claims (stream INTEGER NOT NULL, finding TEXT NOT NULL, code TEXT NOT NULL, package TEXT, PRIMARY KEY (stream, finding)) STRICT;
CREATE TABLE verdicts (
  stream INTEGER NOT NULL, seq INTEGER NOT NULL, lot TEXT NOT NULL, claimed TEXT NOT NULL, own TEXT NOT NULL, agrees INTEGER NOT NULL,
  differences TEXT NOT NULL, PRIMARY KEY (stream, seq)) STRICT;
`;

const SCHEMA_VERSION = 1;

/** Opens or makes the store; waits up to 5 s for another process that writes. */
export function openStore(path: string): Store {
  const database = new Database(path, { timeout: 5_000 });
  database.pragma('journal_mode = WAL');
  // An acknowledgement promises durability, so every commit waits for the disk. WAL alone would not (its default is NORMAL).
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  if (database.pragma('synchronous', { simple: true }) !== 2) throw new Error('SQLite does not take synchronous=FULL');
  database
    .transaction(() => {
      const version = database.pragma('user_version', { simple: true });
      if (version === SCHEMA_VERSION) return;
      if (version !== 0) throw new Error(`${path} is of version ${String(version)}, this program knows ${SCHEMA_VERSION}`);
      database.exec(SCHEMA);
      database.prepare('INSERT INTO house (id, incarnation) VALUES (1, ?)').run(randomBytes(16).toString('hex'));
      database.pragma(`user_version = ${SCHEMA_VERSION}`);
    })
    .immediate();
  return new Store(database);
}

export function incarnationOf(store: Store): string {
  return store.prepare<[], string>('SELECT incarnation FROM house').pluck().get() ?? '';
}

export interface BaseRow {
  base: string;
  topic: string;
  signing_key: string;
  sealing_key: string;
}

export function enrolledBases(store: Store): BaseRow[] {
  return store.prepare<[], BaseRow>('SELECT * FROM bases ORDER BY base').all();
}

export function enrol(store: Store, base: BaseRow): 'enrolled' | 'known' | 'refused' {
  const known = store.prepare<[string], BaseRow>('SELECT * FROM bases WHERE base = ?').get(base.base);
  if (known) {
    // Other keys for a known name need a key list of the root, which is not this version's to take.
    return known.signing_key === base.signing_key && known.sealing_key === base.sealing_key && known.topic === base.topic ? 'known' : 'refused';
  }
  store.prepare('INSERT INTO bases VALUES (@base, @topic, @signing_key, @sealing_key)').run(base);
  return 'enrolled';
}

export interface StreamRow {
  stream: number;
  base: string;
  epoch: string;
  state: 'approved' | 'waiting' | 'stopped';
  trouble: string;
  seq: number;
  hash: string;
  greeted: number;
  applied: number;
  duplicates: number;
  gaps: number;
  rejected: number;
}

export function streamOf(store: Store, base: string, epoch: string): StreamRow | undefined {
  return store.prepare<[string, string], StreamRow>('SELECT * FROM streams WHERE base = ? AND epoch = ?').get(base, epoch);
}
