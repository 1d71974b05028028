// Readers whose frames carry a CRC of 16 bits, in golden frames of their manuals and captures: keep-alives, fields that
// flags announce, starting step by step, commands byte for byte.
import { describe, expect, it } from 'vitest';
import { feed } from '../vectors.ts';
import { hexOf, messagesHeard, readerCodecOf } from './goldenFrames.ts';
import { clFrame, codecOf, fromHex, genibusCrc, thingMagicCrc } from './streams.ts';

describe('thingmagic', () => {
  const framedReply = (text: string): Uint8Array =>
    fromHex(`FF${text.replaceAll(' ', '')}${thingMagicCrc(text.replaceAll(' ', ''))}`);

  it('keep-alive and throttling are not tags', () => {
    expect(messagesHeard('thingmagic', framedReply('00 22 0400'))).toMatchObject([{ kind: 'noTag', status: '0400' }]);
    expect(messagesHeard('thingmagic', framedReply('00 22 0504'))).toMatchObject([
      { kind: 'error', error: 'too-hot', value: null },
    ]);
    expect(messagesHeard('thingmagic', framedReply('0A 22 0000 10001B0083 0200000102'))).toMatchObject([
      { kind: 'status' },
    ]);
  });

  it('fields by their flags, embedded data included; unknown flags are refused, not guessed', () => {
    const memory = `1000 1234ABCD ${genibusCrc('10001234ABCD')}`;
    const some = `10 001B 0086 01 C4 22 0010 BEEF 0040 ${memory}`.replaceAll(' ', '');
    const length = (some.length / 2).toString(16).padStart(2, '0');
    expect(messagesHeard('thingmagic', framedReply(`${length} 22 0000 ${some}`))).toMatchObject([
      { kind: 'tag', epc: '1234ABCD', rssiDbm: -60, antenna: '22', data: 'BEEF', crcOk: true },
    ]);
    const strange = some.replace('0086', '0886');
    expect(messagesHeard('thingmagic', framedReply(`${length} 22 0000 ${strange}`))).toMatchObject([
      { kind: 'invalid', reason: 'unknown-fields' },
    ]);
  });

  it('starts step by step, each when the one before is acknowledged', () => {
    const codec = readerCodecOf('thingmagic');
    const step = (cmd: string): string | null => hexOf(codec.encodeReply?.({ kind: 'ack', cmd }) ?? null);
    // SparkFun's library: set antenna, set protocol, read filter off, continuous read.
    expect(hexOf(codec.encodeStartInventory())).toMatch(/^FF02910101/);
    expect(step('91')).toMatch(/^FF02930005/);
    expect(step('93')).toMatch(/^FF039A010C00/);
    expect(step('9A')).toMatch(/^FF102F00000122000005072210001B03E801FF/);
    expect(step('2F')).toBeNull();
    expect(hexOf(codec.encodeSetRegion('JP'))).toBe(`FF019705${thingMagicCrc('019705').toUpperCase()}`);
    expect(hexOf(codec.encodeStopInventory())).toBe(`FF032F000002${thingMagicCrc('032F000002').toUpperCase()}`);
  });
});

describe('cl7206', () => {
  it('commands as the maker’s manual prints them', () => {
    expect(hexOf(readerCodecOf('cl7206').encodeStartInventory())).toBe('AA02100002010171AD');
    expect(hexOf(readerCodecOf('cl7206').encodeStopInventory())).toBe('AA02FF0000A40F');
    expect(
      feed(codecOf('cl7206'), 'host', [fromHex('AA02100002010171AD'), fromHex('AA02000000A803')]).messages,
    ).toMatchObject([
      { kind: 'request', name: 'inventory', checksumOk: true },
      { kind: 'request', name: 'radioAbilities', checksumOk: true },
    ]);
  });

  it('tag reports: antenna, TID, parameters of unknown length kept apart', () => {
    expect(
      messagesHeard('cl7206', clFrame('12 30', '000C E2000020AA1200AA7EBBA0DD 3000 02 01 41 03 0004 E2801160 06 01')),
    ).toMatchObject([
      {
        kind: 'tag',
        epc: 'E2000020AA1200AA7EBBA0DD',
        pc: '3000',
        antenna: 2,
        rssiRaw: '41',
        tid: 'E2801160',
        subAntenna: '01',
      },
    ]);
    expect(messagesHeard('cl7206', clFrame('12 00', '0002 1234 0800 01 99 AABB'))).toMatchObject([
      { kind: 'tag', epc: '1234', rest: '99AABB' },
    ]);
    expect(messagesHeard('cl7206', clFrame('12 00', '0002 1234 0800 01 03 00FF AABB'))).toMatchObject([
      { kind: 'tag', epc: '1234', rest: '0300FFAABB' },
    ]);
  });

  it('the PC’s word count and the EPC’s length must agree', () => {
    expect(messagesHeard('cl7206', clFrame('12 00', '000C E20000000000000000000001 2800 01'))).toMatchObject([
      { kind: 'invalid', reason: 'epc-length' },
    ]);
  });

  it('the keep-alive is answered with its own counter', () => {
    const [message] = messagesHeard('cl7206', clFrame('01 12', '0000012C'));
    expect(message).toMatchObject({ kind: 'keepAlive', counter: '0000012C' });
    expect(hexOf(readerCodecOf('cl7206').encodeReply?.(message ?? { kind: '' }) ?? null)).toBe(
      hexOf(clFrame('01 12', '0000012C')),
    );
    expect(readerCodecOf('cl7206').encodeReply?.({ kind: 'tag' })).toBeNull();
  });

  it('the CRC leaves the head out', () => {
    expect(messagesHeard('cl7206', fromHex('AA02FF0000A40E'))).toMatchObject([
      { kind: 'invalid', checksumOk: false, correctChecksum: 'A40F' },
    ]);
  });
});
