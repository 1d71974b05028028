// From which mass on a load is accounted for by itself, and how long "the next load is …" holds, are settings of the site:
// by the scale where the file says nothing, within the scale where it does.
import { expect, it } from 'vitest';
import { parseSiteFile } from '../../config/siteConfig.ts';
import { buildStationSettings } from '../../agent/stations/stationSettings.ts';
import type { StationSettings } from '../../agent/stations/stationParts.ts';
import { KG } from '../core/loads.ts';
import { models, SITE, siteFaults } from '../config/models.ts';

/** The site of the tests with lines added to its station and at its end. */
const siteWith = (station: string, capture = ''): string =>
  `${SITE.replace(/^( {4}scale: scale-1)$/m, `$1${station}`)}${capture}`;

function settingsOf(text: string): StationSettings {
  const outcome = parseSiteFile(text, { file: 'site.yaml', folder: '/srv/hakari', models });
  const settings = outcome.kind === 'valid' ? buildStationSettings(outcome.site)[0] : undefined;
  if (!settings) throw new Error('faulty');
  return settings;
}

const BRIDGE = '\n    weighbridge: true';
const from = (mass: string, unit = 'kg'): string => `\n    loadThreshold: { mass: "${mass}", unit: ${unit} }`;

it('every load counts from Min on, and from 400 kg on where vehicles pass', () => {
  expect(settingsOf(SITE).loadThresholdMg).toBe(4 * KG);
  expect(settingsOf(siteWith(BRIDGE)).loadThresholdMg).toBe(400 * KG);
});

it('or from half of the lightest package on, as the site file says', () => {
  expect(settingsOf(siteWith(from('125'))).loadThresholdMg).toBe(125 * KG);
  expect(settingsOf(siteWith(BRIDGE + from('0.2', 't'))).loadThresholdMg).toBe(200 * KG);
});

it('neither below what the scale weighs nor above half of what it carries', () => {
  expect(siteFaults(siteWith(from('4')))).toEqual([]);
  expect(siteFaults(siteWith(from('300')))).toEqual([]);
  for (const mass of ['3.8', '300.2', '600'])
    expect(siteFaults(siteWith(from(mass)))).toEqual([
      `7 stations[0].loadThreshold.mass: ${mass} kg is no half of a package for this scale | Min (4) to half of Max (600) kg`,
    ]);
  expect(siteFaults(siteWith(from('12', 'lb'))).join()).toMatch(/loadThreshold\.unit: "lb"/);
});

it('an announcement holds ten minutes, or from one minute to two hours', () => {
  expect(settingsOf(SITE).announcementMs).toBe(600_000);
  expect(settingsOf(siteWith('', 'capture: { announcementMinutes: 3 }\n')).announcementMs).toBe(180_000);
  for (const minutes of [0, 121, 1.5])
    expect(siteFaults(siteWith('', `capture: { announcementMinutes: ${minutes} }\n`)).join()).toMatch(
      /capture\.announcementMinutes: the number .* a whole number from 1 to 120/,
    );
});
