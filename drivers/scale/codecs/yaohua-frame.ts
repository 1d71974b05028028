// What Yaohua's formats share: six digits with the number of decimals beside them, and the check. Must not know any
// frame.
import { parseDisplayedDecimal } from './displayedDecimal.ts';

/**
 * ("-", "001234", 2) → "-12.34". The digits are six, the decimals at most four.
 *
 * @throws {Error} when the digits are no number
 */
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

/** Upper-case hexadecimal digits by value. */
export const HEX_DIGITS = '0123456789ABCDEF';

/** The XOR of all characters, up to FFh, as two hexadecimal digits. */
export function yaohuaChecksum(text: string): string {
  let check = 0;
  for (let i = 0; i < text.length; i += 1) check ^= text.charCodeAt(i);
  return HEX_DIGITS.charAt(check >> 4) + HEX_DIGITS.charAt(check & 0x0f);
}
