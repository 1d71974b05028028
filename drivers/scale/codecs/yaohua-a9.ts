// Yaohua XK3190-A9, A23p, A26: their continuous format 0, STX, sign, six digits, decimals, check, ETX. The unit and the
// stability are not sent. It only sends. Must not know any port.
//
// @see XK3190-A26 manual p. 10; A23p manual p. 21
import type { DeviceMessage } from '../../contract/codec.ts';
import type { ScaleCodec } from './scaleCodec.ts';
import { createCommandTable } from './commandTable.ts';
import { createScaleFrameCodec, silentFraming, createStartByteFraming } from './scaleFraming.ts';
import { formatYaohuaDigits, yaohuaChecksum } from './yaohua-frame.ts';

/** Which of the indicators. */
export interface YaohuaA9Options {
  /** Name in the registry. */
  protocol: string;
  /** The unit of the indicator's digits where its model fixes one; null if the instrument's own model file says it. */
  unit: string | null;
}

const STX = 0x02;
const LENGTH = 12;
const FRAME = /^\x02([+-])(\d{6})([0-4])([0-9A-F]{2})\x03/;
const FRAME_SHAPE = /^\x02[ -~]{8}[0-9A-F]{2}\x03/;
const BEGINNING = /^\x02[ -~]{0,10}$/;

/** Codec of Yaohua's continuous format 0. */
export function createYaohuaA9Codec({ protocol, unit }: YaohuaA9Options): ScaleCodec {
  const decodeFrame = (text: string): DeviceMessage | null => {
    if (!FRAME_SHAPE.test(text)) return null;
    const correctChecksum = yaohuaChecksum(text.slice(1, 9));
    if (text.slice(9, 11) !== correctChecksum)
      return { kind: 'invalid', reason: 'checksum', checksumOk: false, correctChecksum };
    const [match, sign = '', digits = '', decimals = ''] = FRAME.exec(text) ?? [];
    if (match === undefined) return { kind: 'invalid', reason: 'digits', text: text.slice(1, 9), checksumOk: true };
    return { kind: 'weight', ...formatYaohuaDigits(sign, digits, Number(decimals)), unit, checksumOk: true };
  };
  return createScaleFrameCodec({
    protocol,
    checksummed: true,
    device: createStartByteFraming({
      starts: [STX],
      maxBytes: LENGTH,
      decode: (text) => {
        if (text.length < LENGTH) return BEGINNING.test(text) ? 'more' : null;
        const message = decodeFrame(text);
        return message === null ? null : { length: LENGTH, message };
      },
    }),
    host: silentFraming,
    commands: createCommandTable(protocol, {}),
    encodeRequest: (command) => {
      throw new RangeError(`${protocol} only sends: it has no command "${command}"`);
    },
  });
}
