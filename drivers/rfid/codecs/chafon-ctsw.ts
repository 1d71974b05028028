// Chafon readers with "SW" commands and "CT" responses. Two bytes of length, and a byte that makes the sum of the whole
// frame 0. Must not know any port.
//
// @see Chafon "UHF RFID Reader User's Manual V2.0"
import type { DeviceMessage, FrameDirection } from '../../contract/codec.ts';
import { twosComplementChecksum } from './readerChecksums.ts';
import type { InventoryTag, ReaderCodec } from './readerCodec.ts';
import { decodeEpc } from '../../contract/epc/epcDecoder.ts';
import { byteToHex, createReaderFrameCodec } from './readerFraming.ts';
import type { ReaderFrameRule } from './readerFraming.ts';
import { bytesToHex } from '../epc/storedCrc.ts';

const HEADS: Readonly<Record<FrameDirection, readonly [number, number]>> = {
  host: [0x53, 0x57],
  device: [0x43, 0x54],
};
/** Address, command, sum; an answer has a status too. */
const MIN_LENGTH: Readonly<Record<FrameDirection, number>> = { host: 3, device: 4 };
const MAX_LENGTH = 1_024;
const BEFORE = 4;
const ANY_ADDRESS = 0xff;
const SERIAL_NUMBER_BYTES = 7;

const COMMANDS: Readonly<Record<string, string>> = {
  '01': 'inventory',
  '02': 'readMemory',
  '03': 'writeMemory',
  '10': 'systemInfo',
  '20': 'readParameters',
  '21': 'setParameters',
  '23': 'readParameter',
  '24': 'setParameter',
  '3E': 'getRegion',
  '3F': 'setRegion',
  '40': 'stopReading',
  '41': 'startReading',
  '45': 'confirmPush',
};

/**
 * Command 3F by region: the manual's frequency table. It does have Japan, with the channels of Korea (917.25 MHz up).
 */
const REGIONS: Readonly<Record<string, readonly [number, number]>> = {
  JP: [0x29, 0x9d],
  US: [0x31, 0x80],
  EU: [0x4e, 0x00],
  CN: [0x2c, 0xa3],
  KR: [0x29, 0x9d],
};

const RULE: ReaderFrameRule = {
  measure(data, offset, direction) {
    const [first, second] = HEADS[direction];
    if (data[offset] !== first) return 'none';
    const next = data[offset + 1];
    if (next === undefined) return 'more';
    if (next !== second) return 'none';
    const high = data[offset + 2];
    const low = data[offset + 3];
    if (high === undefined || low === undefined) return 'more';
    const length = (high << 8) | low;
    return length < MIN_LENGTH[direction] || length > MAX_LENGTH ? 'none' : length + BEFORE;
  },
  isValid: (frame) => twosComplementChecksum(frame) === 0,
  decode(frame, { direction, isIntact }) {
    const cmd = byteToHex(frame[5] ?? 0);
    if (!isIntact)
      return {
        kind: 'invalid',
        reason: 'checksum',
        checksumOk: false,
        correctChecksum: byteToHex(twosComplementChecksum(frame.subarray(0, -1))),
        cmd,
      };
    if (direction === 'host') return decodeRequest(cmd, Buffer.from(frame.subarray(6, -1)));
    return decodeReply(cmd, byteToHex(frame[6] ?? 0), Buffer.from(frame.subarray(7, -1)));
  },
};

function decodeRequest(cmd: string, data: Buffer): DeviceMessage {
  return {
    kind: 'request',
    cmd,
    name: COMMANDS[cmd] ?? 'unknown',
    ...(data.length === 0 ? {} : { data: bytesToHex(data) }),
    checksumOk: true,
  };
}

function decodeReply(cmd: string, status: string, data: Buffer): DeviceMessage {
  if (cmd === '01') return decodeInventory({ cmd, status, data, countBytes: 2 });
  if (cmd === '45' && data.length > SERIAL_NUMBER_BYTES) {
    const deviceSn = bytesToHex(data.subarray(0, SERIAL_NUMBER_BYTES));
    return { ...decodeInventory({ cmd, status, data: data.subarray(SERIAL_NUMBER_BYTES), countBytes: 1 }), deviceSn };
  }
  if (cmd === 'FF') return { kind: 'heartbeat', status, deviceSn: bytesToHex(data), checksumOk: true };
  if (cmd === '10' && data.length === 2 + SERIAL_NUMBER_BYTES) {
    const [software, hardware] = [data[0] ?? 0, data[1] ?? 0].map((version) => `${version >> 4}.${version & 0x0f}`);
    return {
      kind: 'readerInfo',
      status,
      version: software,
      hardware,
      deviceSn: bytesToHex(data.subarray(2)),
      checksumOk: true,
    };
  }
  if (status !== '01') return { kind: 'error', error: 'failed', value: null, cmd, status, checksumOk: true };
  return data.length === 0
    ? { kind: 'ack', cmd, status, checksumOk: true }
    : { kind: 'reply', cmd, status, data: bytesToHex(data), checksumOk: true };
}

/** Count, then for each tag: length, tag type, antenna, EPC, RSSI. Status 00 without data: no tag, which is normal. */
function decodeInventory({
  cmd,
  status,
  data,
  countBytes,
}: {
  cmd: string;
  status: string;
  data: Buffer;
  countBytes: 1 | 2;
}): DeviceMessage {
  if (data.length === 0) return { kind: 'inventory', cmd, status, tags: [], checksumOk: true };
  const tags = data.length < countBytes ? null : decodeTags(data.subarray(countBytes));
  const count = data.length < countBytes ? -1 : data.readUIntBE(0, countBytes);
  if (tags?.length !== count)
    return { kind: 'invalid', reason: 'inventory-length', cmd, data: bytesToHex(data), checksumOk: true };
  return { kind: 'inventory', cmd, status, count, tags, checksumOk: true };
}

function decodeTags(data: Buffer): InventoryTag[] | null {
  const tags: InventoryTag[] = [];
  let offset = 0;
  while (offset < data.length) {
    const end = offset + 1 + (data[offset] ?? 0);
    const epc = bytesToHex(data.subarray(offset + 3, end - 1));
    if (end > data.length || epc.length === 0 || epc.length % 4 !== 0) return null;
    const { uri } = decodeEpc(epc);
    tags.push({
      epc,
      ...(uri === null ? {} : { epcUri: uri }),
      antenna: data[offset + 2] ?? 0,
      rssiRaw: byteToHex(data[end - 1] ?? 0),
    });
    offset = end;
  }
  return tags;
}

function encodeCommand(code: number, ...data: number[]): Uint8Array {
  const length = data.length + MIN_LENGTH.host;
  const body = Uint8Array.of(...HEADS.host, length >> 8, length & 0xff, ANY_ADDRESS, code, ...data);
  return Uint8Array.of(...body, twosComplementChecksum(body));
}

/** Codec of Chafon's SW/CT protocol. */
export const chafonCtsw: ReaderCodec = {
  ...createReaderFrameCodec('chafon-ctsw', RULE),
  regionCommandCode: '3F',
  encodeSetRegion: (name) => {
    const channels = REGIONS[name];
    return channels === undefined ? null : encodeCommand(0x3f, ...channels);
  },
  encodeStartInventory: () => encodeCommand(0x01),
  // Readers leave the factory in active mode, in which they send without a command.
  encodeStopInventory: () => encodeCommand(0x40),
  endsRound: (message) => message.kind === 'inventory' && message['cmd'] === '01',
};
