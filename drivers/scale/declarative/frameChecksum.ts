// The checksums that a described frame can carry: where its characters are, and whether they are right. Must not know
// any field.
import type { FrameChecksumFormat } from '../../models/textFrameFormat.ts';

/** Characters of a checksum: 0, 1 or 2. */
export function checksumLength(checksum: FrameChecksumFormat | null): number {
  if (checksum === null) return 0;
  return checksum.kind === 'complement-7bit' ? 1 : 2;
}

/** Whether a checksum is right. */
export interface ChecksumResult {
  ok: boolean;
  /** The right one, in hexadecimal. */
  correct: string;
}

/** Compares the checksum of a whole frame. `hasEnd`: the frame ends with one end character. */
export function verifyFrameChecksum(text: string, checksum: FrameChecksumFormat, hasEnd: boolean): ChecksumResult {
  const width = checksumLength(checksum);
  const checksumStart = text.length - width - (checksum.place === 'before-end' && hasEnd ? 1 : 0);
  const sentText = text.slice(checksumStart, checksumStart + width);
  let xor = 0;
  let sum = 0;
  for (let i = checksum.from; i < checksumStart; i += 1) {
    const code = text.charCodeAt(i);
    xor ^= code;
    sum += code;
  }
  const computed = { 'xor-hex': xor, 'sum-hex': sum & 0xff, 'complement-7bit': (128 - (sum & 0x7f)) & 0x7f }[
    checksum.kind
  ];
  const correct = computed.toString(16).toUpperCase().padStart(2, '0');
  const ok =
    checksum.kind === 'complement-7bit'
      ? (sentText.charCodeAt(0) & 0x7f) === computed
      : sentText.toUpperCase() === correct;
  return { ok, correct };
}
