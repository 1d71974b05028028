// UHFReader288 (Chafon CF-RU6403 and relatives): frames of the UHFReader18 with antenna and RSSI, one command a round.
// Must not know any port.
import type { ReaderCodec } from './readerCodec.ts';
import { createReaderFrameCodec } from './readerFraming.ts';
import {
  UHF_READER_REGION_COMMAND,
  encodeUhfReaderCommand,
  encodeUhfReaderRegion,
  uhfReaderFrameRule,
} from './uhfreader.ts';

const Q = 4;
/** Session 0: a tag answers in every round as long as it is in the field. */
const SESSION = 0;
const MASK_BANK_EPC = 1;
const TARGET_A = 0;
const FIRST_ANTENNA = 0x80;
/** Hundreds of milliseconds. */
const SCAN_TIME = 3;

/** Codec of the UHFReader288. */
export const uhfreader288: ReaderCodec = {
  ...createReaderFrameCodec('uhfreader288', uhfReaderFrameRule('288')),
  regionCommandCode: UHF_READER_REGION_COMMAND,
  encodeSetRegion: encodeUhfReaderRegion,
  // Mask address (2) and mask length are 0: every tag.
  encodeStartInventory: () =>
    encodeUhfReaderCommand(0x01, Q, SESSION, MASK_BANK_EPC, 0, 0, 0, TARGET_A, FIRST_ANTENNA, SCAN_TIME),
  encodeStopInventory: () => new Uint8Array(),
  endsRound: (message) => message.kind === 'inventory' && message['more'] !== true,
};
