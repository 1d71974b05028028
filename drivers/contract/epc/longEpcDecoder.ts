// The EPC schemes whose serial or reference is text: SGTIN-198, SGLN-195, GRAI-170 and GIAI-202. Must not know any
// reader.
//
// @see GS1 EPC Tag Data Standard, section 14.6 and table A-1
import { COMPANY_PREFIX_BITS, formatDecimalField } from './epcPartition.ts';

/** Schemes with text. */
export type LongEpcSchemeName = 'sgtin-198' | 'sgln-195' | 'grai-170' | 'giai-202';

/** The fields of a scheme with text. */
export interface LongEpcScheme {
  name: LongEpcSchemeName;
  bits: number;
  /** Company and numeric reference together: bits and decimal digits. Null: there is only the company (GIAI). */
  numeric: { bits: number; digits: number } | null;
  /** Characters of seven bits that the text may have, by partition. */
  maxCharacters: readonly number[];
}

const sameForEveryPartition = (characters: number): readonly number[] => COMPANY_PREFIX_BITS.map(() => characters);

/** Scheme by the EPC's header byte. */
export const LONG_EPC_SCHEMES: Readonly<Record<number, LongEpcScheme>> = {
  0x36: { name: 'sgtin-198', bits: 198, numeric: { bits: 44, digits: 13 }, maxCharacters: sameForEveryPartition(20) },
  0x37: { name: 'grai-170', bits: 170, numeric: { bits: 44, digits: 12 }, maxCharacters: sameForEveryPartition(16) },
  0x38: { name: 'giai-202', bits: 202, numeric: null, maxCharacters: [18, 19, 20, 21, 22, 23, 24] },
  0x39: { name: 'sgln-195', bits: 195, numeric: { bits: 41, digits: 12 }, maxCharacters: sameForEveryPartition(20) },
};

/** Header, filter, partition. */
const BEFORE_COMPANY = 14;
const CHARACTER_BITS = 7;
/** Table A-1 of the standard; these of it are written with a percent sign in a URI. */
const ALLOWED_TEXT = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/;
const ESCAPED_CHARACTERS = /["%&/<>?]/g;

/** The tag URI, or why there is none. `hex` is the whole EPC: the scheme's bits and zeros up to a byte or a word. */
export function decodeLongEpc(scheme: LongEpcScheme, hex: string): { uri: string } | { reason: string } {
  const bits = hex.length * 4;
  const refuse = (reason: string): { reason: string } => ({ reason: `${scheme.name}${reason}` });
  if (bits < scheme.bits || bits >= Math.ceil(scheme.bits / 16) * 16 + 8)
    return refuse(` has ${scheme.bits} bits, not ${bits}`);
  const epc = BigInt(`0x${hex}`);
  const field = (offset: number, width: number): bigint =>
    (epc >> BigInt(bits - offset - width)) & ((1n << BigInt(width)) - 1n);
  if (bits > scheme.bits && field(scheme.bits, bits - scheme.bits) !== 0n)
    return refuse(': bits behind its end are not zero');
  const partition = Number(field(11, 3));
  const companyBits = COMPANY_PREFIX_BITS[partition];
  if (companyBits === undefined) return refuse(`: partition ${partition} does not exist`);
  const companyDigits = 12 - partition;
  const company = formatDecimalField(field(BEFORE_COMPANY, companyBits), companyDigits);
  const textOffset = BEFORE_COMPANY + (scheme.numeric?.bits ?? companyBits);
  const reference =
    scheme.numeric &&
    formatDecimalField(
      field(BEFORE_COMPANY + companyBits, scheme.numeric.bits - companyBits),
      scheme.numeric.digits - companyDigits,
    );
  if (company === null || (scheme.numeric && reference === null))
    return refuse(': a field has more digits than its partition allows');
  const text = decodeText(
    field(textOffset, scheme.bits - textOffset),
    scheme.bits - textOffset,
    scheme.maxCharacters[partition] ?? 0,
  );
  if (text === null) return refuse(': its text has a character that the standard does not allow, or none');
  const fields = [field(8, 3).toString(), company, ...(reference === null ? [] : [reference]), text];
  return { uri: `urn:epc:tag:${scheme.name}:${fields.join('.')}` };
}

/**
 * Characters up to the first zero; only zeros may follow it. Null if the text is empty or has a forbidden character.
 */
function decodeText(value: bigint, bits: number, maxCharacters: number): string | null {
  const character = (index: number): number => Number((value >> BigInt(bits - (index + 1) * CHARACTER_BITS)) & 0x7fn);
  let length = 0;
  while (length < maxCharacters && character(length) !== 0) length += 1;
  const remainingBits = BigInt(bits - length * CHARACTER_BITS);
  if ((value & ((1n << remainingBits) - 1n)) !== 0n) return null;
  const text = String.fromCharCode(...Array.from({ length }, (_, index) => character(index)));
  if (!ALLOWED_TEXT.test(text)) return null;
  return text.replace(ESCAPED_CHARACTERS, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
