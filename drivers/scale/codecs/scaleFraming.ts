// The two ways in which scales mark their frames: a byte that starts one, or the end of a line. Both hold a bounded
// number of bytes, find the next frame by themselves, and give the same frames however the bytes are cut. Must not know
// any protocol.
import type { DecodeResult, DecodedFrame, DeviceMessage, FrameDirection } from '../../contract/codec.ts';
import {
  copyRest,
  createLineEndTable,
  decodeLatin1,
  EMPTY_BYTES,
  findPrintableStart,
  joinBytes,
  scanLines,
} from './lineBytes.ts';
import type { ScaleCodec } from './scaleCodec.ts';

/** What a framing remembers between two chunks. */
interface FramingState {
  bytes: Uint8Array;
  /** Nothing of the line that `bytes` begin was thrown away. */
  isWhole: boolean;
}

/** Finds frames in what was held and what came. `atEnd`: no byte will follow, so an incomplete frame is none. */
export type ScaleFraming = (held: FramingState, bytes: Uint8Array, atEnd: boolean) => DecodeResult<FramingState>;

/** A frame at the beginning of a text, and its length in characters. */
export interface FoundFrame {
  length: number;
  message: DeviceMessage;
}

/** How frames that begin with a start byte are found. */
export interface StartByteFramingOptions {
  /** Bytes that may begin a frame, the parity bit masked if `sevenBits`. */
  starts: readonly number[] | 'any';
  /** The longest frame and what must be seen behind it. */
  maxBytes: number;
  /** The parity bit of a 7-bit line that was read as 8 bits is no part of any character. */
  sevenBits?: boolean;
  /** Bytes that may stand between frames without being noise. */
  between?: readonly number[];
  /**
   * `text` begins with a start byte and has at most `maxBytes` characters. Must decide by content alone, never by
   * length; 'more': the frame is incomplete; null: no frame begins here.
   */
  decode: (text: string, atEnd: boolean) => FoundFrame | 'more' | null;
}

/** What one line says. */
export interface DecodedLine {
  message: DeviceMessage;
  /** The text before this column belonged to another, broken line. */
  from: number;
}

/**
 * `isWhole`: the text is all of its line; else only its end is known to be one. Null: it is no line of the protocol.
 */
export type LineDecoder = (text: string, isWhole: boolean) => DecodedLine | null;

const LF = 0x0a;
const CR = 0x0d;
const LINE_ENDS = createLineEndTable([CR, LF]);
const INITIAL_FRAMING_STATE: FramingState = { bytes: EMPTY_BYTES, isWhole: true };

/** A framing for protocols whose frames begin with one of some bytes. */
export function createStartByteFraming({
  starts,
  maxBytes,
  sevenBits = false,
  between = [],
  decode,
}: StartByteFramingOptions): ScaleFraming {
  const mask = sevenBits ? 0x7f : 0xff;
  return (held, bytes, atEnd) => {
    const data = joinBytes(held.bytes, bytes);
    const text = decodeLatin1(sevenBits ? data.map((byte) => byte & mask) : data);
    const frames: DecodedFrame[] = [];
    let discarded = 0;
    let offset = 0;
    while (offset < data.length) {
      const first = (data[offset] ?? 0) & mask;
      const found =
        starts === 'any' || starts.includes(first) ? decode(text.slice(offset, offset + maxBytes), atEnd) : null;
      if (found === 'more' && !atEnd && data.length - offset < maxBytes) break;
      if (found === null || found === 'more') {
        discarded += between.includes(first) ? 0 : 1;
        offset += 1;
      } else {
        frames.push({ raw: data.slice(offset, offset + found.length), message: found.message });
        offset += found.length;
      }
    }
    return { state: { bytes: copyRest(data, offset), isWhole: true }, frames, discarded };
  };
}

/**
 * A framing for protocols whose lines end with CR, LF or both. Of a line longer than `maxLineBytes` only the last bytes
 * are kept, and it is not whole.
 */
export function createLineFraming({
  maxLineBytes,
  decode,
}: {
  maxLineBytes: number;
  decode: LineDecoder;
}): ScaleFraming {
  return (held, bytes, atEnd) => {
    const data = joinBytes(held.bytes, bytes);
    const frames: DecodedFrame[] = [];
    // Once for all lines of a chunk, and only if one ends in it: making text of bytes costs more than reading the line.
    let text: string | null = null;
    const { start, isWhole, discarded } = scanLines(
      { data, scannedBytes: held.bytes.length, isWhole: held.isWhole, lineEnds: LINE_ENDS, maxLineBytes },
      (line) => {
        text ??= decodeLatin1(data);
        const printableStart = findPrintableStart(data, line.start, line.end);
        const decoded = decode(text.slice(printableStart, line.end), line.isWhole && printableStart === line.start);
        if (decoded === null) return line.end - line.start;
        const frameStart = printableStart + decoded.from;
        frames.push({ raw: data.slice(frameStart, line.end + 1), message: decoded.message });
        return frameStart - line.start;
      },
    );
    if (!atEnd) return { state: { bytes: copyRest(data, start), isWhole }, frames, discarded };
    return { state: INITIAL_FRAMING_STATE, frames, discarded: discarded + data.length - start };
  };
}

/** For a direction in which a protocol says nothing: every byte is noise. */
export const silentFraming: ScaleFraming = (_held, bytes) => ({
  state: INITIAL_FRAMING_STATE,
  frames: [],
  discarded: bytes.length,
});

interface DirectedFramingState extends FramingState {
  direction: FrameDirection;
}

/** A scale's codec made of one framing for each direction. */
export function createScaleFrameCodec(
  parts: Omit<ScaleCodec, 'initialState' | 'decode' | 'flush'> & Record<FrameDirection, ScaleFraming>,
): ScaleCodec {
  const { device, host, ...rest } = parts;
  const decodeChunk = (
    { bytes: held, isWhole, direction }: DirectedFramingState,
    bytes: Uint8Array,
    atEnd: boolean,
  ): DecodeResult<DirectedFramingState> => {
    const framing = direction === 'host' ? host : device;
    const { state, frames, discarded } = framing({ bytes: held, isWhole }, bytes, atEnd);
    return { state: { bytes: state.bytes, isWhole: state.isWhole, direction }, frames, discarded };
  };
  return {
    ...rest,
    initialState: (direction = 'device') => ({ ...INITIAL_FRAMING_STATE, direction }) satisfies DirectedFramingState,
    decode: (state, bytes) => decodeChunk(state as DirectedFramingState, bytes, false),
    flush: (state) => decodeChunk(state as DirectedFramingState, EMPTY_BYTES, true),
  };
}
