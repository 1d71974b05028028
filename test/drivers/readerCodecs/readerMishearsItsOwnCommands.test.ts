// What holds for readers of every maker: a codec understands the commands that it sends, and tells a misprinted sum
// with the right one.
import { describe, expect, it } from 'vitest';
import { READER_CODECS } from '../../../drivers/rfid/readerCodecs.ts';
import { bytesOf, feed, vectorsOf } from '../vectors.ts';
import { readerCodecOf } from './goldenFrames.ts';
import { codecOf } from './streams.ts';

describe('every reader', () => {
  it.each(Object.keys(READER_CODECS))('%s understands its own commands', (protocol) => {
    const codec = readerCodecOf(protocol);
    for (const command of [
      codec.encodeStartInventory(),
      codec.encodeStopInventory(),
      codec.encodeSetRegion('US') ?? codec.encodeSetRegion('JP'),
    ]) {
      if (command === null || command.length === 0) continue;
      expect(feed(codec, 'host', [command]).messages).toMatchObject([{ kind: 'request', checksumOk: true }]);
    }
  });

  it('refuses misprinted sums of the vectors with the right one', () => {
    const misprints = vectorsOf('impinj-a0').filter(({ expect: { kind } }) => kind === 'invalid');
    expect(misprints).toHaveLength(2);
    for (const row of misprints)
      expect(
        feed(codecOf('impinj-a0'), row.direction === 'host->device' ? 'host' : 'device', [bytesOf(row)]).messages,
      ).toMatchObject([row.expect]);
  });
});
