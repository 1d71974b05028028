// The tag record of a ThingMagic module's continuous read (Mercury serial protocol, operation 22): flags say which
// fields are there, in the order of the flags. Must not know any framing.
//
// @see SparkFun's library for the M6E Nano and its capture; the table in that library is off by two bytes from the EPC
// on
import type { DeviceMessage } from '../../contract/codec.ts';
import { decodeEpc } from '../../contract/epc/epcDecoder.ts';
import { byteToHex } from './readerFraming.ts';
import { bytesToHex, decodeEpcBank } from '../epc/storedCrc.ts';

/** Option, search flags (2), metadata flags (2), kind of record. */
const BEFORE_FIELDS = 6;

interface TagRecordField {
  flag: number;
  bytes: number;
  read(field: Buffer): Record<string, unknown>;
}

const TAG_RECORD_FIELDS: readonly TagRecordField[] = [
  { flag: 0x001, bytes: 1, read: (field) => ({ readCount: field[0] }) },
  { flag: 0x002, bytes: 1, read: (field) => ({ rssiDbm: field.readInt8(0) }) },
  // Transmitting and receiving port, one hexadecimal digit each.
  { flag: 0x004, bytes: 1, read: (field) => ({ antenna: byteToHex(field[0] ?? 0) }) },
  { flag: 0x008, bytes: 3, read: (field) => ({ freqKHz: field.readUIntBE(0, 3) }) },
  { flag: 0x010, bytes: 4, read: (field) => ({ timestampMs: field.readUInt32BE(0) }) },
  { flag: 0x020, bytes: 2, read: (field) => ({ phase: field.readUInt16BE(0) }) },
  { flag: 0x040, bytes: 1, read: (field) => ({ tagProtocol: byteToHex(field[0] ?? 0) }) },
  // Its length in bits, then so many bytes.
  { flag: 0x080, bytes: 2, read: () => ({}) },
  { flag: 0x100, bytes: 1, read: (field) => ({ gpio: byteToHex(field[0] ?? 0) }) },
];
const EMBEDDED_DATA = 0x080;
const KNOWN_FLAGS = 0x1ff;

/** The message of a tag record; `data` is what follows the status of a reply to 22. */
export function decodeThingmagicTag(data: Buffer): DeviceMessage {
  if (data.length < BEFORE_FIELDS) return invalidTagRecord('too-short', data);
  const flags = data.readUInt16BE(3);
  // A field of unknown length would shift all that follows it.
  if ((flags & ~KNOWN_FLAGS) !== 0) return invalidTagRecord('unknown-fields', data);
  const fields = decodeFields(data, flags);
  if (fields === null || fields.end + 2 > data.length) return invalidTagRecord('too-short', data);
  const bits = data.readUInt16BE(fields.end);
  const memory = data.subarray(fields.end + 2);
  const bank = bits % 8 === 0 && memory.length === bits / 8 ? decodeEpcBank(memory) : null;
  if (bank?.crcOk === undefined || bank.words === 0) return invalidTagRecord('epc-length', data);
  return {
    kind: 'tag',
    op: '22',
    status: '0000',
    epc: bank.epc,
    epcUri: decodeEpc(bank.epc).uri,
    pc: bank.pc,
    ...fields.values,
    epcCrc: bytesToHex(memory.subarray(-2)),
    crcOk: bank.crcOk,
    checksumOk: true,
  };
}

function decodeFields(data: Buffer, flags: number): { values: Record<string, unknown>; end: number } | null {
  let values: Record<string, unknown> = {};
  let offset = BEFORE_FIELDS;
  for (const field of TAG_RECORD_FIELDS) {
    if ((flags & field.flag) === 0) continue;
    const end = offset + field.bytes;
    if (end > data.length) return null;
    values = { ...values, ...field.read(data.subarray(offset, end)) };
    offset = end;
    if (field.flag !== EMBEDDED_DATA) continue;
    const embedded = Math.ceil(data.readUInt16BE(end - 2) / 8);
    if (offset + embedded > data.length) return null;
    if (embedded > 0) values = { ...values, data: bytesToHex(data.subarray(offset, offset + embedded)) };
    offset += embedded;
  }
  return { values, end: offset };
}

function invalidTagRecord(reason: string, data: Buffer): DeviceMessage {
  return { kind: 'invalid', reason, op: '22', data: bytesToHex(data), checksumOk: true };
}
