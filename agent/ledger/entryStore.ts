// Rows of entries, causes and cursor on one connection: prepared statements and nothing else. It decides nothing and
// does not compute hashes.
import type {
  Cursor,
  Halt,
  Head,
  EntryTextFilter,
  EntrySearchPage,
  InclusionProof,
  StoredEntry,
} from '../core/ports/ledger.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import { type CauseStore, createCauseStore } from './causeStore.ts';
import {
  type CurrentEpoch,
  type EntryRow,
  readCursor,
  readStoredEntry,
  selectBatch,
  writeCursor,
} from './entryRows.ts';
import { EpochTree, keepCompletedPieces } from './epochTree.ts';
import { GENESIS_HASH } from './hashChain.ts';

/** Rows of entries, causes and the cursor of one connection. Seqs are of the current epoch, from 1. */
export interface EntryStore extends CauseStore {
  readonly epoch: CurrentEpoch;
  readonly begin: () => void;
  readonly commit: () => void;
  readonly rollback: () => void;
  head(): Head;
  append(entry: StoredEntry): void;
  entryAt(seq: number): StoredEntry | undefined;
  entriesFrom(seq: number, limits: { limit: number }): IterableIterator<StoredEntry>;
  entriesAfter(seq: number, limits: { limit: number; maxBytes: number }): StoredEntry[];
  entriesBefore(seq: number, search: { scanLimit: number; limit: number; holding: EntryTextFilter }): EntrySearchPage;
  /** See `EpochEntries`. */
  treeRoot(size: number): string;
  proveInclusion(place: { seq: number; size: number }): InclusionProof;
  cursor(): Cursor;
  moveCursor(cursor: Cursor): void;
  halt(): Halt | null;
  writeHalt(halt: Halt): void;
}

/**
 * The epoch with the highest number.
 *
 * @throws {Error} when the ledger has none
 */
export function readCurrentEpoch(connection: DatabaseConnection): CurrentEpoch {
  const row = connection
    .prepare<[], CurrentEpoch>(
      'SELECT number, epoch, first_position AS firstPosition FROM epochs ORDER BY number DESC LIMIT 1',
    )
    .get();
  if (row === undefined) throw new Error('The ledger has no epoch.');
  return row;
}

function entryStatements(connection: DatabaseConnection) {
  const columns = 'SELECT hash, bytes FROM entries';
  return {
    last: connection.prepare<[], { position: number; seq: number; epoch: number; hash: Buffer }>(
      'SELECT position, seq, epoch, hash FROM entries ORDER BY position DESC LIMIT 1',
    ),
    insert: connection.prepare<[number, number, number, Buffer, Uint8Array]>(
      'INSERT INTO entries (position, epoch, seq, hash, bytes) VALUES (?, ?, ?, ?, ?)',
    ),
    at: connection.prepare<[number], EntryRow>(`${columns} WHERE position = ?`),
    from: connection.prepare<[number, number], EntryRow>(`${columns} WHERE position >= ? ORDER BY position LIMIT ?`),
  };
}

/** A prepared transaction statement as a function. */
function prepareTransactionStatement(connection: DatabaseConnection, sql: string): () => void {
  const statement = connection.prepare(sql);
  return () => void statement.run();
}

/** SQLite looks into the bytes without parsing them; a statement a shape, because the shape is the caller's. */
function findRowsByText(
  connection: DatabaseConnection,
  holding: EntryTextFilter,
  { from, before, limit }: { from: number; before: number; limit: number },
): EntryRow[] {
  const clauses = holding.map((texts) => `(${texts.map(() => 'instr(bytes, ?) > 0').join(' OR ')})`);
  const condition = ['position >= ?', 'position < ?', ...clauses].join(' AND ');
  const texts = holding.flat().map((text) => Buffer.from(text, 'utf8'));
  return connection
    .prepare<(number | Buffer)[], EntryRow>(
      `SELECT hash, bytes FROM entries WHERE ${condition} ORDER BY position DESC LIMIT ?`,
    )
    .all(from, before, ...texts, limit);
}

/**
 * Prepares the statements of entries, causes and cursor on a connection.
 *
 * @throws {Error} when the ledger has no epoch
 */
export function createEntryStore(connection: DatabaseConnection): EntryStore {
  const epoch = readCurrentEpoch(connection);
  const entries = entryStatements(connection);
  const tree = new EpochTree(epoch);
  const positionOf = (seq: number): number => epoch.firstPosition + seq - 1;
  return {
    epoch,
    begin: prepareTransactionStatement(connection, 'BEGIN IMMEDIATE'),
    commit: prepareTransactionStatement(connection, 'COMMIT'),
    rollback: prepareTransactionStatement(connection, 'ROLLBACK'),
    head() {
      const row = entries.last.get();
      if (row?.epoch !== epoch.number) return { epoch: epoch.epoch, seq: 0, hash: GENESIS_HASH };
      return { epoch: epoch.epoch, seq: row.seq, hash: row.hash.toString('hex') };
    },
    append({ entry, bytes, hash }) {
      entries.insert.run(positionOf(entry.seq), epoch.number, entry.seq, Buffer.from(hash, 'hex'), bytes);
      keepCompletedPieces(connection, epoch, entry.seq);
    },
    treeRoot: (size) => tree.rootAt(connection, size),
    proveInclusion: (place) => tree.prove(connection, place),
    entryAt(seq) {
      const row = seq >= 1 ? entries.at.get(positionOf(seq)) : undefined;
      return row === undefined ? undefined : readStoredEntry(row);
    },
    *entriesFrom(seq, { limit }) {
      for (const row of entries.from.iterate(positionOf(Math.max(seq, 1)), limit)) yield readStoredEntry(row);
    },
    entriesAfter(seq, { limit, maxBytes }) {
      return selectBatch(entries.from.iterate(positionOf(Math.max(seq + 1, 1)), limit), maxBytes);
    },
    entriesBefore(seq, { scanLimit, limit, holding }) {
      const beforeSeq = Math.min(seq, (entries.last.get()?.position ?? 0) - epoch.firstPosition + 2);
      const fromSeq = Math.max(1, beforeSeq - scanLimit);
      if (beforeSeq <= 1) return { entries: [], from: 1 };
      const entriesFound = findRowsByText(connection, holding, {
        from: positionOf(fromSeq),
        before: positionOf(beforeSeq),
        limit,
      }).map(readStoredEntry);
      const last = entriesFound.at(-1);
      return { entries: entriesFound, from: entriesFound.length === limit && last ? last.entry.seq : fromSeq };
    },
    ...createCauseStore(connection, epoch),
    cursor: () => readCursor(connection, epoch.number),
    moveCursor: (cursor) => writeCursor(connection, epoch.number, cursor),
    halt() {
      const row = connection
        .prepare<[number], Halt>('SELECT reason, signed FROM halts WHERE epoch = ?')
        .get(epoch.number);
      return row ?? null;
    },
    writeHalt({ reason, signed }) {
      connection.prepare('INSERT OR IGNORE INTO halts VALUES (?, ?, ?)').run(epoch.number, reason, signed);
    },
  };
}
