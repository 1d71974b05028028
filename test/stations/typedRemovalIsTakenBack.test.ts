// What was taken out of a drum was typed, and typed wrongly: it stands in the station's list until two have taken it back.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { viewWaitingRequests } from '../../agent/core/views/requestView.ts';
import { viewTypedRemovals } from '../../agent/core/views/typedRemovalView.ts';
import { drum } from '../core/intakeScenes.ts';
import { BareStation } from './bareStation.ts';

let station: BareStation;

beforeEach(() => {
  station = new BareStation([drum(1)]).open();
  station.show(268, 2_000, { tags: [drum(1).epcHex] }).show(0, 1_000);
  station.close();
});
afterEach(() => station.end());

const list = () => viewTypedRemovals('dock-1', station.ledger.book);

let seals = 0;
/** Each time a new seal is put on. */
function type(massKg: string): void {
  seals += 1;
  const named = { sealBefore: `S-${seals}`, sealAfter: `S-${seals + 1}` };
  const typed = { reason: 'sample', massKg, stepKg: '0.001', note: 'balance 2', ...named } as const;
  expect(station.command({ kind: 'type-removal', station: 'dock-1', package: 'CO-1-1', ...typed }).kind).toBe('done');
}

it('stands in the list of its station, the newest first, and says no mass', () => {
  type('0.1');
  type('0.2');
  expect(list()).toMatchObject([
    { package: 'CO-1-1', mark: 'DRUM 1', operator: 'ann', askedBy: null },
    { package: 'CO-1-1', mark: 'DRUM 1', operator: 'ann', askedBy: null },
  ]);
  expect(list()[0]?.atWallMs).toBeGreaterThanOrEqual(list()[1]?.atWallMs ?? Infinity);
  expect(JSON.stringify(list())).not.toMatch(/0\.[12]|[12]00000/);
  expect(viewTypedRemovals('dock-2', station.ledger.book)).toEqual([]);
});

it('is taken back from there by two persons, and then is gone from it', () => {
  type('0.1');
  const weighing = list()[0]?.weighing ?? '';
  expect(station.command({ kind: 'reverse-weighing', weighing }, 'ann')).toMatchObject({ result: { asked: true } });
  expect(list()).toMatchObject([{ weighing, askedBy: 'ann' }]);
  expect(viewWaitingRequests(station.ledger.book)).toMatchObject([{ mark: 'DRUM 1', weighingNumber: null }]);
  expect(station.command({ kind: 'reverse-weighing', weighing }, 'bob').kind).toBe('done');
  expect(list()).toEqual([]);
});
