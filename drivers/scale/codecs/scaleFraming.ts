// The two ways in which scales mark their frames: a byte that starts one, or the end of a line. Both hold a bounded
// number of bytes, find the next frame by themselves, and give the same frames however the bytes are cut. They know no
// protocol.
import type { DecodeResult, DecodedFrame, DeviceMessage } from '../../contract/codec.ts';
import type { ScaleCodec } from './scaleCodec.ts';

export type ScaleFrameDirection = 'device' | 'host';

/** What a framing remembers between two chunks. `whole`: nothing of the line that `bytes` begin was thrown away. */
interface FramingState {
  bytes: Uint8Array;
  whole: boolean;
}

/** `atEnd`: no byte will follow, so what wants more is no frame. */
export type ScaleFraming = (held: FramingState, bytes: Uint8Array, atEnd: boolean) => DecodeResult<FramingState>;

export interface FoundFrame {
  length: number;
  message: DeviceMessage;
}

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
   * `text` begins with a start byte and has at most `most` characters. Must judge by content alone, never by length.
   */
  decode: (text: string, atEnd: boolean) => FoundFrame | 'more' | null;
}

export interface DecodedLine {
  message: DeviceMessage;
  /** The text before this column belonged to another, broken line. */
  from: number;
}

/** `whole`: the text is all of its line; else only its end is known to be one. */
export type LineDecoder = (text: string, whole: boolean) => DecodedLine | null;

const LF = 0x0a;
const CR = 0x0d;
const EMPTY = new Uint8Array();
const INITIAL_FRAMING_STATE: FramingState = { bytes: EMPTY, whole: true };

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
    let at = 0;
    while (at < data.length) {
      const first = (data[at] ?? 0) & mask;
      const found = starts === 'any' || starts.includes(first) ? decode(text.slice(at, at + maxBytes), atEnd) : null;
      if (found === 'more' && !atEnd && data.length - at < maxBytes) break;
      if (found === null || found === 'more') {
        discarded += between.includes(first) ? 0 : 1;
        at += 1;
      } else {
        frames.push({ raw: data.slice(at, at + found.length), message: found.message });
        at += found.length;
      }
    }
    return { state: { bytes: copyRest(data, at), whole: true }, frames, discarded };
  };
}

/** Lines end with CR, LF or both. `most`: of a longer line, only the last bytes are kept, and they are not whole. */
export function createLineFraming({ most, read }: { most: number; read: LineDecoder }): ScaleFraming {
  return (held, bytes, atEnd) => {
    const data = joinBytes(held.bytes, bytes);
    const frames: DecodedFrame[] = [];
    let { whole } = held;
    let discarded = 0;
    let start = 0;
    // Once for all lines of a chunk, and only if one ends in it: making text of bytes costs more than reading the line.
    let text: string | null = null;
    for (let i = held.bytes.length; i < data.length; i += 1) {
      const byte = data[i];
      if (byte === CR || byte === LF) {
        text ??= decodeLatin1(data);
        if (i > start) discarded += decodeLineAt(data, { text, start, end: i, whole, read, frames });
        start = i + 1;
        whole = true;
      } else if (i - start >= most) {
        start += 1;
        discarded += 1;
        whole = false;
      }
    }
    if (!atEnd) return { state: { bytes: copyRest(data, start), whole }, frames, discarded };
    return { state: INITIAL_FRAMING_STATE, frames, discarded: discarded + data.length - start };
  };
}

interface LineSlice {
  /** All of the data. */
  text: string;
  start: number;
  end: number;
  whole: boolean;
  read: LineDecoder;
  frames: DecodedFrame[];
}

/** Reads the line in data[start, end); returns how many bytes of it belong to no frame. */
function decodeLineAt(data: Uint8Array, { text, start, end, whole, read, frames }: LineSlice): number {
  // No line holds a control or non-ASCII byte: what stands before the last of them is noise.
  let printable = end;
  while (printable > start && isPrintable(data[printable - 1] ?? 0)) printable -= 1;
  const line = read(text.slice(printable, end), whole && printable === start);
  if (line === null) return end - start;
  const from = printable + line.from;
  frames.push({ raw: data.slice(from, end + 1), message: line.message });
  return from - start;
}

/** Most chunks end with a line: then there is nothing to copy. */
function copyRest(data: Uint8Array, from: number): Uint8Array {
  return from === data.length ? EMPTY : data.slice(from);
}

function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte <= 0x7e;
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

/** For a direction in which a protocol says nothing: every byte is noise. */
export const silentFraming: ScaleFraming = (_held, bytes) => ({
  state: INITIAL_FRAMING_STATE,
  frames: [],
  discarded: bytes.length,
});

interface DirectedFramingState extends FramingState {
  direction: ScaleFrameDirection;
}

/** A scale's codec of one framing a direction. */
export function createScaleFrameCodec(
  parts: Omit<ScaleCodec, 'initialState' | 'decode' | 'flush'> & Record<ScaleFrameDirection, ScaleFraming>,
): ScaleCodec {
  const { device, host, ...rest } = parts;
  const step = (
    { bytes: held, whole, direction }: DirectedFramingState,
    bytes: Uint8Array,
    atEnd: boolean,
  ): DecodeResult<DirectedFramingState> => {
    const { state, frames, discarded } = (direction === 'host' ? host : device)({ bytes: held, whole }, bytes, atEnd);
    return { state: { bytes: state.bytes, whole: state.whole, direction }, frames, discarded };
  };
  return {
    ...rest,
    initialState: (direction = 'device') => ({ ...INITIAL_FRAMING_STATE, direction }) satisfies DirectedFramingState,
    decode: (state, bytes) => step(state as DirectedFramingState, bytes, false),
    flush: (state) => step(state as DirectedFramingState, EMPTY, true),
  };
}
