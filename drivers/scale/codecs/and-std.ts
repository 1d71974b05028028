// A&D standard format, both families and the clones that imitate them: one line of text a weight, no checksum. Framing
// only; what a line says is in and-std-line.ts. Not by createLineFraming: STX begins a line anew, and an overlong line
// is discarded up to its end. Must not know any port or instrument.
import type { DecodedFrame, DecodeResult, FrameDirection } from '../../contract/codec.ts';
import { copyRest, decodeLatin1, EMPTY_BYTES, encodeLatin1, joinBytes } from './lineBytes.ts';
import type { ScaleCodec } from './scaleCodec.ts';
import { decodeAndStdLine } from './and-std-line.ts';

const STX = 0x02;
const ETX = 0x03;
const ACK = 0x06;
const LF = 0x0a;
const CR = 0x0d;

/** The longest known line (addressed, ten digits, comma fields, four-character unit) has 28 bytes. */
const MAX_LINE_BYTES = 80;

interface AndStdState {
  direction: FrameDirection;
  /** The line so far, without its terminator. */
  line: Uint8Array;
  /** The line is too long already: its bytes are thrown away up to the next terminator. */
  skipping: boolean;
}

function decode(state: AndStdState, bytes: Uint8Array): DecodeResult<AndStdState> {
  const data = joinBytes(state.line, bytes);
  const frames: DecodedFrame[] = [];
  // Once for all lines of a chunk, and only if one ends in it: making text of bytes costs more than reading the line.
  let text: string | null = null;
  let { skipping } = state;
  let discarded = 0;
  let start = 0;
  for (let i = state.line.length; i < data.length; i += 1) {
    const byte = data[i];
    if (byte === STX) {
      // A new frame begins here: what came before it was half a line.
      discarded += i - start;
      start = i;
      skipping = false;
    } else if (byte === CR || byte === LF || byte === ETX) {
      if (skipping) discarded += i - start;
      else
        discarded += decodeLineAt(data, {
          text: (text ??= decodeLatin1(data)),
          start,
          end: i,
          direction: state.direction,
          frames,
        });
      start = i + 1;
      skipping = false;
    } else if (skipping || i - start >= MAX_LINE_BYTES) {
      discarded += i + 1 - start;
      start = i + 1;
      skipping = true;
    }
  }
  return {
    state: { direction: state.direction, line: copyRest(data, start), skipping },
    frames,
    discarded,
  };
}

/** Reads the line in data[start, end); returns how many bytes of it belong to no frame. */
function decodeLineAt(
  data: Uint8Array,
  {
    text,
    start,
    end,
    direction,
    frames,
  }: { text: string; start: number; end: number; direction: FrameDirection; frames: DecodedFrame[] },
): number {
  // CR LF gives an empty second line; STX alone an empty first one.
  const printableStart = skipNoise(data, start, end);
  if (printableStart === end) return data[start] === STX ? end - start - 1 : end - start;
  const decoded = decodeAndStdLine(text.slice(printableStart, end), direction);
  if (decoded === null) return end - start;
  const frameStart = printableStart + decoded.from;
  const rawStart = frameStart > start && data[frameStart - 1] === STX ? frameStart - 1 : frameStart;
  frames.push({ raw: data.slice(rawStart, end + 1), message: decoded.message });
  return rawStart - start;
}

/**
 * No frame holds a control or non-ASCII byte, so a line starts after the last of them. ACK alone is a line of its own.
 */
function skipNoise(data: Uint8Array, start: number, end: number): number {
  for (let i = end - 1; i >= start; i -= 1) {
    const byte = data[i] ?? 0;
    if (byte < 0x20 || byte > 0x7e) return byte === ACK && i === end - 1 ? i : i + 1;
  }
  return start;
}

/**
 * Codec of the A&D standard format.
 *
 * @see A&D manual of AD-4406, section 13
 */
export const andStd: ScaleCodec = {
  protocol: 'and-std',
  checksummed: false,
  initialState: (direction = 'device') => ({ direction, line: EMPTY_BYTES, skipping: false }) satisfies AndStdState,
  decode: (state, bytes) => decode(state as AndStdState, bytes),
  flush: (state) => {
    const { direction, line } = state as AndStdState;
    return {
      state: { direction, line: EMPTY_BYTES, skipping: false } satisfies AndStdState,
      frames: [],
      discarded: line.length,
    };
  },
  encodeRequest: (command, address) => encodeLatin1(`${address === null ? '' : `@${address}`}${command}\r\n`),
};
