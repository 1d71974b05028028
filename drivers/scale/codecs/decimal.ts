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
  const [, sure = text, unsure = ''] = BRACKETED.exec(text) ?? SLASHED.exec(text) ?? [];
  const [match, whole = '', fraction = ''] = DIGITS.exec(sure + unsure) ?? [];
  if (match === undefined || whole + fraction === '') return null;
  const number = (whole || '0').replace(/^0+(?=\d)/, '');
  const unverifiedDigits = unsure.replace(/\D/g, '').length;
  return {
    value: `${sign === '-' ? '-' : ''}${number}${fraction === '' ? '' : `.${fraction}`}`,
    decimals: fraction.length,
    ...(unverifiedDigits > 0 ? { unverifiedDigits } : {}),
  };
}

/** Sign, blanks that may follow it, digits, unit. */
export const SHOWN_WEIGHT = /^ *([+-]?) *([\d.,[\]/]{1,24}) *([A-Za-z%]{1,5})? *$/;

export function isPieces(unit: string | null): boolean {
  return /^(pc|pcs|pieces)$/i.test(unit ?? '');
}
