// LLRP 1.0.1 messages in a TCP stream: three reserved bits, three of version, ten of type, a length that counts its own
// ten-byte head, an id. A chunk may hold half a message or many. Must not know any connection.
//
// @see EPCglobal LLRP 1.0.1, sections 16.1 (messages) and 16.2 (parameters)
import type { Codec, DeviceMessage } from '../../contract/codec.ts';
import { createReaderFrameCodec } from '../codecs/readerFraming.ts';
import type { ReaderFrameRule, MeasuredFrame } from '../codecs/readerFraming.ts';
import { LLRP_TLV_TYPES, parseLlrpParameters } from './llrpParameters.ts';
import { decodeCapabilities, decodeReaderEvents, decodeLlrpStatus, decodeTagReports } from './llrpReports.ts';

/** Types of the messages that this project sends or acts on. */
export const LLRP_MESSAGE_TYPES = {
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

/** A response's type is its request's plus ten; only that of CLOSE_CONNECTION is its request's less ten. */
export const LLRP_RESPONSE_OFFSET = 10;

const MESSAGE_NAMES: Readonly<Record<number, string>> = {
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
  Object.entries(LLRP_TLV_TYPES).map(([name, type]) => [
    type,
    name.charAt(0).toUpperCase() + name.slice(1).replace(/^oSpec/, 'OSpec'),
  ]),
);

/** Requests about one ROSpec: its id is all they carry. */
const ROSPEC_REQUEST_TYPES = new Set([21, 22, 23, 24, 25]);

const HEADER_BYTES = 10;
/** GET_READER_CAPABILITIES_RESPONSE. */
const CAPABILITIES_RESPONSE_TYPE = 11;
/** A report of some thousand tags, or all capabilities of the largest reader, is far below. */
const MAX_MESSAGE_BYTES = 256 * 1024;
const VERSION_1 = 1;
const PARAMETER_HEADER_BYTES = 4;

const RULE: ReaderFrameRule = {
  measure(data, offset) {
    const first = data[offset] ?? 0;
    const second = data[offset + 1];
    if (second === undefined) return 'more';
    if (first >> 2 === 0) return measureParameter(data, offset);
    if (first >> 2 !== VERSION_1 || MESSAGE_NAMES[((first & 0x03) << 8) | second] === undefined) return 'none';
    if (offset + 6 > data.length) return 'more';
    const length =
      (data[offset + 2] ?? 0) * 0x1000000 +
      (((data[offset + 3] ?? 0) << 16) | ((data[offset + 4] ?? 0) << 8) | (data[offset + 5] ?? 0));
    return length < HEADER_BYTES || length > MAX_MESSAGE_BYTES ? 'none' : length;
  },
  // TCP has checked the bytes. A message whose reports do not end where it ends shows that the stream is out of step.
  isValid: (frame) =>
    isParameter(frame) ||
    messageType(frame) !== LLRP_MESSAGE_TYPES.roAccessReport ||
    parseLlrpParameters(Buffer.from(frame.subarray(HEADER_BYTES))).whole,
  decode(frame, { isIntact }) {
    if (isParameter(frame))
      return {
        kind: 'parameter',
        param: PARAMETER_NAMES[messageType(frame)] ?? String(messageType(frame)),
        type: messageType(frame),
      };
    return isIntact
      ? decodeMessage(Buffer.from(frame))
      : { kind: 'invalid', reason: 'length', type: messageType(frame), name: MESSAGE_NAMES[messageType(frame)] };
  },
};

/** A parameter alone, as manuals print them: never part of a stream, but `hakari decode` names it. */
function measureParameter(data: Uint8Array, offset: number): MeasuredFrame {
  const type = ((data[offset] ?? 0) << 8) | (data[offset + 1] ?? 0);
  if (PARAMETER_NAMES[type] === undefined) return 'none';
  if (offset + PARAMETER_HEADER_BYTES > data.length) return 'more';
  const length = ((data[offset + 2] ?? 0) << 8) | (data[offset + 3] ?? 0);
  return length < PARAMETER_HEADER_BYTES ? 'none' : length;
}

function isParameter(frame: Uint8Array): boolean {
  return (frame[0] ?? 0) >> 2 === 0;
}

function messageType(frame: Uint8Array): number {
  return (((frame[0] ?? 0) & 0x03) << 8) | (frame[1] ?? 0);
}

function decodeMessage(frame: Buffer): DeviceMessage {
  const type = messageType(frame);
  const body = frame.subarray(HEADER_BYTES);
  const message = {
    type,
    name: MESSAGE_NAMES[type] ?? String(type),
    length: frame.length,
    messageId: frame.readUInt32BE(6),
  };
  switch (type) {
    case LLRP_MESSAGE_TYPES.roAccessReport:
      return { kind: 'inventory', ...message, tags: decodeTagReports(body) };
    case LLRP_MESSAGE_TYPES.keepalive:
      return { kind: 'keepAlive', ...message };
    case LLRP_MESSAGE_TYPES.readerEventNotification:
      return { kind: 'event', ...message, ...decodeReaderEvents(body) };
    case LLRP_MESSAGE_TYPES.errorMessage:
      return { kind: 'refusal', ...message, ...decodeLlrpStatus(body) };
  }
  const status = decodeLlrpStatus(body);
  if (status)
    return {
      kind: 'answer',
      ...message,
      ...status,
      ...(type === CAPABILITIES_RESPONSE_TYPE ? decodeCapabilities(body) : {}),
    };
  return {
    kind: 'request',
    ...message,
    ...(ROSPEC_REQUEST_TYPES.has(type) && body.length === 4 ? { roSpecId: body.readUInt32BE(0) } : {}),
  };
}

/** Codec of LLRP's stream. */
export const llrpCodec: Codec = { ...createReaderFrameCodec('llrp', RULE), checksummed: false };

/** A message with its head. */
export function encodeLlrpMessage(type: number, id: number, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeUInt16BE((VERSION_1 << 10) | type);
  head.writeUInt32BE(HEADER_BYTES + body.length, 2);
  head.writeUInt32BE(id, 6);
  return Buffer.concat([head, body]);
}
