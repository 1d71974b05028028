// UHFReader288 (Chafon CF-RU6403 and relatives): frames of the UHFReader18 with antenna and RSSI, asked round by round.
import type { ReaderCodec } from '../codec.ts';
import { framed } from '../framing.ts';
import { REGION_COMMAND, uhfReaderCommand, uhfReaderRegion, uhfReaderRule } from './uhfreader.ts';

const Q = 4;
/** Session 0: a tag answers in every round as long as it is in the field. */
const SESSION = 0;
const MASK_BANK_EPC = 1;
const TARGET_A = 0;
const FIRST_ANTENNA = 0x80;
/** Hundreds of milliseconds. */
const SCAN_TIME = 3;

export const uhfreader288: ReaderCodec = {
  ...framed('uhfreader288', uhfReaderRule('288')),
  regionCommand: REGION_COMMAND,
  region: uhfReaderRegion,
  // Mask address (2) and mask length are 0: every tag.
  inventory: () => uhfReaderCommand(0x01, Q, SESSION, MASK_BANK_EPC, 0, 0, 0, TARGET_A, FIRST_ANTENNA, SCAN_TIME),
  stopInventory: () => new Uint8Array(),
  endsRound: (message) => message.kind === 'inventory' && message['more'] !== true,
};
