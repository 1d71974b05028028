// What one M100 frame says, its bounds and sum already checked. A wrong sum is never a tag. Must not know any framing.
//
// @see Invelion M100 V2.1 and quick reference; R200 guide V2.3.3; captures
import type { DeviceMessage, FrameDirection } from '../../contract/codec.ts';
import { decodeEpc } from '../../contract/epc/epcDecoder.ts';
import { bytesToHex, decodeEpcBank } from '../epc/storedCrc.ts';

/** Parameter of command 07 by region. */
export const M100_REGIONS: Readonly<Record<string, number>> = {
  CN900: 0x01,
  US: 0x02,
  EU: 0x03,
  CN800: 0x04,
  KR: 0x06,
};

const COMMANDS: Readonly<Record<string, string>> = {
  '03': 'info',
  '07': 'setRegion',
  '08': 'getRegion',
  '0B': 'getSelect',
  '0C': 'setSelect',
  '0D': 'getQuery',
  '0E': 'setQuery',
  '12': 'setSelectMode',
  '22': 'singlePoll',
  '27': 'multiPoll',
  '28': 'stopMultiPoll',
  '39': 'readMemory',
  '49': 'writeMemory',
  '65': 'kill',
  '82': 'lock',
  AA: 'getChannel',
  AB: 'setChannel',
  AD: 'setHopping',
  B6: 'setPower',
  B7: 'getPower',
};

const ERRORS: Readonly<Record<string, string>> = {
  '09': 'read-failed',
  '10': 'write-failed',
  '12': 'kill-failed',
  '13': 'lock-failed',
  '16': 'access-failed',
  '17': 'unknown-command',
  '20': 'frequency-hopping-timeout',
};

/** Set commands that answer one byte, 00 for done. */
const ACKNOWLEDGED = new Set(['07', '0C', '0E', '12', '28', 'AB', 'AD', 'B6']);
/** Commands to one tag: the answer names it (length, PC, EPC) before its 00. */
const ACKNOWLEDGED_BY_TAG = new Set(['49', '65', '82']);

/** The message of one frame; `sum` is the right checksum. */
export function decodeM100Frame(
  raw: Uint8Array,
  { direction, sum, isIntact }: { direction: FrameDirection; sum: number; isIntact: boolean },
): DeviceMessage {
  const parameters = Buffer.from(raw.subarray(5, raw.length - 2));
  const cmd = byteToUpperHex(raw[2] ?? 0);
  if (!isIntact) {
    return {
      kind: 'invalid',
      reason: 'checksum',
      checksumOk: false,
      correctChecksum: byteToUpperHex(sum),
      cmd,
      ...decodeInfoText(cmd, parameters),
    };
  }
  if (direction === 'host') return decodeRequest(cmd, parameters);
  if (cmd === 'FF') return decodeError(parameters);
  if (raw[1] === 2)
    return cmd === '22'
      ? decodeTag(parameters)
      : { kind: 'notice', cmd, parameters: bytesToHex(parameters), checksumOk: true };
  return decodeReply(cmd, parameters);
}

function decodeRequest(cmd: string, parameters: Buffer): DeviceMessage {
  return {
    kind: 'request',
    cmd,
    name: COMMANDS[cmd] ?? 'unknown',
    ...decodeRequestFields(cmd, parameters),
    checksumOk: true,
  };
}

function decodeRequestFields(cmd: string, parameters: Buffer): Record<string, unknown> {
  if (cmd === '27' && parameters.length === 3) return { count: parameters.readUInt16BE(1) };
  if (cmd === '07' && parameters.length === 1) return { region: regionName(parameters[0]) };
  if (cmd === 'B6' && parameters.length === 2) return { powerCentiDbm: parameters.readUInt16BE(0) };
  return {};
}

function decodeError(parameters: Buffer): DeviceMessage {
  const errorCode = byteToUpperHex(parameters[0] ?? 0);
  // Sent after every round that found nothing: normal for an empty field.
  if (errorCode === '15') return { kind: 'noTag', errorCode, checksumOk: true };
  const error = ERRORS[errorCode] ?? (/^[AB]/.test(errorCode) ? 'tag-error' : 'unknown-error');
  return { kind: 'error', error, value: null, errorCode, checksumOk: true };
}

/** Notice 22: RSSI (int8, dBm), then PC, EPC and CRC as the tag stores them. */
function decodeTag(parameters: Buffer): DeviceMessage {
  const bank = parameters.length > 5 ? decodeEpcBank(parameters.subarray(1)) : null;
  if (bank?.crcOk === undefined)
    return { kind: 'invalid', reason: 'epc-length', parameters: bytesToHex(parameters), checksumOk: true };
  return {
    kind: 'tag',
    epc: bank.epc,
    epcUri: decodeEpc(bank.epc).uri,
    pc: bank.pc,
    rssiDbm: parameters.readInt8(0),
    crc: bytesToHex(parameters.subarray(-2)),
    crcOk: bank.crcOk,
    checksumOk: true,
  };
}

function decodeReply(cmd: string, parameters: Buffer): DeviceMessage {
  if (cmd === '39') return decodeMemory(parameters);
  if (cmd === '03') return { kind: 'readerInfo', cmd, ...decodeInfoText(cmd, parameters), checksumOk: true };
  if (cmd === '08' && parameters.length === 1)
    return { kind: 'region', cmd, region: regionName(parameters[0]), checksumOk: true };
  if (cmd === 'B7' && parameters.length === 2)
    return { kind: 'power', cmd, powerCentiDbm: parameters.readUInt16BE(0), checksumOk: true };
  if (ACKNOWLEDGED.has(cmd) && parameters[0] === 0) return { kind: 'ack', cmd, checksumOk: true };
  if (ACKNOWLEDGED_BY_TAG.has(cmd) && parameters[parameters.length - 1] === 0)
    return decodeTagAcknowledgement(cmd, parameters);
  return { kind: 'reply', cmd, parameters: bytesToHex(parameters), checksumOk: true };
}

function decodeTagAcknowledgement(cmd: string, parameters: Buffer): DeviceMessage {
  const bank = decodeEpcBank(parameters.subarray(1, -1));
  const tagFields =
    bank === null || bank.crcOk !== undefined || parameters[0] !== parameters.length - 2
      ? {}
      : { pc: bank.pc, epc: bank.epc };
  return { kind: 'ack', cmd, ...tagFields, checksumOk: true };
}

/** Reply 39: length of PC and EPC together, PC, EPC, then the words read. */
function decodeMemory(parameters: Buffer): DeviceMessage {
  const length = parameters[0] ?? 0;
  const bank = decodeEpcBank(parameters.subarray(1, 1 + length));
  if (bank === null || bank.crcOk !== undefined)
    return { kind: 'invalid', reason: 'epc-length', parameters: bytesToHex(parameters), checksumOk: true };
  return {
    kind: 'readMemory',
    pc: bank.pc,
    epc: bank.epc,
    data: bytesToHex(parameters.subarray(1 + length)),
    checksumOk: true,
  };
}

/** Reply 03: one byte of information kind, then text. */
function decodeInfoText(cmd: string, parameters: Buffer): { text?: string } {
  const text = parameters.subarray(1).toString('latin1');
  return cmd === '03' && /^[ -~]+$/.test(text) ? { text } : {};
}

function regionName(code: number | undefined): string {
  return (
    Object.entries(M100_REGIONS).find(([, value]) => value === code)?.[0] ?? `unknown ${byteToUpperHex(code ?? 0)}`
  );
}

function byteToUpperHex(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, '0');
}
