// References of a site file that lead nowhere or twice to one instrument, instruments that lack what their model asks,
// ports that cannot be, and lines that several instruments share.
import { expect, test } from 'vitest';
import { RANGES, SITE, siteFaults } from './models.ts';

test.each<[name: string, from: string, to: string, fault: RegExp]>([
  // references
  [
    'undefined instrument',
    'scale: scale-1',
    'scale: scale-9',
    /^6 stations\[0\]\.scale: there is no instrument "scale-9" \| one of scale-1$/,
  ],
  [
    'undefined reader',
    '[reader-1]',
    '[reader-1, reader-7]',
    /^7 stations\[0\]\.readers\[1\]: there is no instrument "reader-7" \| one of reader-1$/,
  ],
  [
    'reader as scale',
    'scale: scale-1',
    'scale: reader-1',
    /^6 stations\[0\]\.scale: "reader-1" is a reader, not a scale \| one of scale-1$/,
  ],
  ['scale as reader', '[reader-1]', '[scale-1]', /^7 stations\[0\]\.readers\[0\]: "scale-1" is a scale, not a reader/],
  [
    'undefined model',
    'model: and-ad4406',
    'model: and-ad4407',
    /^11 instruments\[0\]\.model: there is no model "and-ad4407" \| one of and-ad4406, laumas-tlb, m100-generic$/,
  ],
  [
    'id used twice',
    'id: reader-1',
    'id: scale-1',
    /^14 instruments\[1\]\.id: "scale-1" is already the id of instruments\[0\] \| an id that no other instrument has$/,
  ],
  [
    'reader used twice',
    '[reader-1]',
    '[reader-1, reader-1]',
    /^7 stations\[0\]\.readers\[1\]: "reader-1" is already used by stations\[0\]/,
  ],
  [
    'scale used by two stations',
    'instruments:',
    '  - { id: dock-2, name: { en: B, ja: B }, scale: scale-1, checkWeight: { mass: "200", unit: kg } }\ninstruments:',
    /^9 stations\[1\]\.scale: "scale-1" is already used by stations\[0\]/,
  ],
  [
    'station id twice',
    'instruments:',
    '  - { id: dock-1, name: { en: B, ja: B }, scale: scale-2, checkWeight: { mass: "200", unit: kg } }\ninstruments:',
    /^9 stations\[1\]\.id: "dock-1" is already the id of stations\[0\]/,
  ],
  // ports and lines
  [
    'serial and tcp',
    'serial: /dev/ttyS0',
    'serial: /dev/ttyS0, tcp: "10.0.0.5:4001"',
    /^12 instruments\[0\]\.port: names both serial and tcp/,
  ],
  ['neither', '{ serial: /dev/ttyS0 }', '{ baud: 2400 }', /^12 instruments\[0\]\.port: names neither/],
  [
    'baud with tcp',
    'serial: /dev/ttyS0',
    'tcp: "10.0.0.5:4001", baud: 2400',
    /^12 instruments\[0\]\.port\.baud: has no meaning with tcp/,
  ],
  [
    'no tcp port known',
    'serial: /dev/ttyS0',
    'tcp: 10.0.0.5',
    /^12 instruments\[0\]\.port\.tcp: "10\.0\.0\.5" has no port and model and-ad4406 knows none/,
  ],
  [
    'impossible tcp port',
    'serial: /dev/ttyS0',
    'tcp: "10.0.0.5:99999"',
    /^12 instruments\[0\]\.port\.tcp: port 99999 does not exist/,
  ],
  [
    'other protocol on one line',
    '/dev/ttyS1',
    '/dev/ttyS0',
    /^16 instruments\[1\]\.port: scale-1 on the same line speaks and-std/,
  ],
  // instruments and their models
  [
    'scale without its facts',
    `    scale: { class: III, unit: kg, decimals: 1, ${RANGES} }\n`,
    '',
    /^10 instruments\[0\]\.scale: missing/,
  ],
  [
    'reader without region',
    '    region: EU\n',
    '',
    /^14 instruments\[1\]\.region: missing: the reader cannot be set to Japan \| one of CN, US, EU, KR$/,
  ],
  [
    'region it does not have',
    'region: EU',
    'region: JP',
    /^17 instruments\[1\]\.region: the reader cannot be set to "JP"/,
  ],
  [
    'region of a scale',
    'port: { serial: /dev/ttyS0 }',
    'port: { serial: /dev/ttyS0 }\n    region: EU',
    /^13 instruments\[0\]\.region: model and-ad4406 is a scale/,
  ],
])('%s', (_name, from, to, fault) => {
  expect(SITE).toContain(from);
  expect(siteFaults(SITE.replace(from, to)).join('\n')).toMatch(new RegExp(fault.source, 'm'));
});

const TWO_ON_ONE_LINE = `${SITE.replace('instruments:', '  - { id: dock-2, name: { en: B, ja: B }, scale: scale-2, checkWeight: { mass: "200", unit: kg } }\n  - { id: dock-3, name: { en: C, ja: C }, scale: scale-3, checkWeight: { mass: "200", unit: kg } }\ninstruments:')}
  - { id: scale-2, model: laumas-tlb, address: "3", port: { serial: /dev/ttyS5 }, scale: { class: III, unit: kg, decimals: 1, ${RANGES} } }
  - { id: scale-3, model: laumas-tlb, address: "4", port: { serial: /dev/ttyS5 }, scale: { class: III, unit: kg, decimals: 1, ${RANGES} } }
`;

test('two instruments may share a line', () => expect(siteFaults(TWO_ON_ONE_LINE)).toEqual([]));

test.each<[name: string, from: string, to: string, fault: RegExp]>([
  [
    'one address twice on a line',
    'address: "4"',
    'address: "3"',
    /instruments\[3\]\.address: "3" on this line is already scale-2/,
  ],
  [
    "the model's own address counts",
    'address: "3", port: { serial: /dev/ttyS5 }',
    'port: { serial: /dev/ttyS5 }',
    /^$/,
  ],
  [
    'other speed on one line',
    '"4", port: { serial: /dev/ttyS5',
    '"4", port: { serial: /dev/ttyS5, baud: 19200',
    /instruments\[3\]\.port: scale-2 on the same line is set to 9600 8 none 1/,
  ],
  ['no Modbus address', 'address: "4"', 'address: "248"', /instruments\[3\]\.address: "248" is no Modbus address/],
])('on a shared line: %s', (_name, from, to, fault) => {
  expect(TWO_ON_ONE_LINE).toContain(from);
  expect(siteFaults(TWO_ON_ONE_LINE.replace(from, to)).join('\n')).toMatch(fault);
});

test('two text scales cannot share a line, with addresses or without', () => {
  const text = TWO_ON_ONE_LINE.replaceAll('laumas-tlb', 'and-ad4406');
  for (const one of [text, text.replace('address: "4", ', '')])
    expect(siteFaults(one).join('\n')).toMatch(
      /instruments\[3\]\.port: scale-2 is on the same line \| a line of its own: only Modbus instruments share one/,
    );
});

test("two Modbus instruments with the model's address on one socket", () => {
  const text = TWO_ON_ONE_LINE.replace(
    'address: "3", port: { serial: /dev/ttyS5 }',
    'port: { tcp: "10.0.0.9" }',
  ).replace('address: "4", port: { serial: /dev/ttyS5 }', 'address: "1", port: { tcp: "10.0.0.9:502" }');
  expect(siteFaults(text).join('\n')).toMatch(/instruments\[3\]\.address: "1" on this line is already scale-2/);
});
