// Somebody says what the next load is and goes away: the load that comes much later, or after somebody else's command,
// is not that one.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drum } from '../core/intakeScenes.ts';
import { KG } from '../core/loads.ts';
import { BareStation } from './bareStation.ts';

let station: BareStation;

/** CO-1-1 is 13 kg light; bob says that he puts it on again. */
beforeEach(() => {
  station = new BareStation([drum(1), drum(2), drum(3, { epcHex: null })]).open();
  station.show(255, 2_000, { tags: [drum(1).epcHex] }).show(0, 1_000);
  const finding = station.bodies('finding')[0]?.finding ?? '';
  const load = { kind: 'recount', finding } as const;
  expect(station.command({ kind: 'announce-load', station: 'dock-1', load }, 'bob').kind).toBe('done');
});
afterEach(() => station.end());

it('weighs at once what the next load was said to be', () => {
  station.show(268, 2_000);
  expect(station.package('CO-1-1').grossMg).toBe(268 * KG);
});

it('forgets after half an hour what the next load was to be', () => {
  station.idle(30 * 60_000).show(268, 2_000);
  expect(station.package('CO-1-1').grossMg).toBe(255 * KG);
});

it('forgets with another person’s command at the station what the next load was to be', () => {
  station.command({ kind: 'start-check', station: 'dock-1' }, 'ann');
  station.show(20, 1_500).show(0, 1_000).show(268, 2_000);
  expect(station.package('CO-1-1').grossMg).toBe(255 * KG);
});
