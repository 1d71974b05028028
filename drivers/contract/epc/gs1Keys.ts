// GS1 keys of containers in one form, wherever they come from: a tag's EPC, a URI, a barcode. The form has no company
// prefix by itself, so that a tag and a label that differ only in where the prefix ends say one key. Must not know goods.
import { decodeEpc } from './epcDecoder.ts';
import { elementsOfEpcPlus } from './epcPlusDecoder.ts';

/**
 * The check digit of a number that lacks it: weights 3, 1, 3, … from the right.
 *
 * @see GS1 General Specifications, section 7.9.1
 */
export function checkDigitOf(digits: string): string {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** Whether the last digit is the check digit of those before it. */
export function hasRightCheckDigit(digits: string): boolean {
  return /^\d{8,18}$/.test(digits) && checkDigitOf(digits.slice(0, -1)) === digits.slice(-1);
}

/** A key by its name and what identifies: "SSCC:006141410000200009", serial numbers in capitals. */
export function gs1Key(name: 'SSCC' | 'SGTIN' | 'GRAI' | 'GIAI' | 'SGLN', digits: string, serial = ''): string {
  return `${name}:${digits}${serial === '' ? '' : `.${serial.toUpperCase()}`}`;
}

const URI = /^urn:epc:(?:id|tag):(sscc|sgtin|grai|giai|sgln)(?:-\d+)?:(.+)$/i;

/**
 * The key of an EPC in its pure-identity or tag URI; null if it is of another scheme or malformed.
 *
 * @see GS1 EPC Tag Data Standard, sections 6.3 and 12
 */
export function keyOfEpcUri(uri: string): string | null {
  const match = URI.exec(uri.trim());
  if (!match) return null;
  const fields = (match[2] ?? '').split('.');
  // A tag URI names the filter value first.
  if (/^urn:epc:tag:/i.test(uri.trim())) fields.shift();
  const [company = '', reference = '', ...rest] = fields;
  const serial = unescapeSerial(rest.join('.'));
  if (!/^\d{6,12}$/.test(company) || serial === null) return null;
  return keyOfFields((match[1] ?? '').toLowerCase(), { company, reference, serial });
}

function keyOfFields(
  scheme: string,
  { company, reference, serial }: { company: string; reference: string; serial: string },
): string | null {
  if (scheme === 'giai') return gs1Key('GIAI', `${company}${(unescapeSerial(reference) ?? '').toUpperCase()}`);
  if (!/^\d*$/.test(reference)) return null;
  const withCheckDigit = (digits: string): string => `${digits}${checkDigitOf(digits)}`;
  // The indicator or extension digit stands before the reference in a URI, and first of all in the number.
  const turned = `${reference.slice(0, 1)}${company}${reference.slice(1)}`;
  if (scheme === 'sscc') return turned.length === 17 ? gs1Key('SSCC', withCheckDigit(turned)) : null;
  if (scheme === 'sgtin')
    return turned.length === 13 && serial !== '' ? gs1Key('SGTIN', withCheckDigit(turned), serial) : null;
  const number = `${company}${reference}`;
  if (number.length !== 12) return null;
  if (scheme === 'grai') return gs1Key('GRAI', withCheckDigit(number), serial);
  // An extension of 0 says that there is none.
  return gs1Key('SGLN', withCheckDigit(number), serial === '0' ? '' : serial);
}

function unescapeSerial(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The key of a tag's EPC in hexadecimal digits; null if its scheme has none. */
export function keyOfEpcHex(epcHex: string): string | null {
  const { uri } = decodeEpc(epcHex);
  return uri === null ? keyOfEpcPlus(epcHex) : keyOfEpcUri(uri);
}

/** A tag of TDS 2 says the numbers as a barcode does; one whose check digit is wrong says none. */
function keyOfEpcPlus(epcHex: string): string | null {
  const values = new Map(elementsOfEpcPlus(epcHex) ?? []);
  const [sscc, gtin, serial] = [values.get('00'), values.get('01'), values.get('21')];
  if (sscc !== undefined) return hasRightCheckDigit(sscc) ? gs1Key('SSCC', sscc) : null;
  if (gtin === undefined || serial === undefined) return null;
  return hasRightCheckDigit(gtin) ? gs1Key('SGTIN', gtin, serial) : null;
}
