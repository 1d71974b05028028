// Framing of the UHFReader18 and UHFReader288 families: a length byte instead of a head, and a CRC. Any byte may begin
// a frame, so length, command and status must be possible before more bytes are waited for, and the CRC decides. Must
// not know any port.
//
// @see UHFReader18 user manual
import { crcMcrf4xx } from './readerChecksums.ts';
import type { ReaderFrameRule, MeasuredFrame } from './readerFraming.ts';
import { bytesToHex } from '../epc/storedCrc.ts';
import {
  isUhfReaderCommand,
  isUhfReaderStatus,
  decodeUhfReaderReply,
  decodeUhfReaderRequest,
} from './uhfreader-frame.ts';
import type { UhfReaderFamily } from './uhfreader-frame.ts';

/** Address that every reader answers to. One reader a line: its own address need not be known. */
const ANY_ADDRESS = 0xff;
/**
 * "56 00 00 00 00 00" of readers that push over TCP, about every 30 s. 56 is also a legal length, but command 00 is
 * none.
 */
const HEARTBEAT = 0x56;
const HEARTBEAT_LENGTH = 6;
/** Reply to a command with a wrong CRC or an unknown code: it cannot name the command, so it says 00. */
const REFUSED = 0xfe;

/**
 * Bytes of command 22 by region: highest and lowest channel; bits 7 and 6 of both name the band. There is no Japanese
 * one.
 */
const REGIONS: Readonly<Record<string, readonly [number, number]>> = {
  US: [0x31, 0x80],
  EU: [0x4e, 0x00],
  CN: [0x13, 0x40],
  KR: [0x1f, 0xc0],
};

/** The frame rule of a family. */
export function uhfReaderFrameRule(family: UhfReaderFamily): ReaderFrameRule {
  return {
    measure: (data, offset, direction) =>
      direction === 'host' ? measureRequest(data, offset) : measureReply(data, offset),
    isValid: (frame) => isHeartbeat(frame) || crcMcrf4xx(frame) === 0,
    decode: (frame, { direction, isIntact }) => {
      if (!isIntact)
        return {
          kind: 'invalid',
          reason: 'checksum',
          checksumOk: false,
          correctChecksum: crcHex(frame.subarray(0, -2)),
        };
      if (isHeartbeat(frame)) return { kind: 'heartbeat' };
      return direction === 'host'
        ? decodeUhfReaderRequest(Buffer.from(frame), family)
        : decodeUhfReaderReply(Buffer.from(frame), family);
    },
  };
}

function measureRequest(data: Uint8Array, offset: number): MeasuredFrame {
  const length = data[offset] ?? 0;
  const command = data[offset + 2];
  if (length < 4) return 'none';
  if (command === undefined) return 'more';
  return isUhfReaderCommand(command) ? length + 1 : 'none';
}

function measureReply(data: Uint8Array, offset: number): MeasuredFrame {
  const length = data[offset] ?? 0;
  const command = data[offset + 2];
  const status = data[offset + 3];
  if (length < 5) return 'none';
  if (command === undefined || status === undefined) return 'more';
  if (length === HEARTBEAT && command === 0 && status === 0)
    return isHeartbeat(data.subarray(offset, offset + HEARTBEAT_LENGTH)) ? HEARTBEAT_LENGTH : 'none';
  if (command === 0) return status === REFUSED ? length + 1 : 'none';
  return isUhfReaderCommand(command) && isUhfReaderStatus(status) ? length + 1 : 'none';
}

/** True also of the beginning of one. */
function isHeartbeat(bytes: Uint8Array): boolean {
  return bytes.length <= HEARTBEAT_LENGTH && bytes[0] === HEARTBEAT && bytes.subarray(1).every((byte) => byte === 0);
}

function crcHex(bytes: Uint8Array): string {
  const crc = crcMcrf4xx(bytes);
  return bytesToHex(Uint8Array.of(crc & 0xff, crc >> 8));
}

/** A command with its CRC. */
export function encodeUhfReaderCommand(code: number, ...data: number[]): Uint8Array {
  const body = Uint8Array.of(data.length + 4, ANY_ADDRESS, code, ...data);
  const crc = crcMcrf4xx(body);
  return Uint8Array.of(...body, crc & 0xff, crc >> 8);
}

/** The code of the command that sets the region. */
export const UHF_READER_REGION_COMMAND = '22';

/** The command that sets a region; null: the module has no such region. */
export function encodeUhfReaderRegion(name: string): Uint8Array | null {
  const bands = REGIONS[name];
  return bands === undefined ? null : encodeUhfReaderCommand(0x22, ...bands);
}
