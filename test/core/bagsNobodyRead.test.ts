// Bags come on a lorry and nobody reads a mark or a tag: their lot says so, until each was read once.
import { asScanned } from './staff.ts';
import { expect, it } from 'vitest';
import { decideRelocate } from '../../agent/core/cases/packageCare.ts';
import { viewLot } from '../../agent/core/views/stationView.ts';
import type { MultiStationBase } from './multiStationBase.ts';
import { delivered } from './vehicleScenes.ts';

const MARKS = Array.from({ length: 10 }, (_, index) => `MN-1 BAG ${index + 1}`);

function shown(base: MultiStationBase): number | undefined {
  const lot = base.book.get('lot', 'MN-1');
  return lot && viewLot(base.book, lot).verdict?.identitiesRead;
}

function judged(scanned: string[] = []): MultiStationBase {
  const { base, job } = delivered(12_000, scanned);
  base.closeAt(job);
  return base;
}

const relocate = (base: MultiStationBase, codes: string[]): unknown =>
  base.act((book) =>
    decideRelocate({ id: base.id(), operator: 'ann', codes: asScanned(codes), area: 'A', areaKnown: true }, book),
  );

it('says that they were read when each was scanned as it came off', () => {
  const base = judged(MARKS);
  expect([base.bodies('verdict')[0]?.identitiesRead, shown(base)]).toEqual([10, 10]);
});

it('says that they were counted, until the last one was scanned at its place', () => {
  const base = judged();
  expect([base.bodies('verdict')[0]?.identitiesRead, shown(base)]).toEqual([0, 0]);
  relocate(base, MARKS.slice(0, 9));
  expect(shown(base)).toBe(9);
  relocate(base, MARKS.slice(9));
  expect(shown(base)).toBe(10);
  // What was said when it was judged stays as it was said.
  expect(base.book.get('lot', 'MN-1')?.verdict?.identitiesRead).toBe(0);
});

it('knows nothing of them any more when the pass is taken back', () => {
  const { base } = delivered();
  const after = base.bodies('vehicle-weighed')[0]?.after ?? '';
  expect(base.packages('MN-1').every(({ unread }) => unread)).toBe(true);
  base.reverse(after);
  expect(base.packages('MN-1').every(({ unread, state }) => !unread && state === 'expected')).toBe(true);
});
