// A scale that says "overload" is switched on: nobody has to fetch the check weight because a fork-lift leant on it.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drum } from '../core/intakeScenes.ts';
import { BareStation } from './bareStation.ts';

let station: BareStation;

beforeEach(() => {
  station = new BareStation([drum(1)]).open();
});
afterEach(() => station.end());

const weighAfterOverload = (ms: number): number =>
  station.fault('overload', ms).show(0, 1_000).show(268, 2_000).bodies('weighing').length;

it('weighs after nine seconds of overload', () => {
  expect(weighAfterOverload(9_000)).toBe(1);
});

it('weighs after twelve seconds of overload', () => {
  expect(weighAfterOverload(12_000)).toBe(1);
});
