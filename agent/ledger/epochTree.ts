// The Merkle tree of one epoch on the disk: leaves made from its entries, pieces kept with the book. Reads the rows anew,
// and keeps in memory the edge at which it was asked last. Decides nothing about entries.
import type { InclusionProof } from '../core/ports/ledger.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import {
  inclusionPath,
  leafHash,
  leafSalt,
  PIECE_ENTRIES,
  pieceEdge,
  type Subtree,
  TreeEdge,
  type TreeSource,
} from './merkleTree.ts';

/** Which rows are an epoch's. */
export interface EpochRows {
  number: number;
  firstPosition: number;
}

/** K of an epoch, from the bytes of its first entry; undefined: that entry does not open an epoch. */
export function readLeafKey(firstEntry: Uint8Array): string | undefined {
  const { kind, body } = JSON.parse(Buffer.from(firstEntry).toString('utf8')) as { kind?: unknown; body?: unknown };
  const leafKey = (body as { leafKey?: unknown } | null | undefined)?.leafKey;
  return kind === 'epoch-opened' && typeof leafKey === 'string' && /^[0-9a-f]{64}$/.test(leafKey) ? leafKey : undefined;
}

function selectLeafKey(connection: DatabaseConnection, { firstPosition }: EpochRows): string | undefined {
  const bytes = connection
    .prepare<[number], Buffer>('SELECT bytes FROM entries WHERE position = ?')
    .pluck()
    .get(firstPosition);
  return bytes && readLeafKey(bytes);
}

/** Writes subtrees of an epoch beside the book. */
export function createPieceWriter(
  connection: DatabaseConnection,
): (epoch: number, subtrees: readonly Subtree[]) => void {
  const insert = connection.prepare('INSERT INTO book_tree (epoch, level, number, hash) VALUES (?, ?, ?, ?)');
  return (epoch, subtrees) => {
    for (const { level, number, hash } of subtrees) insert.run(epoch, level, number, hash);
  };
}

function treeSource(connection: DatabaseConnection, rows: EpochRows, leafKey: string): TreeSource {
  const select = connection
    .prepare<[number, number], Buffer>('SELECT bytes FROM entries WHERE position >= ? ORDER BY position LIMIT ?')
    .pluck();
  const piece = connection
    .prepare<[number, number, number], Buffer>(
      'SELECT hash FROM book_tree WHERE epoch = ? AND level = ? AND number = ?',
    )
    .pluck();
  return {
    leaves: (from, count) =>
      select
        .all(rows.firstPosition + from, count)
        .map((bytes, index) => leafHash(leafSalt(leafKey, from + index + 1), bytes)),
    piece: (level, number) => {
      const hash = piece.get(rows.number, level, number);
      if (hash === undefined) throw new Error(`the tree lacks subtree ${number} of level ${level}`);
      return hash;
    },
  };
}

/**
 * Keeps the subtrees that the entry of this seq completes, within the transaction that appends it; every 1,024th entry
 * reads the others of its piece. An epoch whose first entry does not open it has no tree.
 */
export function keepCompletedPieces(connection: DatabaseConnection, rows: EpochRows, seq: number): void {
  if (seq % PIECE_ENTRIES !== 0) return;
  const leafKey = selectLeafKey(connection, rows);
  if (leafKey === undefined) return;
  const source = treeSource(connection, rows, leafKey);
  const edge = pieceEdge(source, seq / PIECE_ENTRIES - 1);
  const write = createPieceWriter(connection);
  for (const leaf of source.leaves(edge.size, PIECE_ENTRIES)) write(rows.number, edge.append(leaf));
}

/** Makes the kept subtrees of all epochs anew, from the entries. */
export function rebuildPieces(connection: DatabaseConnection): void {
  const epochs = connection
    .prepare<[], EpochRows & { last: number | null }>(
      `SELECT number, first_position AS firstPosition,
         (SELECT min(n.first_position) - 1 FROM epochs n WHERE n.number > epochs.number) AS last FROM epochs ORDER BY number`,
    )
    .all();
  const rows = connection.prepare<[number, number], { position: number; bytes: Buffer }>(
    'SELECT position, bytes FROM entries WHERE position BETWEEN ? AND ? ORDER BY position LIMIT 1000',
  );
  const write = createPieceWriter(connection);
  for (const epoch of epochs) {
    const leafKey = selectLeafKey(connection, epoch);
    if (leafKey === undefined) continue;
    const edge = new TreeEdge();
    let next = epoch.firstPosition;
    for (let batch = rows.all(next, epoch.last ?? Number.MAX_SAFE_INTEGER); batch.length > 0;) {
      for (const { position, bytes } of batch) {
        write(epoch.number, edge.append(leafHash(leafSalt(leafKey, edge.size + 1), bytes)));
        next = position + 1;
      }
      batch = rows.all(next, epoch.last ?? Number.MAX_SAFE_INTEGER);
    }
  }
}

/** The tree of one epoch, for whoever signs or proves. */
export class EpochTree {
  #edge = new TreeEdge();
  #leafKey: string | undefined;
  readonly #rows: EpochRows;

  constructor(rows: EpochRows) {
    this.#rows = rows;
  }

  /** The root over the first `size` entries, hex. Asked in rising order each entry is read once. */
  rootAt(connection: DatabaseConnection, size: number): string {
    const source = this.#source(connection);
    if (size < this.#edge.size || size - this.#edge.size >= PIECE_ENTRIES)
      this.#edge = pieceEdge(source, Math.floor(size / PIECE_ENTRIES));
    for (const leaf of source.leaves(this.#edge.size, size - this.#edge.size)) this.#edge.append(leaf);
    if (this.#edge.size !== size) throw new RangeError(`the epoch has ${this.#edge.size} entries, not ${size}`);
    return this.#edge.root().toString('hex');
  }

  /** See `EpochEntries.proveInclusion`. */
  prove(connection: DatabaseConnection, { seq, size }: { seq: number; size: number }): InclusionProof {
    // Entry 1 holds K: a proof of it would open the salts of all others.
    if (seq === 1) throw new RangeError('entry 1 is never proved');
    const path = inclusionPath(this.#source(connection), { index: seq - 1, size });
    const salt = leafSalt(this.#leafKey ?? '', seq).toString('hex');
    return { seq, size, salt, path: path.map((hash) => hash.toString('hex')) };
  }

  #source(connection: DatabaseConnection): TreeSource {
    this.#leafKey ??= selectLeafKey(connection, this.#rows);
    if (this.#leafKey === undefined) throw new Error('The first entry does not open the epoch: it has no tree.');
    return treeSource(connection, this.#rows, this.#leafKey);
  }
}
