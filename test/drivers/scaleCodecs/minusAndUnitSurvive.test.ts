// What a display shows must arrive as shown: the minus, every digit also of unverified ones, the unit as sent or none.
import { describe, expect, it } from 'vitest';
import { hear } from './protocols.ts';

const SHOWN: Readonly<Record<string, readonly (readonly [text: string, expected: object])[]>> = {
  'mt-sics': [
    ['S D     -12.300 kg\r\n', { value: '-12.300', unit: 'kg', stable: false }],
    ['S S -     0.05 kg\r\n', { value: '-0.05', unit: 'kg', stable: true }],
    ['S S      -0.00 g\r\n', { value: '-0.00' }],
    ['S S      12,30 g\r\n', { value: '12.30', decimals: 2 }],
    ['S S     100.0[5] g\r\n', { value: '100.05', unverifiedDigits: 1 }],
    ['S S     7.12/3 kg\r\n', { value: '7.123', unverifiedDigits: 1 }],
    ['S S     100.00\r\n', { value: '100.00', unit: null }],
    ['SI D     -0.360 kg\r\n', { value: '-0.360', stable: false }],
    [
      'SIX1 S 0 Z R R 0 0 0 1 N 12.34 12.34 0.00 kg\r\n',
      {
        value: '12.34',
        net: '12.34',
        tare: '0.00',
        unit: 'kg',
        mode: 'gross',
        stable: true,
        centreOfZero: true,
        range: 1,
      },
    ],
    [
      'SIX1 D 0 N R R 0 0 0 2 M 10.00 -2.50 12.50 kg\r\n',
      {
        value: '10.00',
        net: '-2.50',
        tare: '12.50',
        stable: false,
        centreOfZero: false,
        range: 2,
        tareKind: 'measured',
      },
    ],
  ],
  'mt-continuous-plain': [
    // Decimal place 000 and 001 put zeros behind the digits.
    ['\x02(0 000123\r', { value: '12300', decimals: 0, unit: 'kg' }],
    ['\x02)0 000123\r', { value: '1230', decimals: 0 }],
    ['\x02*0 000123\r', { value: '123', decimals: 0 }],
    ['\x02,0 000123\r', { value: '1.23', decimals: 2 }],
    ['\x02/2 000001\r', { value: '-0.00001', decimals: 5 }],
    ['\x0230 000123\r', { value: '12.3', increment: 'x2' }],
    ['\x02;0 000123\r', { value: '12.3', increment: 'x5' }],
    ['\x02+0    123    45\r', { value: '12.3', tare: '4.5' }],
    // Rice Lake sends C constant 20h, Fairbanks B bit 5 as 0.
    ['\x02+\x13 000123\r', { value: '-12.3', mode: 'net', unit: 'kg' }],
    ['\x02+  000123\r', { value: '12.3', unit: 'lb' }],
    ['\x02+ !000123\r', { value: '12.3', unit: 'g' }],
    ['\x02+ "000123\r', { value: '12.3', unit: 't' }],
    ['\x02+ #000123\r', { value: '12.3', unit: 'vendor-3' }],
    ['\x02+0(000123\r', { value: '12.3', printRequest: true }],
    // 7E1 read as 8N1.
    ['\x82\xab\x32\xa0\x30\x30\x30\xb1\xb2\x33\x8d', { value: '-12.3', unit: 'kg' }],
  ],
  'toledo-8217': [
    ['\x0200.500\r', { value: '0.500', unit: null, stable: true }],
    ['\x0212.345N\r', { value: '12.345', unit: null, mode: 'net' }],
    ['\x0212.345 N\r', { value: '12.345', mode: 'net' }],
    ['\x0212.3456\r', { value: '12.3456' }],
    ['\x82\xb1\x32.\xb3\xb4\xb5\x8d', { value: '12.345' }],
  ],
  sma: [
    ['\n 1G      -5.025kg \r', { value: '-5.025', unit: 'kg', mode: 'gross' }],
    ['\n 2n  -    5.025g  \r', { value: '-5.025', mode: 'net', range: 2, highResolution: true }],
    ['\n 1TM      7.650kg \r', { value: '7.650', mode: 'tare', stable: false }],
    ['\nZ1G       0.000kg \r', { centreOfZero: true, centerOfZero: true }],
    ['\n 1G       5.025   \r', { value: '5.025', unit: null, centreOfZero: false }],
  ],
  nci: [
    ['\n0012.34 lb\r\n00\r\x03', { value: '12.34', unit: 'lb', stable: true, centreOfZero: false }],
    ['\n-0012.34KG\r10\x03', { value: '-12.34', unit: 'kg', stable: false }],
    ['\n0000.00 kg\r\n20\r\x03', { value: '0.00', centreOfZero: true, stable: true }],
    ['\n0012.34 lb\r\n0p4\r\x03', { value: '12.34', mode: 'net' }],
    ['\n0012.34 lb\r\n0p0\r\x03', { value: '12.34', mode: 'gross' }],
    ['\x8a0012.34 lb\x8d\n00\x8d\x03', { value: '12.34' }],
  ],
  // Brecknell's SCP-12: 0 is "in motion", 0 is "at zero".
  'nci-inverse': [
    ['\n 0012.34KG\r30\x03', { stable: true, centreOfZero: false }],
    ['\n 0012.34KG\r00\x03', { stable: false, centreOfZero: true }],
    ['\n-0012.34KG\r20\x03', { value: '-12.34', stable: false, centreOfZero: false }],
  ],
  sbi: [
    ['-   123.56    \r\n', { value: '-123.56', unit: null, stable: false }],
    ['-  123.5[6] g \r\n', { value: '-123.56', unit: 'g', unverifiedDigits: 1, stable: true }],
    ['    123,56 kg \r\n', { value: '123.56', unit: 'kg' }],
    ['N     -    12.30 kg \r\n', { value: '-12.30', mode: 'net' }],
    ['G#    +    12.30 kg \r\n', { value: '12.30', mode: 'gross' }],
  ],
  'shimadzu-eb': [
    ['U- 1000,00kg\r', { value: '-1000.00', unit: 'kg', stable: false }],
    ['   186.65  \r', { value: '186.65', unit: null }],
  ],
  'dini-ext': [
    [
      '02US,1,   -12.5,      0.0,         0,kg\r\n',
      { value: '-12.5', address: '02', mode: 'net', tare: '0.0', stable: false },
    ],
  ],
  'yaohua-a12': [
    ['WN-04.139kg29\r\n', { value: '-4.139', unit: 'kg', mode: 'net' }],
    ['WG  4,139kg3F\r\n', { value: '4.139' }],
  ],
  'yaohua-a9': [['\x02-00123421B\x03', { value: '-12.34', unit: 'kg', decimals: 2 }]],
  'yaohua-a9-unitless': [['\x02-00123421B\x03', { value: '-12.34', unit: null }]],
  'yaohua-cmd': [['\x02AD-00123421E\x03', { value: '-12.34', unit: null, mode: 'net', address: 'A' }]],
  'yaohua-rev': [
    ['=00.1000-', { value: '-1.00', unit: null }],
    ['=51.07000', { value: '70.15' }],
    ['=5.881   ', { value: '188.5' }],
  ],
};

const rows = Object.entries(SHOWN).flatMap(([protocol, lines]) =>
  lines.map(([text, expected]) => [protocol, text, expected] as const),
);

describe('a weight', () => {
  it.each(rows)('%s %j', (protocol, text, expected) => {
    const { messages, discarded } = hear(protocol, text);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ kind: 'weight', ...expected });
    expect(discarded).toBe(0);
  });
});

describe('no weight comes of', () => {
  it.each([
    // A minus that stands where none may be, or digits that a blank divides.
    ['mt-sics', 'S S     1-2.30 g\r\n'],
    ['mt-sics', 'S S     1 2.30 g\r\n'],
    ['mt-sics', 'S S     1.234.5 g\r\n'],
    ['mt-sics', 'SIX1 S 0 Z R R 0 0 0 1 N 12.34 99.99 0.00 kg\r\n'],
    ['sbi', '+   12 .56 g  \r\n'],
    ['sbi', '+   123.56 g \r\n'],
    ['sbi', '   123.56 g  \r\n'],
    ['sbi-16', 'N     -    12.30 kg\r\n'],
    ['shimadzu-eb', '   86.65g \r'],
    ['sma', '\n 1G      5.025kg \r'],
    // A digit was lost.
    ['toledo-8217', '\x0212.45\r'],
    ['toledo-8217', '\x02-2.345\r'],
    ['mt-continuous-plain', '\x02+0 00-123\r'],
    // A digit was doubled: the first eight characters would be +0001.00.
    ['yaohua-rev', '=00.10000-=00.10000-'],
    ['yaohua-rev', '=00.1.00-'],
    ['nci', '\n0012.34 lb\r\n0\r\x03'],
    ['nci', '\n0012.34 lb\r\n@0\r\x03'],
    // A decimal comma is one field more.
    ['dini-ext', '1ST,1,     0,0,PT   20.8,         0,kg\r\n'],
    ['dini-ext', '1ST,1,     0.0,PT   20.8,         0,kg,1ST,1\r\n'],
  ])('%s %j', (protocol, text) => {
    expect(hear(protocol, text).messages.filter(({ kind }) => kind === 'weight')).toEqual([]);
  });

  it.each([
    ['mt-sics', 'S S        120 PCS\r\n', 'count'],
    ['sbi', '+      120 pcs\r\n', 'count'],
    ['sbi-22', 'T1    +     1.00 kg \r\n', 'tare'],
    ['sbi-22', 'nRef  +       10 pcs\r\n', 'count'],
    ['sbi-22', 'wRef  +     0.01 kg \r\n', 'record'],
    ['mt-sics', 'T S     100.00 g\r\n', 'tare'],
    ['mt-sics', 'TA A      1.00 kg\r\n', 'tare'],
  ])('%s %j: it is a %s', (protocol, text, kind) => {
    expect(hear(protocol, text).messages).toMatchObject([{ kind }]);
  });
});

describe('two lines run together', () => {
  it('mt-sics: a stream that stands in a half answer', () => {
    expect(hear('mt-sics', 'S S     10S D     12.300 kg\r\n')).toMatchObject({
      messages: [{ value: '12.300', stable: false }],
      discarded: 10,
    });
    expect(hear('mt-sics', 'S D      1.0 g\r\nZ A\r\nS D      1.1 g\r\n').messages.map(({ kind }) => kind)).toEqual([
      'weight',
      'ack',
      'weight',
    ]);
  });
});
