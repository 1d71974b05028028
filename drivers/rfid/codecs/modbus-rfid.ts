// Modbus TCP of RFID readers (Omron V680S, Turck, Balluff …), for `hakari decode` and for technicians: header, unit,
// function, registers. What a register means depends on the reader; only what Omron's manual gives is named. Must not
// know any bus or port.
//
// @see MODBUS Messaging on TCP/IP V1.0b, section 3.1.3; Omron V680S manual
import type { Codec, DeviceMessage, FrameDirection } from '../../contract/codec.ts';
import { createModbusRtuCodec } from '../../modbus/modbusRtuCodec.ts';
import { createReaderFrameCodec } from './readerFraming.ts';
import type { ReaderFrameRule, MeasuredFrame } from './readerFraming.ts';
import { bytesToHex } from '../epc/storedCrc.ts';

/** Transaction, protocol (0), length; the length counts what follows it: unit, function, data. */
const HEADER = 6;
const MAX_LENGTH = 254;
const EXCEPTION_LENGTH = 3;
const READ_FUNCTIONS = new Set([1, 2, 3, 4]);
const WRITE_FUNCTIONS = new Set([5, 6, 15, 16]);

/** Omron V680S: the first register of a command area, as FC03 reads it. */
const OMRON_AREAS: Readonly<Record<number, string>> = {
  0xa000: 'readId',
  0xb000: 'commOption',
  0xb100: 'tagCondition',
};
/**
 * ISO 15693 and ISO 14443 identifiers of Omron's readers: eight bytes, the high one first. Turck's come low byte first.
 */
const UID_BYTES = 8;
const OMRON_UNIT = 0xff;

const RULE: ReaderFrameRule = {
  measure(data, offset, direction) {
    if ((data[offset + 2] ?? 0) !== 0 || (data[offset + 3] ?? 0) !== 0 || (data[offset + 4] ?? 0) !== 0) return 'none';
    const length = data[offset + 5];
    const functionCode = data[offset + 7];
    if (length === undefined) return 'more';
    if (length < EXCEPTION_LENGTH || length > MAX_LENGTH) return 'none';
    if (functionCode === undefined) return 'more';
    return measureBody({ length, functionCode, count: data[offset + 8] }, direction);
  },
  // No checksum: TCP has one. That every length fits is all that there is to check.
  isValid: () => true,
  decode: (frame, { direction }) =>
    direction === 'host' ? decodeRequest(Buffer.from(frame)) : decodeReply(Buffer.from(frame)),
};

function measureBody(
  { length, functionCode, count }: { length: number; functionCode: number; count: number | undefined },
  direction: FrameDirection,
): MeasuredFrame {
  const baseFunction = functionCode & 0x7f;
  if (!READ_FUNCTIONS.has(baseFunction) && !WRITE_FUNCTIONS.has(baseFunction)) return 'none';
  if (functionCode > 0x80) return direction === 'device' && length === EXCEPTION_LENGTH ? HEADER + length : 'none';
  if (READ_FUNCTIONS.has(functionCode) && direction === 'device') {
    if (count === undefined) return 'more';
    return length === 3 + count ? HEADER + length : 'none';
  }
  const isMultipleWrite = functionCode > 6 && direction === 'host';
  return isMultipleWrite === length > 6 && length >= 6 ? HEADER + length : 'none';
}

function decodeRequest(frame: Buffer): DeviceMessage {
  const fn = frame.readUInt8(7);
  const addr = frame.readUInt16BE(8);
  const name = fn === 3 ? OMRON_AREAS[addr] : undefined;
  const message = { kind: 'request', transaction: frame.readUInt16BE(0), unit: frame.readUInt8(6), fn, addr };
  if (fn === 5 || fn === 6) return { ...message, value: frame.readUInt16BE(10) };
  return {
    ...message,
    count: frame.readUInt16BE(10),
    ...(name === undefined ? {} : { name }),
    ...(frame.length > 12 ? { data: bytesToHex(frame.subarray(13)) } : {}),
  };
}

function decodeReply(frame: Buffer): DeviceMessage {
  const fn = frame.readUInt8(7);
  const unit = frame.readUInt8(6);
  const message = { transaction: frame.readUInt16BE(0), unit };
  if (fn > 0x80) return { kind: 'exception', ...message, fn: fn & 0x7f, exceptionCode: frame.readUInt8(8) };
  if (!READ_FUNCTIONS.has(fn))
    return { kind: 'response', ...message, fn, addr: frame.readUInt16BE(8), value: frame.readUInt16BE(10) };
  const data = frame.subarray(9);
  return {
    kind: 'response',
    ...message,
    fn,
    data: bytesToHex(data),
    ...(fn > 2 ? { registers: decodeWords(data) } : {}),
    ...(fn === 3 && unit === OMRON_UNIT && data.length === UID_BYTES ? { uid: bytesToHex(data) } : {}),
  };
}

function decodeWords(data: Buffer): number[] {
  return Array.from({ length: data.length >> 1 }, (_, index) => data.readUInt16BE(2 * index));
}

/** Decoder of a reader's Modbus TCP stream. */
export const modbusTcpRfid: Codec = { ...createReaderFrameCodec('modbus-tcp-rfid', RULE), checksummed: false };

/** Decoder of a reader's RTU line; the frames are those of any RTU line. */
export const modbusRtuRfid: Codec = { ...createModbusRtuCodec(null), protocol: 'modbus-rtu-rfid' };
