// One envelope of entries into one base's stream: chain checked, every byte stored exactly once, in one transaction. Must not
// know MQTT, nor whether the book accepts an entry. What it returns may be acknowledged, because it is on disk.
import { brotliDecompressSync } from 'node:zlib';
import { anyEntrySchema } from '../../link/contract/entrySchemas.ts';
import {
  ENVELOPE_MAX_ENTRIES,
  ENVELOPE_MAX_INFLATED_BYTES,
  type EntriesMessage,
} from '../../link/contract/envelope.ts';
import { readCanonical } from '../signing/headquartersCanonical.ts';
import { entryChainHash } from '../signing/entryChain.ts';
import type { HeadquartersKeyRing } from '../signing/headquartersKeys.ts';
import type { ChainedEntryRow, LinkStore, OrderAnswer, StreamRow } from '../store/linkStore.ts';
import { writeTree } from '../signing/entryTree.ts';
import { readOrderAnswer } from './orderAnswers.ts';
import { growStreamTree, isEnvelopeTree, readStreamTree } from './streamTree.ts';
import { GENESIS_HASH } from '../../link/contract/hashDomains.ts';

/** What became of an envelope of entries. */
export type EnvelopeOutcome =
  /** Everything up to the stream's new head is on disk. */
  | { kind: 'stored'; stream: StreamRow }
  /** Entries before it are missing: nothing stored, nothing to acknowledge. */
  | { kind: 'gap' }
  /** Not an approved epoch, or its stream was stopped before. */
  | { kind: 'closed' }
  /** This envelope does not continue the chain: the stream is stopped, for a person to look at. */
  | { kind: 'broken'; reason: string };

/**
 * Entry lines of an envelope's body, which was signed. A decompressor without this limit could be made to fill the memory by one small message.
 */
export function inflateEntryLines(body: Uint8Array): Buffer[] | null {
  let inflated: Buffer;
  try {
    inflated = brotliDecompressSync(body, { maxOutputLength: ENVELOPE_MAX_INFLATED_BYTES });
  } catch {
    return null;
  }
  const lines: Buffer[] = [];
  let start = 0;
  while (lines.length <= ENVELOPE_MAX_ENTRIES) {
    const end = inflated.indexOf(0x0a, start);
    lines.push(inflated.subarray(start, end === -1 ? undefined : end));
    if (end === -1) return lines.length <= ENVELOPE_MAX_ENTRIES ? lines : null;
    start = end + 1;
  }
  return null;
}

/** Another worker moves the same head so often only if something is wrong. */
const APPEND_ATTEMPTS = 10;

/**
 * Checks and stores the entries of an envelope, all or none; entries stored before are compared, counted and skipped.
 *
 * @throws {Error} when the stream's head keeps moving meanwhile
 */
export function storeEnvelope(
  store: LinkStore,
  message: { envelope: EntriesMessage; body: Uint8Array; keys: HeadquartersKeyRing },
): EnvelopeOutcome {
  const lines = inflateEntryLines(message.body);
  const { base, epoch, newest, first, last, hash } = message.envelope;
  for (let attempt = 0; attempt < APPEND_ATTEMPTS; attempt += 1) {
    const stream = store.findStream(base, epoch, newest);
    if (stream?.state !== 'approved' || !isOpenUnder(store, { base, epoch, newest })) return { kind: 'closed' };
    if (lines?.length !== last - first + 1)
      return stopStream(store, stream, 'an envelope does not hold the entries it names');
    if (first > stream.seq + 1) {
      store.countGap(stream.stream);
      return { kind: 'gap' };
    }
    const chained = chainEntries(store, { stream, lines, first, keys: message.keys });
    if (typeof chained === 'string') return stopStream(store, stream, chained);
    if (chained.at(-1)?.hash !== hash)
      return stopStream(store, stream, `the hash after entry ${last} is not the signed one`);
    const entries = chained.filter(({ seq }) => seq > stream.seq);
    const kept = readStreamTree(store, stream);
    const grown = typeof kept === 'string' ? kept : growStreamTree(kept, entries);
    if (typeof grown === 'string') return stopStream(store, stream, grown);
    if (!isEnvelopeTree(grown, message.envelope))
      return stopStream(store, stream, `the tree after entry ${last} is not the signed one`);
    const stored = store.appendEntries({
      stream: stream.stream,
      head: { seq: stream.seq, hash: stream.hash },
      entries,
      duplicates: chained.length - entries.length,
      answers: entries.flatMap(({ answer }) => answer ?? []),
      leaf_key: grown.leafKey,
      tree: writeTree(grown.tree),
    });
    if (stored !== null) return { kind: 'stored', stream: stored };
  }
  throw new Error(`the head of ${base} moved ${APPEND_ATTEMPTS} times while an envelope was stored`);
}

/** An earlier epoch is taken only under a newer one that a person has approved. */
function isOpenUnder(
  store: LinkStore,
  { base, epoch, newest }: { base: string; epoch: string; newest: string },
): boolean {
  return epoch === newest || store.findStream(base, newest)?.state === 'approved';
}

interface ChainedEntry extends ChainedEntryRow {
  /** What it says of an order; null for most. */
  answer: OrderAnswer | null;
}

/** Every entry with its hash, or why the chain is broken. Entries that are already stored must be the same again. */
function chainEntries(
  store: LinkStore,
  { stream, lines, first, keys }: { stream: StreamRow; lines: Buffer[]; first: number; keys: HeadquartersKeyRing },
): ChainedEntry[] | string {
  const hashes = store.readHashes(stream.stream, { first: first - 1, last: first + lines.length - 1 });
  let previousHash = first === 1 ? GENESIS_HASH : (hashes.get(first - 1) ?? '');
  const chained: ChainedEntry[] = [];
  for (const [index, bytes] of lines.entries()) {
    const seq = first + index;
    const frame = anyEntrySchema.safeParse(readCanonical(bytes));
    if (!frame.success) return `entry ${seq} is not canonical or lacks members that every entry has`;
    if (frame.data.seq !== seq || frame.data.base !== stream.base || frame.data.epoch !== stream.epoch)
      return `entry ${seq} says it is another`;
    const hash = entryChainHash(previousHash, bytes);
    if (seq <= stream.seq && hashes.get(seq) !== hash)
      return `entry ${seq} differs from the one received before: a fork`;
    chained.push({ seq, bytes, hash, answer: seq <= stream.seq ? null : readOrderAnswer(frame.data, keys) });
    previousHash = hash;
  }
  return chained;
}

function stopStream(store: LinkStore, stream: StreamRow, reason: string): EnvelopeOutcome {
  store.stopStream(stream.stream, reason);
  return { kind: 'broken', reason };
}
