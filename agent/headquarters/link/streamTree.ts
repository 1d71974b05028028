// The tree of a stream as headquarters grows it, held against what the base signed: in each envelope, and in each
// checkpoint. Must not know envelopes' seals, nor whether the book accepts an entry.
import type { EntriesMessage } from '../../link/contract/envelope.ts';
import { readCanonical } from '../signing/headquartersCanonical.ts';
import { EMPTY_TREE, growTree, readTree, rootOfTree, type EntryTree } from '../signing/entryTree.ts';
import type { LinkStore, StreamRow } from '../store/linkStore.ts';

/** A tree and the key of its leaves; the key is empty before the first entry. */
export interface StreamTree {
  tree: EntryTree;
  leafKey: string;
}

/** Entries of a branch are read again where it leaves its epoch's other stream, so many at a time. */
const BATCH = 1_000;

/** The tree of what a stream holds; made from its entries where none is kept: at the beginning of a branch. */
export function readStreamTree(store: LinkStore, stream: StreamRow): StreamTree | string {
  const kept = readTree(stream.tree, stream.seq);
  if (kept !== null && (stream.seq === 0 || stream.leaf_key !== '')) return { tree: kept, leafKey: stream.leaf_key };
  let grown: StreamTree | string = { tree: EMPTY_TREE, leafKey: '' };
  while (typeof grown !== 'string' && grown.tree.size < stream.seq) {
    const first = grown.tree.size + 1;
    const entries = store.readStream(stream.stream, { first, last: Math.min(stream.seq, first + BATCH - 1) });
    if (entries.length === 0) return `entry ${first} is not stored`;
    grown = growStreamTree(grown, entries);
  }
  return grown;
}

/** The tree with the next entries, or what contradicts what the base signed in them. */
export function growStreamTree(
  { tree, leafKey }: StreamTree,
  entries: readonly { seq: number; bytes: Uint8Array }[],
): StreamTree | string {
  let [grown, key] = [tree, leafKey];
  for (const { seq, bytes } of entries) {
    const said = readSigned(bytes);
    if (seq === 1) key = said.leafKey ?? '';
    if (key === '') return 'entry 1 names no key of the leaves';
    if (said.root !== null && said.root !== rootOfTree(grown)) return `the checkpoint ${seq} signs another tree`;
    grown = growTree(grown, key, bytes);
  }
  return { tree: grown, leafKey: key };
}

/** Whether an envelope signs the tree as it is at its last entry; of an entry stored before, the chain has told. */
export function isEnvelopeTree({ tree }: StreamTree, { last, size, root }: EntriesMessage): boolean {
  return size === last && (last < tree.size || (last === tree.size && root === rootOfTree(tree)));
}

const OPENING = Buffer.from('"kind":"epoch-opened"');
const CHECKPOINT = Buffer.from('"kind":"checkpoint"');

/** What two kinds of entries say of the tree; a checkpoint of another format says nothing that this version reads. */
function readSigned(bytes: Uint8Array): { leafKey: string | null; root: string | null } {
  const said = { leafKey: null, root: null };
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!raw.includes(OPENING) && !raw.includes(CHECKPOINT)) return said;
  const { kind, body } = readCanonical(raw) as { kind?: unknown; body?: Record<string, unknown> | null };
  const { leafKey, root, format } = body ?? {};
  if (kind === 'epoch-opened' && typeof leafKey === 'string' && /^[0-9a-f]{64}$/.test(leafKey))
    return { ...said, leafKey };
  return kind === 'checkpoint' && format === 2 && typeof root === 'string' ? { ...said, root } : said;
}
