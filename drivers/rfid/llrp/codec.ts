// LLRP 1.0.1 messages in a TCP stream: three reserved bits, three of version, ten of type, a length that counts its own
// ten-byte head, an id. A chunk may hold half a message or many. Knows no connection.
import type { Codec, Message } from '../../contract/message.ts';
import { framed } from '../framing.ts';
import type { FrameRule, Measured } from '../framing.ts';
import { PARAMETER, readParameters } from './parameters.ts';
import { readCapabilities, readEvents, readStatus, readTags } from './reports.ts';

export const MESSAGE = {
  getReaderCapabilities: 1,
  setReaderConfig: 3,
  closeConnectionResponse: 4,
  closeConnection: 14,
  addRospec: 20,
  deleteRospec: 21,
  enableRospec: 24,
  roAccessReport: 61,
  keepalive: 62,
  readerEventNotification: 63,
  keepaliveAck: 72,
  errorMessage: 100,
} as const;

/** An answer's type is its question's and ten. */
export const ANSWER_OFFSET = 10;

const NAMES: Readonly<Record<number, string>> = {
  1: 'GET_READER_CAPABILITIES',
  2: 'GET_READER_CONFIG',
  3: 'SET_READER_CONFIG',
  4: 'CLOSE_CONNECTION_RESPONSE',
  11: 'GET_READER_CAPABILITIES_RESPONSE',
  12: 'GET_READER_CONFIG_RESPONSE',
  13: 'SET_READER_CONFIG_RESPONSE',
  14: 'CLOSE_CONNECTION',
  20: 'ADD_ROSPEC',
  21: 'DELETE_ROSPEC',
  22: 'START_ROSPEC',
  23: 'STOP_ROSPEC',
  24: 'ENABLE_ROSPEC',
  25: 'DISABLE_ROSPEC',
  26: 'GET_ROSPECS',
  30: 'ADD_ROSPEC_RESPONSE',
  31: 'DELETE_ROSPEC_RESPONSE',
  32: 'START_ROSPEC_RESPONSE',
  33: 'STOP_ROSPEC_RESPONSE',
  34: 'ENABLE_ROSPEC_RESPONSE',
  35: 'DISABLE_ROSPEC_RESPONSE',
  36: 'GET_ROSPECS_RESPONSE',
  40: 'ADD_ACCESSSPEC',
  41: 'DELETE_ACCESSSPEC',
  42: 'ENABLE_ACCESSSPEC',
  43: 'DISABLE_ACCESSSPEC',
  44: 'GET_ACCESSSPECS',
  45: 'CLIENT_REQUEST_OP',
  50: 'ADD_ACCESSSPEC_RESPONSE',
  51: 'DELETE_ACCESSSPEC_RESPONSE',
  52: 'ENABLE_ACCESSSPEC_RESPONSE',
  53: 'DISABLE_ACCESSSPEC_RESPONSE',
  54: 'GET_ACCESSSPECS_RESPONSE',
  55: 'CLIENT_REQUEST_OP_RESPONSE',
  60: 'GET_REPORT',
  61: 'RO_ACCESS_REPORT',
  62: 'KEEPALIVE',
  63: 'READER_EVENT_NOTIFICATION',
  64: 'ENABLE_EVENTS_AND_REPORTS',
  72: 'KEEPALIVE_ACK',
  100: 'ERROR_MESSAGE',
  1023: 'CUSTOM_MESSAGE',
};

const PARAMETER_NAMES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(PARAMETER).map(([name, type]) => [
    type,
    name.charAt(0).toUpperCase() + name.slice(1).replace(/^oSpec/, 'OSpec'),
  ]),
);

/** Questions about one ROSpec, and their answers' questions: the number is all they carry. */
const ABOUT_A_ROSPEC = new Set([21, 22, 23, 24, 25]);

const HEAD = 10;
/** GET_READER_CAPABILITIES_RESPONSE. */
const CAPABILITIES = 11;
/** A report of some thousand tags, or all capabilities of the largest reader, is far below. */
const LENGTH_MOST = 256 * 1024;
const VERSION_1 = 1;
const PARAMETER_HEAD = 4;

const RULE: FrameRule = {
  measure(data, at) {
    const first = data[at] ?? 0;
    const second = data[at + 1];
    if (second === undefined) return 'more';
    if (first >> 2 === 0) return measureParameter(data, at);
    if (first >> 2 !== VERSION_1 || NAMES[((first & 0x03) << 8) | second] === undefined) return 'none';
    if (at + 6 > data.length) return 'more';
    const length =
      (data[at + 2] ?? 0) * 0x1000000 +
      (((data[at + 3] ?? 0) << 16) | ((data[at + 4] ?? 0) << 8) | (data[at + 5] ?? 0));
    return length < HEAD || length > LENGTH_MOST ? 'none' : length;
  },
  // TCP has checked the bytes. A message whose reports do not end where it ends shows that the stream is out of step.
  isSound: (frame) =>
    isParameter(frame) ||
    typeOf(frame) !== MESSAGE.roAccessReport ||
    readParameters(Buffer.from(frame.subarray(HEAD))).whole,
  read(frame, { sound }) {
    if (isParameter(frame))
      return { kind: 'parameter', param: PARAMETER_NAMES[typeOf(frame)] ?? String(typeOf(frame)), type: typeOf(frame) };
    return sound
      ? readMessage(Buffer.from(frame))
      : { kind: 'invalid', reason: 'length', type: typeOf(frame), name: NAMES[typeOf(frame)] };
  },
};

/** A parameter alone, as manuals print them: never part of a stream, but `hakari decode` names it. */
function measureParameter(data: Uint8Array, at: number): Measured {
  const type = ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0);
  if (PARAMETER_NAMES[type] === undefined) return 'none';
  if (at + PARAMETER_HEAD > data.length) return 'more';
  const length = ((data[at + 2] ?? 0) << 8) | (data[at + 3] ?? 0);
  return length < PARAMETER_HEAD ? 'none' : length;
}

function isParameter(frame: Uint8Array): boolean {
  return (frame[0] ?? 0) >> 2 === 0;
}

function typeOf(frame: Uint8Array): number {
  return (((frame[0] ?? 0) & 0x03) << 8) | (frame[1] ?? 0);
}

function readMessage(frame: Buffer): Message {
  const type = typeOf(frame);
  const body = frame.subarray(HEAD);
  const message = { type, name: NAMES[type] ?? String(type), length: frame.length, messageId: frame.readUInt32BE(6) };
  switch (type) {
    case MESSAGE.roAccessReport:
      return { kind: 'inventory', ...message, tags: readTags(body) };
    case MESSAGE.keepalive:
      return { kind: 'keepAlive', ...message };
    case MESSAGE.readerEventNotification:
      return { kind: 'event', ...message, ...readEvents(body) };
    case MESSAGE.errorMessage:
      return { kind: 'refusal', ...message, ...readStatus(body) };
  }
  const status = readStatus(body);
  if (status)
    return { kind: 'answer', ...message, ...status, ...(type === CAPABILITIES ? readCapabilities(body) : {}) };
  return {
    kind: 'request',
    ...message,
    ...(ABOUT_A_ROSPEC.has(type) && body.length === 4 ? { roSpecId: body.readUInt32BE(0) } : {}),
  };
}

export const llrp: Codec = { ...framed('llrp', RULE), checksummed: false };

export function llrpMessage(type: number, id: number, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt16BE((VERSION_1 << 10) | type);
  head.writeUInt32BE(HEAD + body.length, 2);
  head.writeUInt32BE(id, 6);
  return Buffer.concat([head, body]);
}
