// GS1 element strings: application identifiers and their values, as a scanner sends them (with FNC1 as the group
// separator), as they are printed (in brackets), and in a GS1 Digital Link. Must not know what the values are of.

/** One application identifier and its value. */
export type Gs1Element = readonly [ai: string, value: string];

/** FNC1 behind a value of variable length. */
export const GROUP_SEPARATOR = '\u001d';

/**
 * Characters of identifier and value together, of the identifiers whose length is predefined, by their first two digits.
 *
 * @see GS1 General Specifications, section 7.8.5, figure 7.8.5-2
 */
const PREDEFINED_LENGTHS: Readonly<Record<string, number>> = {
  ...{ '00': 20, '01': 16, '02': 16, '03': 16, '04': 18, '20': 4, '41': 16 },
  ...Object.fromEntries(['11', '12', '13', '14', '15', '16', '17', '18', '19'].map((ai) => [ai, 8])),
  ...Object.fromEntries(['31', '32', '33', '34', '35', '36'].map((ai) => [ai, 10])),
};

/** Digits of an identifier by its first two; two where nothing is said. (General Specifications, section 3.2.) */
const IDENTIFIER_DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['23', '24', '25', '40', '41', '42', '71'].map((ai) => [ai, 3])),
  ...Object.fromEntries(
    ['31', '32', '33', '34', '35', '36', '39', '43', '70', '72', '80', '81', '82'].map((ai) => [ai, 4]),
  ),
};

/** The longest value of an identifier without predefined length; 90 characters are those of 90 to 99 and 8200. */
const MAX_VALUE_LENGTH = 90;

/** The elements of a string with group separators; null if it is none. */
export function parseElementString(text: string): Gs1Element[] | null {
  const elements: Gs1Element[] = [];
  let rest = text.startsWith(GROUP_SEPARATOR) ? text.slice(1) : text;
  while (rest !== '') {
    const first = rest.slice(0, 2);
    const identifierDigits = IDENTIFIER_DIGITS[first] ?? 2;
    const ai = rest.slice(0, identifierDigits);
    if (!/^\d+$/.test(ai) || ai.length !== identifierDigits) return null;
    const predefined = PREDEFINED_LENGTHS[first];
    const separator = rest.indexOf(GROUP_SEPARATOR);
    const end = predefined ?? (separator < 0 ? rest.length : separator);
    const value = rest.slice(identifierDigits, end);
    if (!isValue(value, { predefined, identifierDigits })) return null;
    elements.push([ai, value]);
    rest = rest.slice(end);
    if (rest.startsWith(GROUP_SEPARATOR)) rest = rest.slice(1);
  }
  return elements.length > 0 ? elements : null;
}

/** Identifiers of predefined length have digits alone. */
function isValue(
  value: string,
  { predefined, identifierDigits }: { predefined: number | undefined; identifierDigits: number },
): boolean {
  if (predefined !== undefined) return value.length === predefined - identifierDigits && /^\d+$/.test(value);
  return value !== '' && value.length <= MAX_VALUE_LENGTH && !value.includes(GROUP_SEPARATOR);
}

/** The elements of a string as it is printed, "(00)006141410000200009(21)A"; null if it is none. */
export function parseBracketedElements(text: string): Gs1Element[] | null {
  const compact = text.replace(/\s+(?=\()/gu, '').trim();
  if (!/^(?:\(\d{2,4}\)[^(]+)+$/.test(compact)) return null;
  return [...compact.matchAll(/\((\d{2,4})\)([^(]+)/g)].map(([, ai = '', value = '']) => [
    ai,
    // Numbers are printed in groups.
    /^[\d\s]+$/.test(value) ? value.replace(/\s/gu, '') : value.trim(),
  ]);
}

/** Identifiers with which the path of a Digital Link may begin, of those that containers and goods bear. */
const PRIMARY_IDENTIFIERS = new Set(['00', '01', '414', '8003', '8004', '8006', '8010', '8013', '8018']);

/**
 * The elements of a GS1 Digital Link; null if the text is none. Qualifiers stand in the path, attributes in the query.
 *
 * @see GS1 Digital Link Standard: URI Syntax, section 4
 */
export function parseDigitalLink(text: string): Gs1Element[] | null {
  if (!/^https?:\/\//i.test(text)) return null;
  let url: URL;
  try {
    url = new URL(text);
    const segments = url.pathname
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
    const start = segments.findIndex((segment) => PRIMARY_IDENTIFIERS.has(segment));
    if (start < 0) return null;
    const elements: Gs1Element[] = [];
    for (let index = start; index + 1 < segments.length; index += 2)
      elements.push([segments[index] ?? '', segments[index + 1] ?? '']);
    for (const [ai, value] of url.searchParams) if (/^\d{2,4}$/.test(ai)) elements.push([ai, value]);
    return elements.length > 0 && elements.every(([ai, value]) => /^\d{2,4}$/.test(ai) && value !== '')
      ? elements
      : null;
  } catch {
    return null;
  }
}
