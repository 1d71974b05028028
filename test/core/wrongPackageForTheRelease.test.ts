// Packages that are scanned or weighed for a release and do not belong to it, are off, or are picked already.
import { expect, it } from 'vitest';
import { guideStation } from '../../agent/core/views/guidance.ts';
import { initialLoadState } from '../../agent/core/weight/loadState.ts';
import { drum, SCALE } from './intakeScenes.ts';
import { EPC, ORDER, ReleaseDock, releaseOrder } from './releaseScenes.ts';

const TWO = { kind: 'by-packages', packages: ['CO-1-1', 'CO-1-2'] } as const;
const opened = (): ReleaseDock => ReleaseDock.opened({ ...TWO, packages: [...TWO.packages] });

it('refuses to pick what the order does not release, and what is picked', () => {
  const dock = opened();
  expect(dock.pick('DRUM 1')).toEqual({ package: 'CO-1-1' });
  expect(dock.pick(EPC(1))).toMatchObject({ refusal: 'package-already-picked' });
  expect(dock.pick('CO-1-3')).toMatchObject({ refusal: 'not-in-release' });
  expect(dock.pick('nothing')).toMatchObject({ refusal: 'not-in-release' });
  expect(dock.states()).toEqual(['picked', 'allocated', 'stored']);
});

it('weighs a picked package, and stages it at its book figure once it was scanned', () => {
  const dock = opened();
  dock.pick('CO-1-1');
  const before = dock.package('CO-1-1');
  expect(dock.weigh(268.2, [EPC(1)])).toMatchObject({ package: 'CO-1-1' });
  const { state, netMg, weighing } = dock.package('CO-1-1');
  expect([state, netMg, weighing]).toEqual(['staged', before.netMg, before.weighing]);
  expect(dock.bodies('weighing').at(-1)).toMatchObject({ purpose: 'dispatch', order: 'rel-1' });
  expect(dock.bodies('weighing-bound').at(-1)).toMatchObject({ package: 'CO-1-1', boundBy: 'scan' });
});

it('stages it by tag and mass where nothing else of its lot weighs the same', () => {
  const dock = new ReleaseDock().stock([drum(1), drum(2, { grossMg: 250_000_000 })]);
  dock.order(releaseOrder({ kind: 'by-packages', packages: ['CO-1-1', 'CO-1-2'] }), { order: ORDER });
  dock.openRelease();
  expect(dock.weighUnscanned(250, [EPC(2)])).toMatchObject({ package: 'CO-1-2' });
  expect(dock.weighUnscanned(250, [EPC(1)])).toMatchObject({ package: null });
});

it('picks and weighs in one go when nobody had said that it was taken', () => {
  const dock = opened();
  dock.weigh(268, [EPC(1)]);
  expect([dock.states()[0], dock.bodies('package-picked')]).toMatchObject([
    'staged',
    [{ package: 'CO-1-1', order: 'rel-1', operator: 'ann' }],
  ]);
});

it.each([
  ['a package of no release', [EPC(3)]],
  ['two packages of the release', [EPC(1), EPC(2)]],
  ['a strange tag', ['AAAA']],
  ['no tag', []],
])('asks for a scan when the field shows %s', (_name, tags) => {
  const dock = opened();
  expect(dock.weigh(268, tags)).toMatchObject({ package: null });
  expect(dock.states()).toEqual(['allocated', 'allocated', 'stored']);
  expect(dock.closeBy('ann')).toMatchObject({ refusal: 'load-unidentified' });
});

it('leaves a package of another release alone', () => {
  const dock = opened();
  dock.order(
    {
      kind: 'release-order',
      release: 'R-2',
      regime: 'normal',
      recipient: 'W',
      selection: { kind: 'by-packages', packages: ['CO-1-3'] },
    },
    { order: 'rel-2' },
  );
  expect(dock.weigh(268, [EPC(3)])).toMatchObject({ package: null });
  expect(dock.identify('CO-1-3')).toMatchObject({ refusal: 'not-in-release' });
  expect(dock.package('CO-1-3')).toMatchObject({ state: 'allocated', release: 'rel-2' });
});

it('binds by a scan, and refuses marks that do not fit the tag or the release', () => {
  const dock = opened();
  dock.weigh(268, []);
  expect(dock.identify('CO-1-3')).toMatchObject({ refusal: 'not-in-release' });
  expect(dock.holdForeign('blue drum')).toMatchObject({ refusal: 'job-not-intake' });
  expect(dock.identify('DRUM 2')).toMatchObject({ package: 'CO-1-2' });
  expect(dock.states()[1]).toBe('staged');
  dock.weigh(268, [EPC(3)]);
  expect(dock.identify('DRUM 1')).toMatchObject({ refusal: 'tag-names-other-package' });
  dock.weigh(268, []);
  expect(dock.identify('DRUM 2')).toMatchObject({ refusal: 'package-already-weighed' });
});

it('parks a package that became lighter: held, still picked, and the scale goes on', () => {
  const dock = opened();
  dock.weigh(266.4, [EPC(1)]);
  expect(dock.package('CO-1-1')).toMatchObject({ state: 'picked', held: true });
  expect(dock.findings()).toEqual([['WEIGHT_LOW', 'CO-1-1']]);
  dock.weigh(268, []);
  expect(dock.identify('CO-1-1')).toMatchObject({ refusal: 'package-held' });
  dock.weigh(268, [EPC(2)]);
  expect(dock.package('CO-1-2').state).toBe('staged');
});

it('a load that has risen is still the same package, and its first weight finds nothing any more', () => {
  const dock = opened();
  dock.weigh(120, [EPC(1)]);
  expect(dock.package('CO-1-1')).toMatchObject({ state: 'picked', held: true });
  dock.weigh(268, [], { replacesKg: 120 });
  expect(dock.package('CO-1-1')).toMatchObject({ state: 'staged', held: false });
  expect(dock.openCodes()).toEqual([]);
});

it('a reversed dispatch weighing does not free a package that is held for something else', () => {
  const dock = opened();
  const { weighing } = dock.weigh(268, [EPC(1)]) as { weighing: string };
  const finding = {
    finding: 'f',
    code: 'DAMAGED_PACKAGE' as const,
    lot: 'CO-1',
    job: null,
    package: 'CO-1-1',
    weighing: null,
    comparison: null,
    operator: 'ann',
    note: null,
  };
  dock.act(() => ({ entries: [{ kind: 'finding', body: finding }], effects: [], result: {} }));
  dock.reverse(weighing);
  expect(dock.package('CO-1-1')).toMatchObject({ state: 'picked', held: true });
});

it('an unverified scale and a copied tag hold what they weighed', () => {
  const dock = opened();
  dock.weigh(268, [EPC(1)], { scale: { ...SCALE, verified: false } });
  expect(dock.package('CO-1-1')).toMatchObject({ state: 'staged', held: true });
  dock.weigh(268, [EPC(2), EPC(2)], { tids: ['T1', 'T2'] });
  expect(dock.package('CO-1-2')).toMatchObject({ state: 'allocated', held: true });
  expect(dock.openCodes().sort()).toEqual(['DUPLICATE_TAG', 'SCALE_UNVERIFIED']);
});

it.each([
  ['accept', 250_000_000],
  ['adjust', 248_400_000],
] as const)('headquarters decides %s: the package may leave with what was measured', (decision, netMg) => {
  const dock = opened();
  dock.weigh(266.4, [EPC(1)]);
  const finding = dock.ledger.book.where('finding', 'state', 'open')[0];
  const reference = { epoch: 'e1', seq: finding?.seq ?? 0, hash: finding?.hash ?? '' };
  const adjust = decision === 'adjust' ? [{ package: 'CO-1-1', netMg }] : [];
  const body = {
    kind: 'decision' as const,
    findings: [reference],
    decision,
    adjust,
    adopt: null,
    recognise: null,
    note: 'dust',
  };
  const order = {
    order: 'd-1',
    base: 'demo',
    epoch: 'e1',
    counter: 3,
    previous: '0'.repeat(64),
    issuedWallMs: 0,
    body,
  };
  dock.act(() => ({
    entries: [{ kind: 'order-received', body: { order, signed: 'h.s.s', signedHash: 'f'.repeat(64) } }],
    effects: [],
    result: {},
  }));
  const { state, held, grossMg, netMg: net } = dock.package('CO-1-1');
  expect([state, held, net, grossMg]).toEqual(['staged', false, netMg, netMg + 18_000_000]);
});

it('the screen asks for the next package until all that may leave is weighed', () => {
  const dock = opened();
  const says = (): unknown => {
    const load = { ...initialLoadState('passed'), phase: 'empty' as const };
    const { key, params } = guideStation(
      {
        station: 'dock-1',
        scaleOpen: true,
        load,
        scale: SCALE,
        checkWeightMg: null,
        hasReader: true,
        recording: 'none',
        refusal: null,
        weighing: null,
      },
      dock.ledger.book,
    );
    return [key, params];
  };
  expect(says()).toEqual(['pick-package', { left: 2 }]);
  dock.weigh(268, [EPC(1)]);
  expect(says()).toEqual(['pick-package', { left: 1 }]);
  dock.weigh(266.4, [EPC(2)]);
  expect(says()).toEqual(['all-staged', {}]);
});
