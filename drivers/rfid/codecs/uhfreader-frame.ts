// What one frame of the UHFReader18 and UHFReader288 families (Chafon CF-RU5102, CF-RU6403 …) says. Both share frame,
// CRC and most commands; an inventory's response has other fields, and reading the one as the other takes RSSI for EPC
// bytes. Must not know any framing.
//
// @see UHFReader18 user manual; captures of both families
import type { DeviceMessage } from '../../contract/codec.ts';
import type { InventoryTag } from './readerCodec.ts';
import { decodeEpc } from '../../contract/epc/epcDecoder.ts';
import { byteToHex } from './readerFraming.ts';
import { bytesToHex } from '../epc/storedCrc.ts';

/** Which family's inventory fields. */
export type UhfReaderFamily = '18' | '288';

const COMMANDS: Readonly<Record<string, string>> = {
  '01': 'inventory',
  '02': 'readMemory',
  '03': 'writeMemory',
  '04': 'writeEpc',
  '05': 'kill',
  '06': 'lock',
  '0F': 'inventorySingle',
  '21': 'readerInfo',
  '22': 'setRegion',
  '24': 'setAddress',
  '25': 'setScanTime',
  '28': 'setBaud',
  '2F': 'setPower',
  '35': 'setWorkMode',
  '36': 'getWorkMode',
};

const BAUDS: readonly (string | undefined)[] = ['9600', '19200', '38400', undefined, undefined, '57600', '115200'];

const STATUS: Readonly<Record<string, string>> = {
  '01': 'all delivered',
  '02': 'scan time over',
  '03': 'more frames follow',
  '04': 'buffer full',
  FB: 'no tag in field',
};

const ERRORS: Readonly<Record<string, string>> = {
  F8: 'antenna-error',
  F9: 'execution-failed',
  FA: 'tag-communication-poor',
  FC: 'tag-error',
  FD: 'length-wrong',
  FE: 'command-refused',
  FF: 'parameter-wrong',
};

/** A reply's status is one of few: what else follows a possible length and command is noise. */
const STATUS_CODES = new Set([
  0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x14, 0x19, 0x1a, 0x26,
  0xee, 0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff,
]);

/** True if a reply can have this status. */
export function isUhfReaderStatus(code: number): boolean {
  return STATUS_CODES.has(code);
}

/** True for codes in the ranges of both manuals, and for EE, which a reader in active mode sends without a command. */
export function isUhfReaderCommand(code: number): boolean {
  return (
    (code >= 0x01 && code <= 0x1b) || (code >= 0x20 && code <= 0x55) || (code >= 0x6a && code <= 0x7f) || code === 0xee
  );
}

/** The message of a command. */
export function decodeUhfReaderRequest(frame: Buffer, family: UhfReaderFamily): DeviceMessage {
  const code = byteToHex(frame[2] ?? 0);
  const data = frame.subarray(3, -2);
  return {
    kind: 'request',
    cmd: COMMANDS[code] ?? code,
    code,
    addr: frame[1] ?? 0,
    ...decodeRequestFields(code, data),
    ...(code === '01' && family === '288' ? decodeInventoryRequest(data) : {}),
    checksumOk: true,
  };
}

const MASK_BEFORE_LENGTH = 5;
const FIRST_ANTENNA = 0x80;

/**
 * Q, session, mask bank, mask address (2), mask length in bits, mask; then perhaps target, antenna (80h is the first)
 * and scan time.
 */
function decodeInventoryRequest(data: Buffer): Record<string, unknown> {
  if (data.length <= MASK_BEFORE_LENGTH) return {};
  const fieldsBehindMask = data.subarray(MASK_BEFORE_LENGTH + 1 + Math.ceil((data[MASK_BEFORE_LENGTH] ?? 0) / 8));
  const [target, antenna, scanTime] = fieldsBehindMask;
  const maskedFields =
    fieldsBehindMask.length === 3
      ? { target, antenna: (antenna ?? 0) - FIRST_ANTENNA + 1, scanTimeMs: (scanTime ?? 0) * 100 }
      : {};
  return { q: data[0], session: data[1], ...maskedFields };
}

function decodeRequestFields(code: string, data: Buffer): Record<string, unknown> {
  const value = data[0] ?? 0;
  if (code === '28') return { value: BAUDS[value] ?? byteToHex(value) };
  if (code === '25') return { value: value * 100 };
  if (code === '2F') return { value };
  return data.length === 0 ? {} : { params: bytesToHex(data) };
}

/** The message of a reply. */
export function decodeUhfReaderReply(frame: Buffer, family: UhfReaderFamily): DeviceMessage {
  const code = byteToHex(frame[2] ?? 0);
  const status = byteToHex(frame[3] ?? 0);
  const data = frame.subarray(4, -2);
  const addr = frame[1] ?? 0;
  if (code === 'EE') return { kind: 'activeReport', status, addr, data: bytesToHex(data), checksumOk: true };
  const error = ERRORS[status];
  if (error !== undefined) {
    return {
      kind: 'error',
      error,
      value: null,
      status,
      cmd: code,
      addr,
      ...(data.length > 0 ? { tagError: bytesToHex(data) } : {}),
      checksumOk: true,
    };
  }
  if (code === '01' || code === '0F') return { ...decodeInventory(status, data, family), cmd: code, addr };
  if (code === '21' && data.length >= 8) return decodeReaderInfo({ status, data, addr });
  const isDone = status === '00' && data.length === 0;
  return {
    kind: isDone ? 'ack' : 'reply',
    cmd: code,
    status,
    addr,
    ...(isDone ? {} : { data: bytesToHex(data) }),
    checksumOk: true,
  };
}

function decodeReaderInfo({ status, data, addr }: { status: string; data: Buffer; addr: number }): DeviceMessage {
  return {
    kind: 'readerInfo',
    status,
    addr,
    version: `${data[0] ?? 0}.${data[1] ?? 0}`,
    readerType: byteToHex(data[2] ?? 0),
    powerDbm: data[6] ?? 0,
    scanTimeMs: (data[7] ?? 0) * 100,
    ...(data.length > 8 ? { antennas: byteToHex(data[8] ?? 0) } : {}),
    checksumOk: true,
  };
}

function decodeInventory(status: string, data: Buffer, family: UhfReaderFamily): DeviceMessage {
  const meaning = STATUS[status] ?? 'unknown status';
  if (data.length === 0) return { kind: 'inventory', status, meaning, tags: [], checksumOk: true };
  const tags = decodeTags(data, family);
  if (tags === null)
    return {
      kind: 'invalid',
      reason: explainInvalidInventory(data, family),
      status,
      data: bytesToHex(data),
      checksumOk: true,
    };
  const antenna = family === '288' ? { antenna: decodeAntenna(data[0] ?? 0) } : {};
  return { kind: 'inventory', status, meaning, more: status === '03', ...antenna, tags, checksumOk: true };
}

/** Counts and lengths are consistent in one family only, which shows whose reply it is. */
function explainInvalidInventory(data: Buffer, family: UhfReaderFamily): string {
  const otherFamily: UhfReaderFamily = family === '18' ? '288' : '18';
  return decodeTags(data, otherFamily) === null ? 'inventory-length' : `this is an answer of a UHFReader${otherFamily}`;
}

/**
 * 18: count, then length and EPC of each. 288: antenna, count, then length, EPC and RSSI of each. Null: it does not
 * fit.
 */
function decodeTags(data: Buffer, family: UhfReaderFamily): InventoryTag[] | null {
  const countOffset = family === '288' ? 1 : 0;
  const rssiBytes = family === '288' ? 1 : 0;
  if (family === '288' && decodeAntenna(data[0] ?? 0) === null) return null;
  const tags: InventoryTag[] = [];
  let offset = countOffset + 1;
  while (offset < data.length) {
    const length = data[offset] ?? 0;
    const end = offset + 1 + length;
    if (length === 0 || length % 2 !== 0 || end + rssiBytes > data.length) return null;
    const epc = bytesToHex(data.subarray(offset + 1, end));
    const { uri } = decodeEpc(epc);
    tags.push({
      epc,
      ...(uri === null ? {} : { epcUri: uri }),
      ...(rssiBytes > 0 ? { rssiRaw: byteToHex(data[end] ?? 0) } : {}),
    });
    offset = end + rssiBytes;
  }
  return offset === data.length && tags.length === data[countOffset] ? tags : null;
}

/** One bit an antenna: 1, 2, 4, 8. */
function decodeAntenna(mask: number): number | null {
  const number = Math.log2(mask) + 1;
  return Number.isInteger(number) ? number : null;
}
