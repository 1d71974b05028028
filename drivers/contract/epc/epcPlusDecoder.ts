// The EPC schemes of TDS 2 ("+"): plain GS1 keys in nibbles of one digit each, and a serial number in one of several
// encodings. They have no tag URI. Decoded are SSCC+ and SGTIN+, of this all serial numbers but those in URN Code 40; of the
// others only the name is known. Must not know any reader.
//
// @see GS1 EPC Tag Data Standard 2.1, sections 14.2 (headers), 14.5 (encoding methods) and 14.6 (the schemes)
import type { Gs1Element } from './gs1Elements.ts';

/** Schemes of TDS 2 by the EPC's header byte. */
export const EPC_PLUS_SCHEMES = {
  0xf0: 'cpi+',
  0xf1: 'grai+',
  0xf2: 'sgln+',
  0xf3: 'itip+',
  0xf4: 'gsrn+',
  0xf5: 'gsrnp+',
  0xf6: 'gdti+',
  0xf7: 'sgtin+',
  0xf8: 'sgcn+',
  0xf9: 'sscc+',
  0xfa: 'giai+',
  0xfb: 'dsgtin+',
} as const;

/** A scheme of TDS 2 without a tag URI. */
export type EpcPlusSchemeName = (typeof EPC_PLUS_SCHEMES)[keyof typeof EPC_PLUS_SCHEMES];

/** Header, toggle for data behind the EPC, filter value. */
const BEFORE_KEY_NIBBLES = 3;
const SSCC_DIGITS = 18;
const GTIN_DIGITS = 14;
/** How many characters a serial number (AI 21) may have. */
const SERIAL_LENGTH_MAX = 20;

/** What an SSCC+ or SGTIN+ says, as application identifiers; null if it is another scheme, or malformed. */
export function elementsOfEpcPlus(hex: string): readonly Gs1Element[] | null {
  const digits = hex.toUpperCase();
  if (digits.startsWith('F9')) {
    const sscc = digits.slice(BEFORE_KEY_NIBBLES, BEFORE_KEY_NIBBLES + SSCC_DIGITS);
    return /^\d{18}$/.test(sscc) ? [['00', sscc]] : null;
  }
  if (!digits.startsWith('F7')) return null;
  const gtin = digits.slice(BEFORE_KEY_NIBBLES, BEFORE_KEY_NIBBLES + GTIN_DIGITS);
  const serial = decodeSerial(digits.slice(BEFORE_KEY_NIBBLES + GTIN_DIGITS));
  return /^\d{14}$/.test(gtin) && serial !== null
    ? [
        ['01', gtin],
        ['21', serial],
      ]
    : null;
}

const BASE64_URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Bits and letters of one character, by the encoding indicator. */
const CHARACTER_ENCODINGS: Readonly<Record<number, { bits: number; letter: (value: number) => string }>> = {
  1: { bits: 4, letter: (value) => value.toString(16).toUpperCase() },
  2: { bits: 4, letter: (value) => value.toString(16) },
  3: { bits: 6, letter: (value) => BASE64_URL.charAt(value) },
  4: { bits: 7, letter: (value) => String.fromCharCode(value) },
};

/** Three bits say how it is encoded, five how many characters it has. */
function decodeSerial(hex: string): string | null {
  const bits = Array.from(hex, (nibble) => Number.parseInt(nibble, 16).toString(2).padStart(4, '0')).join('');
  const indicator = Number.parseInt(bits.slice(0, 3), 2);
  const length = Number.parseInt(bits.slice(3, 8), 2);
  if (!(length >= 1 && length <= SERIAL_LENGTH_MAX)) return null;
  const data = bits.slice(8);
  if (indicator === 0) return decodeInteger(data, length);
  const encoding = CHARACTER_ENCODINGS[indicator];
  if (!encoding || data.length < encoding.bits * length) return null;
  const letters = Array.from({ length }, (_, index) =>
    encoding.letter(Number.parseInt(data.slice(index * encoding.bits, (index + 1) * encoding.bits), 2)),
  ).join('');
  return /^[\x21-\x7e]+$/.test(letters) ? letters : null;
}

/** So many digits without a leading zero, in as few bits as the largest of them needs. */
function decodeInteger(data: string, digits: number): string | null {
  const bits = (10n ** BigInt(digits) - 1n).toString(2).length;
  if (data.length < bits) return null;
  const text = BigInt(`0b${data.slice(0, bits)}`).toString();
  return text.length === digits ? text : null;
}
