// What LLRP messages say, in the project's words: tags of a report, events of a reader, the status of an answer. Knows
// no connection.
import type { InventoryTag } from '../codec.ts';
import { decodeEpc } from '../epc.ts';
import { epcWords, hex, storedCrc } from '../storedCrc.ts';
import { PARAMETER, TV, findParameter, readParameters } from './parameters.ts';
import type { Parameter } from './parameters.ts';

/** ConnectionAttemptEvent, table of status codes. 0: ours. */
export const ATTEMPT_REFUSALS: Readonly<Record<number, string>> = {
  1: 'the reader holds a connection that it opened itself',
  2: 'another client is connected to the reader',
  3: 'the reader refused the connection without a reason',
  4: 'another client tried to connect',
};

export interface ReaderEvents {
  utcMicros?: string;
  connectionAttempt?: number;
  connectionClosed?: true;
  exception?: string;
  antenna?: { id: number; connected: boolean };
}

/** Tags of an RO_ACCESS_REPORT; a TagReportData without an EPC is none. */
export function readTags(body: Buffer): InventoryTag[] {
  const reports = readParameters(body).parameters.filter(({ type }) => type === PARAMETER.tagReportData);
  return reports.flatMap((report) => readTag(readParameters(report.body).parameters) ?? []);
}

/** Both encodings: TV 13 holds 96 bits, TLV 241 says how many bits it holds. */
function epcOf(parameters: readonly Parameter[]): string | null {
  const short = parameters.find(({ type }) => type === TV.epc96);
  if (short) return hex(short.body);
  const long = parameters.find(({ type }) => type === PARAMETER.epcData)?.body;
  if (!long || long.length < 2) return null;
  const bytes = Math.ceil(long.readUInt16BE(0) / 8);
  return bytes === 0 || 2 + bytes > long.length ? null : hex(long.subarray(2, 2 + bytes));
}

function readTag(parameters: readonly Parameter[]): InventoryTag | null {
  const epc = epcOf(parameters);
  if (epc === null) return null;
  const { uri } = decodeEpc(epc);
  const fields = Object.fromEntries(
    parameters.flatMap(({ type, body }) => (FIELDS[type] === undefined ? [] : [FIELDS[type](body)])),
  );
  return { epc, ...(uri === null ? {} : { epcUri: uri }), ...fields, ...checkCrc(parameters, epc) };
}

const FIELDS: Readonly<Record<number, (body: Buffer) => [string, unknown]>> = {
  [TV.antennaId]: (body) => ['antenna', body.readUInt16BE(0)],
  [TV.peakRssi]: (body) => ['rssiDbm', body.readInt8(0)],
  [TV.channelIndex]: (body) => ['channel', body.readUInt16BE(0)],
  [TV.tagSeenCount]: (body) => ['seenCount', body.readUInt16BE(0)],
  [TV.roSpecId]: (body) => ['roSpecId', body.readUInt32BE(0)],
  // By the reader's clock, which may be wrong: shown, never used as the time of a read.
  [TV.firstSeenUtc]: (body) => ['firstSeenUtcMicros', body.readBigUInt64BE(0).toString()],
  [TV.lastSeenUtc]: (body) => ['lastSeenUtcMicros', body.readBigUInt64BE(0).toString()],
  [TV.pc]: (body) => ['pc', hex(body)],
  [TV.crc]: (body) => ['crc', hex(body)],
};

/** Only where the reader gives PC and CRC, and the PC's length is that of the EPC. */
function checkCrc(parameters: readonly Parameter[], epc: string): { crcOk?: boolean } {
  const pc = parameters.find(({ type }) => type === TV.pc)?.body;
  const crc = parameters.find(({ type }) => type === TV.crc)?.body;
  if (!pc || !crc || epcWords(pc.readUInt16BE(0)) * 4 !== epc.length) return {};
  return { crcOk: storedCrc(Buffer.concat([pc, Buffer.from(epc, 'hex')])) === crc.readUInt16BE(0) };
}

/** `body` of a READER_EVENT_NOTIFICATION. */
export function readEvents(body: Buffer): ReaderEvents {
  const data = findParameter(body, PARAMETER.readerEventNotificationData) ?? Buffer.alloc(0);
  const parameter = (type: number, least: number): Buffer | null => {
    const found = findParameter(data, type);
    return found && found.length >= least ? found : null;
  };
  const utc = parameter(PARAMETER.utcTimestamp, 8);
  const attempt = parameter(PARAMETER.connectionAttemptEvent, 2);
  const exception = parameter(PARAMETER.readerException, 2);
  const antenna = parameter(PARAMETER.antennaEvent, 3);
  return {
    ...(utc ? { utcMicros: utc.readBigUInt64BE(0).toString() } : {}),
    ...(attempt ? { connectionAttempt: attempt.readUInt16BE(0) } : {}),
    ...(parameter(PARAMETER.connectionCloseEvent, 0) ? { connectionClosed: true } : {}),
    ...(exception ? { exception: text(exception) } : {}),
    ...(antenna ? { antenna: { id: antenna.readUInt16BE(1), connected: antenna[0] === 1 } } : {}),
  };
}

export interface LlrpStatus {
  statusCode: number;
  description: string;
}

/** Null: the answer carries none, which no answer of 1.0.1 may do. */
export function readStatus(body: Buffer): LlrpStatus | null {
  const status = findParameter(body, PARAMETER.llrpStatus);
  return status && status.length >= 4
    ? { statusCode: status.readUInt16BE(0), description: text(status.subarray(2)) }
    : null;
}

export interface Capabilities {
  antennas?: number;
  firmware?: string;
  /** ISO 3166 number of the country whose radio rules the reader obeys; 0: it does not say. */
  countryCode?: number;
}

export function readCapabilities(body: Buffer): Capabilities {
  const general = findParameter(body, PARAMETER.generalDeviceCapabilities);
  const regulatory = findParameter(body, PARAMETER.regulatoryCapabilities);
  return {
    // Antennas, flags, manufacturer and model (32 bits each), then the firmware's name.
    ...(general && general.length >= 14
      ? { antennas: general.readUInt16BE(0), firmware: text(general.subarray(12)) }
      : {}),
    ...(regulatory && regulatory.length >= 2 ? { countryCode: regulatory.readUInt16BE(0) } : {}),
  };
}

const TEXT_MOST = 200;

/** Length of 16 bits, then UTF-8. */
function text(data: Buffer): string {
  const length = data.length < 2 ? 0 : data.readUInt16BE(0);
  return data
    .subarray(2, 2 + length)
    .toString('utf8')
    .slice(0, TEXT_MOST);
}
