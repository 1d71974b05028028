// The link half on SQLite: one file, every commit on disk before a method returns. Must not know MQTT or what entries mean.
import type Database from 'better-sqlite3';
import { greetStream } from './streamGreeting.ts';
import { LINK_SCHEMA_SQL, STORE_SCHEMA_VERSION } from './linkSchema.ts';
import type {
  BaseRow,
  DepositRow,
  EnrolledBaseRow,
  EntryAppend,
  Greeted,
  Greeting,
  IssuedOrderRow,
  LinkStore,
  OrderAnswer,
  OrderIssue,
  OrderRow,
  StoredEntryRow,
  StreamRow,
} from './linkStore.ts';
import { openDatabase, SqliteFile } from './sqliteFile.ts';

/** How long a desk command waits for another process that writes. */
const DESK_WAITS_MS = 5_000;

/** Opens or makes the link half's file. A service waits less: it tries again by itself, and stands still meanwhile. */
export function openLinkStore(path: string, { busyTimeoutMs = DESK_WAITS_MS } = {}): SqliteLinkStore {
  const database = openDatabase(path, { synchronous: 'FULL', busyTimeoutMs });
  try {
    return new SqliteLinkStore(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The link half in one SQLite file. */
export class SqliteLinkStore implements LinkStore {
  readonly #file: SqliteFile;

  /** Makes the tables in an empty file; a file of another version is refused. */
  constructor(database: Database.Database) {
    this.#file = new SqliteFile(database);
    this.#file.transact(() => {
      const version = database.pragma('user_version', { simple: true });
      if (version === STORE_SCHEMA_VERSION) return;
      if (version !== 0)
        throw new Error(
          `${database.name} is of version ${String(version)}, this program knows ${STORE_SCHEMA_VERSION}`,
        );
      this.#file.exec(LINK_SCHEMA_SQL);
      this.#file.prepare('INSERT INTO headquarters (id) VALUES (1)').run();
      database.pragma(`user_version = ${STORE_SCHEMA_VERSION}`);
    });
  }

  listBases(): EnrolledBaseRow[] {
    return this.#file.prepare<[], EnrolledBaseRow>('SELECT * FROM bases ORDER BY base').all();
  }

  enrolBase({ base, topic, signing_key, sealing_key }: BaseRow): 'enrolled' | 'known' | 'refused' {
    return this.#file.transact(() => {
      const known = this.#file.prepare<[string], BaseRow>('SELECT * FROM bases WHERE base = ?').get(base);
      if (known) {
        // Other keys for a known name need a key list of the root, which is not this version's to take.
        const isSame = known.signing_key === signing_key && known.sealing_key === sealing_key && known.topic === topic;
        return isSame ? 'known' : 'refused';
      }
      this.#file
        .prepare('INSERT INTO bases (base, topic, signing_key, sealing_key) VALUES (?, ?, ?, ?)')
        .run(base, topic, signing_key, sealing_key);
      return 'enrolled';
    });
  }

  listStreams(): StreamRow[] {
    return this.#file.prepare<[], StreamRow>('SELECT * FROM streams ORDER BY stream').all();
  }

  rekeyBase({ base, signing_key, sealing_key }: Omit<BaseRow, 'topic'>): boolean {
    return (
      this.#file
        .prepare('UPDATE bases SET signing_key = ?, sealing_key = ? WHERE base = ?')
        .run(signing_key, sealing_key, base).changes === 1
    );
  }

  findStream(base: string, epoch: string, newest = ''): StreamRow | undefined {
    return this.#file
      .prepare<[string, string, string], StreamRow>(
        "SELECT * FROM streams WHERE base = ? AND epoch = ? AND branch IN ('', ?) ORDER BY branch DESC LIMIT 1",
      )
      .get(base, epoch, newest);
  }

  findNewestStream(base: string): StreamRow | undefined {
    return this.#file
      .prepare<[string], StreamRow>(
        "SELECT * FROM streams WHERE base = ? AND state = 'approved' AND branch = '' ORDER BY stream DESC LIMIT 1",
      )
      .get(base);
  }

  greetStream(greeting: Greeting): Greeted {
    return this.#file.transact(() => greetStream(this.#file, greeting));
  }

  approveStream(stream: number, from: 'waiting' | 'stopped'): boolean {
    return (
      this.#file
        .prepare("UPDATE streams SET state = 'approved', reason = '' WHERE stream = ? AND state = ?")
        .run(stream, from).changes === 1
    );
  }

  countGap(stream: number): void {
    this.#file.prepare('UPDATE streams SET gaps = gaps + 1 WHERE stream = ?').run(stream);
  }

  stopStream(stream: number, reason: string): void {
    this.#file.prepare("UPDATE streams SET state = 'stopped', reason = ? WHERE stream = ?").run(reason, stream);
  }

  appendEntries({ stream, head, entries, duplicates, answers, leaf_key, tree }: EntryAppend): StreamRow | null {
    return this.#file.transact(() => {
      const row = this.#findStreamByNumber(stream);
      if (row?.state !== 'approved' || row.seq !== head.seq || row.hash !== head.hash) return null;
      const stored =
        this.#file.prepare<[string], number>('SELECT stored FROM bases WHERE base = ?').pluck().get(row.base) ?? 0;
      const insert = this.#file.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)');
      for (const [index, { seq, hash, bytes }] of entries.entries())
        insert.run(stream, seq, row.base, stored + index + 1, hash, bytes);
      this.#file.prepare('UPDATE bases SET stored = ? WHERE base = ?').run(stored + entries.length, row.base);
      const last = entries.at(-1) ?? head;
      this.#file
        .prepare(
          `UPDATE streams SET seq = ?, hash = ?, applied = applied + ?, duplicates = duplicates + ?, leaf_key = ?, tree = ?
           WHERE stream = ?`,
        )
        .run(last.seq, last.hash, entries.length, duplicates, leaf_key, tree, stream);
      for (const answer of answers) this.#saveAnswer(row, answer);
      return this.#findStreamByNumber(stream) ?? null;
    });
  }

  #saveAnswer({ stream, base }: StreamRow, { hash, answer, learnt }: OrderAnswer): void {
    const known = this.#file
      .prepare<[string, string]>('SELECT 1 FROM orders WHERE hash = ? AND base = ?')
      .get(hash, base);
    if (known === undefined && learnt !== null) this.#learnOrder({ stream, base }, { ...learnt, hash });
    this.#file
      .prepare('UPDATE orders SET answer = ? WHERE hash = ? AND base = ? AND answer IS NULL')
      .run(answer, hash, base);
  }

  /** What the base holds under a number is so: what this restored store issued from there on is queued again. */
  #learnOrder(
    { stream, base }: { stream: number; base: string },
    learnt: NonNullable<OrderAnswer['learnt']> & { hash: string },
  ): void {
    this.#file
      .prepare(
        `UPDATE orders SET stream = NULL, counter = NULL, signed = NULL, hash = NULL, issued_ms = NULL, answer = NULL
         WHERE stream = ? AND counter >= ?
           AND EXISTS (SELECT 1 FROM orders o WHERE o.stream = orders.stream AND o.counter = ?)`,
      )
      .run(stream, learnt.counter, learnt.counter);
    this.#file
      .prepare(
        `INSERT INTO orders (base, order_id, body, stream, counter, signed, hash, issued_ms)
         VALUES (@base, @order_id, @body, @stream, @counter, @signed, @hash, @issued_ms)
         ON CONFLICT (order_id) DO UPDATE SET body = excluded.body, stream = excluded.stream, counter = excluded.counter,
           signed = excluded.signed, hash = excluded.hash, issued_ms = excluded.issued_ms
         WHERE orders.base = excluded.base AND orders.stream IS NULL`,
      )
      .run({ ...learnt, stream, base });
  }

  #findStreamByNumber(stream: number): StreamRow | undefined {
    return this.#file.prepare<[number], StreamRow>('SELECT * FROM streams WHERE stream = ?').get(stream);
  }

  readHashes(stream: number, { first, last }: { first: number; last: number }): Map<number, string> {
    const rows = this.#file
      .prepare<[number, number, number], { seq: number; hash: string }>(
        'SELECT seq, hash FROM entries WHERE stream = ? AND seq BETWEEN ? AND ?',
      )
      .all(stream, first, last);
    const from = this.#findStreamByNumber(stream);
    return new Map([
      ...(from ? [[from.from_seq, from.from_hash] as const] : []),
      ...rows.map(({ seq, hash }) => [seq, hash] as const),
    ]);
  }

  readStream(stream: number, { first, last }: { first: number; last: number }): { seq: number; bytes: Uint8Array }[] {
    return this.#file
      .prepare<[number, number, number], { seq: number; bytes: Uint8Array }>(
        `SELECT e.seq, e.bytes FROM streams s
         JOIN streams m ON m.base = s.base AND m.epoch = s.epoch AND m.branch IN ('', s.branch)
         JOIN entries e ON e.stream = m.stream AND (m.stream = s.stream OR e.seq <= s.from_seq)
         WHERE s.stream = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq`,
      )
      .all(stream, first, last);
  }

  readEntries(base: string, range: { fromPlace: number; limit: number; maxBytes: number }): StoredEntryRow[] {
    const rows: StoredEntryRow[] = [];
    let bytes = 0;
    const select = this.#file.prepare<[string, number, number], StoredEntryRow>(
      `SELECT e.stream, e.seq, e.place, e.hash, e.bytes, s.epoch, s.signing_key, coalesce(p.hash, s.from_hash) AS previous_hash
       FROM entries e JOIN streams s USING (stream) LEFT JOIN entries p ON p.stream = e.stream AND p.seq = e.seq - 1
       WHERE e.base = ? AND e.place >= ? ORDER BY e.place LIMIT ?`,
    );
    for (const row of select.iterate(base, range.fromPlace, range.limit)) {
      bytes += row.bytes.length;
      if (rows.length > 0 && bytes > range.maxBytes) break;
      rows.push(row);
    }
    return rows;
  }

  queueOrders(orders: readonly Pick<OrderRow, 'base' | 'order_id' | 'body'>[], deposit?: DepositRow): boolean[] {
    return this.#file.transact(() => {
      const insert = this.#file.prepare('INSERT OR IGNORE INTO orders (base, order_id, body) VALUES (?, ?, ?)');
      if (deposit)
        this.#file.prepare('INSERT INTO deposits VALUES (?, ?, ?)').run(deposit.base, deposit.sealed, deposit.release);
      return orders.map(({ base, order_id, body }) => insert.run(base, order_id, body).changes === 1);
    });
  }

  listOrders(base?: string): OrderRow[] {
    return this.#file
      .prepare<[string | null], OrderRow>('SELECT * FROM orders WHERE base = coalesce(?, base) ORDER BY number')
      .all(base ?? null);
  }

  listQueuedOrders(base: string): OrderRow[] {
    return this.#file
      .prepare<[string], OrderRow>('SELECT * FROM orders WHERE base = ? AND stream IS NULL ORDER BY number')
      .all(base);
  }

  listIssuedOrders(stream: number, afterCounter: number): IssuedOrderRow[] {
    return this.#file
      .prepare<[number, number], IssuedOrderRow>(
        'SELECT * FROM orders WHERE stream = ? AND counter > ? ORDER BY counter',
      )
      .all(stream, afterCounter);
  }

  findIssuedOrder(stream: number, counter: number | 'last'): IssuedOrderRow | undefined {
    return this.#file
      .prepare<[number, number | null], IssuedOrderRow>(
        'SELECT * FROM orders WHERE stream = ? AND counter = coalesce(?, counter) ORDER BY counter DESC LIMIT 1',
      )
      .get(stream, counter === 'last' ? null : counter);
  }

  issueOrders(stream: number, issue: { lastCounter: number; orders: readonly OrderIssue[] }): boolean {
    return this.#file.transact(() => {
      const told = this.#findStreamByNumber(stream)?.told_orders ?? 0;
      // A number that the base has an order under is not given again: that order comes back with the base's entries.
      if (issue.lastCounter < told) return false;
      if ((this.findIssuedOrder(stream, 'last')?.counter ?? 0) !== issue.lastCounter) return false;
      const queued = this.#file.prepare<[number], number>('SELECT 1 FROM orders WHERE number = ? AND stream IS NULL');
      if (issue.orders.some(({ number }) => queued.get(number) === undefined)) return false;
      const update = this.#file.prepare(
        'UPDATE orders SET stream = ?, counter = ?, signed = ?, hash = ?, issued_ms = ? WHERE number = ?',
      );
      for (const { number, counter, signed, hash, issued_ms } of issue.orders)
        update.run(stream, counter, signed, hash, issued_ms, number);
      return true;
    });
  }

  listDeposits(base: string): DepositRow[] {
    return this.#file.prepare<[string], DepositRow>('SELECT * FROM deposits WHERE base = ?').all(base);
  }

  readRefused(): number {
    return this.#file.prepare<[], number>('SELECT refused FROM headquarters').pluck().get() ?? 0;
  }

  countRefused(): void {
    this.#file.prepare('UPDATE headquarters SET refused = refused + 1').run();
  }

  close(): void {
    this.#file.close();
  }
}
