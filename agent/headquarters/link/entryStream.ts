// One envelope of entries into one base's stream: chain checked, every byte stored, applied exactly once, in one
// transaction. Must not know MQTT. What it returns may be acknowledged, because it is on disk.
import { brotliDecompressSync } from 'node:zlib';
import { anyEntrySchema } from '../../link/contract/entrySchemas.ts';
import { ENVELOPE_MAX_ENTRIES, ENVELOPE_MAX_INFLATED_BYTES, type EntriesHeader } from '../../link/contract/envelope.ts';
import { readCanonical } from '../signing/headquartersCanonical.ts';
import { entryChainHash } from '../signing/entryChain.ts';
import { bookEntry, type EntryFrame } from '../book/bookEntry.ts';
import type { HeadquartersKeyRing } from '../signing/headquartersKeys.ts';
import type { HeadquartersStore } from '../store/headquartersStore.ts';
import { listEnrolledBases } from './enrolledBases.ts';
import { type StreamRow, findStream } from '../store/entryStreams.ts';

/** What became of an envelope of entries. */
export type EnvelopeOutcome =
  /** Everything up to the stream's new head is on disk. */
  | { kind: 'applied'; stream: StreamRow }
  /** Entries before it are missing: nothing stored, nothing to acknowledge. */
  | { kind: 'gap' }
  /** Not an approved epoch, or its stream was stopped before. */
  | { kind: 'closed' }
  /** This envelope does not continue the chain: the stream is stopped, for a person to look at. */
  | { kind: 'broken'; reason: string };

/**
 * Entry lines of a payload. A decompressor without this limit could be made to fill the memory by one small message.
 */
export function inflateEntryLines(payload: Uint8Array): Buffer[] | null {
  let inflated: Buffer;
  try {
    inflated = brotliDecompressSync(payload, { maxOutputLength: ENVELOPE_MAX_INFLATED_BYTES });
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

/**
 * Checks, stores and books the entries of an envelope in one transaction; entries stored before are counted and
 * skipped.
 */
export function storeEnvelope(
  store: HeadquartersStore,
  envelope: { header: EntriesHeader; payload: Uint8Array; keys: HeadquartersKeyRing },
): EnvelopeOutcome {
  const lines = inflateEntryLines(envelope.payload);
  return store.transact((): EnvelopeOutcome => {
    const stream = findStream(store, envelope.header.base, envelope.header.epoch);
    if (stream?.state !== 'approved') return { kind: 'closed' };
    const { first, last, hash } = envelope.header;
    if (lines?.length !== last - first + 1)
      return stopStream(store, stream, 'an envelope does not hold the entries it names');
    if (first > stream.seq + 1) {
      store.prepare('UPDATE streams SET gaps = gaps + 1 WHERE stream = ?').run(stream.stream);
      return { kind: 'gap' };
    }
    const chained = chainEntries(store, { stream, lines, first });
    if (typeof chained === 'string') return stopStream(store, stream, chained);
    if (chained.at(-1)?.hash !== hash)
      return stopStream(store, stream, `the hash after entry ${last} is not the signed one`);
    const signingKey = listEnrolledBases(store).find((row) => row.base === stream.base)?.signing_key ?? '';
    return {
      kind: 'applied',
      stream: appendEntries(store, { stream, linked: chained, keys: envelope.keys, signingKey }),
    };
  });
}

interface ChainedEntry {
  seq: number;
  bytes: Buffer;
  hash: string;
  previousHash: string;
  frame: EntryFrame;
}

/** Every entry with its hash, or why the chain is broken. Entries that are already stored must be the same again. */
function chainEntries(
  store: HeadquartersStore,
  { stream, lines, first }: { stream: StreamRow; lines: Buffer[]; first: number },
): ChainedEntry[] | string {
  const selectHash = store
    .prepare<[number, number], string>('SELECT hash FROM entries WHERE stream = ? AND seq = ?')
    .pluck();
  let previousHash = first === 1 ? '0'.repeat(64) : (selectHash.get(stream.stream, first - 1) ?? '');
  const chained: ChainedEntry[] = [];
  for (const [index, bytes] of lines.entries()) {
    const seq = first + index;
    const frame = anyEntrySchema.safeParse(readCanonical(bytes));
    if (!frame.success) return `entry ${seq} is not canonical or lacks members that every entry has`;
    if (frame.data.seq !== seq || frame.data.base !== stream.base || frame.data.epoch !== stream.epoch)
      return `entry ${seq} says it is another`;
    const hash = entryChainHash(previousHash, bytes);
    if (seq <= stream.seq && selectHash.get(stream.stream, seq) !== hash)
      return `entry ${seq} differs from the one received before: a fork`;
    chained.push({ seq, bytes, hash, previousHash, frame: frame.data });
    previousHash = hash;
  }
  return chained;
}

function appendEntries(
  store: HeadquartersStore,
  append: { stream: StreamRow; linked: ChainedEntry[]; keys: HeadquartersKeyRing; signingKey: string },
): StreamRow {
  const { stream, linked, keys, signingKey } = append;
  const insert = store.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?)');
  const head = { ...stream };
  for (const { seq, bytes, hash, previousHash, frame } of linked) {
    if (seq <= stream.seq) {
      head.duplicates += 1;
      continue;
    }
    const rejected = bookEntry({ store, stream, hash, previousHash, keys, baseSigningKey: signingKey }, frame);
    insert.run(stream.stream, seq, hash, bytes, rejected);
    head.seq = seq;
    head.hash = hash;
    head.applied += 1;
    if (rejected !== null) head.rejected += 1;
  }
  store
    .prepare(
      'UPDATE streams SET seq = @seq, hash = @hash, applied = @applied, duplicates = @duplicates, rejected = @rejected WHERE stream = @stream',
    )
    .run(head);
  return head;
}

function stopStream(store: HeadquartersStore, stream: StreamRow, reason: string): EnvelopeOutcome {
  store.prepare("UPDATE streams SET state = 'stopped', reason = ? WHERE stream = ?").run(reason, stream.stream);
  return { kind: 'broken', reason };
}
