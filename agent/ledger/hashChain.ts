// The hash chain: what ties each entry to all entries before it. Knows bytes only: no database, no entry kinds.
import { createHash } from 'node:crypto';

/** Stands for "the hash of the entry before" at the start of an epoch: 64 zeros. */
export const GENESIS_HASH = '0'.repeat(64);

const ENTRY_DOMAIN = Buffer.from('hakari/entry/1\0', 'ascii');
const CHECKPOINT_DOMAIN = 'hakari/checkpoint/2';

/**
 * SHA-256("hakari/entry/1" ‖ 00 ‖ previous hash (32 raw bytes) ‖ canonical bytes), as lower-case hex.
 *
 * @throws {TypeError} when `previousHash` is not 64 lower-case hex digits
 * @see FORMAT.md, "The chain"
 */
export function computeEntryHash(previousHash: string, bytes: Uint8Array): string {
  if (!/^[0-9a-f]{64}$/.test(previousHash)) throw new TypeError('The previous hash is not 64 lower-case hex digits.');
  return createHash('sha256').update(ENTRY_DOMAIN).update(previousHash, 'hex').update(bytes).digest('hex');
}

/** A position in a base's ledger, as checkpoints sign it. */
export interface LedgerPosition {
  base: string;
  epoch: string;
  seq: number;
  /** Lower-case hex. */
  hash: string;
  /** Entries of the epoch's tree there. */
  size: number;
  /** Root of that tree, lower-case hex. */
  root: string;
}

/**
 * The bytes that a checkpoint signs: "hakari/checkpoint/2" ‖ 00 ‖ base ‖ 00 ‖ epoch ‖ 00 ‖ seq (decimal) ‖ 00 ‖ size
 * (decimal) ‖ 00 ‖ hash (32 raw bytes) ‖ root (32 raw bytes).
 *
 * @see FORMAT.md, "Checkpoints"
 */
export function checkpointSignedBytes(position: LedgerPosition): Uint8Array {
  const { base, epoch, seq, size, hash, root } = position;
  const fields = [CHECKPOINT_DOMAIN, base, epoch, String(seq), String(size), ''].join('\0');
  return Buffer.concat([Buffer.from(fields, 'utf8'), Buffer.from(hash, 'hex'), Buffer.from(root, 'hex')]);
}
