// Bytes as a technician compares them with a manual: hex in pairs, and text in which each control character has its own sign.
const FIRST_PRINTED = 0x20;
const DELETE = 0x7f;
/** Unicode's pictures of the control characters begin here: U+2402 is ␂. */
const PICTURES = 0x2400;
const PICTURE_OF_DELETE = '\u2421';
/** Above ASCII no scale says which table it means. */
const NOT_ASCII = '\u00b7';

export interface ShownBytes {
  /** "02 53 54 0D". */
  hex: string;
  /** "␂ST␍". */
  text: string;
}

export function shownBytes(hex: string): ShownBytes {
  const pairs = hex.match(/[0-9A-Fa-f]{2}/g) ?? [];
  return { hex: pairs.join(' ').toUpperCase(), text: pairs.map((pair) => signOf(Number.parseInt(pair, 16))).join('') };
}

function signOf(byte: number): string {
  if (byte < FIRST_PRINTED) return String.fromCharCode(PICTURES + byte);
  if (byte === DELETE) return PICTURE_OF_DELETE;
  return byte > DELETE ? NOT_ASCII : String.fromCharCode(byte);
}
