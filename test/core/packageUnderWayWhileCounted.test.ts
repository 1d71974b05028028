// The auditor's cut-off: what stands still is counted, also when it is quarantined or waits for a decision; what a
// release or a delivery has in hand is named and left to its own job.
import { expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { area, BASE, epcs, names, Store, valueOf } from './stocktakeScenes.ts';

function allocated(store: Store, packages: string[]): void {
  const release = {
    kind: 'release-order' as const,
    release: 'R',
    regime: 'normal' as const,
    recipient: 'x',
    selection: { kind: 'by-packages' as const, packages },
  };
  const order = {
    order: 'order-R',
    base: 'demo',
    epoch: 'e1',
    counter: 0,
    previous: '0'.repeat(64),
    issuedWallMs: 0,
    body: release,
  };
  store.dock.act(() => ({
    entries: [
      {
        kind: 'order-received',
        body: { order: { ...order, counter: 99 }, signed: 'h.j.s', signedHash: 'a'.repeat(64) },
      },
      { kind: 'packages-allocated', body: { order: 'order-R', packages } },
    ],
    effects: [],
    result: {},
  }));
}

it('a package set aside for a release is counted where it stands, and keeps its release', () => {
  const store = new Store(3);
  allocated(store, names(2));
  store.planned(area('A'));
  expect(store.dock.ledger.entries.at(-1)).toMatchObject({
    kind: 'stocktake-opened',
    body: { packages: names(1, 2, 3), inWork: [] },
  });
  expect(store.count('scan', names(1, 2, 3))).toEqual({ counted: 3, extra: 0, ignored: 0 });
  expect(store.close()).toMatchObject({ agrees: true });
  expect(store.package('CO-1-2')).toMatchObject({ state: 'allocated', release: 'order-R', stocktake: null });
});

it('quarantined packages are counted where they stand and stay quarantined', () => {
  const store = new Store(2);
  store.quarantine('CO-1-2');
  store.ordered();
  store.count('scan', names(1));
  store.count('absent', names(2));
  store.close();
  store.count('absent', names(2), 'bob');
  store.close('bob');
  expect(store.result()).toMatchObject({ expected: 2, missing: ['CO-1-2'] });
  expect(store.package('CO-1-2')).toMatchObject({ state: 'quarantined', held: true, stocktake: null });
});

it('a sweep in an area reads a drum that is being received beside it', () => {
  const store = new Store(1);
  store.dock.order(notice([drum(51, { package: 'W-1', mark: 'W 1' })], { lot: 'W' }));
  store.dock.open('W');
  const order = store.dock.order({ kind: 'stocktake-order', stocktake: 'ST-1', scope: area('A') });
  store.stocktake = 'ST-1';
  store.openAt('dock-2', String(valueOf(order, 'order')));
  store.dock.weigh(268, [drum(51).epcHex]);
  expect(store.package('W-1')).toMatchObject({ state: 'present', area: null });
  expect(store.count('tag', epcs(1, 51))).toEqual({ counted: 1, extra: 0, ignored: 1 });
});

it('of a delivery that is being weighed nothing is counted, of one that waits for a decision everything', () => {
  const store = new Store(1);
  store.dock.order(
    notice([drum(51, { package: 'W-1', mark: 'W 1' }), drum(52, { package: 'W-2', mark: 'W 2' })], { lot: 'W' }),
  );
  store.dock.open('W');
  store.dock.weigh(268, [drum(51).epcHex]);
  store.dock.missing('W-2');
  const during = store.dock.order({ kind: 'stocktake-order', stocktake: 'ST-1', scope: BASE });
  store.stocktake = 'ST-1';
  store.openAt('dock-2', String(valueOf(during, 'order')));
  expect(store.record()).toMatchObject({ expected: 1 });
  store.count('scan', names(1));
  store.dock.onScale = null;
  store.dock.close();
  expect(store.book.get('lot', 'W')?.state).toBe('discrepant');
  store.ordered({ kind: 'lot-scope', lot: 'W' }, 'ST-2');
  expect(store.dock.ledger.entries.at(-1)).toMatchObject({
    kind: 'stocktake-opened',
    body: { packages: ['W-1'], inWork: [] },
  });
  expect(store.package('W-1')).toMatchObject({ state: 'present', stocktake: 'ST-2' });
});

it('what a decision takes away meanwhile is not looked for', () => {
  const store = new Store(2);
  store.quarantine('CO-1-2');
  const finding = {
    finding: 'f-1',
    code: 'DAMAGED_PACKAGE' as const,
    lot: 'CO-1',
    job: null,
    package: 'CO-1-2',
    weighing: null,
    comparison: null,
    operator: 'ann',
    note: null,
  };
  store.dock.act(() => ({ entries: [{ kind: 'finding', body: finding }], effects: [], result: {} }));
  store.ordered();
  store.decide('write-off', 'f-1');
  store.count('scan', names(1));
  expect(store.close()).toMatchObject({ agrees: true });
  expect(store.result()).toMatchObject({ expected: 2, seen: 1, left: 1, missing: [] });
});
