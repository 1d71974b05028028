// Finds the frames of a described protocol in bytes that come in any pieces: by a start and an end, a start and a
// length, or line ends alone. Holds at most one frame's bytes, finds the next frame by itself, counts what belonged to
// none. Must not know any field of a frame.
import type { DecodeResult, DecodedFrame, DeviceMessage } from '../../contract/codec.ts';
import {
  copyRest,
  createLineEndTable,
  decodeLatin1,
  EMPTY_BYTES,
  findPrintableStart,
  joinBytes,
  scanLines,
} from '../codecs/lineBytes.ts';

/** What marks a frame. */
export interface FrameDelimiters {
  /** Text that begins a frame; empty: nothing does. */
  start: string;
  /** Characters each of which ends a frame. */
  end: string;
  /** The length of every frame, start included, in place of an end; null: an end marks it. */
  bytes: number | null;
  /** No frame is longer. */
  bytesMost: number;
  /** The parity bit of a 7-bit line that was read as 8 bits is no part of any character. */
  sevenBits: boolean;
  /** Bytes of a frame behind its end: a checksum. */
  trailerBytes: number;
  /** Frames have this length and no other; null: they differ. Lets a line be found behind what is left of another. */
  fixedLineBytes: number | null;
}

/** What a scanner remembers between two chunks. */
export interface ScannerState {
  bytes: Uint8Array;
  /** Nothing of the line that `bytes` begin was lost. */
  isWhole: boolean;
}

/** `text` is a frame with all its delimiters. Null: it is none. */
export type TextFrameDecoder = (text: string, isWhole: boolean) => DeviceMessage | null;

/** Between delimited frames these are no noise. */
const BETWEEN = '\r\n';

/** A function that finds the frames in what was held and what came. `atEnd`: no byte will follow. */
export function createTextFrameScanner(
  delimiters: FrameDelimiters,
  decodeFrame: TextFrameDecoder,
): (held: ScannerState, bytes: Uint8Array, atEnd: boolean) => DecodeResult<ScannerState> {
  const scan = delimiters.start === '' ? createLineScan(delimiters, decodeFrame) : scanDelimited;
  return (held, bytes, atEnd) => {
    const data = joinBytes(held.bytes, bytes);
    const characters = delimiters.sevenBits ? data.map((byte) => byte & 0x7f) : data;
    const { offset, isWhole, frames, discarded } = scan({
      delimiters,
      decodeFrame,
      text: decodeLatin1(characters),
      characters,
      data,
      scannedBytes: held.bytes.length,
      isWhole: held.isWhole,
      atEnd,
    });
    if (atEnd)
      return {
        state: { bytes: EMPTY_BYTES, isWhole: false },
        frames,
        discarded: discarded + data.length - offset,
      };
    return { state: { bytes: copyRest(data, offset), isWhole }, frames, discarded };
  };
}

interface ScanInput {
  delimiters: FrameDelimiters;
  decodeFrame: TextFrameDecoder;
  text: string;
  /** `data` without parity bits. */
  characters: Uint8Array;
  data: Uint8Array;
  /** So many bytes were looked at before: none of them ends a line. */
  scannedBytes: number;
  isWhole: boolean;
  atEnd: boolean;
}

interface ScanResult {
  /** Where the unfinished frame begins. */
  offset: number;
  isWhole: boolean;
  frames: DecodedFrame[];
  discarded: number;
}

function createLineScan(
  { end, bytesMost, fixedLineBytes }: FrameDelimiters,
  decodeFrame: TextFrameDecoder,
): (input: ScanInput) => ScanResult {
  const lineEnds = createLineEndTable(Array.from(end, (character) => character.charCodeAt(0)));
  return ({ text, characters, data, scannedBytes, isWhole }) => {
    const frames: DecodedFrame[] = [];
    const scanned = scanLines(
      // The end is a byte of the frame.
      { data: characters, scannedBytes, isWhole, lineEnds, maxLineBytes: bytesMost - 1 },
      (line) => {
        const decoded = decodeTextLine({ text, characters, fixedLineBytes, ...line }, decodeFrame);
        if (decoded === null) return line.end - line.start;
        frames.push({ raw: data.slice(decoded.from, line.end + 1), message: decoded.message });
        return decoded.from - line.start;
      },
    );
    return { offset: scanned.start, isWhole: scanned.isWhole, frames, discarded: scanned.discarded };
  };
}

interface TextLine {
  text: string;
  characters: Uint8Array;
  fixedLineBytes: number | null;
  start: number;
  /** Where the character is that ends the line. */
  end: number;
  isWhole: boolean;
}

/** All of the line; else what stands behind the last byte that is no text; else as many bytes as a line has. */
function decodeTextLine(
  { text, characters, fixedLineBytes, start, end, isWhole }: TextLine,
  decodeFrame: TextFrameDecoder,
): { from: number; message: DeviceMessage } | null {
  const whole = decodeFrame(text.slice(start, end + 1), isWhole);
  if (whole !== null) return { from: start, message: whole };
  const printableStart = findPrintableStart(characters, start, end);
  const countedStart = fixedLineBytes === null ? start : end + 1 - fixedLineBytes;
  for (const from of [printableStart, countedStart]) {
    const message = from > start && from <= end ? decodeFrame(text.slice(from, end + 1), false) : null;
    if (message !== null) return { from, message };
  }
  return null;
}

function scanDelimited({ delimiters, decodeFrame, text, data, atEnd }: ScanInput): ScanResult {
  const frames: DecodedFrame[] = [];
  let discarded = 0;
  let offset = 0;
  while (offset < text.length) {
    if (!mayStartFrame(text, offset, delimiters.start)) {
      discarded += BETWEEN.includes(text.charAt(offset)) ? 0 : 1;
      offset += 1;
      continue;
    }
    const length = measureFrame(text, offset, delimiters);
    if (length === 'more' && !atEnd) break;
    const message = typeof length === 'number' ? decodeFrame(text.slice(offset, offset + length), true) : null;
    if (message === null) {
      discarded += 1;
      offset += 1;
    } else {
      frames.push({ raw: data.slice(offset, offset + (length as number)), message });
      offset += length as number;
    }
  }
  return { offset, isWhole: true, frames, discarded };
}

function mayStartFrame(text: string, offset: number, start: string): boolean {
  return text.startsWith(start, offset) || start.startsWith(text.slice(offset, offset + start.length));
}

/** By content alone, so that frames do not depend on how the bytes were cut. Null: too long for a frame. */
function measureFrame(
  text: string,
  offset: number,
  { start, end, bytes, bytesMost, trailerBytes }: FrameDelimiters,
): number | 'more' | null {
  const available = text.length - offset;
  if (bytes !== null) return available >= bytes ? bytes : 'more';
  for (let i = start.length; i < Math.min(available, bytesMost - trailerBytes); i += 1) {
    if (!end.includes(text.charAt(offset + i))) continue;
    const length = i + 1 + trailerBytes;
    return available >= length ? length : 'more';
  }
  return available >= bytesMost - trailerBytes ? null : 'more';
}
