// Takaya UTR-S201 series (Japan, 920 MHz, listen before talk). STX, address, command, length, data, ETX, a one-byte sum
// from STX to ETX, CR. Must not know any port.
//
// @see Takaya communication protocol manual Ver. 1.17; captures of a UTR-S201
import type { DeviceMessage } from '../../contract/codec.ts';
import { sumChecksum } from './readerChecksums.ts';
import type { ReaderCodec } from './readerCodec.ts';
import { decodeEpc } from '../../contract/epc/epcDecoder.ts';
import { byteToHex, createReaderFrameCodec } from './readerFraming.ts';
import type { ReaderFrameRule } from './readerFraming.ts';
import { bytesToHex, decodeEpcBank } from '../epc/storedCrc.ts';

const STX = 0x02;
const ETX = 0x03;
const CR = 0x0d;
const AROUND = 7;
const COMMAND_CODES = new Set([0x30, 0x31, 0x42, 0x4e, 0x4f, 0x55, 0x6c]);

const NAMES: Readonly<Record<string, string>> = {
  '4F90': 'romVersion',
  '4F80': 'errorInfo',
  '5510': 'inventory',
  '5514': 'inventoryRead',
  '5515': 'readMemory',
  '5516': 'writeMemory',
};

/** 5543: what of the radio's settings is read or set. */
const RADIO_SETTINGS: Readonly<Record<number, string>> = { 0x01: 'power', 0x02: 'frequency' };
const BUZZER = '42';

/** 4E00: the mode written to RAM. */
const MODES: Readonly<Record<number, string>> = { 0x00: 'setCommandMode', 0x65: 'setContinuousMode' };

/** Error code 1 of a NACK. 03 and 04: nothing, or nothing clear, answered. */
const NO_TAG = new Set(['03', '04']);
const ERRORS: Readonly<Record<string, string>> = {
  '01': 'tag-crc-wrong',
  '02': 'tag-answer-broken-off',
  '07': 'execution-failed',
  '0A': 'tag-access-failed',
  '42': 'sum-wrong',
  '44': 'format-wrong',
  '60': 'channel-busy',
  '64': 'hardware-error',
  '68': 'antenna-error',
};

const RULE: ReaderFrameRule = {
  measure(data, offset) {
    if (data[offset] !== STX) return 'none';
    const command = data[offset + 2];
    const dataLength = data[offset + 3];
    if (command !== undefined && !COMMAND_CODES.has(command)) return 'none';
    if (dataLength === undefined) return 'more';
    const length = dataLength + AROUND;
    const etx = data[offset + length - 3];
    const cr = data[offset + length - 1];
    return (etx !== undefined && etx !== ETX) || (cr !== undefined && cr !== CR) ? 'none' : length;
  },
  isValid: (frame) => sumChecksum(frame.subarray(0, -2)) === frame[frame.length - 2],
  decode(frame, { direction, isIntact }) {
    const cmd = byteToHex(frame[2] ?? 0);
    if (!isIntact)
      return {
        kind: 'invalid',
        reason: 'checksum',
        checksumOk: false,
        correctChecksum: byteToHex(sumChecksum(frame.subarray(0, -2))),
        cmd,
      };
    const data = Buffer.from(frame.subarray(4, -3));
    return direction === 'host' ? decodeRequest(cmd, data) : decodeReply({ cmd, data, address: frame[1] ?? 0 });
  },
};

function decodeRequest(cmd: string, data: Buffer): DeviceMessage {
  const sub = byteToHex(data[0] ?? 0);
  if (cmd === BUZZER)
    return {
      kind: 'request',
      cmd,
      name: 'buzzer',
      ...(data.length > 0 ? { data: bytesToHex(data) } : {}),
      checksumOk: true,
    };
  const settingCode = data[1] ?? 0;
  const setting = cmd + sub === '5543' ? (RADIO_SETTINGS[settingCode] ?? 'radioSettings') : undefined;
  const name = cmd + sub === '4E00' ? MODES[settingCode] : (setting ?? NAMES[cmd + sub]);
  return {
    kind: 'request',
    cmd,
    sub,
    name: name ?? 'unknown',
    ...(data.length > 1 ? { data: bytesToHex(data.subarray(1)) } : {}),
    checksumOk: true,
  };
}

function decodeReply({ cmd, data, address }: { cmd: string; data: Buffer; address: number }): DeviceMessage {
  const sub = byteToHex(data[0] ?? 0);
  if (cmd === '6C' && sub === '09') return decodeTag(data, address);
  if (cmd === '31') return decodeNack(sub, data);
  if (cmd === '30' && sub === '10' && data.length >= 4) {
    return {
      kind: 'inventoryEnd',
      count: data.readUInt16LE(2),
      ...(data.length > 4 ? { channel: data[4] } : {}),
      checksumOk: true,
    };
  }
  if (cmd === '30' && sub === '90')
    return { kind: 'firmware', version: data.subarray(1).toString('latin1'), checksumOk: true };
  return { kind: cmd === '30' ? 'ack' : 'reply', cmd, sub, data: bytesToHex(data.subarray(1)), checksumOk: true };
}

/** 31: the command it answers, then four error codes; the rest is reserved. */
function decodeNack(sub: string, data: Buffer): DeviceMessage {
  const code = byteToHex(data[1] ?? 0);
  if (NO_TAG.has(code)) return { kind: 'noTag', sub, code, checksumOk: true };
  return { kind: 'error', error: ERRORS[code] ?? 'unknown-error', value: null, sub, code, checksumOk: true };
}

/** 09, RSSI in tenths of a dBm, phase, length, PC and EPC. */
function decodeTag(data: Buffer, address: number): DeviceMessage {
  const bank = data.length > 5 && data[4] === data.length - 5 ? decodeEpcBank(data.subarray(5)) : null;
  if (bank === null || bank.crcOk !== undefined || bank.words === 0)
    return { kind: 'invalid', reason: 'epc-length', data: bytesToHex(data), checksumOk: true };
  return {
    kind: 'tag',
    epc: bank.epc,
    epcUri: decodeEpc(bank.epc).uri,
    pc: bank.pc,
    rssiDbm: (data.readInt16BE(1) / 10).toFixed(1),
    phaseAngle: byteToHex(data[3] ?? 0),
    // With antenna output switched on, a tag's frame carries the antenna where others carry the reader's address.
    ...(address === 0 ? {} : { antenna: address }),
    checksumOk: true,
  };
}

function encodeCommand(code: number, ...data: number[]): Uint8Array {
  const body = Uint8Array.of(STX, 0, code, data.length, ...data, ETX);
  return Uint8Array.of(...body, sumChecksum(body), CR);
}

/** Codec of the Takaya UTR series. */
export const takayaUtr: ReaderCodec = {
  ...createReaderFrameCodec('takaya-utr', RULE),
  regionCommandCode: '',
  encodeSetRegion: (name) => (name === 'JP' ? new Uint8Array() : null),
  encodeStartInventory: () => encodeCommand(0x55, 0x10),
  // Command mode, written to RAM only: it ends a continuous inventory.
  encodeStopInventory: () => encodeCommand(0x4e, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00),
  endsRound: (message) => message.kind === 'inventoryEnd' || (message.kind === 'noTag' && message['sub'] === '10'),
};
