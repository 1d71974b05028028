// The tag that named a load was its neighbour's, and is too weak to be read in every moment: that it is silent five
// seconds after the load has left proves nothing.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drum } from '../core/intakeScenes.ts';
import { BareStation } from './bareStation.ts';

const tags = [drum(2).epcHex];
let station: BareStation;

beforeEach(() => {
  station = new BareStation([drum(1), drum(2)]).open();
  // Drum 1 lies there, with a dead tag; drum 2 came to stand beside the antenna.
  station.show(268, 3_000, { tags });
  expect(station.package('CO-1-2').weighing).not.toBeNull();
});
afterEach(() => station.end());

const reasons = (): string[] => station.bodies('weighing-reversed').map(({ reason }) => reason);

it('sets the weighing aside when the tag is read again a moment later', () => {
  station.show(0, 2_000, { tags }).show(0, 5_000);
  expect(reasons()).toEqual([]);
  station.show(0, 1_000, { tags });
  expect(reasons()).toEqual(['tag-stayed']);
});

it('lets the name stand when the tag has left', () => {
  station.show(0, 2_000, { tags }).show(0, 12_000).show(0, 2_000, { tags });
  expect(reasons()).toEqual([]);
});

it('lets the name stand when the package itself comes back on the platform', () => {
  station.show(0, 1_000, { tags }).show(0, 6_000).show(268, 3_000, { tags });
  expect(reasons()).toEqual([]);
});
