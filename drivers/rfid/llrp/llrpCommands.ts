// The messages that make an LLRP reader read: every tag on every antenna, reported as it is seen. Their order and their
// responses are handled in llrpReader.ts. Must not know any connection.
import { LLRP_MESSAGE_TYPES } from './llrpCodec.ts';
import { LLRP_TLV_TYPES, encodeTlv, encodeUint16, encodeUint32, encodeUint8 } from './llrpParameters.ts';

/** One request of the start. */
export interface LlrpCommand {
  type: number;
  name: string;
  body: Buffer;
  /** True if a refusal ends the session. */
  required: boolean;
}

const RO_SPEC_ID = 1;
/** Delete with 0: every ROSpec, also those that somebody else left. */
const ALL_RO_SPECS = 0;
const HIGHEST_PRIORITY = 0;
const DISABLED = 0;
const ALL_ANTENNAS = 0;
const INVENTORY_ID = 1;
const EPCGLOBAL_CLASS_1_GEN_2 = 1;
const START_IMMEDIATELY = 1;
const NEVER = 0;
/** Report upon so many tags, or at the end of the AISpec. */
const REPORT_EVERY_N_TAGS = 1;
const TAGS_PER_REPORT = 1;
/**
 * ROSpecID, AntennaID, ChannelIndex, PeakRSSI, First- and LastSeenTimestamp, TagSeenCount: bits 15, 12, 11, 10, 9, 8,
 * 7.
 */
const REPORT_CONTENT = 0x9f80;
/** CRC (bit 7) and PC (bit 6) of the tag, so that the EPC can be checked against them. */
const CRC_AND_PC = 0xc0;
const KEEP_SETTINGS = 0;
const PERIODIC = 1;
const ALL_CAPABILITIES = 0;
const ON = 0x80;
/** Event types of a ReaderEventNotificationSpec: exceptions, antennas that come off. */
const EXCEPTION_EVENT = 4;
const ANTENNA_EVENT = 8;

/** The requests of the start, in their order. `keepaliveMs`: interval of the reader's keep-alives. */
export function createStartCommands(keepaliveMs: number): LlrpCommand[] {
  return [
    {
      type: LLRP_MESSAGE_TYPES.getReaderCapabilities,
      name: 'GET_READER_CAPABILITIES',
      body: encodeUint8(ALL_CAPABILITIES),
      required: true,
    },
    {
      type: LLRP_MESSAGE_TYPES.setReaderConfig,
      name: 'SET_READER_CONFIG',
      body: encodeKeepaliveConfig(keepaliveMs),
      required: true,
    },
    // Not every reader has these events; without them a missing antenna is only silent.
    {
      type: LLRP_MESSAGE_TYPES.setReaderConfig,
      name: 'SET_READER_CONFIG (events)',
      body: encodeEventConfig(),
      required: false,
    },
    // A reader without any may say that there is nothing to delete.
    { type: LLRP_MESSAGE_TYPES.deleteRospec, name: 'DELETE_ROSPEC', body: encodeUint32(ALL_RO_SPECS), required: false },
    { type: LLRP_MESSAGE_TYPES.addRospec, name: 'ADD_ROSPEC', body: encodeRospec(), required: true },
    // Its start trigger is immediate: enabled is started.
    { type: LLRP_MESSAGE_TYPES.enableRospec, name: 'ENABLE_ROSPEC', body: encodeUint32(RO_SPEC_ID), required: true },
  ];
}

/** The body of a DELETE_ROSPEC for every ROSpec. */
export function encodeDeleteAllRospecs(): Buffer {
  return encodeUint32(ALL_RO_SPECS);
}

function encodeKeepaliveConfig(keepaliveMs: number): Buffer {
  return Buffer.concat([
    encodeUint8(KEEP_SETTINGS),
    encodeTlv(LLRP_TLV_TYPES.keepaliveSpec, encodeUint8(PERIODIC), encodeUint32(keepaliveMs)),
  ]);
}

function encodeEventConfig(): Buffer {
  const eventStates = [EXCEPTION_EVENT, ANTENNA_EVENT].map((event) =>
    encodeTlv(LLRP_TLV_TYPES.eventNotificationState, encodeUint16(event), encodeUint8(ON)),
  );
  return Buffer.concat([
    encodeUint8(KEEP_SETTINGS),
    encodeTlv(LLRP_TLV_TYPES.readerEventNotificationSpec, ...eventStates),
  ]);
}

function encodeRospec(): Buffer {
  const boundary = encodeTlv(
    LLRP_TLV_TYPES.roBoundarySpec,
    encodeTlv(LLRP_TLV_TYPES.roSpecStartTrigger, encodeUint8(START_IMMEDIATELY)),
    encodeTlv(LLRP_TLV_TYPES.roSpecStopTrigger, encodeUint8(NEVER), encodeUint32(0)),
  );
  const antennas = encodeTlv(
    LLRP_TLV_TYPES.aiSpec,
    encodeUint16(1),
    encodeUint16(ALL_ANTENNAS),
    encodeTlv(LLRP_TLV_TYPES.aiSpecStopTrigger, encodeUint8(NEVER), encodeUint32(0)),
    encodeTlv(LLRP_TLV_TYPES.inventoryParameterSpec, encodeUint16(INVENTORY_ID), encodeUint8(EPCGLOBAL_CLASS_1_GEN_2)),
  );
  const content = encodeTlv(
    LLRP_TLV_TYPES.tagReportContentSelector,
    encodeUint16(REPORT_CONTENT),
    encodeTlv(LLRP_TLV_TYPES.c1g2EpcMemorySelector, encodeUint8(CRC_AND_PC)),
  );
  const report = encodeTlv(
    LLRP_TLV_TYPES.roReportSpec,
    encodeUint8(REPORT_EVERY_N_TAGS),
    encodeUint16(TAGS_PER_REPORT),
    content,
  );
  return encodeTlv(
    LLRP_TLV_TYPES.roSpec,
    encodeUint32(RO_SPEC_ID),
    encodeUint8(HIGHEST_PRIORITY),
    encodeUint8(DISABLED),
    boundary,
    antennas,
    report,
  );
}
