// Yaohua's "=" format: digits lowest first, the sign last, nothing at the end. "=00.1000-" is -0001.00. It only sends.
// Must not know any port.
//
// @see XK3190-A23p manual p. 21
import type { ScaleCodec } from './scaleCodec.ts';
import { createCommandTable } from './commandTable.ts';
import { parseDisplayedDecimal } from './displayedDecimal.ts';
import { createScaleFrameCodec, silentFraming, createStartByteFraming } from './scaleFraming.ts';
import type { FoundFrame } from './scaleFraming.ts';

const EQUALS = 0x3d;
const LENGTH = 9;
/** A positive number has a digit or a blank where the sign would be. */
const REVERSED = /^([-+ ]?) *([\d.]{1,8})$/;
const BEGINNING = /^=[\d.]{0,8} *[-+]?$/;

/**
 * With a digit too many on the wire, the first eight would be a number without its sign. So a frame counts only once
 * the character behind it is seen, and is not one more of a number.
 */
function decodeFrame(text: string, atEnd: boolean): FoundFrame | 'more' | null {
  if (text.length <= LENGTH && !(atEnd && text.length === LENGTH)) return BEGINNING.test(text) ? 'more' : null;
  if (/[ \d.+-]/.test(text.charAt(LENGTH))) return null;
  let forwardText = '';
  for (let i = LENGTH - 1; i > 0; i -= 1) forwardText += text.charAt(i);
  const match = REVERSED.exec(forwardText);
  const sign = match?.[1] ?? '';
  const digits = match?.[2] ?? '';
  const displayed = digits.endsWith('.') || digits.startsWith('.') ? null : parseDisplayedDecimal(sign, digits);
  return displayed === null ? null : { length: LENGTH, message: { kind: 'weight', ...displayed, unit: null } };
}

/** Codec of Yaohua's "=" format. */
export const yaohuaRev: ScaleCodec = createScaleFrameCodec({
  protocol: 'yaohua-rev',
  checksummed: false,
  device: createStartByteFraming({ starts: [EQUALS], maxBytes: LENGTH + 1, decode: decodeFrame }),
  host: silentFraming,
  commands: createCommandTable('yaohua-rev', {}),
  encodeRequest: (command) => {
    throw new RangeError(`yaohua-rev only sends: it has no command "${command}"`);
  },
});
