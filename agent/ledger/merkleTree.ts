// The Merkle tree over an epoch's entries (RFC 9162 section 2.1): roots, the tree's right edge, inclusion proofs. Knows
// hashes only: no database, no entry kinds.
import { createHash, createHmac } from 'node:crypto';

const LEAF_PREFIX = Buffer.of(0);
const NODE_PREFIX = Buffer.of(1);
/** Of HMAC-SHA-256(K, seq): the salt that a proof of one entry shows, and nothing of its neighbours. */
const SALT_BYTES = 16;

/** Levels of the tree below a piece. */
export const PIECE_LEVEL = 10;
/** Entries of a piece: whole subtrees of this size and larger are kept, smaller ones are made from the entries. */
export const PIECE_ENTRIES = 2 ** PIECE_LEVEL;

const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const join = (left: Buffer, right: Buffer): Buffer => sha256(NODE_PREFIX, left, right);

/**
 * The salt of an entry: the first 16 bytes of HMAC-SHA-256(K, seq in decimal digits). `leafKey` is K in hex.
 *
 * @see FORMAT.md, "The tree"
 */
export function leafSalt(leafKey: string, seq: number): Buffer {
  return createHmac('sha256', Buffer.from(leafKey, 'hex')).update(String(seq)).digest().subarray(0, SALT_BYTES);
}

/**
 * The leaf of an entry: SHA-256(00 ‖ salt ‖ bytes).
 *
 * @see FORMAT.md, "The tree"; RFC 9162 section 2.1.1
 */
export function leafHash(salt: Uint8Array, bytes: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF_PREFIX).update(salt).update(bytes).digest();
}

/** A whole subtree of 2^level leaves, the number-th of its level from 0. */
export interface Subtree {
  level: number;
  number: number;
  hash: Buffer;
}

/** The right edge of a growing tree: its whole subtrees, the largest first. */
export class TreeEdge {
  #subtrees: Subtree[];
  #size: number;

  /** An empty tree, or one with these whole subtrees, the largest first. */
  constructor(subtrees: readonly Subtree[] = []) {
    this.#subtrees = [...subtrees];
    this.#size = subtrees.reduce((size, { level }) => size + 2 ** level, 0);
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a leaf; the subtrees of a piece and larger that it completes, the smallest first. */
  append(leaf: Buffer): Subtree[] {
    const completed: Subtree[] = [];
    let last: Subtree = { level: 0, number: this.#size, hash: leaf };
    for (let left = this.#subtrees.at(-1); left?.level === last.level; left = this.#subtrees.at(-1)) {
      this.#subtrees.pop();
      last = { level: last.level + 1, number: left.number / 2, hash: join(left.hash, last.hash) };
      if (last.level >= PIECE_LEVEL) completed.push(last);
    }
    this.#subtrees.push(last);
    this.#size += 1;
    return completed;
  }

  /** The tree's hash; of an empty tree SHA-256 of nothing. */
  root(): Buffer {
    const hashes = this.#subtrees.map(({ hash }) => hash);
    return hashes.length === 0 ? sha256() : hashes.reduceRight((right, left) => join(left, right));
  }
}

/** Where a tree's hashes come from. */
export interface TreeSource {
  /** Leaves in order; `from` counts from 0, `count` is less than a piece. */
  leaves(from: number, count: number): Buffer[];
  /** The hash of a whole subtree of a piece or larger. */
  piece(level: number, number: number): Buffer;
}

const largestPowerBelow = (count: number): number => 2 ** (Math.ceil(Math.log2(count)) - 1);

/** The hash of `count` leaves, from 1, of a tree: MTH(D[from:from + count]). */
function subtreeHash(source: TreeSource, from: number, count: number): Buffer {
  if (count < PIECE_ENTRIES) {
    const edge = new TreeEdge();
    for (const leaf of source.leaves(from, count)) edge.append(leaf);
    return edge.root();
  }
  const level = Math.log2(count);
  if (Number.isInteger(level)) return source.piece(level, from / count);
  const left = largestPowerBelow(count);
  return join(subtreeHash(source, from, left), subtreeHash(source, from + left, count - left));
}

/** The edge of a tree of `pieces` whole pieces. */
export function pieceEdge(source: TreeSource, pieces: number): TreeEdge {
  const subtrees: Subtree[] = [];
  let from = 0;
  for (let bit = Math.floor(Math.log2(Math.max(pieces, 1))); bit >= 0; bit -= 1) {
    if (Math.floor(pieces / 2 ** bit) % 2 === 0) continue;
    const number = from / 2 ** bit;
    subtrees.push({ level: PIECE_LEVEL + bit, number, hash: source.piece(PIECE_LEVEL + bit, number) });
    from += 2 ** bit;
  }
  return new TreeEdge(subtrees);
}

/**
 * The path that proves a leaf, its index from 0, in a tree of `size` leaves: the hashes beside it, the lowest first.
 *
 * @throws {RangeError} when the tree has no such leaf
 * @see RFC 9162 section 2.1.3.1
 */
export function inclusionPath(source: TreeSource, { index, size }: { index: number; size: number }): Buffer[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`);
  const path: Buffer[] = [];
  let [from, count] = [0, size];
  while (count > 1) {
    const left = largestPowerBelow(count);
    const isLeft = index < from + left;
    path.push(isLeft ? subtreeHash(source, from + left, count - left) : subtreeHash(source, from, left));
    [from, count] = isLeft ? [from, left] : [from + left, count - left];
  }
  return path.reverse();
}

/**
 * The root to which a leaf and its path lead; null if the path has not the length that the place asks.
 *
 * @see RFC 9162 section 2.1.3.2
 */
export function rootOfPath(
  leaf: Buffer,
  { index, size, path }: { index: number; size: number; path: readonly Buffer[] },
): Buffer | null {
  if (!(index >= 0 && index < size)) return null;
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const beside of path) {
    if (sn === 0) return null;
    if (fn % 2 === 1 || fn === sn) {
      hash = join(beside, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else hash = join(hash, beside);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? hash : null;
}
