// Rows of entries and cursors as they are stored, for the current epoch and for earlier ones alike. Decides nothing.
import type { Entry } from '../core/model/entry.ts';
import type { Cursor, EpochEntries, Head, StoredEntry } from '../core/ports/ledger.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import { GENESIS_HASH } from './hashChain.ts';

/** The epoch that is written now: its row number, and the position at which its entries begin. */
export interface CurrentEpoch {
  number: number;
  epoch: string;
  firstPosition: number;
}

/** A stored entry: its hash and its canonical bytes. */
export interface EntryRow {
  hash: Buffer;
  bytes: Buffer;
}

/** A row as it was stored, parsed. */
export function readStoredEntry(row: EntryRow): StoredEntry {
  // Only what transact wrote is in the table, and verify is there to doubt that; so the bytes are not checked again
  // here.
  return { entry: JSON.parse(row.bytes.toString('utf8')) as Entry, bytes: row.bytes, hash: row.hash.toString('hex') };
}

/** Rows in order, until they have `maxBytes`; always at least one: a larger entry must not stop the queue for ever. */
export function selectBatch(rows: Iterable<EntryRow>, maxBytes: number): StoredEntry[] {
  const batch: StoredEntry[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += row.bytes.length;
    if (batch.length > 0 && bytes > maxBytes) break;
    batch.push(readStoredEntry(row));
  }
  return batch;
}

/** Headquarters' word on an epoch; position 0 before the first. */
export function readCursor(connection: DatabaseConnection, epoch: number): Cursor {
  const row = connection
    .prepare<[number], { seq: number; hash: Buffer; incarnation: string; signed: string }>(
      'SELECT seq, hash, incarnation, signed FROM cursor WHERE epoch = ?',
    )
    .get(epoch);
  if (row === undefined) return { seq: 0, hash: GENESIS_HASH, incarnation: '', signed: '' };
  return { ...row, hash: row.hash.toString('hex') };
}

/** Within a transaction. */
export function writeCursor(connection: DatabaseConnection, epoch: number, cursor: Cursor): void {
  connection
    .prepare(
      `INSERT INTO cursor (epoch, seq, hash, incarnation, signed) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (epoch) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, incarnation = excluded.incarnation, signed = excluded.signed`,
    )
    .run(epoch, cursor.seq, Buffer.from(cursor.hash, 'hex'), cursor.incarnation, cursor.signed);
}

/** Whether a cursor may move: to an entry that is here with that hash, and without `back` not before where it stands. */
export function judgeCursorMove(
  { seq, hash }: Cursor,
  {
    back,
    current,
    head,
    entries,
  }: { back: boolean; current: Cursor; head: Head; entries: Pick<EpochEntries, 'entryAt'> },
): 'moved' | 'unchanged' | 'refused' {
  if (!Number.isSafeInteger(seq) || seq < (back ? 0 : current.seq) || seq > head.seq) return 'refused';
  const ours = seq === 0 ? GENESIS_HASH : entries.entryAt(seq)?.hash;
  if (hash !== ours) return 'refused';
  return seq === current.seq ? 'unchanged' : 'moved';
}
