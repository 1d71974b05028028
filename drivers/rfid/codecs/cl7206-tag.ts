// The tag report of a Clou/Hopeland reader: length and EPC, PC, antenna, then parameters, each with its own length.
// Lengths as seen on real readers. Must not know any framing.
//
// @see The CL7206C2's firmware as analysed in malike-rnd/cl7206c2-rfid
import type { DeviceMessage } from '../../contract/codec.ts';
import { decodeEpc } from '../../contract/epc/epcDecoder.ts';
import { byteToHex } from './readerFraming.ts';
import { epcWordCount, bytesToHex } from '../epc/storedCrc.ts';

/** Value bytes by parameter; null: two bytes of length come first. */
const PARAMETERS: Readonly<Record<number, { name: string; bytes: number | null }>> = {
  0x01: { name: 'rssiRaw', bytes: 1 },
  0x02: { name: 'result', bytes: 1 },
  0x03: { name: 'tid', bytes: null },
  0x04: { name: 'userData', bytes: null },
  0x05: { name: 'reservedData', bytes: null },
  0x06: { name: 'subAntenna', bytes: 1 },
  0x07: { name: 'readerTime', bytes: 8 },
  0x08: { name: 'sequence', bytes: 4 },
};

/** The message of a tag report; `sub` is its sub-command. */
export function decodeCl7206Tag(sub: string, data: Buffer): DeviceMessage {
  const epcEnd = data.length < 2 ? Infinity : 2 + data.readUInt16BE(0);
  if (epcEnd + 3 > data.length || epcWordCount(data.readUInt16BE(epcEnd)) * 2 !== epcEnd - 2 || epcEnd === 2) {
    return { kind: 'invalid', reason: 'epc-length', sub, data: bytesToHex(data), checksumOk: true };
  }
  const epc = bytesToHex(data.subarray(2, epcEnd));
  return {
    kind: 'tag',
    sub,
    epc,
    epcUri: decodeEpc(epc).uri,
    pc: bytesToHex(data.subarray(epcEnd, epcEnd + 2)),
    antenna: data[epcEnd + 2] ?? 0,
    ...decodeTagParameters(data.subarray(epcEnd + 3)),
    checksumOk: true,
  };
}

/**
 * From the first unknown parameter on, bytes are kept as they came: the EPC stands before them, the CRC covers both.
 */
function decodeTagParameters(data: Buffer): Record<string, string> {
  const fields: Record<string, string> = {};
  let offset = 0;
  while (offset < data.length) {
    const parameter = PARAMETERS[data[offset] ?? 0];
    const start = offset + (parameter?.bytes === null ? 3 : 1);
    const end =
      parameter && start <= data.length ? start + (parameter.bytes ?? data.readUInt16BE(offset + 1)) : Infinity;
    if (!parameter || end > data.length) return { ...fields, rest: bytesToHex(data.subarray(offset)) };
    fields[parameter.name] =
      parameter.name === 'subAntenna' ? byteToHex(data[start] ?? 0) : bytesToHex(data.subarray(start, end));
    offset = end;
  }
  return fields;
}
