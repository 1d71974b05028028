// What each reader's manual or a capture says beyond the vectors, in golden frames: family mix-ups, heartbeats, error
// codes, EPC lengths, heads and tails inside EPCs, start and stop commands byte for byte.
import { describe, expect, it } from 'vitest';
import type { DeviceMessage } from '../../../drivers/contract/codec.ts';
import { listTags } from '../../../drivers/rfid/codecs/readerCodec.ts';
import { READER_CODECS } from '../../../drivers/rfid/readerCodecs.ts';
import type { ReaderCodec } from '../../../drivers/rfid/codecs/readerCodec.ts';
import { bytesOf, feed, vectorsOf } from '../vectors.ts';
import {
  a0Frame,
  aaddFrame,
  clFrame,
  codecOf,
  ctFrame,
  fromHex,
  thingMagicCrc,
  uhfFrame,
  utrFrame,
} from './streams.ts';

function heard(protocol: string, ...chunks: Uint8Array[]): DeviceMessage[] {
  return feed(codecOf(protocol), 'device', chunks).messages;
}

function reader(protocol: string): ReaderCodec {
  const codec = READER_CODECS[protocol];
  if (!codec) throw new Error(`no reader ${protocol}`);
  return codec;
}

function hexOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('hex').toUpperCase();
}

describe('uhfreader18 and uhfreader288', () => {
  const of18 = uhfFrame('00 01 01 02 0C E200AABBCCDDEEFF00112233 04 A0BB7EDD');
  const of288 = fromHex('1500010301010C3039606303C74380001A055940F93E');

  it('each reads its own answers', () => {
    expect(heard('uhfreader18', of18).flatMap(listTags)).toMatchObject([
      { epc: 'E200AABBCCDDEEFF00112233' },
      { epc: 'A0BB7EDD' },
    ]);
    expect(heard('uhfreader288', of288)).toMatchObject([
      { kind: 'inventory', antenna: 1, more: true, tags: [{ rssiRaw: '40' }] },
    ]);
  });

  it('tells the other family’s answer instead of reading RSSI as EPC', () => {
    expect(heard('uhfreader18', of288)).toMatchObject([
      { kind: 'invalid', reason: 'this is an answer of a UHFReader288', checksumOk: true },
    ]);
    expect(heard('uhfreader288', of18)).toMatchObject([
      { kind: 'invalid', reason: 'this is an answer of a UHFReader18', checksumOk: true },
    ]);
  });

  it('antennas are one bit each, lengths even, counts true', () => {
    expect(heard('uhfreader288', uhfFrame('00 01 01 08 01 02 1234 55'))).toMatchObject([
      { antenna: 4, tags: [{ epc: '1234', rssiRaw: '55' }] },
    ]);
    expect(heard('uhfreader288', uhfFrame('00 01 01 03 01 02 1234 55'))).toMatchObject([{ kind: 'invalid' }]);
    expect(heard('uhfreader18', uhfFrame('00 01 01 01 03 123456'))).toMatchObject([
      { kind: 'invalid', reason: 'inventory-length' },
    ]);
    expect(heard('uhfreader18', uhfFrame('00 01 01 02 02 1234'))).toMatchObject([
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
    expect(heard('uhfreader18', long).flatMap(listTags)).toHaveLength(4);
  });

  it('a round ends with its last frame, empty or not', () => {
    const ends = (text: string): boolean[] =>
      heard('uhfreader18', uhfFrame(text)).map((message) => reader('uhfreader18').endsRound?.(message) === true);
    expect(ends('00 01 03 01 02 1234')).toEqual([false]);
    expect(ends('00 01 01 01 02 1234')).toEqual([true]);
    expect(ends('00 01 FB')).toEqual([true]);
    expect(ends('00 01 F9')).toEqual([false]);
  });

  it('refusals name no command, errors are no tags', () => {
    expect(heard('uhfreader18', uhfFrame('00 00 FE'))).toMatchObject([
      { kind: 'error', error: 'command-refused', value: null },
    ]);
    expect(heard('uhfreader18', uhfFrame('00 02 FC 04'))).toMatchObject([
      { kind: 'error', error: 'tag-error', tagError: '04' },
    ]);
    expect(heard('uhfreader18', uhfFrame('00 22 00'))).toMatchObject([{ kind: 'ack', cmd: '22' }]);
  });

  it('there is no Japanese region; the request has a CRC with leading zeros where it has them', () => {
    expect(reader('uhfreader18').encodeSetRegion('JP')).toBeNull();
    expect(hexOf(reader('uhfreader18').encodeSetRegion('US'))).toBe(hexOf(uhfFrame('FF 22 31 80')));
    expect(hexOf(reader('uhfreader18').encodeStartInventory())).toBe(hexOf(uhfFrame('FF 01')));
    expect(hexOf(reader('uhfreader288').encodeStartInventory())).toBe(
      hexOf(uhfFrame('FF 01 04 00 01 0000 00 00 80 03')),
    );
  });
});

describe('chafon-ctsw', () => {
  // Manual V2.0, commands 45, FF, 10 and 3F.
  const push = fromHex(
    '4354002C004501C4DD938E170123020F0102E2002075601001820480E064330F0103E3002075601001820480E0643407',
  );

  it('reads what an active reader pushes', () => {
    expect(heard('chafon-ctsw', push)).toMatchObject([
      {
        kind: 'inventory',
        deviceSn: 'C4DD938E170123',
        tags: [
          { epc: 'E2002075601001820480E064', antenna: 2, rssiRaw: '33' },
          { epc: 'E3002075601001820480E064', antenna: 3, rssiRaw: '34' },
        ],
      },
    ]);
  });

  it('heartbeat, reader information, refusal', () => {
    expect(heard('chafon-ctsw', fromHex('4354000B01FF012301020304050625'))).toMatchObject([
      { kind: 'heartbeat', deviceSn: '23010203040506' },
    ]);
    expect(heard('chafon-ctsw', fromHex('4354000D0010011411C3DD938E1701232A'))).toMatchObject([
      { kind: 'readerInfo', version: '1.4', hardware: '1.1' },
    ]);
    expect(heard('chafon-ctsw', ctFrame('00 3F 00'))).toMatchObject([{ kind: 'error', error: 'failed', cmd: '3F' }]);
  });

  it('longer EPCs by their length; a count that is not true is refused', () => {
    expect(heard('chafon-ctsw', ctFrame('00 01 01 0001 13 01 04 303132333435363738393A3B3C3D3E3F 50'))).toMatchObject([
      { tags: [{ epc: '303132333435363738393A3B3C3D3E3F', antenna: 4, rssiRaw: '50' }] },
    ]);
    expect(heard('chafon-ctsw', ctFrame('00 01 01 0002 05 01 02 1234 49'))).toMatchObject([
      { kind: 'invalid', reason: 'inventory-length' },
    ]);
  });

  it('commands as the manual prints them', () => {
    expect(hexOf(reader('chafon-ctsw').encodeSetRegion('US'))).toBe('53570005FF3F318062');
    expect(hexOf(reader('chafon-ctsw').encodeSetRegion('JP'))).toMatch(/^53570005FF3F299D/);
    expect(hexOf(reader('chafon-ctsw').encodeStartInventory())).toBe('53570003FF0153');
    expect(hexOf(reader('chafon-ctsw').encodeStopInventory())).toBe('53570003FF4014');
  });
});

describe('impinj-a0', () => {
  it('no tag is normal, a missing antenna is not', () => {
    expect(heard('impinj-a0', a0Frame('01 89 36'))).toMatchObject([{ kind: 'noTag', code: '36' }]);
    expect(heard('impinj-a0', a0Frame('01 89 22'))).toMatchObject([{ kind: 'error', error: 'antenna-missing' }]);
    expect(heard('impinj-a0', a0Frame('01 8A 03 22'))).toMatchObject([
      { kind: 'error', error: 'antenna-missing', antenna: 4 },
    ]);
  });

  it('the EPC has the PC’s word count, with the phase or without, and A0 inside', () => {
    expect(heard('impinj-a0', a0Frame('01 89 75 1800 A0A0BB7E00AA B5'))).toMatchObject([
      { kind: 'tag', epc: 'A0A0BB7E00AA', antenna: 6, rssiRaw: '35' },
    ]);
    expect(heard('impinj-a0', a0Frame('01 89 74 3000 E2004074850A0103163070E1 36 0123'))).toMatchObject([
      { kind: 'tag', epc: 'E2004074850A0103163070E1', phase: '0123', rssiRaw: '36' },
    ]);
    expect(heard('impinj-a0', a0Frame('01 89 74 3800 E2004074850A0103163070E1 36'))).toMatchObject([
      { kind: 'invalid', reason: 'epc-length' },
    ]);
    expect(heard('impinj-a0', a0Frame('01 89 74 0000 36'))).toMatchObject([{ kind: 'invalid', reason: 'epc-length' }]);
  });

  it('the end of a fast switch counts otherwise', () => {
    expect(heard('impinj-a0', a0Frame('01 8A 000005 00000102'))).toMatchObject([
      { kind: 'inventoryEnd', totalReads: 5, durationMs: 258 },
    ]);
  });

  it('what was asked for may be one byte too: antenna 10h is no acknowledgement', () => {
    expect(heard('impinj-a0', a0Frame('01 75 10'))).toMatchObject([{ kind: 'reply', data: '10' }]);
  });

  it('has no Japanese region', () => {
    expect(reader('impinj-a0').encodeSetRegion('JP')).toBeNull();
    expect(hexOf(reader('impinj-a0').encodeSetRegion('US'))).toBe(hexOf(a0Frame('FF 78 01 07 3B')));
    expect(hexOf(reader('impinj-a0').encodeStartInventory())).toBe(hexOf(a0Frame('FF 89 01')));
  });
});

describe('m100-aadd', () => {
  it('is the M100 in other clothes: empty rounds, commands, AA and DD inside', () => {
    expect(heard('m100-aadd', aaddFrame(1, 0xff, '15'))).toMatchObject([{ kind: 'noTag' }]);
    const { messages } = feed(codecOf('m100-aadd'), 'host', [
      reader('m100-aadd').encodeStartInventory(),
      reader('m100-aadd').encodeStopInventory(),
    ]);
    expect(messages).toMatchObject([{ name: 'multiPoll', count: 65_535 }, { name: 'stopMultiPoll' }]);
    expect(reader('m100-aadd').encodeSetRegion('JP')).toBeNull();
    // AADD as the EPC: its stored CRC from GENIBUS over 0800 AADD.
    const tag = heard('m100-aadd', aaddFrame(2, 0x22, `C9 0800 AADD ${genibus('0800AADD')}`));
    expect(tag).toMatchObject([{ kind: 'tag', epc: 'AADD', crcOk: true }]);
  });

  it('a wrong sum is told with the right one', () => {
    expect(heard('m100-aadd', fromHex('AA01FF00011517DD'))).toMatchObject([
      { kind: 'invalid', checksumOk: false, correctChecksum: '16' },
    ]);
  });
});

describe('thingmagic', () => {
  const framedReply = (text: string): Uint8Array =>
    fromHex(`FF${text.replaceAll(' ', '')}${thingMagicCrc(text.replaceAll(' ', ''))}`);

  it('keep-alive and throttling are not tags', () => {
    expect(heard('thingmagic', framedReply('00 22 0400'))).toMatchObject([{ kind: 'noTag', status: '0400' }]);
    expect(heard('thingmagic', framedReply('00 22 0504'))).toMatchObject([
      { kind: 'error', error: 'too-hot', value: null },
    ]);
    expect(heard('thingmagic', framedReply('0A 22 0000 10001B0083 0200000102'))).toMatchObject([{ kind: 'status' }]);
  });

  it('fields by their flags, embedded data included; unknown flags are refused, not guessed', () => {
    const memory = `1000 1234ABCD ${genibus('10001234ABCD')}`;
    const some = `10 001B 0086 01 C4 22 0010 BEEF 0040 ${memory}`.replaceAll(' ', '');
    const length = (some.length / 2).toString(16).padStart(2, '0');
    expect(heard('thingmagic', framedReply(`${length} 22 0000 ${some}`))).toMatchObject([
      { kind: 'tag', epc: '1234ABCD', rssiDbm: -60, antenna: '22', data: 'BEEF', crcOk: true },
    ]);
    const strange = some.replace('0086', '0886');
    expect(heard('thingmagic', framedReply(`${length} 22 0000 ${strange}`))).toMatchObject([
      { kind: 'invalid', reason: 'unknown-fields' },
    ]);
  });

  it('starts step by step, each when the one before is acknowledged', () => {
    const codec = reader('thingmagic');
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

describe('takaya-utr', () => {
  it.each([
    ['01', 'tag-crc-wrong'],
    ['02', 'tag-answer-broken-off'],
    ['07', 'execution-failed'],
    ['0A', 'tag-access-failed'],
    ['42', 'sum-wrong'],
    ['44', 'format-wrong'],
    ['60', 'channel-busy'],
    ['64', 'hardware-error'],
    ['68', 'antenna-error'],
  ])('NACK %s is %s', (code, error) => {
    expect(heard('takaya-utr', utrFrame(0, 0x31, `10 ${code} 00 00 00 00 00 00 00 00`))).toMatchObject([
      { kind: 'error', error, value: null, sub: '10' },
    ]);
  });

  it.each(['03', '04'])('NACK %s: no tag answered', (code) => {
    expect(heard('takaya-utr', utrFrame(0, 0x31, `10 ${code} 00 00 00 00 00 00 00 00`))).toMatchObject([
      { kind: 'noTag' },
    ]);
  });

  it('STX, ETX and CR occur inside EPCs; the address may be the antenna', () => {
    expect(heard('takaya-utr', utrFrame(3, 0x6c, '09 FE0C 3E 0A 2000 0D03020D03020D02'))).toMatchObject([
      { kind: 'tag', epc: '0D03020D03020D02', rssiDbm: '-50.0', antenna: 3 },
    ]);
    expect(heard('takaya-utr', utrFrame(0, 0x6c, '09 FE0C 3E 0A 3000 0D03020D03020D02'))).toMatchObject([
      { kind: 'invalid', reason: 'epc-length' },
    ]);
  });

  it('commands as captured; Japan is its only region', () => {
    expect(hexOf(reader('takaya-utr').encodeStartInventory())).toBe('0200550110036B0D');
    expect(hexOf(reader('takaya-utr').encodeStopInventory())).toBe('02004E0700000010000000036A0D');
    expect(hexOf(reader('takaya-utr').encodeSetRegion('JP'))).toBe('');
    expect(reader('takaya-utr').encodeSetRegion('US')).toBeNull();
  });
});

describe('cl7206', () => {
  it('commands as the maker’s manual prints them', () => {
    expect(hexOf(reader('cl7206').encodeStartInventory())).toBe('AA02100002010171AD');
    expect(hexOf(reader('cl7206').encodeStopInventory())).toBe('AA02FF0000A40F');
    expect(
      feed(codecOf('cl7206'), 'host', [fromHex('AA02100002010171AD'), fromHex('AA02000000A803')]).messages,
    ).toMatchObject([
      { kind: 'request', name: 'inventory', checksumOk: true },
      { kind: 'request', name: 'radioAbilities', checksumOk: true },
    ]);
  });

  it('tag reports: antenna, TID, parameters of unknown length kept apart', () => {
    expect(
      heard('cl7206', clFrame('12 30', '000C E2000020AA1200AA7EBBA0DD 3000 02 01 41 03 0004 E2801160 06 01')),
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
    expect(heard('cl7206', clFrame('12 00', '0002 1234 0800 01 99 AABB'))).toMatchObject([
      { kind: 'tag', epc: '1234', rest: '99AABB' },
    ]);
    expect(heard('cl7206', clFrame('12 00', '0002 1234 0800 01 03 00FF AABB'))).toMatchObject([
      { kind: 'tag', epc: '1234', rest: '0300FFAABB' },
    ]);
  });

  it('the PC’s word count and the EPC’s length must agree', () => {
    expect(heard('cl7206', clFrame('12 00', '000C E20000000000000000000001 2800 01'))).toMatchObject([
      { kind: 'invalid', reason: 'epc-length' },
    ]);
  });

  it('the keep-alive is answered with its own counter', () => {
    const [message] = heard('cl7206', clFrame('01 12', '0000012C'));
    expect(message).toMatchObject({ kind: 'keepAlive', counter: '0000012C' });
    expect(hexOf(reader('cl7206').encodeReply?.(message ?? { kind: '' }) ?? null)).toBe(
      hexOf(clFrame('01 12', '0000012C')),
    );
    expect(reader('cl7206').encodeReply?.({ kind: 'tag' })).toBeNull();
  });

  it('the CRC leaves the head out', () => {
    expect(heard('cl7206', fromHex('AA02FF0000A40E'))).toMatchObject([
      { kind: 'invalid', checksumOk: false, correctChecksum: 'A40F' },
    ]);
  });
});

describe('every reader', () => {
  it.each(Object.keys(READER_CODECS))('%s understands its own commands', (protocol) => {
    const codec = reader(protocol);
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

/** CRC-16/GENIBUS bit by bit, as the tag stores it. */
function genibus(text: string): string {
  let register = 0xffff;
  for (const byte of fromHex(text)) {
    for (let i = 7; i >= 0; i -= 1) {
      const out = register >> 15;
      register = (register << 1) & 0xffff;
      if (out !== ((byte >> i) & 1)) register ^= 0x1021;
    }
  }
  return (register ^ 0xffff).toString(16).padStart(4, '0');
}
