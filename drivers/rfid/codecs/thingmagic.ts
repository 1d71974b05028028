// ThingMagic modules (M6E Nano, M7E …) over the Mercury serial protocol: FF, length of the data, operation, in replies
// two bytes of status, data, and ThingMagic's own CRC over everything behind the FF. Must not know any port.
import type { DeviceMessage, FrameDirection } from '../../contract/codec.ts';
import { crcThingMagic } from './readerChecksums.ts';
import type { ReaderCodec } from './readerCodec.ts';
import { byteToHex, createReaderFrameCodec } from './readerFraming.ts';
import type { ReaderFrameRule } from './readerFraming.ts';
import { bytesToHex } from '../epc/storedCrc.ts';
import { decodeThingmagicTag } from './thingmagic-tag.ts';

const HEAD = 0xff;
/** Head, length, operation and CRC; the length counts neither these nor the status. */
const AROUND: Readonly<Record<FrameDirection, number>> = { host: 5, device: 7 };

const OPERATIONS: Readonly<Record<string, string>> = {
  '03': 'version',
  '06': 'setBaud',
  '22': 'readTags',
  '2F': 'continuousRead',
  '91': 'setAntenna',
  '92': 'setPower',
  '93': 'setTagProtocol',
  '97': 'setRegion',
  '9A': 'setOption',
};

/** Status 0400 of an unsolicited reply to 22: sent about once a second while nothing is read. */
const NO_TAGS_FOUND = '0400';
const ERRORS: Readonly<Record<string, string>> = {
  '0504': 'too-hot',
  '0503': 'antenna-reflects',
  '0101': 'unknown-command',
  '0105': 'parameter-wrong',
};

/** Records of 22 that are no tag, by the length of their data. */
const STATUS_RECORDS = new Set([0x08, 0x0a]);

const REGIONS: Readonly<Record<string, number>> = {
  US: 0x01,
  IN: 0x04,
  JP: 0x05,
  CN: 0x06,
  EU: 0x08,
  KR: 0x09,
  AU: 0x0b,
  NZ: 0x0c,
};

const RULE: ReaderFrameRule = {
  measure(data, offset, direction) {
    if (data[offset] !== HEAD) return 'none';
    const length = data[offset + 1];
    const operation = data[offset + 2];
    if (length === undefined || operation === undefined) return 'more';
    return isOperation(operation) ? length + AROUND[direction] : 'none';
  },
  isValid: (frame) => crcThingMagic(frame.subarray(1, -2)) === sentCrc(frame),
  decode(frame, { direction, isIntact }) {
    const op = byteToHex(frame[2] ?? 0);
    if (!isIntact)
      return {
        kind: 'invalid',
        reason: 'checksum',
        checksumOk: false,
        correctChecksum: bytesToHex(twoBytes(crcThingMagic(frame.subarray(1, -2)))),
        op,
      };
    const payload = Buffer.from(frame.subarray(3, -2));
    if (direction === 'host')
      return {
        kind: 'request',
        op,
        name: OPERATIONS[op] ?? 'unknown',
        ...(payload.length > 0 ? { data: bytesToHex(payload) } : {}),
        checksumOk: true,
      };
    return decodeReply(op, bytesToHex(payload.subarray(0, 2)), payload.subarray(2));
  },
};

/**
 * FF is what a floating line gives most: of what follows it, only the ranges in which there are operations count.
 */
function isOperation(code: number): boolean {
  return (
    (code >= 0x01 && code <= 0x10) ||
    (code >= 0x20 && code <= 0x2f) ||
    (code >= 0x60 && code <= 0x7f) ||
    (code >= 0x90 && code <= 0x9f)
  );
}

function sentCrc(frame: Uint8Array): number {
  return ((frame[frame.length - 2] ?? 0) << 8) | (frame[frame.length - 1] ?? 0);
}

function twoBytes(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

function decodeReply(op: string, status: string, data: Buffer): DeviceMessage {
  if (op === '22' && status === NO_TAGS_FOUND) return { kind: 'noTag', op, status, checksumOk: true };
  if (status !== '0000')
    return { kind: 'error', error: ERRORS[status] ?? 'status', value: null, op, status, checksumOk: true };
  if (op !== '22')
    return { kind: 'ack', cmd: op, status, ...(data.length > 0 ? { data: bytesToHex(data) } : {}), checksumOk: true };
  if (STATUS_RECORDS.has(data.length)) return { kind: 'status', op, status, data: bytesToHex(data), checksumOk: true };
  return decodeThingmagicTag(data);
}

function encodeCommand(operation: number, ...data: number[]): Uint8Array {
  const body = Uint8Array.of(data.length, operation, ...data);
  return Uint8Array.of(HEAD, ...body, ...twoBytes(crcThingMagic(body)));
}

const GEN2 = 0x05;
/** Each step of starting is sent when the one before is acknowledged: the module accepts one command at a time. */
const START_STEPS: Readonly<Record<string, Uint8Array>> = {
  // Antenna set: the tag protocol.
  '91': encodeCommand(0x93, 0x00, GEN2),
  // Protocol set: every read is reported, not only the first of each tag.
  '93': encodeCommand(0x9a, 0x01, 0x0c, 0x00),
  // Option set: time-out 0, option 1 (continuous), then 22: search flags, Gen2, inner command 22 with metadata 01FF.
  '9A': encodeCommand(
    0x2f,
    0x00,
    0x00,
    0x01,
    0x22,
    0x00,
    0x00,
    GEN2,
    0x07,
    0x22,
    0x10,
    0x00,
    0x1b,
    0x03,
    0xe8,
    0x01,
    0xff,
  ),
};

/** Codec of ThingMagic modules. */
export const thingmagic: ReaderCodec = {
  ...createReaderFrameCodec('thingmagic', RULE),
  regionCommandCode: '97',
  encodeSetRegion: (name) => {
    const code = REGIONS[name];
    return code === undefined ? null : encodeCommand(0x97, code);
  },
  /** Sends and receives on antenna port 1, the first of the steps above. */
  encodeStartInventory: () => encodeCommand(0x91, 0x01, 0x01),
  encodeStopInventory: () => encodeCommand(0x2f, 0x00, 0x00, 0x02),
  encodeReply: (message) => (message.kind === 'ack' ? (START_STEPS[String(message['cmd'])] ?? null) : null),
  restartAfterMs: 3_000,
};
