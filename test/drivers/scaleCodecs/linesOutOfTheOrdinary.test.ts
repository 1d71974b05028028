// Forms of a line that a protocol allows and few devices send: marks of unverified digits in A&D lines, the jet stream
// without header, a word that belongs to no address, letters in front that look like a name.
import type { FrameDirection } from '../../../drivers/contract/codec.ts';
import { describe, expect, test } from 'vitest';
import { andStd } from '../../../drivers/scale/codecs/and-std.ts';
import { feed } from '../vectors.ts';
import { codecOf } from './protocols.ts';

function said(protocol: string, text: string, direction: FrameDirection = 'device'): Record<string, unknown>[] {
  const codec = protocol === 'and-std' ? andStd : codecOf(protocol);
  return feed(codec, direction, [Buffer.from(text, 'latin1')]).messages;
}

describe('A&D', () => {
  test.each([
    ['ST,GS,-123.5[6] kg', { value: '-123.56', decimals: 2, unverifiedDigits: 1, unit: 'kg' }],
    ['US,NT,+  7.12/3kg', { value: '7.123', decimals: 3, unverifiedDigits: 1, stable: false, mode: 'net' }],
    ['ST,+0012,5[0] kg', { value: '12.50', unverifiedDigits: 1 }],
    // Jet stream of AD-4410: no unit, no stability, so nothing is ever captured from it.
    ['-000050', { kind: 'weight', value: '-50', unit: null, decimals: 0 }],
    ['OL,GS', { kind: 'error', error: 'overload', mode: 'gross' }],
  ])('%s', (line, wanted) => {
    expect(said('and-std', `${line}\r\n`)).toMatchObject([wanted]);
  });

  test('a jet stream says nothing of stability', () => {
    expect(said('and-std', '+001234\r\n')[0]).not.toHaveProperty('stable');
    expect(said('and-std', 'OL,GS\r\n')[0]).not.toHaveProperty('unit');
  });

  test.each([
    'ST,GS,-123[6] kg',
    'ST,GS,-123.5[6 kg',
    'ST,GS,+7.12/kg',
    'ST,GS,+7.1/2/3kg',
    '+01234',
    '+0012345',
    '001234',
    '+00 234',
  ])('"%s" is no number', (line) => {
    expect(said('and-std', `${line}\r\n`)).toEqual([]);
  });

  test('an address or a header says where the next line begins, though the last one has no end', () => {
    expect(said('and-std', '@23OK,+0001@23OK,+00010.00 kg\r\n')).toMatchObject([
      { value: '10.00', comparator: 'OK', address: '23' },
    ]);
    expect(said('and-std', '@23ST,+0012@23ST,+0012.345 kg\r\n')).toMatchObject([{ value: '12.345', address: '23' }]);
    expect(said('and-std', 'UW,+1.23UW,+1.234567  g\r\n')).toMatchObject([{ kind: 'unitWeight', value: '1.234567' }]);
    expect(said('and-std', 'QT,+0000QT,-00000123 PC\r\n')).toMatchObject([{ kind: 'count', value: '-123' }]);
    expect(said('and-std', 'EC,E1EC,E11\r\n')).toMatchObject([{ kind: 'nak', code: 'E11' }]);
    // Half an address belongs to no line.
    expect(said('and-std', 'x@2ST,GS,+00123.0kg\r\n')).toMatchObject([{ value: '123.0' }]);
  });

  test('the questions of AD-4401A are commands', () => {
    for (const word of ['RB', 'RF', 'RS'])
      expect(said('and-std', `@05${word}\r\n`, 'host')).toMatchObject([
        { kind: 'command', command: 'readOther', address: '05' },
      ]);
  });
});

test('SMA: a preset tare with blanks before its digits', () => {
  expect(said('sma', '\nT    12.500\r', 'host')).toMatchObject([
    { kind: 'command', command: 'setTare', argument: '12.500' },
  ]);
});

test('SBI: letters in front of a short line are noise, not a name that hides a weight', () => {
  expect(said('sbi', 'garbage+   123.56 g  \r\n')).toMatchObject([{ kind: 'weight', value: '123.56' }]);
  expect(said('sbi', 'garbageN     -   123.56 g  \r\n')).toMatchObject([
    { kind: 'weight', value: '-123.56', mode: 'net' },
  ]);
});
