// Digits as scales print them, made a plain decimal: leading zeros, the decimal comma and the brackets around
// unverified digits are removed, the minus never is. Must not know any protocol or unit, and never rounds.

/** A number as a scale displays it. */
export interface DisplayedDecimal {
  /** A plain decimal: "123.0", "-0.05". */
  value: string;
  decimals: number;
  /** How many of the last digits the scale marks as not verified ("123.5[6]", "7.12/3"): finer than its interval e. */
  unverifiedDigits?: number;
}

const MAX_WHOLE_DIGITS = 12;
const MAX_FRACTION_DIGITS = 9;
const BRACKETED = /^([\d.,]*)\[([\d.,]{1,4})\]$/;
const SLASHED = /^([\d.,]+)\/(\d{1,3})$/;

/** A plain decimal of printed digits. `sign` '-' is negative, all else ('+', ' ', '') positive. Null: no digits. */
export function parseDisplayedDecimal(sign: string, text: string): DisplayedDecimal | null {
  if (!text.includes('[') && !text.includes('/')) return parsePlainDecimal(sign, text);
  const [, verified = '', unverified = ''] = BRACKETED.exec(text) ?? SLASHED.exec(text) ?? [];
  const displayed = parsePlainDecimal(sign, verified + unverified);
  if (displayed !== null) displayed.unverifiedDigits = unverified.replace(/\D/g, '').length;
  return displayed;
}

const ZERO = 0x30;
const NINE = 0x39;

/**
 * Up to 12 digits before the point and 9 behind it; two points or commas are no number. Character by character, because
 * every frame of every scale comes here and a pattern's captures cost more than all the rest.
 */
function parsePlainDecimal(sign: string, text: string): DisplayedDecimal | null {
  let point = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= ZERO && code <= NINE) continue;
    const isDecimalMark = code === 0x2e || code === 0x2c;
    if (!isDecimalMark || point < text.length) return null;
    point = i;
  }
  const fraction = text.slice(point + 1);
  if (point > MAX_WHOLE_DIGITS || fraction.length > MAX_FRACTION_DIGITS || (point === 0 && fraction === ''))
    return null;
  let firstDigit = 0;
  while (firstDigit < point - 1 && text.charCodeAt(firstDigit) === ZERO) firstDigit += 1;
  const number = `${sign === '-' ? '-' : ''}${text.slice(firstDigit, point) || '0'}`;
  return { value: fraction === '' ? number : `${number}.${fraction}`, decimals: fraction.length };
}

/** Groups of a printed weight: sign, which blanks may follow, digits, unit. */
export const DISPLAYED_WEIGHT_PATTERN = /^ *([+-]?) *([\d.,[\]/]{1,24}) *([A-Za-z%]{1,5})? *$/;

/** True if a unit counts pieces. */
export function isPieceUnit(unit: string | null): boolean {
  return /^(pc|pcs|pieces)$/i.test(unit ?? '');
}
