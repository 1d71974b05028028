// A release order that asks for what is not there, not free or not alike is refused whole, and its refusal tells no
// stock.
import { expect, it } from 'vitest';
import type { ReleaseSelection } from '../../agent/core/model/stockOrders.ts';
import { drum } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { ORDER, ReleaseDock, releaseOrder } from './releaseScenes.ts';

const COBALT = { commodity: 'Co', form: 'cobalt-metal', ownership: 'national' as const };

function allocated(dock: ReleaseDock, selection: ReleaseSelection): string[] | string {
  dock.order(releaseOrder(selection), { order: ORDER });
  return dock.bodies('packages-allocated')[0]?.packages ?? dock.bodies('order-refused').at(-1)?.reason ?? '';
}
const three = (): ReleaseDock => new ReleaseDock().stock([drum(1), drum(2), drum(3)], {}, [drum(3), drum(1), drum(2)]);

it('takes the oldest first, by number or until the mass is reached', () => {
  expect(allocated(three(), { kind: 'oldest-first', ...COBALT, count: 2 })).toEqual(['CO-1-3', 'CO-1-1']);
  // 250 kg net each: 251 kg take two, 250 kg one.
  expect(allocated(three(), { kind: 'by-mass', ...COBALT, netMg: 251 * KG })).toEqual(['CO-1-3', 'CO-1-1']);
  expect(allocated(three(), { kind: 'by-mass', ...COBALT, netMg: 250 * KG })).toEqual(['CO-1-3']);
});

it('takes a lot, whole or in part, and named packages', () => {
  expect(allocated(three(), { kind: 'by-lot', lot: 'CO-1', count: null })).toEqual(['CO-1-3', 'CO-1-1', 'CO-1-2']);
  expect(allocated(three(), { kind: 'by-lot', lot: 'CO-1', count: 1 })).toEqual(['CO-1-3']);
  expect(allocated(three(), { kind: 'by-packages', packages: ['CO-1-2'] })).toEqual(['CO-1-2']);
});

it.each<[string, ReleaseSelection]>([
  ['more packages than there are', { kind: 'oldest-first', ...COBALT, count: 4 }],
  ['more mass than there is', { kind: 'by-mass', ...COBALT, netMg: 751 * KG }],
  ['no mass', { kind: 'by-mass', ...COBALT, netMg: 0 }],
  ['more of the lot', { kind: 'by-lot', lot: 'CO-1', count: 4 }],
  ['another form', { kind: 'oldest-first', ...COBALT, form: 'powder', count: 1 }],
  ['private stock', { kind: 'oldest-first', ...COBALT, ownership: 'private', count: 1 }],
  ['a package twice', { kind: 'by-packages', packages: ['CO-1-1', 'CO-1-1'] }],
  ['a strange package', { kind: 'by-packages', packages: ['CO-1-9'] }],
  ['a strange lot', { kind: 'by-lot', lot: 'CO-9', count: null }],
])('refuses %s without a total in its words', (_name, selection) => {
  const words = allocated(three(), selection);
  expect(words).toBeTypeOf('string');
  expect(words).not.toBe('');
  expect(words).not.toMatch(/\b3\b|750|\b2\b/);
});

it('passes over what is held, doubtful, frozen or of a lot in dispute', () => {
  const dock = three();
  const doubt = { reason: 'check-failed' as const, scale: 'scale-1', weighings: [], packages: ['CO-1-3'], lots: [] };
  dock.act(() => ({ entries: [{ kind: 'weighings-doubted', body: doubt }], effects: [], result: {} }));
  const finding = {
    finding: 'f',
    code: 'SPILLAGE' as const,
    lot: 'CO-1',
    job: null,
    package: 'CO-1-1',
    weighing: null,
    comparison: null,
    operator: 'ann',
    note: null,
  };
  dock.act(() => ({ entries: [{ kind: 'finding', body: finding }], effects: [], result: {} }));
  expect(allocated(dock, { kind: 'by-lot', lot: 'CO-1', count: null })).toEqual(['CO-1-2']);
  for (const [id, why] of [
    [3, 'doubtful'],
    [1, 'finding'],
    [2, 'allocated'],
  ] as const) {
    dock.order(releaseOrder({ kind: 'by-packages', packages: [`CO-1-${id}`] }), { order: `again-${id}` });
    expect(dock.bodies('order-refused').at(-1)?.reason).toContain(why);
  }
  // A lot that is discrepant gives nothing.
  const off = new ReleaseDock();
  off.stock([drum(1)], { totalGrossMg: 900 * KG });
  expect(off.verdict()?.verdict).toBe('discrepant');
  expect(allocated(off, { kind: 'by-lot', lot: 'CO-1', count: null })).toMatch(/nothing/);
});

it('never mixes owners, nor elements of one kind, in one release', () => {
  const two = new ReleaseDock()
    .stock([drum(1)])
    .stock([drum(8, { package: 'P-8' })], { lot: 'CO-2', ownership: 'private' });
  expect(allocated(two, { kind: 'by-packages', packages: ['CO-1-1', 'P-8'] })).toMatch(/ownership/);
  const pgm = { commodity: 'PGM', form: 'sponge', ownership: 'national' as const };
  const metals = new ReleaseDock()
    .stock([drum(1)], { ...pgm, element: 'Pt' })
    .stock([drum(8, { package: 'P-8' })], { ...pgm, lot: 'CO-2', element: 'Pd' });
  expect(allocated(metals, { kind: 'oldest-first', ...pgm, count: 2 })).toMatch(/element/);
});

it('gives one package to one release', () => {
  const dock = three();
  dock.order(releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] }), { order: 'rel-0' });
  dock.order(releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] }), { order: ORDER });
  expect(dock.bodies('order-refused')[0]?.reason).toContain('allocated');
});
