// Somebody stands with one foot on the platform beside a light drum, and another drum's tag comes into the field
// meanwhile: the tag must not hide that the load then stands at another weight.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drum } from '../core/intakeScenes.ts';
import { BareStation } from './bareStation.ts';

const [own, other] = [drum(1).epcHex, drum(2).epcHex];
let station: BareStation;

beforeEach(() => {
  station = new BareStation([drum(1), drum(2)]).open();
  station.show(268, 1_500, { tags: [own] });
  expect(station.bodies('weighing')).toHaveLength(1);
  station.show(268, 1_500, { tags: [own, other] });
});
afterEach(() => station.end());

const disturbed = (): number => station.bodies('load-disturbed').length;

it('is disturbed where it then stands 13 kg lighter', () => {
  station.show(255, 5_000, { tags: [own, other] }).show(0, 1_000);
  expect([disturbed(), station.package('CO-1-1').weighing]).toEqual([1, null]);
});

it('keeps its weighing where another load came in its place', () => {
  station
    .show(100, 300, { stable: false })
    .show(255, 5_000, { tags: [other] })
    .show(0, 1_000);
  expect([disturbed(), station.package('CO-1-1').weighing]).toEqual([0, expect.any(String)]);
  expect(station.bodies('weighing')).toHaveLength(1);
});

it('keeps its weighing where it is lifted', () => {
  station.show(120, 300, { stable: false, tags: [own, other] }).show(0, 7_000, { tags: [other] });
  expect([disturbed(), station.package('CO-1-1').weighing]).toEqual([0, expect.any(String)]);
});
