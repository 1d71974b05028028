// The Merkle tree over an epoch's entries, written from FORMAT.md and RFC 9162: headquarters grows its own, and compares.
// Must not know where entries are stored or what they mean.
import { createHash, createHmac } from 'node:crypto';

/** A tree of `size` leaves by its whole subtrees, the largest first: as many as `size` has ones in binary. */
export interface EntryTree {
  readonly size: number;
  readonly subtrees: readonly Buffer[];
}

/** Nothing yet. */
export const EMPTY_TREE: EntryTree = { size: 0, subtrees: [] };

const nodeOf = (left: Buffer, right: Buffer): Buffer =>
  createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();

/** The leaf of entry `seq`: its salt is the first half of HMAC-SHA-256(K, seq in decimal digits). */
function leafOf(leafKey: string, seq: number, bytes: Uint8Array): Buffer {
  const salt = createHmac('sha256', Buffer.from(leafKey, 'hex')).update(seq.toString(10)).digest().subarray(0, 16);
  return createHash('sha256')
    .update(Buffer.concat([Buffer.of(0), salt, bytes]))
    .digest();
}

/** The tree with the next entry. `leafKey` is K of its epoch, hex. */
export function growTree({ size, subtrees }: EntryTree, leafKey: string, bytes: Uint8Array): EntryTree {
  const grown = [...subtrees];
  let last = leafOf(leafKey, size + 1, bytes);
  // Each 1 at the end of the old size is a subtree as large as what is joined to it.
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = grown.pop();
    if (left !== undefined) last = nodeOf(left, last);
  }
  return { size: size + 1, subtrees: [...grown, last] };
}

/** The root, hex; of no entries SHA-256 of nothing. */
export function rootOfTree({ subtrees }: EntryTree): string {
  const [last, ...others] = [...subtrees].reverse();
  if (last === undefined) return createHash('sha256').digest('hex');
  return others.reduce((right, left) => nodeOf(left, right), last).toString('hex');
}

/** As a stream keeps it: its hashes in hex, one behind the other. */
export function writeTree({ subtrees }: EntryTree): string {
  return subtrees.map((hash) => hash.toString('hex')).join('');
}

/** The kept tree of `size` entries; null if it is not of that size. */
export function readTree(kept: string, size: number): EntryTree | null {
  const subtrees = (kept.match(/.{64}/g) ?? []).map((hash) => Buffer.from(hash, 'hex'));
  const ones = size.toString(2).replaceAll('0', '').length;
  return subtrees.length === ones ? { size, subtrees } : null;
}
