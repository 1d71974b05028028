// The check weight is put down in two blocks, or something else is put on: what was weighed rightly all day is not made
// doubtful by it.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drum } from '../core/intakeScenes.ts';
import { BareStation, CHECK_KG } from './bareStation.ts';

let station: BareStation;

beforeEach(() => {
  station = new BareStation([drum(1), drum(2)]).open();
  for (const n of [1, 2]) station.show(268, 2_000, { tags: [drum(n).epcHex] }).show(0, 1_000);
  station.close();
  expect(station.lotState()).toBe('verified');
  // A day later the check weight is due.
  station.wait(25 * 3_600_000).show(0, 1_000);
  expect(station.command({ kind: 'start-check', station: 'dock-1' }).kind).toBe('done');
});
afterEach(() => station.end());

it('leaves the lot verified when the check weight is passed', () => {
  station.show(CHECK_KG, 2_000).show(0, 1_000);
  expect([station.bodies('check-weighing').at(-1)?.passed, station.lotState()]).toEqual([true, 'verified']);
});

it('leaves the lot verified when the first of two blocks stands alone for two seconds', () => {
  station.show(CHECK_KG / 2, 2_000).show(CHECK_KG, 2_000);
  expect(station.lotState()).toBe('verified');
});

it('leaves the lot verified when a drum is put on in the place of the check weight', () => {
  station.show(268, 2_000);
  expect(station.lotState()).toBe('verified');
});

it('leaves the lot verified when the check weight is off once and has not been put on again', () => {
  station.show(CHECK_KG + 0.6, 2_000).show(0, 1_000);
  expect(station.lotState()).toBe('verified');
});
