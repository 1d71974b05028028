// The M100 family's frames with AA … DD around what m100.ts has between BB and 7E. Must not know any port.
//
// @see R200 guide V2.3.3
import type { ReaderCodec } from './readerCodec.ts';
import { sumChecksum } from './readerChecksums.ts';
import { createReaderFrameCodec } from './readerFraming.ts';
import type { ReaderFrameRule, MeasuredFrame } from './readerFraming.ts';
import { M100_REGIONS, decodeM100Frame } from './m100-frame.ts';

const HEAD = 0xaa;
const TAIL = 0xdd;
/** Head, type, command, two of length; then the sum and the tail. */
const BEFORE = 5;
const AROUND = 7;
/** As long as the longest read of a user bank that a package's tag has. */
const MAX_PARAMETER_BYTES = 600;
/** Command, reply, notice. */
const MAX_FRAME_TYPE = 2;

function measure(data: Uint8Array, offset: number): MeasuredFrame {
  if (data[offset] !== HEAD) return 'none';
  const type = data[offset + 1];
  if (type !== undefined && type > MAX_FRAME_TYPE) return 'none';
  if (offset + BEFORE > data.length) return 'more';
  const parameters = ((data[offset + 3] ?? 0) << 8) | (data[offset + 4] ?? 0);
  if (parameters > MAX_PARAMETER_BYTES) return 'none';
  const length = parameters + AROUND;
  const tail = data[offset + length - 1];
  return tail === undefined || tail === TAIL ? length : 'none';
}

const RULE: ReaderFrameRule = {
  measure,
  isValid: (frame) => sumChecksum(frame.subarray(1, -2)) === frame[frame.length - 2],
  decode: (frame, { direction, isIntact }) =>
    decodeM100Frame(frame, { direction, sum: sumChecksum(frame.subarray(1, -2)), isIntact }),
};

function encodeCommand(code: number, ...parameters: number[]): Uint8Array {
  const body = [0, code, parameters.length >> 8, parameters.length & 0xff, ...parameters];
  return Uint8Array.of(HEAD, ...body, sumChecksum(Uint8Array.from(body)), TAIL);
}

/** Codec of the M100 family with AA and DD. */
export const m100Aadd: ReaderCodec = {
  ...createReaderFrameCodec('m100-aadd', RULE),
  regionCommandCode: '07',
  encodeSetRegion: (name) => {
    const code = M100_REGIONS[name];
    return code === undefined ? null : encodeCommand(0x07, code);
  },
  encodeStartInventory: () => encodeCommand(0x27, 0x22, 0xff, 0xff),
  encodeStopInventory: () => encodeCommand(0x28),
};
