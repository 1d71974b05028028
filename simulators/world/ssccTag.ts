// EPCs for the demo's tags: SSCC-96 as the GS1 Tag Data Standard writes it (header 31, filter, partition, company
// prefix, serial reference, 24 zero bits). Must not know packages.

/** GS1's own example prefix: belongs to no company that stores metals. Seven digits are partition 5: 24 + 34 bits. */
const COMPANY_PREFIX = 614_141n;
const HEADER = 0x31n;
/** 0: "all others"; a drum is neither a case nor a pallet for sure. */
const FILTER = 0n;
const PARTITION = 5n;

/** Upper-case hex of the tag's 96 bits; `serial` has at most ten digits, the first of which is the extension digit. */
export function ssccTagEpc(serial: number): string {
  if (!Number.isSafeInteger(serial) || serial < 0 || serial > 9_999_999_999)
    throw new RangeError('an SSCC serial has at most ten digits');
  const prefixBits = (((((HEADER << 3n) | FILTER) << 3n) | PARTITION) << 24n) | COMPANY_PREFIX;
  const epcBits = ((prefixBits << 34n) | BigInt(serial)) << 24n;
  return epcBits.toString(16).toUpperCase().padStart(24, '0');
}
