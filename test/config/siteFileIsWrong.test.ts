// Every kind of fault in a site file, one change at a time: named by its path and line, with what is allowed.
import { expect, test } from 'vitest';
import { parseSiteFile } from '../../config/siteConfig.ts';
import { models, SITE } from './models.ts';

function faultsOf(text: string): string[] {
  const outcome = parseSiteFile(text, { file: 'site.yaml', folder: '/srv/hakari', models });
  return outcome.kind === 'valid'
    ? []
    : outcome.errors.map((fault) => `${fault.line ?? '-'} ${fault.path}: ${fault.problem} | ${fault.allowed}`);
}

const SCALE = 'ranges: [{ max: "600", min: "4", interval: "0.2" }]';
const HEADQUARTERS =
  'headquarters: { broker: "mqtt://127.0.0.1:1883", keys: ./hq.json, topic: 3f9c0d52, client: 77aa41c0 }\n';

test('the site these tests start from has no fault', () => {
  expect(faultsOf(SITE)).toEqual([]);
  expect(faultsOf(SITE + HEADQUARTERS)).toEqual([]);
});

test.each<[name: string, from: string, to: string, fault: RegExp]>([
  // single values
  [
    'unknown setting at the top',
    'base: demo',
    'base: demo\ncolour: red',
    /^2 colour: unknown setting \| base, name, data, http/,
  ],
  [
    'unknown setting deep inside',
    '"600", min',
    '"600", mim: "1", min',
    /^13 instruments\[0\]\.scale\.ranges\[0\]\.mim: unknown setting \| max, min, interval$/,
  ],
  [
    'missing setting',
    '    scale: scale-1\n',
    '',
    /^4 stations\[0\]\.scale: missing \| text – id of a scale under instruments$/,
  ],
  [
    'number instead of text',
    '"200"',
    '200.5',
    /^8 stations\[0\]\.checkWeight\.mass: the number 200\.5 \| text – reference mass as decimal text in quotes/,
  ],
  [
    'wrong unit',
    'unit: kg }\ninst',
    'unit: lb }\ninst',
    /^8 stations\[0\]\.checkWeight\.unit: "lb" \| one of mg, g, kg, t – unit of the reference mass$/,
  ],
  [
    'wrong unit of a scale',
    'unit: kg, dec',
    'unit: KG, dec',
    /^13 instruments\[0\]\.scale\.unit: "KG" \| one of mg, g, kg, t/,
  ],
  ['base id with capitals', 'base: demo', 'base: Demo', /^1 base: "Demo" \| text – id of the base: a–z/],
  [
    'port out of range',
    'base: demo',
    'base: demo\nhttp: { port: 70000 }',
    /^2 http\.port: the number 70000 \| a whole number from 0 to 65535/,
  ],
  [
    'window too short',
    'base: demo',
    'base: demo\ncapture: { windowMs: 500 }',
    /^2 capture\.windowMs: the number 500 \| a whole number from 1000 to 10000/,
  ],
  [
    'no station',
    /stations:[\s\S]*?instr/.exec(SITE)?.[0] ?? '',
    'stations: []\ninstr',
    /^3 stations: a list of 0 \| a list of 1 to 32/,
  ],
  [
    'MQTT version',
    'base: demo',
    `base: demo\n${HEADQUARTERS.replace(' }', ', protocol: 3 }')}`,
    /^2 headquarters\.protocol: the number 3 \| one of 4, 5/,
  ],
  [
    'password in the broker address',
    'base: demo',
    `base: demo\n${HEADQUARTERS.replace('//127', '//me:secret@127')}`,
    /^2 headquarters\.broker: .* \| text – the broker: mqtt:/,
  ],
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
    '  - { id: dock-2, name: { en: B, ja: B }, scale: scale-1 }\ninstruments:',
    /^9 stations\[1\]\.scale: "scale-1" is already used by stations\[0\]/,
  ],
  [
    'station id twice',
    'instruments:',
    '  - { id: dock-1, name: { en: B, ja: B }, scale: scale-2 }\ninstruments:',
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
    `    scale: { class: III, unit: kg, decimals: 1, ${SCALE} }\n`,
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
  // OIML R 76
  [
    'interval 0.3',
    '"0.2"',
    '"0.3"',
    /^13 instruments\[0\]\.scale\.ranges\[0\]\.interval: 0\.3 is no scale interval \| 1, 2 or 5/,
  ],
  [
    'Min below 20 e',
    'min: "4"',
    'min: "3.8"',
    /^13 instruments\[0\]\.scale\.ranges\[0\]\.min: is below 20 e \| at least 20 × interval in class III/,
  ],
  [
    'too many intervals',
    '"600"',
    '"2200"',
    /^13 .*\.max: gives 11000 intervals \| max \/ interval from 500 to 10000 in class III/,
  ],
  ['too few intervals', '"600"', '"90"', /^13 .*\.max: gives 450 intervals/],
  [
    'class IIII with too fine e',
    'III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2"',
    'IIII, unit: g, decimals: 0, ranges: [{ max: "600", min: "20", interval: "2"',
    /^13 .*\.interval: is too fine for class IIII \| at least 5 g$/,
  ],
  [
    'class II asks for 50 e',
    'class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }]',
    'class: II, unit: g, decimals: 1, ranges: [{ max: "6000", min: "20", interval: "1" }]',
    /^13 .*\.min: is below 50 e/,
  ],
  [
    'e of an odd number of milligrams',
    'class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }]',
    'class: II, unit: g, decimals: 2, ranges: [{ max: "100", min: "1", interval: "0.005" }]',
    /^13 .*\.interval: 0\.005 is an odd number of milligrams/,
  ],
  [
    'last digit of one milligram',
    'class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }]',
    'class: II, unit: g, decimals: 3, ranges: [{ max: "500", min: "1", interval: "0.02" }]',
    /^13 .*\.decimals: makes the last digit an odd number/,
  ],
  ['decimals cannot show e', 'decimals: 1', 'decimals: 0', /^13 .*\.interval: cannot be shown with 0 decimals/],
  [
    'ranges out of order',
    'interval: "0.2" }]',
    'interval: "0.2" }, { max: "300", min: "4", interval: "0.2" }]',
    /^13 .*ranges\[1\]: is not above the range before it/,
  ],
  [
    'finer than a milligram',
    '"0.2"',
    '"0.0000002"',
    /^13 .*interval: "0\.0000002" \| text – verification scale interval e/,
  ],
  [
    'check weight above Max',
    '"200"',
    '"700"',
    /^8 stations\[0\]\.checkWeight\.mass: 700 kg is outside the scale's range \| 4 to 600 kg$/,
  ],
  [
    'check weight in the wrong unit',
    'mass: "200", unit: kg',
    'mass: "200", unit: g',
    /^8 stations\[0\]\.checkWeight\.mass: 200 g is outside/,
  ],
  // the network
  [
    'open to the network without tls',
    'base: demo',
    'base: demo\nhttp: { host: 0.0.0.0 }',
    /^2 http\.host: "0\.0\.0\.0" is reached from outside and there is no tls/,
  ],
])('%s', (_name, from, to, fault) => {
  expect(SITE).toContain(from);
  const faults = faultsOf(SITE.replace(from, to));
  expect(faults.join('\n')).toMatch(new RegExp(fault.source, 'm'));
});

const TWO_ON_ONE_LINE = `${SITE.replace('instruments:', '  - { id: dock-2, name: { en: B, ja: B }, scale: scale-2 }\n  - { id: dock-3, name: { en: C, ja: C }, scale: scale-3 }\ninstruments:')}
  - { id: scale-2, model: laumas-tlb, address: "3", port: { serial: /dev/ttyS5 }, scale: { class: III, unit: kg, decimals: 1, ${SCALE} } }
  - { id: scale-3, model: laumas-tlb, address: "4", port: { serial: /dev/ttyS5 }, scale: { class: III, unit: kg, decimals: 1, ${SCALE} } }
`;

test('two instruments may share a line', () => expect(faultsOf(TWO_ON_ONE_LINE)).toEqual([]));

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
  expect(faultsOf(TWO_ON_ONE_LINE.replace(from, to)).join('\n')).toMatch(fault);
});

test('two text scales cannot share a line, with addresses or without', () => {
  const text = TWO_ON_ONE_LINE.replaceAll('laumas-tlb', 'and-ad4406');
  for (const one of [text, text.replace('address: "4", ', '')])
    expect(faultsOf(one).join('\n')).toMatch(
      /instruments\[3\]\.port: scale-2 is on the same line \| a line of its own: only Modbus instruments share one/,
    );
});

test("two Modbus instruments with the model's address on one socket", () => {
  const text = TWO_ON_ONE_LINE.replace(
    'address: "3", port: { serial: /dev/ttyS5 }',
    'port: { tcp: "10.0.0.9" }',
  ).replace('address: "4", port: { serial: /dev/ttyS5 }', 'address: "1", port: { tcp: "10.0.0.9:502" }');
  expect(faultsOf(text).join('\n')).toMatch(/instruments\[3\]\.address: "1" on this line is already scale-2/);
});

test('no YAML at all', () => {
  expect(faultsOf('a: [1, 2')).toHaveLength(1);
  expect(faultsOf('').join()).toMatch(/\(file\): empty \|/);
  expect(faultsOf('base: a\nbase: b\n').join()).toMatch(/2 \(file\): Map keys must be unique/);
  expect(faultsOf('a: &x [1]\nb: *y\n').join()).toMatch(/\(file\)/);
});
