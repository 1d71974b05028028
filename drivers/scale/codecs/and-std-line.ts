// What one line of the A&D standard format says. Columns are never counted: lengths differ between models and settings.
// Must not know any framing.
//
// @see A&D manuals of GC, AD-4406/4407 (section 13), AD-4410, FS-i, HC-i, AD-4212; Dini Argeo's standard string;
// traffic of clones
import type { DeviceMessage, FrameDirection, WeightMessage } from '../../contract/codec.ts';

/** What one line says. */
export interface AndStdLine {
  message: DeviceMessage;
  /** The text before this column belonged to another, broken line. */
  from: number;
}

/** Address ("@23", Dini "01"), first header, separator (";" where the comma is the decimal sign), the rest. */
const HEADED = /^(?:@?(\d\d))?(ST|US|OL|UL|VL|RZ|HD|WT|QT|OK|HI|LO|UW|TR|AQ|AN|MR|EC)([,;])(.*)$/;
const SECOND = /^(GS|NT|TR|PT|G|N|T|OK|HI|LO)(?:[,; ]|(?=[+-])|$)(.*)$/;
/**
 * Sign, blanks that clones put after it, digits with point or comma, the mark of digits that are not verified, unit,
 * perhaps behind one more separator.
 */
const VALUE = /^ *([+-]?) *(\d{1,12})(?:[.,](\d{1,9}))?(\[\d\]|\/\d)? *[,;]? *([A-Za-z%]{1,3})? *$/;
/** A line whose beginning was lost to another one: only an unmistakable address or header may start it again. */
const RESTART = /(?:@\d\d)?(?:ST|US|OL|UL|QT|WT|HD|UW|EC)[,;]|@\d\d/g;
/** AD-4410's jet stream: sign and six digits, no header, no point, no unit. */
const JET_STREAM = /^([+-])(\d{6})$/;
const ADDRESSED = /^(?:@(\d\d))?(.+)$/;

/** What the second header says of the value. */
interface SecondHeaderFields {
  mode?: 'gross' | 'net' | 'tare';
  preset?: true;
  comparator?: string;
}
const SECOND_HEADERS: Readonly<Record<string, SecondHeaderFields>> = {
  GS: { mode: 'gross' },
  G: { mode: 'gross' },
  NT: { mode: 'net' },
  N: { mode: 'net' },
  TR: { mode: 'tare' },
  T: { mode: 'tare' },
  PT: { mode: 'tare', preset: true },
  OK: { comparator: 'OK' },
  HI: { comparator: 'HI' },
  LO: { comparator: 'LO' },
};
const NO_SECOND_HEADER: SecondHeaderFields = {};
const COMPARATOR = new Set(['OK', 'HI', 'LO']);

/** Both families' commands. Those of family B (indicators) are echoed as their acknowledgement. */
const COMMANDS: Readonly<Record<string, string>> = withoutPrototype({
  Q: 'readNow',
  S: 'readStable',
  SI: 'readNow',
  SIR: 'readContinuously',
  C: 'cancel',
  Z: 'zero',
  T: 'tare',
  R: 'reZero',
  P: 'power',
  ON: 'powerOn',
  OFF: 'powerOff',
  U: 'unit',
  CAL: 'calibrate',
  PRT: 'print',
  PT: 'setTare',
  '?PT': 'askTare',
  '?ID': 'askIdentity',
  '?SN': 'askSerialNumber',
  '?TN': 'askTypeName',
  '?OK': 'askTarget',
  RW: 'readDisplay',
  'RW,1': 'readDisplay',
  'RW,2': 'readDisplay',
  RG: 'readGross',
  RN: 'readNet',
  RT: 'readTare',
  RA: 'readAccumulated',
  RZ: 'isZero',
  // AD-4401A; what they read is not in the sources at hand.
  RB: 'readOther',
  RF: 'readOther',
  RS: 'readOther',
  MZ: 'zero',
  MT: 'tare',
  CT: 'clearTare',
  DT: 'clearTotal',
  MG: 'displayGross',
  MN: 'displayNet',
  BB: 'start',
  BD: 'discharge',
  HB: 'emergencyStop',
});

/** A&D "EC,Exx". E03 is from hearsay. */
const ERROR_REASONS: Readonly<Record<string, string>> = withoutPrototype({
  E01: 'unknown-command',
  E02: 'cannot-execute-now',
  E03: 'timeout',
  E04: 'excess-characters',
  E05: 'no-identity',
  E06: 'format',
  E07: 'value-range',
  E11: 'stability-error',
});

/** Without a prototype, so that a line "toString" finds nothing. */
function withoutPrototype(table: Record<string, string>): Readonly<Record<string, string>> {
  return Object.freeze(Object.assign(Object.create(null) as Record<string, string>, table));
}

/** The message of a line without its terminator; null: it is no line of the format. */
export function decodeAndStdLine(text: string, direction: FrameDirection): AndStdLine | null {
  if (direction === 'host') return createLine(0, decodeCommand(text));
  const wholeReply = decodeReply(text);
  if (wholeReply !== null) return createLine(0, wholeReply);
  for (const match of [...text.matchAll(RESTART)].reverse()) {
    const message = match.index > 0 ? decodeReply(text.slice(match.index)) : null;
    if (message !== null) return createLine(match.index, message);
  }
  return null;
}

function createLine(from: number, message: DeviceMessage | null): AndStdLine | null {
  return message === null ? null : { message, from };
}

function decodeCommand(text: string): DeviceMessage | null {
  const [, address, word = ''] = ADDRESSED.exec(text) ?? [];
  const name = COMMANDS[word];
  if (name !== undefined) return { kind: 'command', command: name, ...addressField(address) };
  const presetMatch = /^PT,(.+)$/.exec(word);
  return presetMatch
    ? { kind: 'command', command: 'setTare', argument: presetMatch[1], ...addressField(address) }
    : null;
}

function decodeReply(text: string): DeviceMessage | null {
  const match = HEADED.exec(text);
  if (!match) return decodeUnheadedReply(text);
  // By index: this runs for every line of every scale, and destructuring walks an iterator.
  const address = match[1];
  const header = match[2] ?? '';
  const rest = match[4] ?? '';
  if (header === 'EC') {
    const code = rest.trim();
    if (!/^E\d\d$/.test(code)) return null;
    return { kind: 'nak', reason: ERROR_REASONS[code] ?? 'unknown-error', code, ...addressField(address) };
  }
  if (header === 'AN')
    return /^\d{1,12}$/.test(rest)
      ? { kind: 'accumulationCount', value: plainDecimal('', rest), ...addressField(address) }
      : null;
  if (header === 'MR') return { kind: 'memory', text: rest.trim(), ...addressField(address) };
  return decodeHeadedReply(header, rest, address);
}

function decodeHeadedReply(header: string, rest: string, address: string | undefined): DeviceMessage | null {
  const secondMatch = SECOND.exec(rest);
  const second = secondMatch?.[1] ?? '';
  const payload = secondMatch?.[2] ?? rest;
  const error = headerError(header);
  if (error !== null)
    return {
      kind: 'error',
      error,
      value: null,
      ...decodePayloadText(payload),
      ...secondHeaderFields(second),
      ...addressField(address),
    };

  const valueMatch = VALUE.exec(payload);
  if (!valueMatch) return null;
  const wholeDigits = valueMatch[2] ?? '';
  const unverified = valueMatch[4] === undefined ? '' : valueMatch[4].replace(/\D/g, '');
  // A mark without a point is the digit behind it: what the whole number is then, no manual says.
  if (unverified !== '' && valueMatch[3] === undefined) return null;
  const fraction = valueMatch[3] === undefined ? undefined : valueMatch[3] + unverified;
  const unit = valueMatch[5] ?? null;
  const value = plainDecimal(valueMatch[1] ?? '', fraction === undefined ? wholeDigits : `${wholeDigits}.${fraction}`);
  const kind = SUB_RECORDS[header];
  if (kind !== undefined) return { kind, value, unit, ...addressField(address) };
  const stable = STABLE[header];
  if (header === 'QT' || unit === 'PC')
    return { kind: 'count', value, unit, ...(stable === undefined ? {} : { stable }), ...addressField(address) };
  const secondFields = secondHeaderFields(second);
  const decimals = fraction?.length ?? 0;
  // Most lines take the first branch, which copies no fields: this is the hottest line of the codec.
  const { mode, preset } = secondFields;
  const weight: WeightMessage =
    stable !== undefined && mode !== undefined && preset === undefined
      ? { kind: 'weight', value, unit, stable, mode, decimals }
      : { kind: 'weight', value, unit, ...(stable === undefined ? {} : { stable }), ...secondFields, decimals };
  if (unverified !== '') weight['unverifiedDigits'] = unverified.length;
  if (COMPARATOR.has(header)) weight['comparator'] = header;
  // A held value is an old one, not the load.
  if (header === 'HD') weight['held'] = true;
  if (address !== undefined) weight.address = address;
  return weight;
}

function secondHeaderFields(second: string): SecondHeaderFields {
  return SECOND_HEADERS[second] ?? NO_SECOND_HEADER;
}

/** What a header says instead of a weight. The payload of OL is digits on some models: it is never a number. */
function headerError(header: string): string | null {
  if (header === 'OL') return 'overload';
  if (header === 'UL') return 'underload';
  // Dini Argeo; meaning not published, so neither is a weight.
  return header === 'VL' || header === 'RZ' ? 'not-valid' : null;
}

const SUB_RECORDS: Readonly<Record<string, string>> = { UW: 'unitWeight', TR: 'tare', AQ: 'accumulatedQuantity' };
const STABLE: Readonly<Record<string, boolean>> = { ST: true, WT: true, QT: true, US: false, HD: false };

function decodePayloadText(payload: string): { sign?: string; unit?: string } {
  const sign = /^ *([+-])/.exec(payload)?.[1];
  const unit = /(?:^|[^A-Za-z%])([A-Za-z%]{1,3}) *$/.exec(payload)?.[1];
  return { ...(sign === undefined ? {} : { sign }), ...(unit === undefined ? {} : { unit }) };
}

function decodeUnheadedReply(text: string): DeviceMessage | null {
  if (text === '\x06') return { kind: 'ack' };
  const jetMatch = JET_STREAM.exec(text);
  if (jetMatch)
    return { kind: 'weight', value: plainDecimal(jetMatch[1] ?? '', jetMatch[2] ?? ''), unit: null, decimals: 0 };
  const [, address, word = ''] = ADDRESSED.exec(text) ?? [];
  if (word === 'I') return { kind: 'nak', reason: 'cannot-execute-now', ...addressField(address) };
  if (word === '?') return { kind: 'nak', reason: 'unknown-command', ...addressField(address) };
  if (word === 'M') return { kind: 'nak', reason: 'memory-short', ...addressField(address) };
  if (/^RZ[01]$/.test(word)) return { kind: 'zeroState', atZero: word === 'RZ1', ...addressField(address) };
  return COMMANDS[word] === undefined ? null : { kind: 'ack', echoOf: word, ...addressField(address) };
}

function addressField(address: string | undefined): { address?: string } {
  return address === undefined ? {} : { address };
}

/** "+00123.0" → "123.0", "-" and "0000050" → "-50". A minus is never lost, not even that of a zero. */
function plainDecimal(sign: string, digits: string): string {
  let firstDigit = 0;
  while (digits.charCodeAt(firstDigit) === 0x30 && isDigit(digits.charCodeAt(firstDigit + 1))) firstDigit += 1;
  return sign === '-' ? `-${digits.slice(firstDigit)}` : digits.slice(firstDigit);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
