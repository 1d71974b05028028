// The scale manufacturers' standard SCP-0499: LF and CR around each command and each answer of fixed columns. Must not
// know any port.
//
// @see Sartorius PR 5220 p. 130, PR 5410 p. 120; BTEK T419S p. 61; Cardinal 190 p. 79
import type { DeviceMessage } from '../../contract/codec.ts';
import type { ScaleCodec } from './scaleCodec.ts';
import { createCommandTable } from './commandTable.ts';
import { encodeLatin1 } from './lineBytes.ts';
import { parseDisplayedDecimal, DISPLAYED_WEIGHT_PATTERN } from './displayedDecimal.ts';
import { createScaleFrameCodec, createStartByteFraming } from './scaleFraming.ts';
import type { FoundFrame } from './scaleFraming.ts';

const LF = 0x0a;
/** An answer has 20 bytes; texts about the scale are longer. */
const MAX_FRAME_BYTES = 48;

const COMMANDS = createCommandTable(
  'sma',
  {
    W: 'read',
    H: 'readHighResolution',
    P: 'readStable',
    Q: 'readStableHighResolution',
    R: 'readContinuously',
    S: 'readContinuouslyHighResolution',
    Z: 'zero',
    T: 'tare',
    M: 'askTare',
    C: 'clearTare',
    U: 'units',
    D: 'diagnostics',
    A: 'about',
    B: 'aboutMore',
    I: 'information',
    N: 'informationMore',
  },
  { aliases: { readNow: 'W' }, withArgument: { pattern: /^(T *[\d.]{1,11}|X[ -~]{1,30})$/, name: 'withArgument' } },
);

/** Status, range, mode, motion, the reserved field; then weight and unit. */
const ANSWER = /^([ ZOUEITe])([1-9 ])([GTNgn])([M ])[ -~](.{2,24})$/;
/** 10 characters of weight, 3 of unit. With fewer, a digit may have been lost. */
const WEIGHT_AND_UNIT = 13;
const DASHES = /^ *-{2,} *[A-Za-z%]{0,3} *$/;

/** Status letters that come instead of a weight, whatever stands in its field. */
const NO_WEIGHT: Readonly<Record<string, string>> = {
  O: 'overload',
  U: 'underload',
  E: 'zero-error',
  I: 'initial-zero-error',
  T: 'tare-error',
  // Cardinal
  e: 'weight-hidden',
};
const MODES: Readonly<Record<string, 'gross' | 'net' | 'tare'>> = { G: 'gross', N: 'net', T: 'tare' };

function decodeReply(body: string): DeviceMessage | null {
  if (body === '?') return { kind: 'nak', reason: 'unknown-command' };
  const aboutMatch = /^([A-Z]{3}) ?:(.{0,40})$/.exec(body);
  if (aboutMatch) return { kind: 'information', item: aboutMatch[1], text: (aboutMatch[2] ?? '').trim() };
  const [match, status = '', range = '', letter = '', motion = '', rest = ''] = ANSWER.exec(body) ?? [];
  if (match === undefined) return null;
  const mode = MODES[letter.toUpperCase()] ?? 'gross';
  const statusFields = {
    mode,
    ...(range === ' ' ? {} : { range: Number(range) }),
    ...(letter === letter.toUpperCase() ? {} : { highResolution: true }),
  };
  // Dashes without a status letter: it did not become stable in time.
  const error = NO_WEIGHT[status] ?? (DASHES.test(rest) ? 'no-stability' : undefined);
  if (error !== undefined) return { kind: 'error', error, value: null, ...statusFields };
  const [, sign = '', digits = '', unit = null] = DISPLAYED_WEIGHT_PATTERN.exec(rest) ?? [];
  const displayed = rest.length === WEIGHT_AND_UNIT ? parseDisplayedDecimal(sign, digits) : null;
  if (displayed === null) return null;
  const centreOfZero = status === 'Z';
  // The second spelling is the standard's own, which scripts look for.
  return {
    kind: 'weight',
    ...displayed,
    unit,
    stable: motion === ' ',
    ...statusFields,
    centreOfZero,
    centerOfZero: centreOfZero,
  };
}

function decodeCommand(body: string): DeviceMessage | null {
  const name = COMMANDS.findName(body);
  if (name !== 'withArgument') return name === undefined ? null : { kind: 'command', command: name };
  return { kind: 'command', command: body.startsWith('T') ? 'setTare' : 'vendor', argument: body.slice(1).trim() };
}

/** LF body CR. A second LF before the CR begins another frame. */
function decodeFramedBody(
  decodeBody: (body: string) => DeviceMessage | null,
): (text: string) => FoundFrame | 'more' | null {
  return (text) => {
    const end = text.indexOf('\r');
    if (end === -1) return /^\n[ -~]*$/.test(text) ? 'more' : null;
    const body = text.slice(1, end);
    const message = /^[ -~]+$/.test(body) ? decodeBody(body) : null;
    return message === null ? null : { length: end + 1, message };
  };
}

/** Codec of SCP-0499. */
export const sma: ScaleCodec = createScaleFrameCodec({
  protocol: 'sma',
  checksummed: false,
  device: createStartByteFraming({ starts: [LF], maxBytes: MAX_FRAME_BYTES, decode: decodeFramedBody(decodeReply) }),
  host: createStartByteFraming({ starts: [LF], maxBytes: MAX_FRAME_BYTES, decode: decodeFramedBody(decodeCommand) }),
  commands: COMMANDS,
  encodeRequest: (command) => encodeLatin1(`\n${COMMANDS.requireWord(command)}\r`),
});
