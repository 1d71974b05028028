// What all EPC schemes with a GS1 company prefix share: the partition table and decimal fields. Must not know any
// scheme.

/**
 * Bits of the company prefix by partition 0 to 6; it has 12 − partition decimal digits. (TDS, all partition tables.)
 */
export const COMPANY_PREFIX_BITS = [40, 37, 34, 30, 27, 24, 20] as const;

/**
 * A field of so many decimal digits; null if the value needs more. No digits at all is an empty field (SGLN of a
 * 12-digit company).
 */
export function formatDecimalField(value: bigint, digits: number): string | null {
  if (digits === 0) return value === 0n ? '' : null;
  const text = value.toString().padStart(digits, '0');
  return text.length > digits ? null : text;
}
