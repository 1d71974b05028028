// Hash chain and checkpoint bytes, written from CONTRACT.md. Must not know entries' meaning or where they are stored.
import { createHash, verify, type KeyObject } from 'node:crypto';
import { CHECKPOINT_DOMAIN, ENTRY_DOMAIN } from '../../link/contract/hashDomains.ts';

const SEPARATOR = Buffer.of(0);

/** Hash of an entry in its chain: SHA-256 over domain, previous hash and canonical bytes, as hex. */
export function entryChainHash(previousHex: string, entry: Uint8Array): string {
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from(ENTRY_DOMAIN, 'ascii'), SEPARATOR, Buffer.from(previousHex, 'hex'), entry]))
    .digest('hex');
}

/** SHA-256 of UTF-8 text, as hex. */
export function sha256OfText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** True if the base's key signed this position of its chain. */
export function isCheckpointSigned(
  position: { base: string; epoch: string; seq: number; size: number; hash: string; root: string },
  signature: string,
  key: KeyObject,
): boolean {
  const { base, epoch, seq, size } = position;
  const parts = [CHECKPOINT_DOMAIN, base, epoch, seq.toString(10), size.toString(10)].flatMap((part) => [
    Buffer.from(part, 'utf8'),
    SEPARATOR,
  ]);
  return verify(
    null,
    Buffer.concat([...parts, Buffer.from(position.hash, 'hex'), Buffer.from(position.root, 'hex')]),
    key,
    Buffer.from(signature, 'base64url'),
  );
}
