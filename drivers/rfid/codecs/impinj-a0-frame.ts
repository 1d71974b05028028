// What one "A0" frame of a reader built on the Impinj R2000 or Indy chips says (Invelion, Rodinbell, IND903, Yanzeo …).
// A wrong sum is never a tag. Must not know any framing.
//
// @see Invelion and Rodinbell manuals; captures
import type { DeviceMessage } from '../../contract/codec.ts';
import { decodeEpc } from '../../contract/epc/epcDecoder.ts';
import { byteToHex } from './readerFraming.ts';
import { epcWordCount, bytesToHex } from '../epc/storedCrc.ts';

/** Rounds whose answers are tag frames and one end frame. */
const INVENTORIES = new Set(['89', '8A', '8B']);

/**
 * Commands whose response is one byte of success or failure. Other responses carry data, which may also be one byte.
 */
const ACKNOWLEDGED = new Set([
  '61',
  '62',
  '66',
  '67',
  '69',
  '70',
  '71',
  '73',
  '74',
  '76',
  '78',
  '7A',
  '80',
  '81',
  '82',
  '83',
  '84',
  '85',
  '89',
  '8A',
  '8B',
  '8C',
  '8D',
  '90',
  '91',
  '93',
  '94',
]);

const DONE = '10';
const NO_TAG = new Set(['36', '38']);

const ERRORS: Readonly<Record<string, string>> = {
  '11': 'failed',
  '20': 'reset-failed',
  '21': 'carrier-failed',
  '22': 'antenna-missing',
  '31': 'inventory-failed',
  '32': 'read-failed',
  '33': 'write-failed',
  '34': 'lock-failed',
  '35': 'kill-failed',
  '40': 'access-failed',
  '41': 'parameter-wrong',
  '47': 'antenna-wrong',
  '49': 'region-wrong',
  '4F': 'frequency-wrong',
  '52': 'frequency-not-locked',
  '53': 'radio-chip-silent',
  '54': 'power-not-reached',
  '56': 'spectrum-regulation',
};

/** The message of a command. */
export function decodeImpinjRequest(frame: Buffer): DeviceMessage {
  const cmd = byteToHex(frame[3] ?? 0);
  const data = frame.subarray(4, -1);
  return { kind: 'request', cmd, address: frame[2] ?? 0, ...decodeRequestFields(cmd, data), checksumOk: true };
}

function decodeRequestFields(cmd: string, data: Buffer): Record<string, unknown> {
  if (cmd === '74' && data.length === 1) return { antenna: data[0] };
  if ((cmd === '80' || cmd === '89') && data.length === 1) return { repeat: data[0] };
  if (cmd === '8B' && data.length === 3) return { session: data[0], target: data[1], repeat: data[2] };
  return data.length === 0 ? {} : { data: bytesToHex(data) };
}

/** The message of a response. */
export function decodeImpinjReply(frame: Buffer): DeviceMessage {
  const cmd = byteToHex(frame[3] ?? 0);
  const data = frame.subarray(4, -1);
  if (cmd === '72' && data.length === 2)
    return { kind: 'firmware', cmd, version: `${data[0] ?? 0}.${data[1] ?? 0}`, checksumOk: true };
  if (data.length === 1 && ACKNOWLEDGED.has(cmd)) return decodeResult(cmd, data);
  // Fast switching says which antenna is missing: antenna, then the code.
  if (cmd === '8A' && data.length === 2) return { ...decodeResult(cmd, data.subarray(1)), antenna: (data[0] ?? 0) + 1 };
  if (!INVENTORIES.has(cmd)) return { kind: 'reply', cmd, data: bytesToHex(data), checksumOk: true };
  // A tag has 3 + 2 × words + 1 bytes, or 2 more with the phase: never 7.
  return data.length === 7 ? decodeInventoryEnd(cmd, data) : decodeTag(cmd, data);
}

function decodeResult(cmd: string, data: Buffer): DeviceMessage {
  const code = byteToHex(data[0] ?? 0);
  if (code === DONE) return { kind: 'ack', cmd, code, checksumOk: true };
  if (NO_TAG.has(code)) return { kind: 'noTag', cmd, code, checksumOk: true };
  return { kind: 'error', error: ERRORS[code] ?? 'unknown-error', value: null, cmd, code, checksumOk: true };
}

/** 8A counts otherwise than 89 and 8B: three bytes of tags read, four of milliseconds. */
function decodeInventoryEnd(cmd: string, data: Buffer): DeviceMessage {
  if (cmd === '8A')
    return {
      kind: 'inventoryEnd',
      cmd,
      totalReads: data.readUIntBE(0, 3),
      durationMs: data.readUInt32BE(3),
      checksumOk: true,
    };
  return {
    kind: 'inventoryEnd',
    cmd,
    antenna: (data[0] ?? 0) + 1,
    readRate: data.readUInt16BE(1),
    totalReads: data.readUInt32BE(3),
    checksumOk: true,
  };
}

/** Channel and antenna, PC, EPC by the PC's word count, RSSI; with the phase switched on, two more bytes. */
function decodeTag(cmd: string, data: Buffer): DeviceMessage {
  const words = data.length < 3 ? 0 : epcWordCount(data.readUInt16BE(1));
  const rssiOffset = 3 + 2 * words;
  const phaseBytes = data.length - rssiOffset - 1;
  if (words === 0 || (phaseBytes !== 0 && phaseBytes !== 2))
    return { kind: 'invalid', reason: 'epc-length', cmd, data: bytesToHex(data), checksumOk: true };
  const freqAnt = data[0] ?? 0;
  const rssi = data[rssiOffset] ?? 0;
  const epc = bytesToHex(data.subarray(3, rssiOffset));
  return {
    kind: 'tag',
    cmd,
    epc,
    epcUri: decodeEpc(epc).uri,
    pc: bytesToHex(data.subarray(1, 3)),
    freqAnt: byteToHex(freqAnt),
    // Bit 7 of RSSI is the antenna's high bit on readers with eight ports.
    antenna: (freqAnt & 0x03) + ((rssi & 0x80) === 0 ? 1 : 5),
    freqIndex: freqAnt >> 2,
    rssiRaw: byteToHex(rssi & 0x7f),
    ...(phaseBytes === 2 ? { phase: bytesToHex(data.subarray(-2)) } : {}),
    checksumOk: true,
  };
}
