// Finds the frames of a described protocol in bytes that come in any pieces: by a start and an end, a start and a
// length, or line ends alone. Holds at most one frame's bytes, finds the next frame by itself, counts what belonged to
// none. Knows no field of a frame.
import type { DecodeResult, DecodedFrame, DeviceMessage } from '../../contract/codec.ts';

export interface FrameDelimiters {
  start: string;
  end: string;
  bytes: number | null;
  bytesMost: number;
  sevenBits: boolean;
  /** Bytes of a frame behind its end: a checksum. */
  trailerBytes: number;
  /** Frames have this length and no other; null: they differ. Lets a line be found behind what is left of another. */
  fixedLineBytes: number | null;
}

export interface ScannerState {
  bytes: Uint8Array;
  /** Nothing of the line that `bytes` begin was lost. */
  whole: boolean;
}

/** `text` is a frame with all its marks. Null: it is none. */
export type TextFrameDecoder = (text: string, whole: boolean) => DeviceMessage | null;

const EMPTY = new Uint8Array();
/** Between marked frames these are no noise. */
const BETWEEN = '\r\n';

export function createTextFrameScanner(
  marks: FrameDelimiters,
  read: TextFrameDecoder,
): (held: ScannerState, bytes: Uint8Array, atEnd: boolean) => DecodeResult<ScannerState> {
  const scan = marks.start === '' ? scanLines : scanDelimited;
  return (held, bytes, atEnd) => {
    const data = joinBytes(held.bytes, bytes);
    const text = decodeLatin1(marks.sevenBits ? data.map((byte) => byte & 0x7f) : data);
    const { at, whole, frames, discarded } = scan({
      marks,
      read,
      text,
      data,
      seen: held.bytes.length,
      whole: held.whole,
      atEnd,
    });
    const rest = data.length - at;
    if (atEnd) return { state: { bytes: EMPTY, whole: false }, frames, discarded: discarded + rest };
    return { state: { bytes: rest === 0 ? EMPTY : data.slice(at), whole }, frames, discarded };
  };
}

interface ScanInput {
  marks: FrameDelimiters;
  read: TextFrameDecoder;
  text: string;
  data: Uint8Array;
  /** So many bytes were looked at before: none of them ends a line. */
  seen: number;
  whole: boolean;
  atEnd: boolean;
}

interface ScanResult {
  at: number;
  whole: boolean;
  frames: DecodedFrame[];
  discarded: number;
}

function scanLines({ marks, read, text, data, seen, whole: wasWhole }: ScanInput): ScanResult {
  const frames: DecodedFrame[] = [];
  let whole = wasWhole;
  let discarded = 0;
  let start = 0;
  for (let i = seen; i < text.length; i += 1) {
    if (marks.end.includes(text.charAt(i))) {
      if (i > start) {
        const line = decodeLineAt(text, { start, end: i + 1, whole }, marks, read);
        if (line !== null) frames.push({ raw: data.slice(line.from, i + 1), message: line.message });
        discarded += (line === null ? i : line.from) - start;
      }
      start = i + 1;
      whole = true;
    } else if (i - start + 1 >= marks.bytesMost) {
      start += 1;
      discarded += 1;
      whole = false;
    }
  }
  return { at: start, whole, frames, discarded };
}

/** All of the line; else what stands behind the last byte that is no text; else as many bytes as a line has. */
function decodeLineAt(
  text: string,
  { start, end, whole }: { start: number; end: number; whole: boolean },
  { fixedLineBytes }: FrameDelimiters,
  read: TextFrameDecoder,
): { from: number; message: DeviceMessage } | null {
  const first = read(text.slice(start, end), whole);
  if (first !== null) return { from: start, message: first };
  let printable = end - 1;
  while (printable > start && isPrintable(text.charCodeAt(printable - 1))) printable -= 1;
  const counted = fixedLineBytes === null ? start : end - fixedLineBytes;
  for (const from of [printable, counted]) {
    const message = from > start && from < end ? read(text.slice(from, end), false) : null;
    if (message !== null) return { from, message };
  }
  return null;
}

function scanDelimited({ marks, read, text, data, atEnd }: ScanInput): ScanResult {
  const frames: DecodedFrame[] = [];
  let discarded = 0;
  let at = 0;
  while (at < text.length) {
    if (!mayStartFrame(text, at, marks.start)) {
      discarded += BETWEEN.includes(text.charAt(at)) ? 0 : 1;
      at += 1;
      continue;
    }
    const length = frameLength(text, at, marks);
    if (length === 'more' && !atEnd) break;
    const message = typeof length === 'number' ? read(text.slice(at, at + length), true) : null;
    if (message === null) {
      discarded += 1;
      at += 1;
    } else {
      frames.push({ raw: data.slice(at, at + (length as number)), message });
      at += length as number;
    }
  }
  return { at, whole: true, frames, discarded };
}

function mayStartFrame(text: string, at: number, start: string): boolean {
  return text.startsWith(start, at) || start.startsWith(text.slice(at, at + start.length));
}

/** Judged by content alone, so that frames do not depend on how the bytes were cut. Null: too long for a frame. */
function frameLength(
  text: string,
  at: number,
  { start, end, bytes, bytesMost, trailerBytes }: FrameDelimiters,
): number | 'more' | null {
  const held = text.length - at;
  if (bytes !== null) return held >= bytes ? bytes : 'more';
  for (let i = start.length; i < Math.min(held, bytesMost - trailerBytes); i += 1) {
    if (!end.includes(text.charAt(at + i))) continue;
    const length = i + 1 + trailerBytes;
    return held >= length ? length : 'more';
  }
  return held >= bytesMost - trailerBytes ? null : 'more';
}

function isPrintable(code: number): boolean {
  return code >= 0x20 && code <= 0x7e;
}

/** Never a Buffer: its `slice` does not copy, and frames would keep whole chunks alive or see them overwritten. */
function joinBytes(held: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (held.length === 0) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const all = new Uint8Array(held.length + bytes.length);
  all.set(held);
  all.set(bytes, held.length);
  return all;
}

function decodeLatin1(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.length).toString('latin1');
}
