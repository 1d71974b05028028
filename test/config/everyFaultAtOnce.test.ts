// A site file with many faults of every kind shows all of them at once, in the order of the file; a sound one gives a
// frozen configuration and a hash that follows its content.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatConfigError } from '../../config/configError.ts';
import { loadSiteFile, parseSiteFile, type SiteLoadResult } from '../../config/siteConfig.ts';
import { models, SITE } from './models.ts';

const read = (text: string): SiteLoadResult =>
  parseSiteFile(text, { file: 'site.yaml', folder: '/srv/hakari', models });

test('structure, references, metrology and addresses in one go', () => {
  const outcome = read(`base: Demo
name: { en: Demo base, jp: デモ基地 }
http: { port: 70000, host: 0.0.0.0 }
stations:
  - id: dock-1
    name: { en: Dock 1, ja: 第1ドック }
    scale: scale-9
    checkWeight: { mass: "200", unit: lb }
  - id: dock-1
    name: { en: Dock 2, ja: 第2ドック }
    scale: scale-1
    reader: [reader-1]
    checkWeight: { mass: "200", unit: kg }
instruments:
  - id: scale-1
    model: and-ad4406
    port: { serial: /dev/ttyS0, boud: 2400 }
    scale: { class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "1", interval: "0.3" }] }
  - id: scale-2
    model: and-ad9999
    port: { serial: /dev/ttyS0 }
  - id: scale-3
    model: and-ad4406
    port: { serial: /dev/ttyS0 }
    scale: { class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "1", interval: "0.2" }] }
`);
  expect(outcome.kind === 'faulty' ? outcome.errors.map((fault) => `${fault.line ?? '-'} ${fault.path}`) : []).toEqual([
    '1 base',
    '2 name.ja',
    '2 name.jp',
    '3 http.port',
    '3 http.host',
    '7 stations[0].scale',
    '8 stations[0].checkWeight.unit',
    '9 stations[1].id',
    '12 stations[1].reader',
    '17 instruments[0].port.boud',
    '18 instruments[0].scale.ranges[0].interval',
    '20 instruments[1].model',
    '24 instruments[2].port',
    '25 instruments[2].scale.ranges[0].min',
  ]);
  expect(outcome.kind === 'faulty' && formatConfigError(outcome.errors[0] ?? fail())).toBe(
    'site.yaml:1: base: "Demo". Allowed: text – id of the base: a–z 0–9 -, at most 40.',
  );
});

function fail(): never {
  throw new Error('no fault');
}

test('a sound file is complete, typed and frozen to the bottom', () => {
  const outcome = read(SITE);
  if (outcome.kind !== 'valid') throw new Error('faulty');
  const { site } = outcome;
  expect(site).toMatchObject({
    base: 'demo',
    data: '/srv/hakari/data',
    http: { host: '127.0.0.1', port: 8080, names: [], tls: null, idleLockMinutes: 30 },
    headquarters: null,
    capture: { windowMs: 1000 },
    stations: [{ id: 'dock-1', checkWeight: { massMg: 200_000_000, unit: 'kg', everyHours: 24 } }],
  });
  expect(site.instruments[0]).toMatchObject({
    port: { kind: 'serial', path: '/dev/ttyS0', baud: 2400, dataBits: 7, parity: 'even', stopBits: 1 },
    scale: {
      class: 'III',
      unit: 'kg',
      decimals: 1,
      ranges: [{ maxMg: 600_000_000, minMg: 4_000_000, intervalMg: 200_000 }],
    },
    address: null,
    region: null,
  });
  expect(site.instruments[1]).toMatchObject({ scale: null, region: 'EU' });
  expect(Object.isFrozen(site.instruments[0]?.scale?.ranges[0])).toBe(true);
  expect(Object.isFrozen(site.http.names)).toBe(true);
});

test('the hash follows the content, not its spelling or its folder', () => {
  const hash = (text: string, folder = '/srv/hakari', data?: string): string => {
    const outcome = parseSiteFile(text, { file: 'site.yaml', folder, models, data });
    return outcome.kind === 'valid' ? outcome.configHash : 'faulty';
  };
  const first = hash(SITE);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(hash(`# a comment\n${SITE.replace('base: demo', '"base": "demo"')}`)).toBe(first);
  expect(hash(SITE, '/home/other', '/tmp/elsewhere')).toBe(first);
  expect(hash(SITE.replace('min: "4"', 'min: "5"'))).not.toBe(first);
});

test('files: absent, a folder, too large', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hakari-site-'));
  const load = (path: string): string => {
    const outcome = loadSiteFile(path, { models });
    return outcome.kind === 'valid' ? 'valid' : outcome.errors.map(formatConfigError).join('\n');
  };
  expect(load(join(folder, 'none.yaml'))).toMatch(
    /^none\.yaml: \(file\): .* cannot be read \(ENOENT\)\. Allowed: a site file in YAML\.$/,
  );
  expect(load(folder)).toMatch(/cannot be read \(EISDIR\)/);
  writeFileSync(join(folder, 'big.yaml'), '#'.repeat(1_000_001));
  expect(load(join(folder, 'big.yaml'))).toMatch(/is too large/);
  writeFileSync(join(folder, 'site.yaml'), SITE);
  expect(load(join(folder, 'site.yaml'))).toBe('valid');
});
