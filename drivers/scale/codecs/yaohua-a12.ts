// Yaohua XK3190-A12 and its clones: "WG004.139kg" with its check behind it. The format has no letter for stability. It
// only sends. Knows no port. Source: XK3190-A12(E) manual p12-13, which says "checksum" and means the XOR of 11 bytes.
import type { Message } from '../../contract/message.ts';
import type { ScaleCodec } from '../codec.ts';
import { commandWords } from './command-words.ts';
import { shownDecimal } from './decimal.ts';
import { framedCodec, lineFraming, silentFraming } from './framing.ts';
import { xorHex } from './xor-check.ts';

const CHECKED = 11;
const LINE = CHECKED + 2;
const WEIGHT = /^W([GN])(-?) *([\d.,]{1,7})([A-Za-z]{2})$/;
const CONDITION = /^ {9}(OL|LO)$/;
const CONDITIONS: Readonly<Record<string, string>> = { OL: 'overload', LO: 'underload' };
const WORDS = commandWords('yaohua-a12', {});

/** The body of a frame whose check is right. */
function readBody(body: string): Message | null {
  const condition = body.startsWith(' ') ? CONDITIONS[CONDITION.exec(body)?.[1] ?? ''] : undefined;
  if (condition !== undefined) return { kind: 'error', error: condition, value: null, checksumOk: true };
  // By index: this runs for every line, and destructuring walks an iterator.
  const match = WEIGHT.exec(body);
  const shown = match === null ? null : shownDecimal(match[2] ?? '', match[3] ?? '');
  if (match === null || shown === null) return null;
  return {
    kind: 'weight',
    value: shown.value,
    decimals: shown.decimals,
    unit: match[4] ?? '',
    mode: match[1] === 'N' ? 'net' : 'gross',
    checksumOk: true,
  };
}

function readLine(text: string) {
  const from = text.length - LINE;
  if (from < 0) return null;
  const body = text.slice(from, from + CHECKED);
  const check = text.slice(-2);
  if (check !== xorHex(body)) {
    // Only what looks like a frame can be a damaged one; the rest is noise.
    const looks = /^(W[GN]| {9})/.test(body) || /[a-z]{2}$/.test(body);
    return looks && /^[0-9A-F]{2}$/.test(check)
      ? { from, message: { kind: 'invalid', reason: 'checksum', checksumOk: false, correctChecksum: xorHex(body) } }
      : null;
  }
  const message = readBody(body);
  return message === null ? null : { from, message };
}

export const yaohuaA12: ScaleCodec = framedCodec({
  protocol: 'yaohua-a12',
  checksummed: true,
  device: lineFraming({ most: 2 * LINE, read: readLine }),
  host: silentFraming,
  commands: WORDS,
  request: (command) => {
    throw new RangeError(`yaohua-a12 only sends: it has no command "${command}"`);
  },
});
