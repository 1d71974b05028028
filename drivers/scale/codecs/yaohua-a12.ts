// Yaohua XK3190-A12 and its clones: "WG004.139kg" with its check behind it. The format has no letter for stability. It
// only sends. The check is the XOR of 11 bytes, which the manual calls a checksum. Must not know any port.
//
// @see XK3190-A12(E) manual, p. 12 and 13
import type { DeviceMessage } from '../../contract/codec.ts';
import type { ScaleCodec } from './scaleCodec.ts';
import { createCommandTable } from './commandTable.ts';
import { parseDisplayedDecimal } from './displayedDecimal.ts';
import { createScaleFrameCodec, createLineFraming, silentFraming } from './scaleFraming.ts';
import { yaohuaChecksum } from './yaohua-frame.ts';

const CHECKED_BYTES = 11;
const LINE_BYTES = CHECKED_BYTES + 2;
const WEIGHT = /^W([GN])(-?) *([\d.,]{1,7})([A-Za-z]{2})$/;
const CONDITION = /^ {9}(OL|LO)$/;
const CONDITIONS: Readonly<Record<string, string>> = { OL: 'overload', LO: 'underload' };
const COMMANDS = createCommandTable('yaohua-a12', {});

/** The body of a frame whose check is right. */
function decodeBody(body: string): DeviceMessage | null {
  const condition = body.startsWith(' ') ? CONDITIONS[CONDITION.exec(body)?.[1] ?? ''] : undefined;
  if (condition !== undefined) return { kind: 'error', error: condition, value: null, checksumOk: true };
  // By index: this runs for every line, and destructuring walks an iterator.
  const match = WEIGHT.exec(body);
  const displayed = match === null ? null : parseDisplayedDecimal(match[2] ?? '', match[3] ?? '');
  if (match === null || displayed === null) return null;
  return {
    kind: 'weight',
    value: displayed.value,
    decimals: displayed.decimals,
    unit: match[4] ?? '',
    mode: match[1] === 'N' ? 'net' : 'gross',
    checksumOk: true,
  };
}

function decodeLine(text: string) {
  const from = text.length - LINE_BYTES;
  if (from < 0) return null;
  const body = text.slice(from, from + CHECKED_BYTES);
  const check = text.slice(-2);
  if (check !== yaohuaChecksum(body)) {
    // Only what looks like a frame can be a damaged one; the rest is noise.
    const looksLikeFrame = /^(W[GN]| {9})/.test(body) || /[a-z]{2}$/.test(body);
    return looksLikeFrame && /^[0-9A-F]{2}$/.test(check)
      ? {
          from,
          message: { kind: 'invalid', reason: 'checksum', checksumOk: false, correctChecksum: yaohuaChecksum(body) },
        }
      : null;
  }
  const message = decodeBody(body);
  return message === null ? null : { from, message };
}

/** Codec of the XK3190-A12. */
export const yaohuaA12: ScaleCodec = createScaleFrameCodec({
  protocol: 'yaohua-a12',
  checksummed: true,
  device: createLineFraming({ maxLineBytes: 2 * LINE_BYTES, decode: decodeLine }),
  host: silentFraming,
  commands: COMMANDS,
  encodeRequest: (command) => {
    throw new RangeError(`yaohua-a12 only sends: it has no command "${command}"`);
  },
});
