// A site file with several faults: `hakari run` names each with its place and what is allowed, all at once, ends with
// code 2, and has started and written nothing.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hakari } from './scene.ts';

const SITE = `base: demo
name: { en: Demo base, ja: デモ基地 }
data: ./data
http: { port: 0 }
colour: red
stations:
  - id: dock-1
    name: { en: Dock 1, ja: 第1ドック }
    scale: scale-1
    readers: [reader-9]
    checkWeight: { mass: "500", unit: lb }
  - id: dock-2
    name: { en: Dock 2, ja: 第2ドック }
    scale: scale-2
    checkWeight: { mass: "500", unit: kg }
instruments:
  - id: scale-1
    model: laumas-tlb
    port: { serial: /dev/ttyS0 }
    address: "1"
    scale: { class: III, unit: kg, decimals: 1, ranges: [{ max: "1500", min: "10", interval: "0.5" }] }
  - id: scale-2
    model: laumas-tlb
    port: { serial: /dev/ttyS0 }
    address: "1"
    scale: { class: III, unit: kg, decimals: 1, ranges: [{ max: "1500", min: "10", interval: "0.5" }] }
`;

const FAULTS = [
  /site\.yaml:5: colour: unknown setting\. Allowed: base, name, data, http/,
  /site\.yaml:11: stations\[0\]\.checkWeight\.unit: "lb"\. Allowed: one of mg, g, kg, t/,
  /site\.yaml:10: stations\[0\]\.readers\[0\]: there is no instrument "reader-9"\. Allowed: /,
  /site\.yaml:25: instruments\[1\]\.address: "1" on this line is already scale-1\. Allowed: /,
];

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hakari-wrong-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

it.each([
  ['the folder of the site file', []],
  ['a folder named in the call', ['--data', 'elsewhere']],
])('is refused whole; data in %s', async (_where, data) => {
  const site = join(folder, 'site.yaml');
  writeFileSync(site, SITE);
  const elsewhere = data.map((word) => (word === 'elsewhere' ? join(folder, 'elsewhere') : word));
  const called = await hakari('run', '--site', site, ...elsewhere);
  expect(called).toMatchObject({ code: 2, out: '' });
  for (const fault of FAULTS) expect(called.err).toMatch(fault);
  expect(called.err).toContain('4 faults in the configuration; nothing was started.');
  expect(existsSync(join(folder, 'data'))).toBe(false);
  expect(readdirSync(folder)).toEqual(['site.yaml']);
});

it('starts once the faults are mended, and makes the folder only then', async () => {
  const site = join(folder, 'site.yaml');
  writeFileSync(
    site,
    SITE.replace('colour: red\n', '')
      .replace('reader-9', '')
      .replace('unit: lb', 'unit: kg')
      .replace(/address: "1"(?![\s\S]*address)/, 'address: "2"'),
  );
  const checked = await hakari('check', '--site', site);
  expect(checked).toMatchObject({ code: 0, err: '' });
  expect(readdirSync(folder)).toEqual(['site.yaml']);
});
