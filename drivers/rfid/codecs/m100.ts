// Readers built on the M100 family of modules (M100, QM100, R200, YRM100, JRD-100, JRD-4035): frames of a length field
// and a one-byte sum, without escaping, so 7E and BB occur inside them. Framing only; what a frame says is in
// m100-frame.ts. Must not know any port.
import type { DecodedFrame, DecodeResult, FrameDirection } from '../../contract/codec.ts';
import type { ReaderCodec } from './readerCodec.ts';
import { M100_REGIONS, decodeM100Frame } from './m100-frame.ts';

const HEAD = 0xbb;
const TAIL = 0x7e;
/** Head, type, command, two of length; then the sum and the tail. */
const BEFORE = 5;
const AROUND = 7;
/** The longest answer is a read of the user bank (255 words is more than any tag of a package has). */
const MAX_PARAMETER_BYTES = 600;

interface M100State {
  direction: FrameDirection;
  pending: Uint8Array;
}

const EMPTY = new Uint8Array();

/**
 * Length of the frame that begins at `offset`: a number of bytes, 'more' bytes needed to know, or 'none' begins there.
 */
function frameLength(data: Uint8Array, offset: number): number | 'more' | 'none' {
  if (data[offset] !== HEAD) return 'none';
  const type = data[offset + 1];
  if (type !== undefined && type > 2) return 'none';
  if (offset + BEFORE > data.length) return 'more';
  const parameters = ((data[offset + 3] ?? 0) << 8) | (data[offset + 4] ?? 0);
  if (parameters > MAX_PARAMETER_BYTES) return 'none';
  const length = parameters + AROUND;
  if (offset + length > data.length) return 'more';
  return data[offset + length - 1] === TAIL ? length : 'none';
}

function frameSum(frame: Uint8Array): number {
  let sum = 0;
  for (let i = 1; i < frame.length - 2; i += 1) sum += frame[i] ?? 0;
  return sum & 0xff;
}

/**
 * True if valid frames are inside a frame with a wrong sum: a damaged length field has swallowed them.
 */
function containsValidFrame(damaged: Uint8Array): boolean {
  for (let offset = 1; offset + AROUND <= damaged.length; offset += 1) {
    const length = frameLength(damaged, offset);
    if (typeof length !== 'number') continue;
    const innerFrame = damaged.subarray(offset, offset + length);
    if (frameSum(innerFrame) === innerFrame[innerFrame.length - 2]) return true;
  }
  return false;
}

/** `atEnd`: no byte will follow, so an incomplete frame is none. */
function scanFrames(state: M100State, data: Uint8Array, atEnd: boolean): DecodeResult<M100State> {
  const frames: DecodedFrame[] = [];
  let discarded = 0;
  let offset = 0;
  while (offset < data.length) {
    const length = frameLength(data, offset);
    if (length === 'more' && !atEnd) break;
    if (typeof length !== 'number') {
      offset += 1;
      discarded += 1;
      continue;
    }
    const raw = new Uint8Array(data.subarray(offset, offset + length));
    const sum = frameSum(raw);
    const isValid = sum === raw[length - 2];
    if (!isValid && containsValidFrame(raw)) {
      offset += 1;
      discarded += 1;
      continue;
    }
    frames.push({ raw, message: decodeM100Frame(raw, { direction: state.direction, sum, isIntact: isValid }) });
    offset += length;
  }
  return { state: { direction: state.direction, pending: new Uint8Array(data.subarray(offset)) }, frames, discarded };
}

function encodeCommand(code: number, ...parameters: number[]): Uint8Array {
  const frame = Uint8Array.of(HEAD, 0, code, parameters.length >> 8, parameters.length & 0xff, ...parameters, 0, TAIL);
  frame[frame.length - 2] = frameSum(frame);
  return frame;
}

/** Codec of the M100 family. */
export const m100: ReaderCodec = {
  protocol: 'm100',
  checksummed: true,
  initialState: (direction = 'device') => ({ direction, pending: EMPTY }) satisfies M100State,
  decode: (state, bytes) => {
    const { pending } = state as M100State;
    return scanFrames(state as M100State, pending.length === 0 ? bytes : Buffer.concat([pending, bytes]), false);
  },
  flush: (state) => scanFrames(state as M100State, (state as M100State).pending, true),
  regionCommandCode: '07',
  encodeSetRegion: (name) => {
    const code = M100_REGIONS[name];
    return code === undefined ? null : encodeCommand(0x07, code);
  },
  // 65 535 rounds; the driver starts it again when the reader falls silent.
  encodeStartInventory: () => encodeCommand(0x27, 0x22, 0xff, 0xff),
  encodeStopInventory: () => encodeCommand(0x28),
};
