// The epochs before the current one, as far as headquarters has not acknowledged them: read, and their cursors moved.
// Nothing is appended to them any more.
import type {
  ChainPosition,
  ChainStep,
  Cursor,
  EpochEntries,
  Head,
  InclusionProof,
  StoredEntry,
} from '../core/ports/ledger.ts';
import { walkChain } from './chainWalk.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import { EpochTree } from './epochTree.ts';
import {
  type CurrentEpoch,
  judgeCursorMove,
  readCursor,
  readStoredEntry,
  selectBatch,
  writeCursor,
} from './entryRows.ts';

/** Runs work on the usable connection; storage errors leave as StorageError. */
export type WithDatabase = <T>(work: (connection: DatabaseConnection) => T) => T;

interface EpochRow extends CurrentEpoch {
  lastPosition: number;
  lastHash: Buffer;
}

const EPOCH_ROWS = `SELECT e.number, e.epoch, e.first_position AS firstPosition, n.first_position - 1 AS lastPosition, last.hash AS lastHash
  FROM epochs e JOIN epochs n ON n.number = e.number + 1 JOIN entries last ON last.position = n.first_position - 1
  LEFT JOIN cursor c ON c.epoch = e.number`;

/** An epoch before the newest; undefined if there is none of this id. */
export function findEarlierEpoch(withDatabase: WithDatabase, epoch: string): EpochEntries | undefined {
  const row = withDatabase((connection) =>
    connection.prepare<[string], EpochRow>(`${EPOCH_ROWS} WHERE e.epoch = ?`).get(epoch),
  );
  return row && new EarlierEpoch(row, withDatabase);
}

/** Every epoch but the newest in which an entry lies behind headquarters' cursor, oldest first. */
export function listUnsentEpochs(withDatabase: WithDatabase): EpochEntries[] {
  const rows = withDatabase((connection) =>
    connection
      .prepare<[], EpochRow>(
        `${EPOCH_ROWS} WHERE coalesce(c.seq, 0) < n.first_position - e.first_position ORDER BY e.number`,
      )
      .all(),
  );
  return rows.map((row) => new EarlierEpoch(row, withDatabase));
}

class EarlierEpoch implements EpochEntries {
  readonly #row: EpochRow;
  readonly #withDatabase: WithDatabase;
  readonly #tree: EpochTree;

  constructor(row: EpochRow, withDatabase: WithDatabase) {
    this.#row = row;
    this.#tree = new EpochTree(row);
    this.#withDatabase = withDatabase;
  }

  head(): Head {
    const { epoch, firstPosition, lastPosition, lastHash } = this.#row;
    return { epoch, seq: lastPosition - firstPosition + 1, hash: lastHash.toString('hex') };
  }

  cursor(): Cursor {
    return this.#withDatabase((connection) => readCursor(connection, this.#row.number));
  }

  acknowledge(cursor: Cursor, { back }: { back: boolean }): 'moved' | 'unchanged' | 'refused' {
    const move = judgeCursorMove(cursor, { back, current: this.cursor(), head: this.head(), entries: this });
    if (move !== 'refused')
      this.#withDatabase((connection) =>
        connection.transaction(() => writeCursor(connection, this.#row.number, cursor)).immediate(),
      );
    return move;
  }

  entriesAfter(seq: number, limits: { limit: number; maxBytes: number }): StoredEntry[] {
    const { firstPosition, lastPosition } = this.#row;
    return this.#withDatabase((connection) =>
      selectBatch(
        connection
          .prepare<[number, number, number], { hash: Buffer; bytes: Buffer }>(
            'SELECT hash, bytes FROM entries WHERE position BETWEEN ? AND ? ORDER BY position LIMIT ?',
          )
          .iterate(firstPosition + seq, lastPosition, limits.limit),
        limits.maxBytes,
      ),
    );
  }

  walkChain(from: ChainPosition, limit: number): ChainStep {
    return this.#withDatabase((connection) => walkChain(connection, this.#row, { from, limit }));
  }

  treeRoot(size: number): string {
    this.#assertSize(size);
    return this.#withDatabase((connection) => this.#tree.rootAt(connection, size));
  }

  proveInclusion(place: { seq: number; size: number }): InclusionProof {
    this.#assertSize(place.size);
    return this.#withDatabase((connection) => this.#tree.prove(connection, place));
  }

  /** Behind its last entry stand those of the next epoch. */
  #assertSize(size: number): void {
    if (size > this.head().seq) throw new RangeError(`the epoch has ${this.head().seq} entries, not ${size}`);
  }

  entryAt(seq: number): StoredEntry | undefined {
    const { firstPosition, lastPosition } = this.#row;
    if (seq < 1 || firstPosition + seq - 1 > lastPosition) return undefined;
    const row = this.#withDatabase((connection) =>
      connection
        .prepare<[number], { hash: Buffer; bytes: Buffer }>('SELECT hash, bytes FROM entries WHERE position = ?')
        .get(firstPosition + seq - 1),
    );
    return row && readStoredEntry(row);
  }
}
