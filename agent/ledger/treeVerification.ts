// Recomputes the tree of each epoch while its entries pass, in constant memory, and holds what is kept of it against that.
// Reads only.
import type { DatabaseConnection } from './databaseConnection.ts';
import type { DiscrepancyList } from './discrepancies.ts';
import { readLeafKey } from './epochTree.ts';
import { leafHash, leafSalt, TreeEdge } from './merkleTree.ts';

/** The trees of a ledger, one epoch after the other. */
export class TreeVerification {
  readonly #kept: { get(epoch: number, level: number, number: number): Buffer | undefined } | null;
  #epoch = 0;
  #leafKey: string | undefined;
  #edge = new TreeEdge();
  #completed = 0;
  #differing = 0;

  /** `isOwnBook`: whether this software made what is kept beside the entries; else it is not looked at. */
  constructor(connection: DatabaseConnection, { isOwnBook }: { isOwnBook: boolean }) {
    this.#kept = isOwnBook
      ? connection
          .prepare<[number, number, number], Buffer>(
            'SELECT hash FROM book_tree WHERE epoch = ? AND level = ? AND number = ?',
          )
          .pluck()
      : null;
  }

  /** An epoch begins with this entry. */
  begin(epoch: number, firstEntry: Uint8Array): void {
    this.#epoch = epoch;
    this.#edge = new TreeEdge();
    try {
      this.#leafKey = readLeafKey(firstEntry);
    } catch (error) {
      // Bytes that are no JSON: told where they are read.
      if (!(error instanceof SyntaxError)) throw error;
      this.#leafKey = undefined;
    }
  }

  add(bytes: Uint8Array): void {
    if (this.#leafKey === undefined) return;
    for (const { level, number, hash } of this.#edge.append(
      leafHash(leafSalt(this.#leafKey, this.#edge.size + 1), bytes),
    )) {
      this.#completed += 1;
      if (this.#kept !== null && this.#kept.get(this.#epoch, level, number)?.equals(hash) !== true)
        this.#differing += 1;
    }
  }

  /** Whether the tree of what has passed of this epoch is this one. */
  fits({ size, root }: { size: number; root: string }): boolean {
    return this.#leafKey !== undefined && size === this.#edge.size && root === this.#edge.root().toString('hex');
  }

  /** After the last entry: what is kept of the trees. */
  finish(connection: DatabaseConnection, discrepancies: DiscrepancyList): void {
    if (this.#kept === null) return;
    const kept = connection.prepare<[], number>('SELECT count(*) FROM book_tree').pluck().get();
    if (this.#differing > 0 || kept !== this.#completed)
      discrepancies.add('book-differs', null, 'the kept subtrees are not those of the entries');
  }
}
