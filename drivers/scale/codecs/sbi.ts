// Sartorius' SBI: lines of 16 or 22 bytes, the longer ones with a name in front. A blank unit says "not stable";
// verified models put the last digit in brackets. Must not know any port.
//
// @see Sartorius manuals of LE2202S p. 51, Entris II, BP3100, MC210S
import type { DeviceMessage } from '../../contract/codec.ts';
import type { ScaleCodec } from './scaleCodec.ts';
import { createCommandTable } from './commandTable.ts';
import { encodeLatin1 } from './lineBytes.ts';
import { isPieceUnit, parseDisplayedDecimal, DISPLAYED_WEIGHT_PATTERN } from './displayedDecimal.ts';
import { createScaleFrameCodec, createLineFraming, createStartByteFraming } from './scaleFraming.ts';
import type { FoundFrame, DecodedLine } from './scaleFraming.ts';

/** How the balance is set. */
export interface SbiOptions {
  /** Name in the registry. */
  protocol: string;
  /** What the balance is set to. 'either' cannot tell a long line that lost its name from a short one. */
  lineBytes: 16 | 22 | 'either';
}

const ESC = 0x1b;
/** Sign, blank, 8 of value, blank, 3 of unit; without CR LF. */
const SHORT_LINE_BYTES = 14;
const NAME_BYTES = 6;
const LONG_LINE_BYTES = SHORT_LINE_BYTES + NAME_BYTES;

const COMMANDS = createCommandTable(
  'sbi',
  {
    P: 'print',
    T: 'tareAndZero',
    U: 'tare',
    V: 'zero',
    Z: 'calibrateInternally',
    W: 'calibrateExternally',
    K: 'filterVeryStable',
    L: 'filterStable',
    M: 'filterUnstable',
    N: 'filterVeryUnstable',
    O: 'lockKeys',
    R: 'unlockKeys',
    S: 'restart',
    Q: 'beep',
    x1_: 'askModel',
    x2_: 'askSerialNumber',
    x3_: 'askSoftware',
    f3_: 'zeroByKey',
    f4_: 'tareByKey',
    s3_: 'clear',
  },
  { aliases: { readNow: 'P' } },
);

const MODES: Readonly<Record<string, 'gross' | 'net'>> = { N: 'net', 'N#': 'net', G: 'gross', 'G#': 'gross' };
const NAMED = /^(?=[A-Za-z])[A-Za-z0-9#]{1,6} {0,5}$/;
/** Names of weights and of states: behind noise only these count, because any run of letters looks like a name. */
const WELL_KNOWN = /^(?:[NGT][#\d]?|Stat|Qnt) *$/;
const SPECIAL = /^[+\- ]? *(High|H|Low|L|Cal\.?|C|Err\.? *\d{1,3}|-{2,}) *$/;

function decodeSpecial(text: string): DeviceMessage | null {
  const word = SPECIAL.exec(text)?.[1];
  if (word === undefined) return null;
  const toErrorMessage = (error: string): DeviceMessage => ({ kind: 'error', error, value: null });
  if (word.startsWith('H')) return toErrorMessage('overload');
  if (word.startsWith('L')) return toErrorMessage('underload');
  if (word.startsWith('E')) return { ...toErrorMessage('scale-error'), code: word.replace(/\D/g, '') };
  return { ...toErrorMessage('not-ready'), ...(word.startsWith('C') ? { reason: 'calibration' } : {}) };
}

/** The 14 characters that both forms share. */
function decodeShortLine(text: string, name: string): DeviceMessage | null {
  const special = decodeSpecial(text);
  if (special !== null) return special;
  const [match, sign = '', digits = '', unit = null] = DISPLAYED_WEIGHT_PATTERN.exec(text) ?? [];
  const displayed = match === undefined ? null : parseDisplayedDecimal(sign, digits);
  if (displayed === null) return null;
  const stable = unit !== null;
  if (isPieceUnit(unit)) return { kind: 'count', value: displayed.value, unit, stable };
  if (name.startsWith('T')) return { kind: 'tare', value: displayed.value, unit };
  const mode = MODES[name];
  // Sample numbers, piece weights, targets: numbers, but not what lies on the scale.
  if (name !== '' && mode === undefined) return { kind: 'record', name, value: displayed.value, unit };
  return { kind: 'weight', ...displayed, unit, stable, ...(mode === undefined ? {} : { mode }) };
}

function decodeLongLine(text: string): DeviceMessage | null {
  const name = text.slice(0, NAME_BYTES);
  return NAMED.test(name) ? decodeShortLine(text.slice(NAME_BYTES), name.trim()) : null;
}

/** Nothing but its length says that a line is complete: half of "123.56 g" would be a weight too. */
function decodeLine(text: string, isWhole: boolean, lineBytes: SbiOptions['lineBytes']): DecodedLine | null {
  const createLine = (from: number, message: DeviceMessage | null): DecodedLine | null =>
    message === null ? null : { from, message };
  const mayBeShort = lineBytes !== 22;
  const mayBeLong = lineBytes !== 16;
  if (isWhole && mayBeShort && text.length === SHORT_LINE_BYTES) return createLine(0, decodeShortLine(text, ''));
  if (isWhole && mayBeLong && text.length === LONG_LINE_BYTES) return createLine(0, decodeLongLine(text));
  // Noise in front: a name or a sign must say where the line begins.
  const longStart = text.length - LONG_LINE_BYTES;
  const namedLine =
    mayBeLong && longStart >= 0 && WELL_KNOWN.test(text.slice(longStart, longStart + NAME_BYTES))
      ? createLine(longStart, decodeLongLine(text.slice(longStart)))
      : null;
  if (namedLine !== null || !mayBeShort) return namedLine;
  const from = text.length - SHORT_LINE_BYTES;
  return from >= 0 && /[+-]/.test(text.charAt(from)) ? createLine(from, decodeShortLine(text.slice(from), '')) : null;
}

/** ESC and a letter, or ESC, letter, digit and underscore. */
function decodeCommand(text: string): FoundFrame | 'more' | null {
  for (const length of [2, 4]) {
    if (text.length < length) return /^\x1b([a-z]\d?)?$/.test(text) ? 'more' : null;
    const command = COMMANDS.findName(text.slice(1, length));
    if (command !== undefined) return { length, message: { kind: 'command', command } };
  }
  return null;
}

/** Codec of Sartorius' SBI. */
export function createSbiCodec({ protocol, lineBytes }: SbiOptions): ScaleCodec {
  return createScaleFrameCodec({
    protocol,
    checksummed: false,
    device: createLineFraming({
      maxLineBytes: 2 * LONG_LINE_BYTES,
      decode: (text, isWhole) => decodeLine(text, isWhole, lineBytes),
    }),
    host: createStartByteFraming({ starts: [ESC], maxBytes: 4, between: [0x0d, 0x0a], decode: decodeCommand }),
    commands: COMMANDS,
    encodeRequest: (command) => encodeLatin1(`\x1b${COMMANDS.requireWord(command)}\r\n`),
  });
}
