// What one frame of the UHFReader18 and UHFReader288 families (Chafon CF-RU5102, CF-RU6403 …) says. Both share frame,
// CRC and most commands; an inventory's answer has other fields, and reading the one as the other takes RSSI for EPC
// bytes. Sources: UHFReader18 user manual, captures of both.
import type { Message } from '../../contract/message.ts';
import type { InventoryTag } from '../codec.ts';
import { decodeEpc } from '../epc.ts';
import { byteHex } from '../framing.ts';
import { hex } from '../storedCrc.ts';

export type Family = '18' | '288';

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

export function isStatus(code: number): boolean {
  return STATUS_CODES.has(code);
}

/** Ranges in which both manuals put commands. EE is the frame that a reader in active mode sends unasked. */
export function isCommand(code: number): boolean {
  return (
    (code >= 0x01 && code <= 0x1b) || (code >= 0x20 && code <= 0x55) || (code >= 0x6a && code <= 0x7f) || code === 0xee
  );
}

export function readRequest(frame: Buffer, family: Family): Message {
  const code = byteHex(frame[2] ?? 0);
  const data = frame.subarray(3, -2);
  return {
    kind: 'request',
    cmd: COMMANDS[code] ?? code,
    code,
    addr: frame[1] ?? 0,
    ...requestFields(code, data),
    ...(code === '01' && family === '288' ? inventoryRequest(data) : {}),
    checksumOk: true,
  };
}

const MASK_BEFORE_LENGTH = 5;
const FIRST_ANTENNA = 0x80;

/**
 * Q, session, mask bank, mask address (2), mask length in bits, mask; then perhaps target, antenna (80h is the first)
 * and scan time.
 */
function inventoryRequest(data: Buffer): Record<string, unknown> {
  if (data.length <= MASK_BEFORE_LENGTH) return {};
  const behind = data.subarray(MASK_BEFORE_LENGTH + 1 + Math.ceil((data[MASK_BEFORE_LENGTH] ?? 0) / 8));
  const [target, antenna, scanTime] = behind;
  const said =
    behind.length === 3
      ? { target, antenna: (antenna ?? 0) - FIRST_ANTENNA + 1, scanTimeMs: (scanTime ?? 0) * 100 }
      : {};
  return { q: data[0], session: data[1], ...said };
}

function requestFields(code: string, data: Buffer): Record<string, unknown> {
  const value = data[0] ?? 0;
  if (code === '28') return { value: BAUDS[value] ?? byteHex(value) };
  if (code === '25') return { value: value * 100 };
  if (code === '2F') return { value };
  return data.length === 0 ? {} : { params: hex(data) };
}

export function readReply(frame: Buffer, family: Family): Message {
  const code = byteHex(frame[2] ?? 0);
  const status = byteHex(frame[3] ?? 0);
  const data = frame.subarray(4, -2);
  const addr = frame[1] ?? 0;
  if (code === 'EE') return { kind: 'activeReport', status, addr, data: hex(data), checksumOk: true };
  const error = ERRORS[status];
  if (error !== undefined) {
    return {
      kind: 'error',
      error,
      value: null,
      status,
      cmd: code,
      addr,
      ...(data.length > 0 ? { tagError: hex(data) } : {}),
      checksumOk: true,
    };
  }
  if (code === '01' || code === '0F') return { ...inventory(status, data, family), cmd: code, addr };
  if (code === '21' && data.length >= 8) return readerInfo({ status, data, addr });
  const done = status === '00' && data.length === 0;
  return {
    kind: done ? 'ack' : 'reply',
    cmd: code,
    status,
    addr,
    ...(done ? {} : { data: hex(data) }),
    checksumOk: true,
  };
}

function readerInfo({ status, data, addr }: { status: string; data: Buffer; addr: number }): Message {
  return {
    kind: 'readerInfo',
    status,
    addr,
    version: `${data[0] ?? 0}.${data[1] ?? 0}`,
    readerType: byteHex(data[2] ?? 0),
    powerDbm: data[6] ?? 0,
    scanTimeMs: (data[7] ?? 0) * 100,
    ...(data.length > 8 ? { antennas: byteHex(data[8] ?? 0) } : {}),
    checksumOk: true,
  };
}

function inventory(status: string, data: Buffer, family: Family): Message {
  const meaning = STATUS[status] ?? 'unknown status';
  if (data.length === 0) return { kind: 'inventory', status, meaning, tags: [], checksumOk: true };
  const tags = tagsIn(data, family);
  if (tags === null)
    return { kind: 'invalid', reason: whyNoTags(data, family), status, data: hex(data), checksumOk: true };
  const antenna = family === '288' ? { antenna: antennaNumber(data[0] ?? 0) } : {};
  return { kind: 'inventory', status, meaning, more: status === '03', ...antenna, tags, checksumOk: true };
}

/** The bytes tell the families apart: only one arithmetic of counts and lengths comes out even. */
function whyNoTags(data: Buffer, family: Family): string {
  const other: Family = family === '18' ? '288' : '18';
  return tagsIn(data, other) === null ? 'inventory-length' : `this is an answer of a UHFReader${other}`;
}

/**
 * 18: count, then length and EPC of each. 288: antenna, count, then length, EPC and RSSI of each. Null: it does not
 * fit.
 */
function tagsIn(data: Buffer, family: Family): InventoryTag[] | null {
  const countAt = family === '288' ? 1 : 0;
  const rssiBytes = family === '288' ? 1 : 0;
  if (family === '288' && antennaNumber(data[0] ?? 0) === null) return null;
  const tags: InventoryTag[] = [];
  let at = countAt + 1;
  while (at < data.length) {
    const length = data[at] ?? 0;
    const end = at + 1 + length;
    if (length === 0 || length % 2 !== 0 || end + rssiBytes > data.length) return null;
    const epc = hex(data.subarray(at + 1, end));
    const { uri } = decodeEpc(epc);
    tags.push({
      epc,
      ...(uri === null ? {} : { epcUri: uri }),
      ...(rssiBytes > 0 ? { rssiRaw: byteHex(data[end] ?? 0) } : {}),
    });
    at = end + rssiBytes;
  }
  return at === data.length && tags.length === data[countAt] ? tags : null;
}

/** One bit an antenna: 1, 2, 4, 8. */
function antennaNumber(mask: number): number | null {
  const number = Math.log2(mask) + 1;
  return Number.isInteger(number) ? number : null;
}
