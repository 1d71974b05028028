// The messages that make an LLRP reader read: every tag on every antenna, reported as it is seen. Pure bytes; the order
// and the answers are the session's business.
import { MESSAGE } from './codec.ts';
import { PARAMETER, tlv, u16, u32, u8 } from './parameters.ts';

/** One question of the start, in its order. */
export interface Command {
  type: number;
  name: string;
  body: Buffer;
  /** True if a refusal ends the session. */
  needed: boolean;
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
const REPORT_EACH = 1;
const TAGS_A_REPORT = 1;
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

export function startCommands(keepaliveMs: number): Command[] {
  return [
    { type: MESSAGE.getReaderCapabilities, name: 'GET_READER_CAPABILITIES', body: u8(ALL_CAPABILITIES), needed: true },
    { type: MESSAGE.setReaderConfig, name: 'SET_READER_CONFIG', body: keepalives(keepaliveMs), needed: true },
    // Not every reader has these events; without them a missing antenna is only silent.
    { type: MESSAGE.setReaderConfig, name: 'SET_READER_CONFIG (events)', body: events(), needed: false },
    // A reader without any may say that there is nothing to delete.
    { type: MESSAGE.deleteRospec, name: 'DELETE_ROSPEC', body: u32(ALL_RO_SPECS), needed: false },
    { type: MESSAGE.addRospec, name: 'ADD_ROSPEC', body: roSpec(), needed: true },
    // Its start trigger is immediate: enabled is started.
    { type: MESSAGE.enableRospec, name: 'ENABLE_ROSPEC', body: u32(RO_SPEC_ID), needed: true },
  ];
}

export function stopBody(): Buffer {
  return u32(ALL_RO_SPECS);
}

function keepalives(keepaliveMs: number): Buffer {
  return Buffer.concat([u8(KEEP_SETTINGS), tlv(PARAMETER.keepaliveSpec, u8(PERIODIC), u32(keepaliveMs))]);
}

function events(): Buffer {
  const wanted = [EXCEPTION_EVENT, ANTENNA_EVENT].map((event) =>
    tlv(PARAMETER.eventNotificationState, u16(event), u8(ON)),
  );
  return Buffer.concat([u8(KEEP_SETTINGS), tlv(PARAMETER.readerEventNotificationSpec, ...wanted)]);
}

function roSpec(): Buffer {
  const boundary = tlv(
    PARAMETER.roBoundarySpec,
    tlv(PARAMETER.roSpecStartTrigger, u8(START_IMMEDIATELY)),
    tlv(PARAMETER.roSpecStopTrigger, u8(NEVER), u32(0)),
  );
  const antennas = tlv(
    PARAMETER.aiSpec,
    u16(1),
    u16(ALL_ANTENNAS),
    tlv(PARAMETER.aiSpecStopTrigger, u8(NEVER), u32(0)),
    tlv(PARAMETER.inventoryParameterSpec, u16(INVENTORY_ID), u8(EPCGLOBAL_CLASS_1_GEN_2)),
  );
  const content = tlv(
    PARAMETER.tagReportContentSelector,
    u16(REPORT_CONTENT),
    tlv(PARAMETER.c1g2EpcMemorySelector, u8(CRC_AND_PC)),
  );
  const report = tlv(PARAMETER.roReportSpec, u8(REPORT_EACH), u16(TAGS_A_REPORT), content);
  return tlv(PARAMETER.roSpec, u32(RO_SPEC_ID), u8(HIGHEST_PRIORITY), u8(DISABLED), boundary, antennas, report);
}
