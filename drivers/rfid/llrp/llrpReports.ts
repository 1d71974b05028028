// What LLRP messages say, in the project's words: tags of a report, events of a reader, the status of a response. Must
// not know any connection.
//
// @see EPCglobal LLRP 1.0.1, section 16.2
import type { InventoryTag } from '../codecs/readerCodec.ts';
import { decodeEpc } from '../../contract/epc/epcDecoder.ts';
import { epcWordCount, bytesToHex, storedCrc } from '../epc/storedCrc.ts';
import { LLRP_TLV_TYPES, LLRP_TV_TYPES, findLlrpParameter, parseLlrpParameters } from './llrpParameters.ts';
import type { LlrpParameter } from './llrpParameters.ts';

/** Reason by status code of a ConnectionAttemptEvent; 0, which is missing, is success. */
export const CONNECTION_ATTEMPT_REASONS: Readonly<Record<number, string>> = {
  1: 'the reader holds a connection that it opened itself',
  2: 'another client is connected to the reader',
  3: 'the reader refused the connection without a reason',
  4: 'another client tried to connect',
};

/** Events of one READER_EVENT_NOTIFICATION. */
export interface LlrpReaderEvents {
  utcMicros?: string;
  connectionAttempt?: number;
  connectionClosed?: true;
  exception?: string;
  antenna?: { id: number; connected: boolean };
}

/** Tags of an RO_ACCESS_REPORT; a TagReportData without an EPC is none. */
export function decodeTagReports(body: Buffer): InventoryTag[] {
  const reports = parseLlrpParameters(body).parameters.filter(({ type }) => type === LLRP_TLV_TYPES.tagReportData);
  return reports.flatMap((report) => decodeTag(parseLlrpParameters(report.body).parameters) ?? []);
}

/** Both encodings: TV 13 holds 96 bits, TLV 241 says how many bits it holds. */
function findEpc(parameters: readonly LlrpParameter[]): string | null {
  const epc96 = parameters.find(({ type }) => type === LLRP_TV_TYPES.epc96);
  if (epc96) return bytesToHex(epc96.body);
  const epcData = parameters.find(({ type }) => type === LLRP_TLV_TYPES.epcData)?.body;
  if (!epcData || epcData.length < 2) return null;
  const bytes = Math.ceil(epcData.readUInt16BE(0) / 8);
  return bytes === 0 || 2 + bytes > epcData.length ? null : bytesToHex(epcData.subarray(2, 2 + bytes));
}

function decodeTag(parameters: readonly LlrpParameter[]): InventoryTag | null {
  const epc = findEpc(parameters);
  if (epc === null) return null;
  const { uri } = decodeEpc(epc);
  const fields = Object.fromEntries(
    parameters.flatMap(({ type, body }) =>
      TAG_REPORT_FIELDS[type] === undefined ? [] : [TAG_REPORT_FIELDS[type](body)],
    ),
  );
  return { epc, ...(uri === null ? {} : { epcUri: uri }), ...fields, ...checkCrc(parameters, epc) };
}

const TAG_REPORT_FIELDS: Readonly<Record<number, (body: Buffer) => [string, unknown]>> = {
  [LLRP_TV_TYPES.antennaId]: (body) => ['antenna', body.readUInt16BE(0)],
  [LLRP_TV_TYPES.peakRssi]: (body) => ['rssiDbm', body.readInt8(0)],
  [LLRP_TV_TYPES.channelIndex]: (body) => ['channel', body.readUInt16BE(0)],
  [LLRP_TV_TYPES.tagSeenCount]: (body) => ['seenCount', body.readUInt16BE(0)],
  [LLRP_TV_TYPES.roSpecId]: (body) => ['roSpecId', body.readUInt32BE(0)],
  // By the reader's clock, which may be wrong: shown, never used as the time of a read.
  [LLRP_TV_TYPES.firstSeenUtc]: (body) => ['firstSeenUtcMicros', body.readBigUInt64BE(0).toString()],
  [LLRP_TV_TYPES.lastSeenUtc]: (body) => ['lastSeenUtcMicros', body.readBigUInt64BE(0).toString()],
  [LLRP_TV_TYPES.pc]: (body) => ['pc', bytesToHex(body)],
  [LLRP_TV_TYPES.crc]: (body) => ['crc', bytesToHex(body)],
};

/** Only where the reader gives PC and CRC, and the PC's length is that of the EPC. */
function checkCrc(parameters: readonly LlrpParameter[], epc: string): { crcOk?: boolean } {
  const pc = parameters.find(({ type }) => type === LLRP_TV_TYPES.pc)?.body;
  const crc = parameters.find(({ type }) => type === LLRP_TV_TYPES.crc)?.body;
  if (!pc || !crc || epcWordCount(pc.readUInt16BE(0)) * 4 !== epc.length) return {};
  return { crcOk: storedCrc(Buffer.concat([pc, Buffer.from(epc, 'hex')])) === crc.readUInt16BE(0) };
}

/** The events of a READER_EVENT_NOTIFICATION's body. */
export function decodeReaderEvents(body: Buffer): LlrpReaderEvents {
  const data = findLlrpParameter(body, LLRP_TLV_TYPES.readerEventNotificationData) ?? Buffer.alloc(0);
  const parameter = (type: number, minBytes: number): Buffer | null => {
    const found = findLlrpParameter(data, type);
    return found && found.length >= minBytes ? found : null;
  };
  const utc = parameter(LLRP_TLV_TYPES.utcTimestamp, 8);
  const attempt = parameter(LLRP_TLV_TYPES.connectionAttemptEvent, 2);
  const exception = parameter(LLRP_TLV_TYPES.readerException, 2);
  const antenna = parameter(LLRP_TLV_TYPES.antennaEvent, 3);
  return {
    ...(utc ? { utcMicros: utc.readBigUInt64BE(0).toString() } : {}),
    ...(attempt ? { connectionAttempt: attempt.readUInt16BE(0) } : {}),
    ...(parameter(LLRP_TLV_TYPES.connectionCloseEvent, 0) ? { connectionClosed: true } : {}),
    ...(exception ? { exception: decodeUtf8Field(exception) } : {}),
    ...(antenna ? { antenna: { id: antenna.readUInt16BE(1), connected: antenna[0] === 1 } } : {}),
  };
}

/** The LLRPStatus parameter of a response. */
export interface LlrpStatus {
  statusCode: number;
  description: string;
}

/** The status of a response; null: it carries none, which LLRP 1.0.1 does not allow. */
export function decodeLlrpStatus(body: Buffer): LlrpStatus | null {
  const status = findLlrpParameter(body, LLRP_TLV_TYPES.llrpStatus);
  return status && status.length >= 4
    ? { statusCode: status.readUInt16BE(0), description: decodeUtf8Field(status.subarray(2)) }
    : null;
}

/** What a reader says of itself. */
export interface LlrpCapabilities {
  antennas?: number;
  firmware?: string;
  /** ISO 3166 number of the country whose radio rules the reader obeys; 0: it does not say. */
  countryCode?: number;
}

/** The capabilities of a GET_READER_CAPABILITIES_RESPONSE's body. */
export function decodeCapabilities(body: Buffer): LlrpCapabilities {
  const general = findLlrpParameter(body, LLRP_TLV_TYPES.generalDeviceCapabilities);
  const regulatory = findLlrpParameter(body, LLRP_TLV_TYPES.regulatoryCapabilities);
  return {
    // Antennas, flags, manufacturer and model (32 bits each), then the firmware's name.
    ...(general && general.length >= 14
      ? { antennas: general.readUInt16BE(0), firmware: decodeUtf8Field(general.subarray(12)) }
      : {}),
    ...(regulatory && regulatory.length >= 2 ? { countryCode: regulatory.readUInt16BE(0) } : {}),
  };
}

const MAX_TEXT_CHARACTERS = 200;

/** Length of 16 bits, then UTF-8. */
function decodeUtf8Field(data: Buffer): string {
  const length = data.length < 2 ? 0 : data.readUInt16BE(0);
  return data
    .subarray(2, 2 + length)
    .toString('utf8')
    .slice(0, MAX_TEXT_CHARACTERS);
}
