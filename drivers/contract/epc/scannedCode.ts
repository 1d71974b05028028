// What a scanned or typed code says: a scanner puts the kind of barcode before it and control characters into it, a label
// prints identifiers in brackets, a tag's number is written as a URI or in hexadecimal. Must not know what bears it.
import {
  GROUP_SEPARATOR,
  type Gs1Element,
  parseBracketedElements,
  parseDigitalLink,
  parseElementString,
} from './gs1Elements.ts';
import { gs1Key, hasRightCheckDigit, keyOfEpcHex, keyOfEpcUri } from './gs1Keys.ts';

/** What a code says. */
export interface CodeReading {
  /** Without the scanner's prefix, in half width, blanks at the ends cut off. */
  text: string;
  /** "]C1": which kind of barcode the scanner read (ISO/IEC 15424); null: it did not say. */
  symbology: string | null;
  /** Its application identifiers and values; empty if it is no GS1 data. */
  elements: readonly Gs1Element[];
  /** The containers that it names, see `gs1Key`. */
  keys: readonly string[];
  /** What in it may be the mark or id of a package: all of it, and its serial number. */
  names: readonly string[];
}

/** GS1-128, GS1 DataBar, GS1 DataMatrix, GS1 QR Code, GS1 DotCode. (General Specifications, figure 5.1.2-2.) */
const GS1_SYMBOLOGIES = new Set([']C1', ']e0', ']d2', ']Q3', ']J1']);

/** Reads a code. Never fails: what is no GS1 data is its text. */
export function readCode(written: string): CodeReading {
  const plain = written.normalize('NFKC').trim();
  const prefix = /^\][A-Za-z][0-9A-Za-z]/.exec(plain)?.[0] ?? null;
  const text = prefix === null ? plain : plain.slice(prefix.length);
  const elements = findElements(text, { isGs1: prefix !== null && GS1_SYMBOLOGIES.has(prefix) });
  const keys = new Set([...keysOfElements(elements), ...keysOfText(text)]);
  const serials = elements.filter(([ai]) => ai === '21').map(([, value]) => value);
  return { text, symbology: prefix, elements, keys: [...keys], names: [...new Set([text, ...serials])] };
}

/**
 * Digits alone may be anybody's number: without brackets, separator or the scanner's word they are GS1 data only if their
 * first key's check digit is right.
 */
function findElements(text: string, { isGs1 }: { isGs1: boolean }): readonly Gs1Element[] {
  const separated = text.replaceAll(/<GS>|\{GS\}|\u241d/gi, GROUP_SEPARATOR).replace(/^\^/, GROUP_SEPARATOR);
  const raw = separated.startsWith(GROUP_SEPARATOR) ? separated.replaceAll('^', GROUP_SEPARATOR) : separated;
  const marked = parseBracketedElements(text) ?? parseDigitalLink(text);
  if (marked) return marked;
  const elements = parseElementString(raw) ?? [];
  const [first] = elements;
  const isProved =
    isGs1 ||
    raw.includes(GROUP_SEPARATOR) ||
    (first !== undefined && (first[0] === '00' || first[0] === '01') && hasRightCheckDigit(first[1]));
  return isProved ? elements : [];
}

function keysOfElements(elements: readonly Gs1Element[]): string[] {
  const values = new Map(elements);
  const keys: string[] = [];
  const sscc = values.get('00');
  if (sscc !== undefined && sscc.length === 18 && hasRightCheckDigit(sscc)) keys.push(gs1Key('SSCC', sscc));
  const [gtin, serial] = [values.get('01'), values.get('21')];
  if (gtin !== undefined && serial !== undefined && hasRightCheckDigit(gtin))
    keys.push(gs1Key('SGTIN', gtin.padStart(14, '0'), serial));
  // 8003: a zero, the asset's number with its check digit, and its serial number. (General Specifications, section 3.9.4.)
  const grai = /^0(\d{13})(.*)$/.exec(values.get('8003') ?? '');
  if (grai?.[1] !== undefined && hasRightCheckDigit(grai[1])) keys.push(gs1Key('GRAI', grai[1], grai[2]));
  const giai = values.get('8004');
  if (giai !== undefined) keys.push(gs1Key('GIAI', giai.toUpperCase()));
  const gln = values.get('414');
  if (gln !== undefined && hasRightCheckDigit(gln)) keys.push(gs1Key('SGLN', gln, values.get('254')));
  return keys;
}

/** A number of its own: an EPC in hexadecimal digits or as a URI, or the 18 digits of an SSCC. */
function keysOfText(text: string): string[] {
  const digits = text.replace(/\s/gu, '');
  const keys = [
    /^(?:[0-9A-Fa-f]{4}){1,31}$/.test(text) ? keyOfEpcHex(text) : null,
    keyOfEpcUri(text),
    digits.length === 18 && hasRightCheckDigit(digits) ? gs1Key('SSCC', digits) : null,
  ];
  return keys.flatMap((key) => key ?? []);
}
