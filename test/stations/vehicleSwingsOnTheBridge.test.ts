// A vehicle swings on its springs: at a weighbridge readings must agree for three seconds, elsewhere for one; the site file
// may say otherwise of either.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadSiteFile } from '../../config/siteConfig.ts';
import { buildStationSettings } from '../../agent/stations/stationSettings.ts';
import { models, SITE } from '../config/models.ts';

const dir = mkdtempSync(join(tmpdir(), 'hakari-bridge-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** Windows of the site's stations, the first of which is a weighbridge or not. */
function windowsMs(isBridge: boolean, capture = ''): number[] {
  const file = join(dir, 'site.yaml');
  const bridge = isBridge ? '\n    weighbridge: true' : '';
  writeFileSync(file, `${SITE.replace(/^( {4}scale: scale-1)$/m, `$1${bridge}`)}${capture}`);
  const loaded = loadSiteFile(file, { models, data: undefined });
  if (loaded.kind === 'faulty') throw new Error(JSON.stringify(loaded.errors));
  return buildStationSettings(loaded.site).map(({ load }) => load.windowMs);
}

it('is still for three seconds there, and for one elsewhere', () => {
  expect(windowsMs(false)[0]).toBe(1_000);
  expect(windowsMs(true)[0]).toBe(3_000);
});

it('or for as long as the site file says', () => {
  expect(windowsMs(true, 'capture: { windowMs: 1500, bridgeWindowMs: 5000 }\n')[0]).toBe(5_000);
  expect(windowsMs(false, 'capture: { windowMs: 1500, bridgeWindowMs: 5000 }\n')[0]).toBe(1_500);
});
