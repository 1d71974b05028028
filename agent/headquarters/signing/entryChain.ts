// Hash chain and checkpoint bytes, written from CONTRACT.md. Must not know entries' meaning or where they are stored.
import { createHash, verify, type KeyObject } from 'node:crypto';
import { CHECKPOINT_DOMAIN, ENTRY_DOMAIN } from '../../link/contract/hashDomains.ts';

const SEPARATOR = Buffer.of(0);

export function entryChainHash(previousHex: string, entry: Uint8Array): string {
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from(ENTRY_DOMAIN, 'ascii'), SEPARATOR, Buffer.from(previousHex, 'hex'), entry]))
    .digest('hex');
}

export function sha256OfText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function isCheckpointSigned(
  position: { base: string; epoch: string; seq: number; hash: string },
  signature: string,
  key: KeyObject,
): boolean {
  const parts = [CHECKPOINT_DOMAIN, position.base, position.epoch, position.seq.toString(10)].flatMap((part) => [
    Buffer.from(part, 'utf8'),
    SEPARATOR,
  ]);
  return verify(
    null,
    Buffer.concat([...parts, Buffer.from(position.hash, 'hex')]),
    key,
    Buffer.from(signature, 'base64url'),
  );
}
