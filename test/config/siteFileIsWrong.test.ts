// Faults of single values in a site file and of YAML itself, one change at a time: named by its path and line, with
// what is allowed.
import { expect, test } from 'vitest';
import { SITE, siteFaults } from './models.ts';

const HEADQUARTERS =
  'headquarters: { broker: "mqtt://127.0.0.1:1883", keys: ./hq.json, topic: 3f9c0d52, client: 77aa41c0 }\n';

test('the site these tests start from has no fault', () => {
  expect(siteFaults(SITE)).toEqual([]);
  expect(siteFaults(SITE + HEADQUARTERS)).toEqual([]);
});

test.each<[name: string, from: string, to: string, fault: RegExp]>([
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
    'a station that could never weigh',
    '    checkWeight: { mass: "200", unit: kg }\n',
    '',
    /^4 stations\[0\]\.checkWeight: missing \| .*the check weight of this station/,
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
  [
    'open to the network without tls',
    'base: demo',
    'base: demo\nhttp: { host: 0.0.0.0 }',
    /^2 http\.host: "0\.0\.0\.0" is reached from outside and there is no tls/,
  ],
])('%s', (_name, from, to, fault) => {
  expect(SITE).toContain(from);
  expect(siteFaults(SITE.replace(from, to)).join('\n')).toMatch(new RegExp(fault.source, 'm'));
});

test('no YAML at all', () => {
  expect(siteFaults('a: [1, 2')).toHaveLength(1);
  expect(siteFaults('').join()).toMatch(/\(file\): empty \|/);
  expect(siteFaults('base: a\nbase: b\n').join()).toMatch(/2 \(file\): Map keys must be unique/);
  expect(siteFaults('a: &x [1]\nb: *y\n').join()).toMatch(/\(file\)/);
});
