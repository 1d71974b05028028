// UHFReader18 and UHFReader288 look alike on the wire and mean other things: each reads its own answers and tells the
// other's, with heartbeats, lengths, rounds and commands byte for byte.
import { describe, expect, it } from 'vitest';
import { listTags } from '../../../drivers/rfid/codecs/readerCodec.ts';
import { hexOf, messagesHeard, readerCodecOf } from './goldenFrames.ts';
import { codecOf, fromHex, uhfFrame } from './streams.ts';

describe('uhfreader18 and uhfreader288', () => {
  const of18 = uhfFrame('00 01 01 02 0C E200AABBCCDDEEFF00112233 04 A0BB7EDD');
  const of288 = fromHex('1500010301010C3039606303C74380001A055940F93E');

  it('each reads its own answers', () => {
    expect(messagesHeard('uhfreader18', of18).flatMap(listTags)).toMatchObject([
      { epc: 'E200AABBCCDDEEFF00112233' },
      { epc: 'A0BB7EDD' },
    ]);
    expect(messagesHeard('uhfreader288', of288)).toMatchObject([
      { kind: 'inventory', antenna: 1, more: true, tags: [{ rssiRaw: '40' }] },
    ]);
  });

  it('tells the other family’s answer instead of reading RSSI as EPC', () => {
    expect(messagesHeard('uhfreader18', of288)).toMatchObject([
      { kind: 'invalid', reason: 'this is an answer of a UHFReader288', checksumOk: true },
    ]);
    expect(messagesHeard('uhfreader288', of18)).toMatchObject([
      { kind: 'invalid', reason: 'this is an answer of a UHFReader18', checksumOk: true },
    ]);
  });

  it('antennas are one bit each, lengths even, counts true', () => {
    expect(messagesHeard('uhfreader288', uhfFrame('00 01 01 08 01 02 1234 55'))).toMatchObject([
      { antenna: 4, tags: [{ epc: '1234', rssiRaw: '55' }] },
    ]);
    expect(messagesHeard('uhfreader288', uhfFrame('00 01 01 03 01 02 1234 55'))).toMatchObject([{ kind: 'invalid' }]);
    expect(messagesHeard('uhfreader18', uhfFrame('00 01 01 01 03 123456'))).toMatchObject([
      { kind: 'invalid', reason: 'inventory-length' },
    ]);
    expect(messagesHeard('uhfreader18', uhfFrame('00 01 01 02 02 1234'))).toMatchObject([
      { kind: 'invalid', reason: 'inventory-length' },
    ]);
  });

  it('the heartbeat 56 00 00 00 00 00 is no length: the frame behind it comes at once', () => {
    const state = codecOf('uhfreader288').initialState('device');
    const { frames } = codecOf('uhfreader288').decode(state, Buffer.concat([fromHex('560000000000'), of288]));
    expect(frames.map(({ message }) => message.kind)).toEqual(['heartbeat', 'inventory']);
  });

  it('a frame of 87 bytes begins with 56 too', () => {
    const long = uhfFrame(
      `00 01 01 04 12${'AA'.repeat(18)}12${'BB'.repeat(18)}12${'CC'.repeat(18)}16${'DD'.repeat(22)}`,
    );
    expect(long).toHaveLength(87);
    expect(long[0]).toBe(0x56);
    expect(messagesHeard('uhfreader18', long).flatMap(listTags)).toHaveLength(4);
  });

  it('a round ends with its last frame, empty or not', () => {
    const ends = (text: string): boolean[] =>
      messagesHeard('uhfreader18', uhfFrame(text)).map(
        (message) => readerCodecOf('uhfreader18').endsRound?.(message) === true,
      );
    expect(ends('00 01 03 01 02 1234')).toEqual([false]);
    expect(ends('00 01 01 01 02 1234')).toEqual([true]);
    expect(ends('00 01 FB')).toEqual([true]);
    expect(ends('00 01 F9')).toEqual([false]);
  });

  it('refusals name no command, errors are no tags', () => {
    expect(messagesHeard('uhfreader18', uhfFrame('00 00 FE'))).toMatchObject([
      { kind: 'error', error: 'command-refused', value: null },
    ]);
    expect(messagesHeard('uhfreader18', uhfFrame('00 02 FC 04'))).toMatchObject([
      { kind: 'error', error: 'tag-error', tagError: '04' },
    ]);
    expect(messagesHeard('uhfreader18', uhfFrame('00 22 00'))).toMatchObject([{ kind: 'ack', cmd: '22' }]);
  });

  it('there is no Japanese region; the request has a CRC with leading zeros where it has them', () => {
    expect(readerCodecOf('uhfreader18').encodeSetRegion('JP')).toBeNull();
    expect(hexOf(readerCodecOf('uhfreader18').encodeSetRegion('US'))).toBe(hexOf(uhfFrame('FF 22 31 80')));
    expect(hexOf(readerCodecOf('uhfreader18').encodeStartInventory())).toBe(hexOf(uhfFrame('FF 01')));
    expect(hexOf(readerCodecOf('uhfreader288').encodeStartInventory())).toBe(
      hexOf(uhfFrame('FF 01 04 00 01 0000 00 00 80 03')),
    );
  });
});
