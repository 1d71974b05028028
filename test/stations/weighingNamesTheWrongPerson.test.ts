// The record of a weighing names who was signed in at the station then, not who took up the job in the morning.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drum } from '../core/intakeScenes.ts';
import { BareStation } from './bareStation.ts';

let station: BareStation;

/** Ann opens the job; bob comes, and scans the first drum. */
beforeEach(() => {
  station = new BareStation([drum(1, { epcHex: null }), drum(2)]).open();
  station.show(268, 2_000);
  const scan = { kind: 'identify', station: 'dock-1', code: 'DRUM 1', typed: false, weighing: null } as const;
  expect(station.command(scan, 'bob').kind).toBe('done');
  station.show(0, 1_000).show(268, 2_000, { tags: [drum(2).epcHex] });
  expect(station.bodies('weighing')).toHaveLength(2);
});
afterEach(() => station.end());

it('has two weighings, of which bob named the first', () => {
  expect(station.bodies('weighing-bound').map(({ operator }) => operator)).toEqual(['bob']);
});

it('does not name who only opened the job', () => {
  expect(station.bodies('weighing')[1]?.operator).not.toBe('ann');
});
