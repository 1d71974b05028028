// What an EPC's bits say: the tag URIs of the five schemes that packages and places carry, here in 96 bits, with text
// serials in longEpcDecoder.ts. An EPC of no known scheme is kept as hexadecimal, with the reason. Must not know any
// reader.
//
// @see GS1 EPC Tag Data Standard, section 14 (binary encodings and header table)
import { LONG_EPC_SCHEMES, decodeLongEpc } from './longEpcDecoder.ts';
import type { LongEpcSchemeName } from './longEpcDecoder.ts';
import { EPC_PLUS_SCHEMES, elementsOfEpcPlus, type EpcPlusSchemeName } from './epcPlusDecoder.ts';
import { COMPANY_PREFIX_BITS, formatDecimalField } from './epcPartition.ts';

/** An EPC as a tag URI, or why there is none. */
export interface DecodedEpc {
  /** "urn:epc:tag:sgtin-96:3.0614141.812345.6789", or null. */
  uri: string | null;
  scheme: 'sgtin-96' | 'sscc-96' | 'sgln-96' | 'grai-96' | 'giai-96' | LongEpcSchemeName | EpcPlusSchemeName | 'none';
  /** Why there is no URI; empty if there is one. */
  reason: string;
}

interface EpcScheme {
  name: Exclude<DecodedEpc['scheme'], 'none' | LongEpcSchemeName | EpcPlusSchemeName>;
  /** Company and reference together: bits and decimal digits. */
  bits: number;
  /** Digits of company + reference; null: the reference has no fixed number of digits (GIAI). */
  digits: number | null;
  /** Bits of the serial number behind it; 0 if the scheme has none. */
  serialBits: number;
}

const EPC_SCHEMES: Readonly<Record<number, EpcScheme>> = {
  0x30: { name: 'sgtin-96', bits: 44, digits: 13, serialBits: 38 },
  0x31: { name: 'sscc-96', bits: 58, digits: 17, serialBits: 0 },
  0x32: { name: 'sgln-96', bits: 41, digits: 12, serialBits: 41 },
  0x33: { name: 'grai-96', bits: 44, digits: 12, serialBits: 38 },
  0x34: { name: 'giai-96', bits: 82, digits: null, serialBits: 0 },
};

/** GIAI-96: largest decimal length of the asset reference by partition. */
const GIAI_DIGITS = [13, 14, 15, 16, 17, 18, 19] as const;

/**
 * The tag URI of an EPC. `hex`: an even number of hexadecimal digits, any case.
 *
 * @see GS1 EPC Tag Data Standard, section 14
 */
export function decodeEpc(hex: string): DecodedEpc {
  if (!/^(?:[0-9A-Fa-f]{2})+$/.test(hex)) return undecodedEpc('not hexadecimal bytes');
  const header = Number.parseInt(hex.slice(0, 2), 16);
  const name = hex.slice(0, 2).toUpperCase();
  const plusScheme = (EPC_PLUS_SCHEMES as Readonly<Record<number, EpcPlusSchemeName>>)[header];
  if (plusScheme !== undefined)
    return { uri: null, scheme: plusScheme, reason: `${plusScheme} has no tag URI: ${plusText(hex)}` };
  const longScheme = LONG_EPC_SCHEMES[header];
  if (longScheme !== undefined) {
    const decoded = decodeLongEpc(longScheme, hex);
    return 'uri' in decoded ? { uri: decoded.uri, scheme: longScheme.name, reason: '' } : undecodedEpc(decoded.reason);
  }
  const scheme = EPC_SCHEMES[header];
  if (!scheme) return undecodedEpc(describeUnknownHeader(header, name));
  if (hex.length !== 24) return undecodedEpc(`${scheme.name} has 96 bits, not ${hex.length * 4}`);
  return decodeScheme(scheme, BigInt(`0x${hex}`));
}

function plusText(hex: string): string {
  const elements = elementsOfEpcPlus(hex);
  return elements === null ? 'it is kept as hexadecimal' : elements.map(([ai, value]) => `(${ai})${value}`).join('');
}

function describeUnknownHeader(header: number, name: string): string {
  if (header === 0x00) return 'header 00: the tag is not programmed';
  if (header === 0xe2) return 'header E2 is not an EPC header (factory/TID-like)';
  return isReservedHeader(header)
    ? `header ${name} reserved`
    : `header ${name} is of a scheme that is kept as hexadecimal`;
}

/** TDS table of headers: what is not assigned below is reserved. */
function isReservedHeader(header: number): boolean {
  const assigned = (header >= 0x2c && header <= 0x40) || header >= 0xe2;
  return !assigned;
}

function decodeScheme(scheme: EpcScheme, epc: bigint): DecodedEpc {
  const field = (offset: number, bits: number): bigint =>
    (epc >> BigInt(96 - offset - bits)) & ((1n << BigInt(bits)) - 1n);
  const filter = field(8, 3);
  const partition = Number(field(11, 3));
  const companyBits = COMPANY_PREFIX_BITS[partition];
  if (companyBits === undefined) return undecodedEpc(`${scheme.name}: partition ${partition} does not exist`);
  const companyDigits = 12 - partition;
  const referenceBits = scheme.bits - companyBits;
  const company = formatDecimalField(field(14, companyBits), companyDigits);
  const raw = field(14 + companyBits, referenceBits);
  const reference =
    scheme.digits === null
      ? formatBoundedDecimal(raw, GIAI_DIGITS[partition] ?? 0)
      : formatDecimalField(raw, scheme.digits - companyDigits);
  if (company === null || reference === null)
    return undecodedEpc(`${scheme.name}: a field has more digits than its partition allows`);

  const serialOffset = 14 + scheme.bits;
  const serial = scheme.serialBits > 0 ? `.${field(serialOffset, scheme.serialBits)}` : '';
  if (scheme.serialBits === 0 && serialOffset < 96 && field(serialOffset, 96 - serialOffset) !== 0n)
    return undecodedEpc(`${scheme.name}: reserved bits are not zero`);
  return {
    uri: `urn:epc:tag:${scheme.name}:${filter}.${company}.${reference}${serial}`,
    scheme: scheme.name,
    reason: '',
  };
}

function formatBoundedDecimal(value: bigint, maxDigits: number): string | null {
  const text = value.toString();
  return text.length > maxDigits ? null : text;
}

function undecodedEpc(reason: string): DecodedEpc {
  return { uri: null, scheme: 'none', reason };
}
