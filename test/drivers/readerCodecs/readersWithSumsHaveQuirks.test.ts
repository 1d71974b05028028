// Readers whose frames end with a sum of one byte, in golden frames of their manuals: error codes, EPC lengths, heads
// and tails inside EPCs, start and stop commands byte for byte.
import { describe, expect, it } from 'vitest';
import { feed } from '../vectors.ts';
import { hexOf, messagesHeard, readerCodecOf } from './goldenFrames.ts';
import { a0Frame, aaddFrame, codecOf, ctFrame, fromHex, genibusCrc, utrFrame } from './streams.ts';

describe('chafon-ctsw', () => {
  // Manual V2.0, commands 45, FF, 10 and 3F.
  const push = fromHex(
    '4354002C004501C4DD938E170123020F0102E2002075601001820480E064330F0103E3002075601001820480E0643407',
  );

  it('reads what an active reader pushes', () => {
    expect(messagesHeard('chafon-ctsw', push)).toMatchObject([
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
    expect(messagesHeard('chafon-ctsw', fromHex('4354000B01FF012301020304050625'))).toMatchObject([
      { kind: 'heartbeat', deviceSn: '23010203040506' },
    ]);
    expect(messagesHeard('chafon-ctsw', fromHex('4354000D0010011411C3DD938E1701232A'))).toMatchObject([
      { kind: 'readerInfo', version: '1.4', hardware: '1.1' },
    ]);
    expect(messagesHeard('chafon-ctsw', ctFrame('00 3F 00'))).toMatchObject([
      { kind: 'error', error: 'failed', cmd: '3F' },
    ]);
  });

  it('longer EPCs by their length; a count that is not true is refused', () => {
    expect(
      messagesHeard('chafon-ctsw', ctFrame('00 01 01 0001 13 01 04 303132333435363738393A3B3C3D3E3F 50')),
    ).toMatchObject([{ tags: [{ epc: '303132333435363738393A3B3C3D3E3F', antenna: 4, rssiRaw: '50' }] }]);
    expect(messagesHeard('chafon-ctsw', ctFrame('00 01 01 0002 05 01 02 1234 49'))).toMatchObject([
      { kind: 'invalid', reason: 'inventory-length' },
    ]);
  });

  it('commands as the manual prints them', () => {
    expect(hexOf(readerCodecOf('chafon-ctsw').encodeSetRegion('US'))).toBe('53570005FF3F318062');
    expect(hexOf(readerCodecOf('chafon-ctsw').encodeSetRegion('JP'))).toMatch(/^53570005FF3F299D/);
    expect(hexOf(readerCodecOf('chafon-ctsw').encodeStartInventory())).toBe('53570003FF0153');
    expect(hexOf(readerCodecOf('chafon-ctsw').encodeStopInventory())).toBe('53570003FF4014');
  });
});

describe('impinj-a0', () => {
  it('no tag is normal, a missing antenna is not', () => {
    expect(messagesHeard('impinj-a0', a0Frame('01 89 36'))).toMatchObject([{ kind: 'noTag', code: '36' }]);
    expect(messagesHeard('impinj-a0', a0Frame('01 89 22'))).toMatchObject([
      { kind: 'error', error: 'antenna-missing' },
    ]);
    expect(messagesHeard('impinj-a0', a0Frame('01 8A 03 22'))).toMatchObject([
      { kind: 'error', error: 'antenna-missing', antenna: 4 },
    ]);
  });

  it('the EPC has the PC’s word count, with the phase or without, and A0 inside', () => {
    expect(messagesHeard('impinj-a0', a0Frame('01 89 75 1800 A0A0BB7E00AA B5'))).toMatchObject([
      { kind: 'tag', epc: 'A0A0BB7E00AA', antenna: 6, rssiRaw: '35' },
    ]);
    expect(messagesHeard('impinj-a0', a0Frame('01 89 74 3000 E2004074850A0103163070E1 36 0123'))).toMatchObject([
      { kind: 'tag', epc: 'E2004074850A0103163070E1', phase: '0123', rssiRaw: '36' },
    ]);
    expect(messagesHeard('impinj-a0', a0Frame('01 89 74 3800 E2004074850A0103163070E1 36'))).toMatchObject([
      { kind: 'invalid', reason: 'epc-length' },
    ]);
    expect(messagesHeard('impinj-a0', a0Frame('01 89 74 0000 36'))).toMatchObject([
      { kind: 'invalid', reason: 'epc-length' },
    ]);
  });

  it('the end of a fast switch counts otherwise', () => {
    expect(messagesHeard('impinj-a0', a0Frame('01 8A 000005 00000102'))).toMatchObject([
      { kind: 'inventoryEnd', totalReads: 5, durationMs: 258 },
    ]);
  });

  it('what was asked for may be one byte too: antenna 10h is no acknowledgement', () => {
    expect(messagesHeard('impinj-a0', a0Frame('01 75 10'))).toMatchObject([{ kind: 'reply', data: '10' }]);
  });

  it('has no Japanese region', () => {
    expect(readerCodecOf('impinj-a0').encodeSetRegion('JP')).toBeNull();
    expect(hexOf(readerCodecOf('impinj-a0').encodeSetRegion('US'))).toBe(hexOf(a0Frame('FF 78 01 07 3B')));
    expect(hexOf(readerCodecOf('impinj-a0').encodeStartInventory())).toBe(hexOf(a0Frame('FF 89 01')));
  });
});

describe('m100-aadd', () => {
  it('is the M100 in other clothes: empty rounds, commands, AA and DD inside', () => {
    expect(messagesHeard('m100-aadd', aaddFrame(1, 0xff, '15'))).toMatchObject([{ kind: 'noTag' }]);
    const { messages } = feed(codecOf('m100-aadd'), 'host', [
      readerCodecOf('m100-aadd').encodeStartInventory(),
      readerCodecOf('m100-aadd').encodeStopInventory(),
    ]);
    expect(messages).toMatchObject([{ name: 'multiPoll', count: 65_535 }, { name: 'stopMultiPoll' }]);
    expect(readerCodecOf('m100-aadd').encodeSetRegion('JP')).toBeNull();
    // AADD as the EPC: its stored CRC from GENIBUS over 0800 AADD.
    const tag = messagesHeard('m100-aadd', aaddFrame(2, 0x22, `C9 0800 AADD ${genibusCrc('0800AADD')}`));
    expect(tag).toMatchObject([{ kind: 'tag', epc: 'AADD', crcOk: true }]);
  });

  it('a wrong sum is told with the right one', () => {
    expect(messagesHeard('m100-aadd', fromHex('AA01FF00011517DD'))).toMatchObject([
      { kind: 'invalid', checksumOk: false, correctChecksum: '16' },
    ]);
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
    expect(messagesHeard('takaya-utr', utrFrame(0, 0x31, `10 ${code} 00 00 00 00 00 00 00 00`))).toMatchObject([
      { kind: 'error', error, value: null, sub: '10' },
    ]);
  });

  it.each(['03', '04'])('NACK %s: no tag answered', (code) => {
    expect(messagesHeard('takaya-utr', utrFrame(0, 0x31, `10 ${code} 00 00 00 00 00 00 00 00`))).toMatchObject([
      { kind: 'noTag' },
    ]);
  });

  it('STX, ETX and CR occur inside EPCs; the address may be the antenna', () => {
    expect(messagesHeard('takaya-utr', utrFrame(3, 0x6c, '09 FE0C 3E 0A 2000 0D03020D03020D02'))).toMatchObject([
      { kind: 'tag', epc: '0D03020D03020D02', rssiDbm: '-50.0', antenna: 3 },
    ]);
    expect(messagesHeard('takaya-utr', utrFrame(0, 0x6c, '09 FE0C 3E 0A 3000 0D03020D03020D02'))).toMatchObject([
      { kind: 'invalid', reason: 'epc-length' },
    ]);
  });

  it('commands as captured; Japan is its only region', () => {
    expect(hexOf(readerCodecOf('takaya-utr').encodeStartInventory())).toBe('0200550110036B0D');
    expect(hexOf(readerCodecOf('takaya-utr').encodeStopInventory())).toBe('02004E0700000010000000036A0D');
    expect(hexOf(readerCodecOf('takaya-utr').encodeSetRegion('JP'))).toBe('');
    expect(readerCodecOf('takaya-utr').encodeSetRegion('US')).toBeNull();
  });
});
