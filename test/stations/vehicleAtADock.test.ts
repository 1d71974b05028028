// A vehicle is said to be at a dock: nothing there stands still for as long as a vehicle needs, and whatever its scale shows
// for the full and the empty vehicle would count as what came off.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { refusalText } from '../../agent/core/model/refusals.ts';
import { MemoryLedger } from '../core/memoryLedger.ts';
import { OneDock } from './oneDock.ts';

let dock: OneDock;
const arrives = (station: string): string => dock.ask('ann', { kind: 'vehicle-arrived', station, plates: 'TK 1' });

beforeEach(() => {
  dock = new OneDock(new MemoryLedger(), undefined, ['bridge-1']);
});
afterEach(() => dock.close());

it('is refused at a dock, and taken at the bridge', () => {
  expect([arrives('dock-1'), arrives('bridge-1'), arrives('bridge-2')]).toEqual([
    'no-weighbridge',
    'done',
    'station-unknown',
  ]);
  expect(dock.bodies('vehicle-arrived').map(({ station }) => station)).toEqual(['bridge-1']);
});

it('and says why in both languages', () => {
  expect(refusalText('no-weighbridge', 'en')).toContain('{station} is no weighbridge');
  expect(refusalText('no-weighbridge', 'ja')).toContain('{station}');
});
