// Twice something else than the check weight is put on: nobody knows what this scale does until a technician says so.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drum } from '../core/intakeScenes.ts';
import { BareStation, CHECK_KG } from './bareStation.ts';

let station: BareStation;

beforeEach(() => {
  station = new BareStation([drum(1)]).open();
  station.wait(25 * 3_600_000).show(0, 1_000);
});
afterEach(() => station.end());

const check = (kg: number): string => {
  const started = station.command({ kind: 'start-check', station: 'dock-1' });
  station.show(kg, 2_000).show(0, 1_000);
  return started.kind === 'refused' ? started.code : started.kind;
};
const words = (): [boolean, boolean][] =>
  station.bodies('check-weighing').map(({ passed, recognised }) => [passed, recognised]);

it('once is a mistake', () => {
  expect([check(268), check(CHECK_KG)]).toEqual(['done', 'done']);
  expect(words().slice(1)).toEqual([
    [false, false],
    [true, true],
  ]);
});

it('twice ends its service, and a technician begins it again with a check', () => {
  expect([check(268), check(268), check(CHECK_KG)]).toEqual(['done', 'done', 'scale-out-of-service']);
  const returned = station.command({ kind: 'return-scale', station: 'dock-1' }, 'tom', { roles: ['technician'] });
  expect(returned.kind).toBe('done');
  expect(station.show(268, 2_000).show(0, 1_000).bodies('weighing')).toEqual([]);
  expect(check(CHECK_KG)).toBe('done');
  expect(station.show(268, 2_000).bodies('weighing')).toHaveLength(1);
});

it('a scale in service cannot be put to use again', () => {
  const returned = station.command({ kind: 'return-scale', station: 'dock-1' }, 'tom', { roles: ['technician'] });
  expect(returned).toMatchObject({ kind: 'refused', code: 'scale-in-service' });
});

it('a check weight in blocks passes with the last of them', () => {
  station.command({ kind: 'start-check', station: 'dock-1' });
  station.show(5, 1_500).show(10, 2_000).show(15, 2_000).show(CHECK_KG, 2_000).show(0, 1_000);
  expect(words().at(-1)).toEqual([true, true]);
  expect(station.bodies('check-weighing')).toHaveLength(2);
});

it('a check that is off twice, each from zero, makes doubtful what was weighed since the last good one', () => {
  check(CHECK_KG);
  station.show(268, 2_000, { tags: [drum(1).epcHex] }).show(0, 1_000);
  station.wait(25 * 3_600_000).show(0, 1_000);
  check(CHECK_KG + 0.6);
  expect(station.bodies('weighings-doubted')).toEqual([]);
  check(CHECK_KG + 0.6);
  expect(station.bodies('weighings-doubted')).toHaveLength(1);
});
