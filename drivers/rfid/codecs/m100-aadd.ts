// The M100 family's frames as the R200 guide V2.3.3 draws them: AA … DD around what m100 puts between BB and 7E.
import type { ReaderCodec } from '../codec.ts';
import { sumOf } from '../checksums.ts';
import { framed } from '../framing.ts';
import type { FrameRule, Measured } from '../framing.ts';
import { M100_REGIONS, readM100 } from './m100-frame.ts';

const HEAD = 0xaa;
const TAIL = 0xdd;
/** Head, type, command, two of length; then the sum and the tail. */
const BEFORE = 5;
const AROUND = 7;
/** As long as the longest read of a user bank that a package's tag has. */
const PARAMETERS_MOST = 600;
/** Command, reply, notice. */
const TYPE_MOST = 2;

function measure(data: Uint8Array, at: number): Measured {
  if (data[at] !== HEAD) return 'none';
  const type = data[at + 1];
  if (type !== undefined && type > TYPE_MOST) return 'none';
  if (at + BEFORE > data.length) return 'more';
  const parameters = ((data[at + 3] ?? 0) << 8) | (data[at + 4] ?? 0);
  if (parameters > PARAMETERS_MOST) return 'none';
  const length = parameters + AROUND;
  const tail = data[at + length - 1];
  return tail === undefined || tail === TAIL ? length : 'none';
}

const RULE: FrameRule = {
  measure,
  isSound: (frame) => sumOf(frame.subarray(1, -2)) === frame[frame.length - 2],
  read: (frame, { direction, sound }) => readM100(frame, { direction, sum: sumOf(frame.subarray(1, -2)), sound }),
};

function command(code: number, ...parameters: number[]): Uint8Array {
  const body = [0, code, parameters.length >> 8, parameters.length & 0xff, ...parameters];
  return Uint8Array.of(HEAD, ...body, sumOf(Uint8Array.from(body)), TAIL);
}

export const m100Aadd: ReaderCodec = {
  ...framed('m100-aadd', RULE),
  regionCommand: '07',
  region: (name) => {
    const code = M100_REGIONS[name];
    return code === undefined ? null : command(0x07, code);
  },
  inventory: () => command(0x27, 0x22, 0xff, 0xff),
  stopInventory: () => command(0x28),
};
