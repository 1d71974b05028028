// Bytes of text lines: joining what was held with what came, reading them as text, and finding where lines end. Shared
// by the text codecs and by the described frames of model files. Must not know any protocol or field.

/** No bytes; never written to. */
export const EMPTY_BYTES = new Uint8Array();

const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7e;

/**
 * Held bytes followed by new ones. The result is never a Buffer: a Buffer's `slice` does not copy, so frames would keep
 * whole chunks alive or see them overwritten.
 */
export function joinBytes(held: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (held.length === 0) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const all = new Uint8Array(held.length + bytes.length);
  all.set(held);
  all.set(bytes, held.length);
  return all;
}

/** A copy of the bytes from `start` on; most chunks end with a line, and then there is nothing to copy. */
export function copyRest(data: Uint8Array, start: number): Uint8Array {
  return start === data.length ? EMPTY_BYTES : data.slice(start);
}

/** One character for each byte, 00h to FFh (ISO 8859-1). */
export function decodeLatin1(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.length).toString('latin1');
}

/** One byte for each character up to U+00FF. */
export function encodeLatin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

/**
 * Where the printable text begins that ends before `end`: no line holds a control or non-ASCII byte, so what stands
 * before the last of them is noise.
 */
export function findPrintableStart(data: Uint8Array, start: number, end: number): number {
  let printableStart = end;
  while (printableStart > start && isPrintable(data[printableStart - 1] ?? 0)) printableStart -= 1;
  return printableStart;
}

function isPrintable(byte: number): boolean {
  return byte >= FIRST_PRINTABLE && byte <= LAST_PRINTABLE;
}

/** A table for `scanLines`: 1 at each byte that ends a line. */
export function createLineEndTable(endBytes: Iterable<number>): Uint8Array {
  const lineEnds = new Uint8Array(256);
  for (const byte of endBytes) lineEnds[byte] = 1;
  return lineEnds;
}

/** What `scanLines` looks at. */
export interface LineScanInput {
  data: Uint8Array;
  /** Bytes of `data` that an earlier scan has seen: none of them ends a line. */
  scannedBytes: number;
  /** Nothing of the line that `data` begins with was thrown away. */
  isWhole: boolean;
  lineEnds: Uint8Array;
  /** Without the end. Of a longer line only the last bytes are kept, and it is not whole. */
  maxLineBytes: number;
}

/** Where the unfinished line begins, whether all of it is there, and how many bytes belonged to no frame. */
export interface LineScanResult {
  start: number;
  isWhole: boolean;
  discarded: number;
}

/**
 * Calls `decodeLine` for each line of `data` that has an end and is not empty; `data[end]` is its end. `decodeLine`
 * returns how many bytes of the line belong to no frame.
 */
export function scanLines(
  { data, scannedBytes, isWhole: beginsWhole, lineEnds, maxLineBytes }: LineScanInput,
  decodeLine: (line: { start: number; end: number; isWhole: boolean }) => number,
): LineScanResult {
  let isWhole = beginsWhole;
  let discarded = 0;
  let start = 0;
  for (let i = scannedBytes; i < data.length; i += 1) {
    if (lineEnds[data[i] ?? 0] === 1) {
      if (i > start) discarded += decodeLine({ start, end: i, isWhole });
      start = i + 1;
      isWhole = true;
    } else if (i - start >= maxLineBytes) {
      start += 1;
      discarded += 1;
      isWhole = false;
    }
  }
  return { start, isWhole, discarded };
}
