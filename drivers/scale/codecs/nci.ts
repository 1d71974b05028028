// NCI's general protocol SCP-01 and its variant SCP-12 (Weigh-Tronix, Brecknell, Ohaus, Adam): LF, weight, status
// bytes, ETX. Must not know any port.
//
// @see NCI 7800 p. 32; AWT 7821 p. 25; Brecknell 3700LP and 810036380263 p. 25; Adam MDW p. 14
import type { DeviceMessage } from '../../contract/codec.ts';
import type { ScaleCodec } from './scaleCodec.ts';
import { createCommandTable } from './commandTable.ts';
import { encodeLatin1 } from './lineBytes.ts';
import { parseDisplayedDecimal, DISPLAYED_WEIGHT_PATTERN } from './displayedDecimal.ts';
import { createScaleFrameCodec, createLineFraming, createStartByteFraming } from './scaleFraming.ts';
import type { FoundFrame } from './scaleFraming.ts';

/** Which variant of the protocol. */
export interface NciOptions {
  /** Name in the registry. */
  protocol: string;
  /** What 1 means in the bits "motion" and "at zero". Brecknell documents for SCP-12 the opposite of all others. */
  polarity: 'one-is-true' | 'zero-is-true';
}

const LF = 0x0a;
const MAX_FRAME_BYTES = 40;
const ETX = '\x03';

const MOTION = 0x01;
const AT_ZERO = 0x02;
const MEMORY_ERRORS = 0x0c;
const UNDER_CAPACITY = 0x01;
const OVER_CAPACITY = 0x02;
/** ROM, calibration. */
const FAULTS = 0x0c;
const ANOTHER_FOLLOWS = 0x40;
const RANGE = 0x03;
const NET = 0x04;
const INITIAL_ZERO_ERROR = 0x08;

const COMMANDS = createCommandTable('nci', { W: 'readNow', S: 'readStatus', Z: 'zero', H: 'readHighResolution' });

/** Bits 4 and 5 of a status byte are 1; bit 6 of the second says that a third follows. */
const STATUS = '[0-?](?:[0-?]|[p-\\x7f][0-?])';
/** SCP-12 has no LF before the status and no CR behind it. */
const WEIGHT = new RegExp(`^\\n([ -~]{1,20})\\r\\n?(${STATUS})\\r?\\x03$`);
const STATUS_ONLY = new RegExp(`^\\n(${STATUS})\\r?\\x03$`);
const UNKNOWN = /^\n\?\r?\x03$/;

interface NciStatus {
  stable: boolean;
  centreOfZero: boolean;
  /** Why the digits, if there are any, are no weight. */
  error: string | null;
  net: boolean | null;
  rangeCode: number | null;
}

function decodeStatus(text: string, polarity: NciOptions['polarity']): NciStatus {
  const charCode = (index: number): number => text.charCodeAt(index);
  const first = polarity === 'one-is-true' ? charCode(0) : ~charCode(0);
  const third = charCode(1) & ANOTHER_FOLLOWS ? charCode(2) : null;
  return {
    stable: (first & MOTION) === 0,
    centreOfZero: (first & AT_ZERO) !== 0,
    error: statusError(charCode(0), charCode(1), third ?? 0),
    net: third === null ? null : (third & NET) !== 0,
    rangeCode: third === null ? null : third & RANGE,
  };
}

function statusError(first: number, second: number, third: number): string | null {
  if ((first & MEMORY_ERRORS) !== 0 || (second & FAULTS) !== 0) return 'scale-error';
  if (second & OVER_CAPACITY) return 'overload';
  if (second & UNDER_CAPACITY) return 'underload';
  return third & INITIAL_ZERO_ERROR ? 'zero-error' : null;
}

function toWeightMessage(body: string, status: NciStatus): DeviceMessage | null {
  const { stable, centreOfZero, error, net, rangeCode } = status;
  const statusFields = {
    ...(net === null ? {} : { mode: net ? ('net' as const) : ('gross' as const) }),
    ...(rangeCode === null ? {} : { rangeCode }),
  };
  if (error !== null) return { kind: 'error', error, value: null, ...statusFields };
  const [, sign = '', digits = '', unit = ''] = DISPLAYED_WEIGHT_PATTERN.exec(body) ?? [];
  const displayed = parseDisplayedDecimal(sign, digits);
  // Units are documented in capitals (LB, KG, OZ, G).
  return displayed === null
    ? null
    : {
        kind: 'weight',
        ...displayed,
        unit: unit === '' ? null : unit.toLowerCase(),
        stable,
        centreOfZero,
        ...statusFields,
      };
}

function toStatusMessage({ stable, centreOfZero, error, net }: NciStatus): DeviceMessage {
  return {
    kind: 'status',
    value: null,
    error: error ?? 'weight-hidden',
    motion: !stable,
    centreOfZero,
    ...(net === null ? {} : { net }),
  };
}

function decodeReply(text: string, polarity: NciOptions['polarity']): FoundFrame | 'more' | null {
  const end = text.indexOf(ETX);
  // Characters, CR, LF, and 7Fh as a status byte with every bit set.
  if (end === -1) return /^\n[ -\x7f\r\n]*$/.test(text) ? 'more' : null;
  const frame = text.slice(0, end + 1);
  const toFoundFrame = (message: DeviceMessage | null): FoundFrame | null =>
    message === null ? null : { length: frame.length, message };
  if (UNKNOWN.test(frame)) return toFoundFrame({ kind: 'nak', reason: 'unknown-command' });
  const [statusMatch, status = ''] = STATUS_ONLY.exec(frame) ?? [];
  if (statusMatch !== undefined) return toFoundFrame(toStatusMessage(decodeStatus(status, polarity)));
  const [, body = '', bytes] = WEIGHT.exec(frame) ?? [];
  return bytes === undefined ? null : toFoundFrame(toWeightMessage(body, decodeStatus(bytes, polarity)));
}

/** Codec of NCI's general protocol. */
export function createNciCodec({ protocol, polarity }: NciOptions): ScaleCodec {
  return createScaleFrameCodec({
    protocol,
    checksummed: false,
    device: createStartByteFraming({
      starts: [LF],
      maxBytes: MAX_FRAME_BYTES,
      sevenBits: true,
      decode: (text) => decodeReply(text, polarity),
    }),
    host: createLineFraming({
      maxLineBytes: 8,
      decode: (text) => {
        const command = COMMANDS.findName(text);
        return command === undefined ? null : { from: 0, message: { kind: 'command', command } };
      },
    }),
    commands: COMMANDS,
    encodeRequest: (command) => encodeLatin1(`${COMMANDS.requireWord(command)}\r`),
  });
}
