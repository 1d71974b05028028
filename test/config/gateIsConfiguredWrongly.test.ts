// A gate whose readers, antennas or id do not fit: told by its path, with what is allowed.
import { expect, test } from 'vitest';
import { parseSiteFile } from '../../config/siteConfig.ts';
import { models, SITE } from './models.ts';

const GATE =
  'gates: [{ id: gate-1, name: { en: Gate, ja: 門 }, readers: [reader-2], outer: [reader-2/1], inner: [reader-2/2] }]\n';
const READER = '  - { id: reader-2, model: m100-generic, port: { serial: /dev/ttyS7 }, region: EU }\n';
const read = (text: string): ReturnType<typeof parseSiteFile> =>
  parseSiteFile(text, { file: 'site.yaml', folder: '/srv/hakari', models });

test('a gate with a reader of its own', () => {
  const outcome = read(`${SITE.trimEnd()}\n${READER}${GATE}`);
  expect(outcome.kind === 'valid' && outcome.site.gates).toEqual([
    {
      id: 'gate-1',
      name: { en: 'Gate', ja: '門' },
      readers: ['reader-2'],
      outer: ['reader-2/1'],
      inner: ['reader-2/2'],
    },
  ]);
  const without = read(SITE);
  expect(without.kind === 'valid' && without.site.gates).toEqual([]);
});

test.each<[name: string, from: string, to: string, fault: RegExp]>([
  [
    'a reader that a station has',
    '[reader-2]',
    '[reader-1]',
    /gates\[0\]\.readers\[0\]: "reader-1" is already used by stations\[0\]/,
  ],
  ['a reader that is none', '[reader-2]', '[scale-1]', /gates\[0\]\.readers\[0\]: "scale-1" is a scale, not a reader/],
  [
    'a reader that is not there',
    '[reader-2]',
    '[reader-2, reader-5]',
    /gates\[0\]\.readers\[1\]: there is no instrument "reader-5"/,
  ],
  [
    'one antenna on both sides',
    'inner: [reader-2/2]',
    'inner: [reader-2/2, reader-2/1]',
    /gates\[0\]\.inner\[1\]: "reader-2\/1" is an outer antenna too/,
  ],
  [
    'an antenna of another reader',
    'outer: [reader-2/1]',
    'outer: [reader-1/1]',
    /gates\[0\]\.outer\[0\]: "reader-1\/1" is of no reader of this gate/,
  ],
  [
    'an antenna without its reader',
    'outer: [reader-2/1]',
    'outer: ["1"]',
    /gates\[0\]\.outer\[0\]: "1" \| text – "reader\/antenna"/,
  ],
  ['no inner antenna', 'inner: [reader-2/2]', 'inner: []', /gates\[0\]\.inner: a list of 0/],
  ['the id of a station', 'id: gate-1', 'id: dock-1', /gates\[0\]\.id: "dock-1" is already the id of stations\[0\]/],
])('%s', (_name, from, to, fault) => {
  const outcome = read(`${SITE.trimEnd()}\n${READER}${GATE.replace(from, to)}`);
  const faults =
    outcome.kind === 'valid'
      ? []
      : outcome.errors.map(({ path, problem, allowed }) => `${path}: ${problem} | ${allowed}`);
  expect(faults.join('\n')).toMatch(fault);
});
