// Parameters of LLRP 1.0.1: TLV (type and length of 16 bits each) and TV (one byte of type, a fixed length). What is
// not known is skipped by its length. Must not know any message or connection.
//
// @see EPCglobal LLRP 1.0.1, section 16.2

/** One parameter. */
export interface LlrpParameter {
  type: number;
  /** What stands behind the head: fixed fields, perhaps parameters behind them. */
  body: Buffer;
}

/** TLV types that this project writes or reads. */
export const LLRP_TLV_TYPES = {
  utcTimestamp: 128,
  generalDeviceCapabilities: 137,
  regulatoryCapabilities: 143,
  roSpec: 177,
  roBoundarySpec: 178,
  roSpecStartTrigger: 179,
  roSpecStopTrigger: 182,
  aiSpec: 183,
  aiSpecStopTrigger: 184,
  inventoryParameterSpec: 186,
  keepaliveSpec: 220,
  roReportSpec: 237,
  tagReportContentSelector: 238,
  tagReportData: 240,
  epcData: 241,
  readerEventNotificationSpec: 244,
  eventNotificationState: 245,
  readerEventNotificationData: 246,
  readerException: 252,
  antennaEvent: 255,
  connectionAttemptEvent: 256,
  connectionCloseEvent: 257,
  llrpStatus: 287,
  c1g2EpcMemorySelector: 348,
  custom: 1023,
} as const;

/** TV types inside a tag's report. */
export const LLRP_TV_TYPES = {
  antennaId: 1,
  firstSeenUtc: 2,
  lastSeenUtc: 4,
  peakRssi: 6,
  channelIndex: 7,
  tagSeenCount: 8,
  roSpecId: 9,
  crc: 11,
  pc: 12,
  epc96: 13,
} as const;

/** Bytes behind the type of each TV parameter (16.2, all of 1.0.1). One that is not listed has an unknown length. */
const TV_LENGTHS: Readonly<Record<number, number>> = {
  1: 2,
  2: 8,
  3: 8,
  4: 8,
  5: 8,
  6: 1,
  7: 2,
  8: 2,
  9: 4,
  10: 2,
  11: 2,
  12: 2,
  13: 12,
  14: 2,
  15: 2,
  16: 4,
  17: 2,
  18: 4,
  19: 2,
  20: 2,
};

const TV_FLAG = 0x80;
const TLV_HEADER_BYTES = 4;
/** Types of TV parameters end where those of TLV begin. */
const MIN_TLV_TYPE = 128;
const MAX_TLV_TYPE = 0x3ff;
const MAX_PARAMETER_BYTES = 0xffff;

/**
 * The parameters in `data`, up to the first that cannot be measured: a TV of unknown length, or one that is longer than
 * what is there. `whole` says whether they filled it.
 */
export function parseLlrpParameters(data: Buffer): { parameters: LlrpParameter[]; whole: boolean } {
  const parameters: LlrpParameter[] = [];
  let offset = 0;
  while (offset < data.length) {
    const head = parseParameterHeader(data, offset);
    if (head === null) return { parameters, whole: false };
    parameters.push({ type: head.type, body: data.subarray(head.start, head.end) });
    offset = head.end;
  }
  return { parameters, whole: true };
}

function parseParameterHeader(data: Buffer, offset: number): { type: number; start: number; end: number } | null {
  const first = data[offset] ?? 0;
  if ((first & TV_FLAG) !== 0) {
    const type = first & ~TV_FLAG;
    const length = TV_LENGTHS[type];
    const end = offset + 1 + (length ?? Infinity);
    return end > data.length ? null : { type, start: offset + 1, end };
  }
  if (offset + TLV_HEADER_BYTES > data.length) return null;
  const type = data.readUInt16BE(offset);
  const length = data.readUInt16BE(offset + 2);
  const end = offset + length;
  return type < MIN_TLV_TYPE || type > MAX_TLV_TYPE || length < TLV_HEADER_BYTES || end > data.length
    ? null
    : { type, start: offset + TLV_HEADER_BYTES, end };
}

/** The first parameter of a type; null: none. `fixedBytes`: bytes of fixed fields before the parameters. */
export function findLlrpParameter(data: Buffer, type: number, fixedBytes = 0): Buffer | null {
  return (
    parseLlrpParameters(data.subarray(fixedBytes)).parameters.find((parameter) => parameter.type === type)?.body ?? null
  );
}

/**
 * A TLV parameter.
 *
 * @throws {RangeError} when it is longer than 65 535 bytes
 */
export function encodeTlv(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length + TLV_HEADER_BYTES;
  if (length > MAX_PARAMETER_BYTES) throw new RangeError(`an LLRP parameter of ${length} bytes`);
  return Buffer.concat([encodeUint16(type), encodeUint16(length), body]);
}

/** One byte. */
export function encodeUint8(value: number): Buffer {
  return Buffer.of(value);
}

/** Two bytes, the high one first. */
export function encodeUint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}

/** Four bytes, the high one first. */
export function encodeUint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}
