// Yaohua's six digits with the number of decimals beside them, made a plain decimal. Knows no frame.
import { parseDisplayedDecimal } from './displayedDecimal.ts';

/** ("-", "001234", 2) → -12.34. The digits are six, the decimals at most four. */
export function formatYaohuaDigits(
  sign: string,
  digits: string,
  decimals: number,
): { value: string; decimals: number } {
  const point = digits.length - decimals;
  const displayed = parseDisplayedDecimal(
    sign,
    decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`,
  );
  if (displayed === null) throw new Error(`"${digits}" with ${decimals} decimals is no number`);
  return { value: displayed.value, decimals };
}

export const HEX_DIGITS = '0123456789ABCDEF';

/** Of characters up to FFh. */
export function yaohuaChecksum(text: string): string {
  let check = 0;
  for (let i = 0; i < text.length; i += 1) check ^= text.charCodeAt(i);
  return HEX_DIGITS.charAt(check >> 4) + HEX_DIGITS.charAt(check & 0x0f);
}
