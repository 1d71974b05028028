// Somebody stands with one foot on the platform until a light drum weighs what it should: the scale goes on telling the
// truth after the weight was taken.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drum } from '../core/intakeScenes.ts';
import { BareStation } from './bareStation.ts';

let station: BareStation;

beforeEach(() => {
  station = new BareStation([drum(1)]).open();
  station.show(268, 1_500, { tags: [drum(1).epcHex] });
  expect(station.bodies('weighing')).toHaveLength(1);
});
afterEach(() => station.end());

it('verifies a drum that goes on weighing the same', () => {
  station.show(268, 5_000, { tags: [drum(1).epcHex] }).show(0, 1_000);
  station.close();
  expect(station.lotState()).toBe('verified');
});

it('does not verify a drum that the scale then shows 13 kg lighter for five seconds', () => {
  station.show(255, 5_000, { tags: [drum(1).epcHex] }).show(0, 1_000);
  station.close();
  expect(station.lotState()).not.toBe('verified');
});
