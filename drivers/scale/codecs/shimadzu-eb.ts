// Shimadzu's EB format, also of the CAS balances that Shimadzu makes: sign, 8 characters of value, 2 of unit, CR, and
// by setting S or U in front. The commands are not from a manual. Must not know any port.
//
// @see CAS CUX/CBL manual
import type { DeviceMessage } from '../../contract/codec.ts';
import type { ScaleCodec } from './scaleCodec.ts';
import { createCommandTable } from './commandTable.ts';
import { encodeLatin1 } from './lineBytes.ts';
import { isPieceUnit, parseDisplayedDecimal } from './displayedDecimal.ts';
import { createScaleFrameCodec, createLineFraming } from './scaleFraming.ts';
import type { DecodedLine } from './scaleFraming.ts';

const MAX_LINE_BYTES = 24;
/** Without CR and without the stability letter. */
const SHORT_LINE_BYTES = 11;

const COMMANDS = createCommandTable('shimadzu-eb', {
  D01: 'readContinuously',
  D03: 'readContinuouslyWithStability',
  D05: 'readNow',
  D07: 'readNowWithStability',
  D08: 'readStable',
  D09: 'cancel',
  TARE: 'tare',
});

const LINE = /^([SU]?)([+\- ])([ \d.,]{8})([A-Za-z% ]{2})$/;
/** Some models print it in capitals. Its columns are not published. */
const OVERLOAD = /^[SU]?[+ ]? *(-?) *oL *[A-Za-z%]{0,2} *$/i;

function decodeText(text: string): DeviceMessage | null {
  const overloadMatch = OVERLOAD.exec(text);
  if (overloadMatch) return { kind: 'error', error: overloadMatch[1] === '-' ? 'underload' : 'overload', value: null };
  const [, stability = '', sign = '', field = '', unitField = ''] = LINE.exec(text) ?? [];
  const displayed = parseDisplayedDecimal(sign, field.trim());
  if (displayed === null) return null;
  const unit = unitField.trim() || null;
  const stabilityField = stability === '' ? {} : { stable: stability === 'S' };
  if (isPieceUnit(unit)) return { kind: 'count', value: displayed.value, unit, ...stabilityField };
  return { kind: 'weight', ...displayed, unit, ...stabilityField };
}

function decodeLine(text: string, isWhole: boolean): DecodedLine | null {
  const message = isWhole ? decodeText(text) : null;
  if (message !== null) return { from: 0, message };
  // Noise in front: without an explicit sign nothing shows where the value begins.
  for (const length of [SHORT_LINE_BYTES + 1, SHORT_LINE_BYTES]) {
    const from = text.length - length;
    const isSigned =
      from >= 0 &&
      /[+-]/.test(text.charAt(text.length - SHORT_LINE_BYTES)) &&
      (length === SHORT_LINE_BYTES || /[SU]/.test(text.charAt(from)));
    const restarted = isSigned ? decodeText(text.slice(from)) : null;
    if (restarted !== null) return { from, message: restarted };
  }
  return null;
}

/** Codec of Shimadzu's EB format. */
export const shimadzuEb: ScaleCodec = createScaleFrameCodec({
  protocol: 'shimadzu-eb',
  checksummed: false,
  device: createLineFraming({ maxLineBytes: MAX_LINE_BYTES, decode: decodeLine }),
  host: createLineFraming({
    maxLineBytes: 8,
    decode: (text) => {
      const command = COMMANDS.findName(text);
      return command === undefined ? null : { from: 0, message: { kind: 'command', command } };
    },
  }),
  commands: COMMANDS,
  encodeRequest: (command) => encodeLatin1(`${COMMANDS.requireWord(command)}\r\n`),
});
