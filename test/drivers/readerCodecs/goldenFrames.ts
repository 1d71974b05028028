// What a reader's codec makes of bytes, and a codec's bytes as text: for the tests that compare golden frames.
import type { DeviceMessage } from '../../../drivers/contract/codec.ts';
import type { ReaderCodec } from '../../../drivers/rfid/codecs/readerCodec.ts';
import { READER_CODECS } from '../../../drivers/rfid/readerCodecs.ts';
import { feed } from '../vectors.ts';
import { codecOf } from './streams.ts';

/** Messages of what the device sends, chunk by chunk. */
export function messagesHeard(protocol: string, ...chunks: Uint8Array[]): DeviceMessage[] {
  return feed(codecOf(protocol), 'device', chunks).messages;
}

export function readerCodecOf(protocol: string): ReaderCodec {
  const codec = READER_CODECS[protocol];
  if (!codec) throw new Error(`no reader ${protocol}`);
  return codec;
}

/** Upper case; null: the codec has no such command. */
export function hexOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('hex').toUpperCase();
}
