// UHFReader18 (Chafon CF-RU5102 and relatives): one command a round. Must not know any port.
//
// @see UHFReader18 user manual
import type { ReaderCodec } from './readerCodec.ts';
import { createReaderFrameCodec } from './readerFraming.ts';
import {
  UHF_READER_REGION_COMMAND,
  encodeUhfReaderCommand,
  encodeUhfReaderRegion,
  uhfReaderFrameRule,
} from './uhfreader.ts';

/** Codec of the UHFReader18. */
export const uhfreader18: ReaderCodec = {
  ...createReaderFrameCodec('uhfreader18', uhfReaderFrameRule('18')),
  regionCommandCode: UHF_READER_REGION_COMMAND,
  encodeSetRegion: encodeUhfReaderRegion,
  encodeStartInventory: () => encodeUhfReaderCommand(0x01),
  // A round ends with its scan time; the reader accepts no command before.
  encodeStopInventory: () => new Uint8Array(),
  endsRound: (message) => message.kind === 'inventory' && message['more'] !== true,
  // The reader's own scan time, 1 s or more, passes before it reports that it found nothing.
  restartAfterMs: 3_000,
};
