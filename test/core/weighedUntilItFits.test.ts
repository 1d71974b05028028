// A drum is too light, its weighing is taken back by one person, and it is put on again until it fits: the finding must
// not disappear by that.
import { beforeEach, expect, it } from 'vitest';
import { CaseDock, epcOf } from './caseScenes.ts';
import { drum, notice } from './intakeScenes.ts';

let dock: CaseDock;
let light: string;

beforeEach(() => {
  dock = new CaseDock();
  dock.order(notice([drum(1)]));
  dock.open();
  dock.weigh(255, [epcOf(1)]);
  light = dock.onScale ?? '';
  dock.onScale = null;
});

it('finds that it is light', () => {
  expect(dock.finding('WEIGHT_LOW')).toMatchObject({ state: 'open', weighing: light });
});

it('leaves the finding open when one person takes the weighing back', () => {
  dock.reverse(light);
  expect(dock.finding('WEIGHT_LOW').state).toBe('open');
});

it('does not verify the lot with what one person weighed in its place', () => {
  dock.reverse(light);
  dock.weigh(268, [epcOf(1)]);
  dock.onScale = null;
  dock.close();
  expect(dock.lotState()).not.toBe('verified');
});
