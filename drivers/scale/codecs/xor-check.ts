// The check of Yaohua's frames: the XOR of their bytes, written as two hexadecimal characters (a nibble up to 9 plus
// 30h, else plus 37h). Manuals say "checksum" only. Knows no frame.

const DIGITS = '0123456789ABCDEF';

/** Of characters up to FFh. */
export function xorHex(text: string): string {
  let check = 0;
  for (let i = 0; i < text.length; i += 1) check ^= text.charCodeAt(i);
  return DIGITS.charAt(check >> 4) + DIGITS.charAt(check & 0x0f);
}
