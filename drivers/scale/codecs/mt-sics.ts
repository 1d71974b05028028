// Mettler Toledo's interface command set, MT-SICS levels 0 and 1 with SIX1, and the clones that imitate it. Lines
// without address and checksum; a continuous stream (SIR) may stand between a command and its response. The width of
// the weight field is not from a manual, so no column is counted. Must not know any port.
//
// @see MT-SICS manuals of AT, JS, BTEK T104
import type { DeviceMessage } from '../../contract/codec.ts';
import type { ScaleCodec } from './scaleCodec.ts';
import { createCommandTable } from './commandTable.ts';
import { encodeLatin1 } from './lineBytes.ts';
import { isPieceUnit, parseDisplayedDecimal, DISPLAYED_WEIGHT_PATTERN } from './displayedDecimal.ts';
import { createScaleFrameCodec, createLineFraming } from './scaleFraming.ts';
import type { DecodedLine } from './scaleFraming.ts';
import { decodeMtSicsExtended } from './mt-sics-extended.ts';

/** The longest answers are texts in quotation marks. */
const MAX_LINE_BYTES = 120;

const COMMANDS = createCommandTable(
  'mt-sics',
  {
    '@': 'reset',
    I0: 'listCommands',
    I1: 'askLevels',
    I2: 'askModel',
    I3: 'askSoftware',
    I4: 'askSerialNumber',
    S: 'readStable',
    SI: 'readNow',
    SIR: 'readContinuously',
    SR: 'readOnChange',
    SIX1: 'readExtended',
    Z: 'zero',
    ZI: 'zeroImmediate',
    T: 'tare',
    TI: 'tareImmediate',
    TA: 'askTare',
    TAC: 'clearTare',
    D: 'display',
    DW: 'displayWeight',
  },
  { withArgument: { pattern: /^TA \d{1,7}(\.\d{1,6})? [A-Za-z]{1,5}$/, name: 'setTare' } },
);

/** The whole line: the device did not understand, or cannot. */
const LINE_ERRORS: Readonly<Record<string, string>> = {
  ES: 'syntax-error',
  ET: 'transmission-error',
  EL: 'logical-error',
  EI: 'not-executable-now',
};
const STATUS_ERRORS: Readonly<Record<string, string>> = {
  I: 'not-executable-now',
  L: 'logical-error',
  '+': 'above-limit',
  '-': 'below-limit',
};

/** Clones answer with the command they got ("SI S") where the original says "S S". */
const READ_WORDS = new Set(['S', 'SI', 'SR', 'SIR']);
const TARE_WORDS = new Set(['T', 'TI', 'TA']);

const REPLY = /^(@|[A-Z]{1,3}\d?) ([A-Z+-])(?: (.*))?$/;
/** A weight whose line began with something else. */
const RESTART = /SI? [SD] /g;

function decodeReply(text: string): DeviceMessage | null {
  const lineError = LINE_ERRORS[text];
  if (lineError !== undefined) return { kind: 'nak', reason: lineError, code: text };
  if (text.startsWith('SIX1 ')) return decodeMtSicsExtended(text);
  // By index: this runs for every line, and destructuring walks an iterator.
  const match = REPLY.exec(text);
  if (match === null) return null;
  const word = match[1] ?? '';
  const status = match[2] ?? '';
  const rest = match[3] ?? '';
  if (READ_WORDS.has(word)) return decodeWeight(status, rest);
  const command = COMMANDS.findName(word);
  if (command === undefined) return null;
  if (/^I\d$/.test(word) && /^[AB]$/.test(status)) return decodeInformation(word, status, rest);
  const reason = STATUS_ERRORS[status];
  if (reason !== undefined) return rest === '' ? { kind: 'nak', command, reason } : null;
  if (TARE_WORDS.has(word) && rest !== '') return decodeTare(command, status, rest);
  if (rest !== '') return null;
  if (status === 'A') return { kind: 'ack', command };
  return status === 'S' || status === 'D' ? { kind: 'ack', command, stable: status === 'S' } : null;
}

function decodeWeight(status: string, rest: string): DeviceMessage | null {
  if (status !== 'S' && status !== 'D') {
    if (rest !== '') return null;
    if (status === '+') return { kind: 'error', error: 'overload', value: null };
    if (status === '-') return { kind: 'error', error: 'underload', value: null };
    const reason = STATUS_ERRORS[status];
    return reason === undefined ? null : { kind: 'nak', reason };
  }
  const displayed = parseValue(rest);
  if (displayed === null) return null;
  const { value, unit, decimals, unverifiedDigits } = displayed;
  const stable = status === 'S';
  if (isPieceUnit(unit)) return { kind: 'count', value, unit, stable };
  return unverifiedDigits === undefined
    ? { kind: 'weight', value, unit, stable, decimals }
    : { kind: 'weight', value, unit, stable, decimals, unverifiedDigits };
}

function decodeTare(command: string, status: string, rest: string): DeviceMessage | null {
  if (!['A', 'S', 'D'].includes(status)) return null;
  const displayed = parseValue(rest);
  if (displayed === null) return null;
  const { value, unit } = displayed;
  return { kind: 'tare', command, value, unit, ...(status === 'A' ? {} : { stable: status === 'S' }) };
}

function parseValue(rest: string) {
  const match = DISPLAYED_WEIGHT_PATTERN.exec(rest);
  const displayed = match === null ? null : parseDisplayedDecimal(match[1] ?? '', match[2] ?? '');
  if (displayed === null) return null;
  const { value, decimals, unverifiedDigits } = displayed;
  return { value, decimals, unverifiedDigits, unit: match?.[3] ?? null };
}

/** `I0 B 0 "I0"`: B promises further lines, A ends. */
function decodeInformation(item: string, status: string, rest: string): DeviceMessage {
  const texts = [...rest.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
  const serialNumber = item === 'I4' ? texts[0] : undefined;
  return {
    kind: 'information',
    item,
    texts,
    last: status === 'A',
    ...(serialNumber === undefined ? {} : { serialNumber }),
  };
}

function decodeLine(text: string): DecodedLine | null {
  const message = decodeReply(text);
  if (message !== null) return { message, from: 0 };
  for (const match of [...text.matchAll(RESTART)].reverse()) {
    const restarted = match.index > 0 ? decodeReply(text.slice(match.index)) : null;
    if (restarted !== null) return { message: restarted, from: match.index };
  }
  return null;
}

function decodeCommand(text: string): DecodedLine | null {
  const [, word = '', argument] = /^(@|[A-Z0-9]{1,6})(?: (.{1,80}))?$/.exec(text) ?? [];
  const name = COMMANDS.findName(word);
  if (name === undefined) return null;
  if (argument === undefined) return { from: 0, message: { kind: 'command', command: name } };
  return { from: 0, message: { kind: 'command', command: word === 'TA' ? 'setTare' : name, argument } };
}

/** Codec of MT-SICS. */
export const mtSics: ScaleCodec = createScaleFrameCodec({
  protocol: 'mt-sics',
  checksummed: false,
  device: createLineFraming({ maxLineBytes: MAX_LINE_BYTES, decode: decodeLine }),
  host: createLineFraming({ maxLineBytes: MAX_LINE_BYTES, decode: decodeCommand }),
  commands: COMMANDS,
  serialNumberQuery: {
    command: 'I4',
    parseReply: ({ kind, serialNumber }) =>
      kind === 'information' && typeof serialNumber === 'string' ? serialNumber : null,
  },
  encodeRequest: (command) => encodeLatin1(`${COMMANDS.requireWord(command)}\r\n`),
});
