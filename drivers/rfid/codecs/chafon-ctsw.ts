// Chafon readers with "SW" commands and "CT" answers. Source: "UHF RFID Reader User's Manual V2.0". Two bytes of
// length, and a byte that makes the sum of the whole frame 0.
import type { Message } from '../../contract/message.ts';
import { twosComplement } from '../checksums.ts';
import type { InventoryTag, ReaderCodec } from '../codec.ts';
import { decodeEpc } from '../epc.ts';
import { byteHex, framed } from '../framing.ts';
import type { Direction, FrameRule } from '../framing.ts';
import { hex } from '../storedCrc.ts';

const HEADS: Readonly<Record<Direction, readonly [number, number]>> = { host: [0x53, 0x57], device: [0x43, 0x54] };
/** Address, command, sum; an answer has a status too. */
const LENGTH_LEAST: Readonly<Record<Direction, number>> = { host: 3, device: 4 };
const LENGTH_MOST = 1_024;
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

const RULE: FrameRule = {
  measure(data, at, direction) {
    const [first, second] = HEADS[direction];
    if (data[at] !== first) return 'none';
    const next = data[at + 1];
    if (next === undefined) return 'more';
    if (next !== second) return 'none';
    const high = data[at + 2];
    const low = data[at + 3];
    if (high === undefined || low === undefined) return 'more';
    const length = (high << 8) | low;
    return length < LENGTH_LEAST[direction] || length > LENGTH_MOST ? 'none' : length + BEFORE;
  },
  isSound: (frame) => twosComplement(frame) === 0,
  read(frame, { direction, sound }) {
    const cmd = byteHex(frame[5] ?? 0);
    if (!sound)
      return {
        kind: 'invalid',
        reason: 'checksum',
        checksumOk: false,
        correctChecksum: byteHex(twosComplement(frame.subarray(0, -1))),
        cmd,
      };
    if (direction === 'host') return readRequest(cmd, Buffer.from(frame.subarray(6, -1)));
    return readReply(cmd, byteHex(frame[6] ?? 0), Buffer.from(frame.subarray(7, -1)));
  },
};

function readRequest(cmd: string, data: Buffer): Message {
  return {
    kind: 'request',
    cmd,
    name: COMMANDS[cmd] ?? 'unknown',
    ...(data.length === 0 ? {} : { data: hex(data) }),
    checksumOk: true,
  };
}

function readReply(cmd: string, status: string, data: Buffer): Message {
  if (cmd === '01') return inventory({ cmd, status, data, countBytes: 2 });
  if (cmd === '45' && data.length > SERIAL_NUMBER_BYTES) {
    const deviceSn = hex(data.subarray(0, SERIAL_NUMBER_BYTES));
    return { ...inventory({ cmd, status, data: data.subarray(SERIAL_NUMBER_BYTES), countBytes: 1 }), deviceSn };
  }
  if (cmd === 'FF') return { kind: 'heartbeat', status, deviceSn: hex(data), checksumOk: true };
  if (cmd === '10' && data.length === 2 + SERIAL_NUMBER_BYTES) {
    const [software, hardware] = [data[0] ?? 0, data[1] ?? 0].map((version) => `${version >> 4}.${version & 0x0f}`);
    return {
      kind: 'readerInfo',
      status,
      version: software,
      hardware,
      deviceSn: hex(data.subarray(2)),
      checksumOk: true,
    };
  }
  if (status !== '01') return { kind: 'error', error: 'failed', value: null, cmd, status, checksumOk: true };
  return data.length === 0
    ? { kind: 'ack', cmd, status, checksumOk: true }
    : { kind: 'reply', cmd, status, data: hex(data), checksumOk: true };
}

/** Count, then for each tag: length, tag type, antenna, EPC, RSSI. Status 00 without data: no tag, which is normal. */
function inventory({
  cmd,
  status,
  data,
  countBytes,
}: {
  cmd: string;
  status: string;
  data: Buffer;
  countBytes: 1 | 2;
}): Message {
  if (data.length === 0) return { kind: 'inventory', cmd, status, tags: [], checksumOk: true };
  const tags = data.length < countBytes ? null : tagsIn(data.subarray(countBytes));
  const count = data.length < countBytes ? -1 : data.readUIntBE(0, countBytes);
  if (tags?.length !== count)
    return { kind: 'invalid', reason: 'inventory-length', cmd, data: hex(data), checksumOk: true };
  return { kind: 'inventory', cmd, status, count, tags, checksumOk: true };
}

function tagsIn(data: Buffer): InventoryTag[] | null {
  const tags: InventoryTag[] = [];
  let at = 0;
  while (at < data.length) {
    const end = at + 1 + (data[at] ?? 0);
    const epc = hex(data.subarray(at + 3, end - 1));
    if (end > data.length || epc.length === 0 || epc.length % 4 !== 0) return null;
    const { uri } = decodeEpc(epc);
    tags.push({
      epc,
      ...(uri === null ? {} : { epcUri: uri }),
      antenna: data[at + 2] ?? 0,
      rssiRaw: byteHex(data[end - 1] ?? 0),
    });
    at = end;
  }
  return tags;
}

function command(code: number, ...data: number[]): Uint8Array {
  const length = data.length + LENGTH_LEAST.host;
  const body = Uint8Array.of(...HEADS.host, length >> 8, length & 0xff, ANY_ADDRESS, code, ...data);
  return Uint8Array.of(...body, twosComplement(body));
}

export const chafonCtsw: ReaderCodec = {
  ...framed('chafon-ctsw', RULE),
  regionCommand: '3F',
  region: (name) => {
    const channels = REGIONS[name];
    return channels === undefined ? null : command(0x3f, ...channels);
  },
  inventory: () => command(0x01),
  // Readers leave the works in active mode, where they send unasked.
  stopInventory: () => command(0x40),
  endsRound: (message) => message.kind === 'inventory' && message['cmd'] === '01',
};
