// Clou/Hopeland readers with an AA head (CL7206 and relatives), mostly over TCP. The CRC covers command to data, not
// the AA. Newer Hopeland readers (head 5A) have another protocol. Must not know any port.
import type { DeviceMessage } from '../../contract/codec.ts';
import { crcBuypass } from './readerChecksums.ts';
import type { ReaderCodec } from './readerCodec.ts';
import { byteToHex, createReaderFrameCodec } from './readerFraming.ts';
import type { ReaderFrameRule } from './readerFraming.ts';
import { bytesToHex } from '../epc/storedCrc.ts';
import { decodeCl7206Tag } from './cl7206-tag.ts';

const HEAD = 0xaa;
/** Head, command, sub-command, two of length; then the CRC. */
const BEFORE = 5;
const AROUND = 7;
/** EPC, TID and user data of one tag together are far below. */
const MAX_DATA_BYTES = 1_024;
const COMMAND_CODES = new Set([0x01, 0x02, 0x04, 0x05, 0x10, 0x11, 0x12]);

const NAMES: Readonly<Record<string, string>> = {
  '0100': 'readerInfo',
  '0111': 'getTime',
  '0112': 'keepAliveAnswer',
  '0200': 'radioAbilities',
  '0210': 'inventory',
  '02FF': 'stopInventory',
};

/** Frames of command 12: a tag alone, with more data, with its TID. */
const TAG_REPORTS = new Set(['00', '20', '30']);
const END_REPORTS = new Set(['01', '30']);
const COUNTER_BYTES = 4;

const RULE: ReaderFrameRule = {
  measure(data, offset) {
    if (data[offset] !== HEAD) return 'none';
    const command = data[offset + 1];
    if (command !== undefined && !COMMAND_CODES.has(command)) return 'none';
    if (offset + BEFORE > data.length) return 'more';
    const length = ((data[offset + 3] ?? 0) << 8) | (data[offset + 4] ?? 0);
    return length > MAX_DATA_BYTES ? 'none' : length + AROUND;
  },
  isValid: (frame) => crcBuypass(frame.subarray(1)) === 0,
  decode(frame, { direction, isIntact }) {
    const cmd = byteToHex(frame[1] ?? 0);
    const sub = byteToHex(frame[2] ?? 0);
    if (!isIntact)
      return {
        kind: 'invalid',
        reason: 'checksum',
        checksumOk: false,
        correctChecksum: crcHex(crcBuypass(frame.subarray(1, -2))),
        cmd,
        sub,
      };
    const data = Buffer.from(frame.subarray(BEFORE, -2));
    if (direction === 'host')
      return {
        kind: 'request',
        cmd,
        sub,
        name: NAMES[cmd + sub] ?? 'unknown',
        ...(data.length > 0 ? { data: bytesToHex(data) } : {}),
        checksumOk: true,
      };
    return decodeReply(cmd, sub, data);
  },
};

function crcHex(crc: number): string {
  return byteToHex(crc >> 8) + byteToHex(crc);
}

function decodeReply(cmd: string, sub: string, data: Buffer): DeviceMessage {
  if (cmd === '12') {
    // An end has one byte of reason; a tag never has so few.
    if (data.length <= 1 && END_REPORTS.has(sub))
      return { kind: 'inventoryEnd', cmd, sub, reason: bytesToHex(data), checksumOk: true };
    if (TAG_REPORTS.has(sub)) return decodeCl7206Tag(sub, data);
  }
  if (cmd === '01' && sub === '12' && data.length === COUNTER_BYTES)
    return { kind: 'keepAlive', cmd, sub, counter: bytesToHex(data), checksumOk: true };
  if (data.length !== 1 || cmd === '12') return { kind: 'reply', cmd, sub, data: bytesToHex(data), checksumOk: true };
  const status = byteToHex(data[0] ?? 0);
  if (status === '00') return { kind: 'ack', cmd: cmd + sub, status, checksumOk: true };
  return { kind: 'error', error: 'failed', value: null, cmd: cmd + sub, status, checksumOk: true };
}

function encodeCommand(code: number, sub: number, ...data: number[]): Uint8Array {
  const body = Uint8Array.of(code, sub, data.length >> 8, data.length & 0xff, ...data);
  const crc = crcBuypass(body);
  return Uint8Array.of(HEAD, ...body, crc >> 8, crc & 0xff);
}

const FIRST_ANTENNA = 0x01;
const CONTINUOUSLY = 0x01;

/** Codec of the Clou/Hopeland AA protocol. */
export const cl7206: ReaderCodec = {
  ...createReaderFrameCodec('cl7206', RULE),
  regionCommandCode: '',
  // The band is set with the maker's tool; there is no Japanese one.
  encodeSetRegion: (name) => (['US', 'EU', 'CN'].includes(name) ? new Uint8Array() : null),
  encodeStartInventory: () => encodeCommand(0x02, 0x10, FIRST_ANTENNA, CONTINUOUSLY),
  encodeStopInventory: () => encodeCommand(0x02, 0xff),
  // Unanswered, the reader takes its peer for gone and closes the connection.
  encodeReply: (message) =>
    message.kind === 'keepAlive' ? encodeCommand(0x01, 0x12, ...Buffer.from(String(message['counter']), 'hex')) : null,
  endsRound: (message) => message.kind === 'inventoryEnd',
  // An empty field is silent but for the keep-alive.
  restartAfterMs: 15_000,
};
