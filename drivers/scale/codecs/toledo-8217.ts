// Toledo 8217 and 8213, the request protocol of retail scales: commands are single letters, an answer is a weight
// without sign and unit, or a status byte. A status says that there is no weight; it is never 0. Must not know any
// port. The probe is Odoo's.
//
// @see Magellan; Brecknell 67xx p. 71; Rice Lake BenchPro p. 26
import type { DeviceMessage } from '../../contract/codec.ts';
import type { ScaleCodec } from './scaleCodec.ts';
import { createCommandTable } from './commandTable.ts';
import { encodeLatin1 } from './lineBytes.ts';
import { parseDisplayedDecimal } from './displayedDecimal.ts';
import { createScaleFrameCodec, createStartByteFraming } from './scaleFraming.ts';
import type { FoundFrame } from './scaleFraming.ts';

const STX = 0x02;
const CR = '\r';
/** STX, six digits, point, blank, N, CR and to spare for the probe. */
const MAX_FRAME_BYTES = 16;
/** XX.XXX, one digit more after H: with fewer, one was lost. */
const MIN_DIGITS = 5;
const MAX_DIGITS = 7;
const PROBE = 'Ehello';
const PROBE_REPLY = '\x02E\rhello';

/** Bits of the status byte; bit 7 is parity. */
const MOTION = 0x01;
const OVER_CAPACITY = 0x02;
const UNDER_ZERO = 0x04;
const OUTSIDE_ZERO_CAPTURE = 0x08;
const CENTRE_OF_ZERO = 0x10;
/** Some scales have it constantly set. */
const NET = 0x20;
const ALWAYS = 0x40;

const COMMANDS = createCommandTable(
  'toledo-8217',
  {
    W: 'readNow',
    H: 'readHighResolution',
    Z: 'zero',
    T: 'tare',
    C: 'clearTare',
    L: 'showPounds',
    K: 'showKilograms',
    A: 'selfTest',
    B: 'confidence',
    E: 'echoOn',
    F: 'echoOff',
  },
  // A weight in motion is not sent: the answer is a status.
  { aliases: { readStable: 'W' } },
);

function decodeStatus(bits: number): DeviceMessage | null {
  if ((bits & ALWAYS) === 0) return null;
  const has = (bit: number): boolean => (bits & bit) !== 0;
  const error = has(OVER_CAPACITY)
    ? 'overload'
    : has(UNDER_ZERO)
      ? 'underload'
      : has(MOTION)
        ? 'not-ready'
        : 'weight-hidden';
  return {
    kind: 'status',
    value: null,
    error,
    motion: has(MOTION),
    overCapacity: has(OVER_CAPACITY),
    underZero: has(UNDER_ZERO),
    outsideZeroCapture: has(OUTSIDE_ZERO_CAPTURE),
    centreOfZero: has(CENTRE_OF_ZERO),
    net: has(NET),
  };
}

function decodeWeight(body: string): DeviceMessage | null {
  const [, digits = '', net] = /^(\d*\.?\d*) ?(N)?$/.exec(body) ?? [];
  const count = digits.replace('.', '').length;
  const displayed = count < MIN_DIGITS || count > MAX_DIGITS ? null : parseDisplayedDecimal('', digits);
  if (displayed === null) return null;
  return {
    kind: 'weight',
    value: displayed.value,
    unit: null,
    stable: true,
    decimals: displayed.decimals,
    ...(net === 'N' ? { mode: 'net' as const } : {}),
  };
}

function decodeReply(text: string, atEnd: boolean): FoundFrame | 'more' | null {
  if (PROBE_REPLY.startsWith(text) && text.length < PROBE_REPLY.length && !atEnd) return 'more';
  if (text.startsWith(PROBE_REPLY))
    return { length: PROBE_REPLY.length, message: { kind: 'probeReply', echo: 'hello' } };
  // No character of an answer is a CR: bit 6 of a status is always set.
  const end = text.indexOf(CR);
  if (end === -1) return /^\x02[ -\x7f]*$/.test(text) ? 'more' : null;
  const body = text.slice(1, end);
  const message =
    body === 'E'
      ? ({ kind: 'ack', command: 'echoOn' } as const)
      : body.length === 2 && body.startsWith('?')
        ? decodeStatus(body.charCodeAt(1))
        : decodeWeight(body);
  return message === null ? null : { length: end + 1, message };
}

function decodeCommand(text: string, atEnd: boolean): FoundFrame | 'more' | null {
  if (text.startsWith(PROBE)) return { length: PROBE.length, message: { kind: 'probe', echo: 'hello' } };
  if (PROBE.startsWith(text) && !atEnd) return 'more';
  const name = COMMANDS.findName(text.charAt(0));
  return name === undefined ? null : { length: 1, message: { kind: 'command', command: name } };
}

/** Codec of the Toledo 8217 protocol. */
export const toledo8217: ScaleCodec = createScaleFrameCodec({
  protocol: 'toledo-8217',
  checksummed: false,
  device: createStartByteFraming({ starts: [STX], maxBytes: MAX_FRAME_BYTES, sevenBits: true, decode: decodeReply }),
  host: createStartByteFraming({
    starts: 'any',
    maxBytes: PROBE.length + 1,
    sevenBits: true,
    between: [0x0d, 0x0a],
    decode: decodeCommand,
  }),
  commands: COMMANDS,
  encodeRequest: (command) => encodeLatin1(COMMANDS.requireWord(command)),
});
