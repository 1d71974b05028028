// Yaohua's six digits with the number of decimals beside them, made a plain decimal. Knows no frame.
import { shownDecimal } from './decimal.ts';

/** ("-", "001234", 2) → -12.34. The digits are six, the decimals at most four. */
export function pointed(sign: string, digits: string, decimals: number): { value: string; decimals: number } {
  const point = digits.length - decimals;
  const shown = shownDecimal(sign, decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`);
  if (shown === null) throw new Error(`"${digits}" with ${decimals} decimals is no number`);
  return { value: shown.value, decimals };
}
