// Hash chain and checkpoint bytes, written from CONTRACT.md. Must not know entries' meaning or where they are stored.
import { createHash, verify, type KeyObject } from 'node:crypto';
import { CHECKPOINT_DOMAIN, ENTRY_DOMAIN } from '../../agent/headquarters/contract/words.ts';

const NUL = Buffer.of(0);

export function chained(previousHex: string, entry: Uint8Array): string {
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from(ENTRY_DOMAIN, 'ascii'), NUL, Buffer.from(previousHex, 'hex'), entry]))
    .digest('hex');
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function checkpointIsSigned(
  position: { base: string; epoch: string; seq: number; hash: string },
  signature: string,
  key: KeyObject,
): boolean {
  const parts = [CHECKPOINT_DOMAIN, position.base, position.epoch, position.seq.toString(10)].flatMap((part) => [
    Buffer.from(part, 'utf8'),
    NUL,
  ]);
  return verify(
    null,
    Buffer.concat([...parts, Buffer.from(position.hash, 'hex')]),
    key,
    Buffer.from(signature, 'base64url'),
  );
}
