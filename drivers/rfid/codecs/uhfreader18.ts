// UHFReader18 (Chafon CF-RU5102 and relatives), asked round by round.
import type { ReaderCodec } from '../codec.ts';
import { framed } from '../framing.ts';
import { REGION_COMMAND, uhfReaderCommand, uhfReaderRegion, uhfReaderRule } from './uhfreader.ts';

export const uhfreader18: ReaderCodec = {
  ...framed('uhfreader18', uhfReaderRule('18')),
  regionCommand: REGION_COMMAND,
  region: uhfReaderRegion,
  inventory: () => uhfReaderCommand(0x01),
  // A round ends with its scan time; the reader hears nothing before.
  stopInventory: () => new Uint8Array(),
  endsRound: (message) => message.kind === 'inventory' && message['more'] !== true,
  // The reader's own scan time, 1 s or more, passes before it says that it found nothing.
  quietAfterMs: 3_000,
};
