// Digits as scales print them, made a plain decimal: leading zeros, the decimal comma and the marks around digits that are
// not verified are gone, the minus never is. Knows no protocol, no unit and no rounding.

export interface ShownDecimal {
  /** "123.0", "-0.05". */
  value: string;
  decimals: number;
  /** How many of the last digits the scale marks as not verified ("123.5[6]", "7.12/3"): finer than its interval e. */
  unverifiedDigits?: number;
}

/** Up to 12 digits before the point and 9 behind it. Two points or commas are no number. */
const DIGITS = /^(\d{0,12})(?:[.,](\d{0,9}))?$/;
const BRACKETED = /^([\d.,]*)\[([\d.,]{1,4})\]$/;
const SLASHED = /^([\d.,]+)\/(\d{1,3})$/;

/** `sign` is '-' for negative; anything else ('+', ' ', '') is positive. Null: these are no digits. */
export function shownDecimal(sign: string, text: string): ShownDecimal | null {
  const marked = /[[/]/.test(text) ? (BRACKETED.exec(text) ?? SLASHED.exec(text)) : null;
  if (marked === null) return decimalOf(sign, text);
  const [, sure = '', unsure = ''] = marked;
  const shown = decimalOf(sign, sure + unsure);
  return shown === null ? null : { ...shown, unverifiedDigits: unsure.replace(/\D/g, '').length };
}

function decimalOf(sign: string, text: string): ShownDecimal | null {
  const match = DIGITS.exec(text);
  if (match === null) return null;
  const [, whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return null;
  let first = 0;
  while (first < whole.length - 1 && whole[first] === '0') first += 1;
  const number = `${sign === '-' ? '-' : ''}${whole.slice(first) || '0'}`;
  return { value: fraction === '' ? number : `${number}.${fraction}`, decimals: fraction.length };
}

/** Sign, blanks that may follow it, digits, unit. */
export const SHOWN_WEIGHT = /^ *([+-]?) *([\d.,[\]/]{1,24}) *([A-Za-z%]{1,5})? *$/;

export function isPieces(unit: string | null): boolean {
  return /^(pc|pcs|pieces)$/i.test(unit ?? '');
}
