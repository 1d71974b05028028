// The check weight is due before the first weighing of a local day, at each boot, and after work on the scale; where no date
// can be believed, every 24 hours. It holds no longer because the agent was restarted, and no shorter.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drum } from '../core/intakeScenes.ts';
import { siteFaults, SITE } from '../config/models.ts';
import { BareStation } from './bareStation.ts';

const HOUR_MS = 3_600_000;
let station: BareStation;

/** Checked at a quarter past eleven in the evening, in Japan. */
beforeEach(() => {
  station = new BareStation([drum(1), drum(2)]).open();
  expect([station.day(), station.checkState()]).toEqual(['2026-09-21', 'passed']);
});
afterEach(() => station.end());

it('an hour later it is another day: the scale waits for the check weight before it weighs', () => {
  station.idle(HOUR_MS / 2);
  expect([station.day(), station.checkState()]).toEqual(['2026-09-21', 'passed']);
  station.idle(HOUR_MS / 2);
  expect([station.day(), station.checkState()]).toEqual(['2026-09-22', 'needed']);
  station.show(268, 2_000, { tags: [drum(1).epcHex] }).show(0, 1_000);
  expect(station.bodies('weighing')).toEqual([]);
  station.check().show(268, 2_000, { tags: [drum(1).epcHex] });
  expect(station.bodies('weighing')).toHaveLength(1);
});

it('what lies on the scale at midnight is still that load: the check weight waits for the empty scale', () => {
  station.show(268, HOUR_MS / 2, { tags: [drum(1).epcHex] });
  station.show(268, HOUR_MS, { tags: [drum(1).epcHex] });
  expect([station.day(), station.checkState()]).toEqual(['2026-09-22', 'passed']);
  station.show(0, 1_000);
  expect(station.checkState()).toBe('needed');
});

it('one check a day is enough, however often the agent is started', () => {
  station.idle(1.5 * HOUR_MS).check();
  for (let times = 0; times < 3; times += 1) {
    station
      .idle(6 * HOUR_MS)
      .restart()
      .show(0, 1_000);
    expect([station.day(), station.checkState()]).toEqual(['2026-09-22', 'passed']);
  }
  station
    .idle(6 * HOUR_MS)
    .restart()
    .show(0, 1_000);
  expect([station.day(), station.checkState()]).toEqual(['2026-09-23', 'needed']);
});

it('without a believable date it holds 24 hours and one boot', () => {
  station.trust = 'unsynchronised';
  station.wait(100 * 24 * HOUR_MS).check();
  expect(station.checkState()).toBe('passed');
  station.idle(23.9 * HOUR_MS);
  expect(station.checkState()).toBe('passed');
  station.idle(0.2 * HOUR_MS);
  expect(station.checkState()).toBe('needed');
  station.check();
  station.boot = 'c';
  station.restart().show(0, 1_000);
  expect(station.checkState()).toBe('needed');
});

it.each([
  ['its verification mark is written anew', { verificationMark: 'M-2' }],
  ['its inspection is written anew', { verifiedUntil: '2028-12-31' }],
  ['another stands in its place', { serialNumber: '2' }],
  ['it has other ranges', { ranges: [{ maxMg: 600_000_000, minMg: 10_000_000, intervalMg: 500_000 }] }],
])('somebody worked on the scale: %s', (_what, change) => {
  station.scale = { ...station.scale, ...change };
  station.show(0, 2_000);
  expect(station.checkState()).toBe('needed');
  station.check();
  expect(station.checkState()).toBe('passed');
  station.restart().show(0, 1_000);
  expect(station.checkState()).toBe('passed');
  station.scale = { ...station.scale, model: 'other' };
  station.restart().show(0, 1_000);
  expect(station.checkState()).toBe('needed');
});

it('whether the mark still holds today is no work on the scale', () => {
  station.scale = { ...station.scale, verified: false };
  station.show(0, 2_000);
  expect(station.checkState()).toBe('passed');
});

it('a site may want it more often, and never less', () => {
  const often = new BareStation([drum(1)], 4);
  often
    .idle(1.5 * HOUR_MS)
    .check()
    .idle(3.9 * HOUR_MS);
  expect(often.checkState()).toBe('passed');
  often.idle(0.2 * HOUR_MS);
  expect(often.checkState()).toBe('needed');
  often.end();
  const every = (hours: number): string =>
    siteFaults(SITE.replace('"200", unit: kg', `"200", unit: kg, everyHours: ${hours}`)).join();
  expect([every(1), every(24)]).toEqual(['', '']);
  expect(every(25)).toMatch(/everyHours: the number 25 \| a whole number from 1 to 24/);
});
