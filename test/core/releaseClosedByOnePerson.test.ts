// A release takes two persons; what leaves is what both could see, at its book figure, and what is short or over is
// found.
import { expect, it } from 'vitest';
import { EPC, ReleaseDock } from './releaseScenes.ts';

const opened = (): ReleaseDock => ReleaseDock.opened({ kind: 'by-packages', packages: ['CO-1-1', 'CO-1-2'] });

it('asks a second person, and refuses the first one twice', () => {
  const dock = opened();
  dock.weigh(268, [EPC(1)]);
  dock.weigh(268.2, [EPC(2)]);
  expect(dock.closeBy('ann')).toMatchObject({ closed: false });
  expect(dock.closeBy('ann')).toMatchObject({ refusal: 'second-person-needed' });
  expect(dock.states()).toEqual(['staged', 'staged', 'stored']);
  expect(dock.closeBy('bob')).toMatchObject({ closed: true, released: 2, short: 0 });
  expect(dock.states()).toEqual(['released', 'released', 'stored']);
  const closed = dock.bodies('release-closed')[0];
  expect(closed).toEqual({
    order: 'rel-1',
    job: 'job-rel-1',
    released: ['CO-1-1', 'CO-1-2'],
    short: [],
    unpicked: [],
    netMg: 500_000_000,
    operator: 'ann',
    approvedBy: 'bob',
    supervisor: 'bob',
  });
  expect([dock.netMg(), dock.openCodes(), dock.ledger.book.get('order', 'rel-1')?.state]).toEqual([
    250_000_000,
    [],
    'done',
  ]);
});

it('asks anew when something was weighed after the first person looked', () => {
  const dock = opened();
  dock.weigh(268, [EPC(1)]);
  dock.closeBy('ann');
  dock.weigh(268, [EPC(2)]);
  expect(dock.closeBy('bob')).toMatchObject({ closed: false });
  expect(dock.closeBy('ann')).toMatchObject({ closed: true, released: 2 });
});

it('what is not weighed, held or doubtful stays, free for another release, and the release is short', () => {
  const dock = ReleaseDock.opened({ kind: 'by-lot', lot: 'CO-1', count: null }, 4);
  dock.weigh(268, [EPC(1)]);
  dock.weigh(266.4, [EPC(2)]);
  dock.pick('CO-1-3');
  dock.closeBy('ann');
  expect(dock.closeBy('bob')).toMatchObject({ released: 1, short: 3 });
  expect(dock.states()).toEqual(['released', 'stored', 'stored', 'stored']);
  expect(dock.bodies('release-closed')[0]).toMatchObject({
    short: ['CO-1-2', 'CO-1-3'],
    unpicked: ['CO-1-4'],
    netMg: 250_000_000,
  });
  expect(dock.openCodes().sort()).toEqual(['UNDER_RELEASE', 'WEIGHT_LOW']);
  expect([2, 3, 4].map((n) => dock.package(`CO-1-${n}`).release)).toEqual([null, null, null]);
});

it('a lot whose last package has left is closed and weighs nothing', () => {
  const dock = ReleaseDock.opened({ kind: 'by-lot', lot: 'CO-1', count: null }, 1);
  dock.weigh(267.8, [EPC(1)]);
  dock.closeBy('ann');
  dock.closeBy('bob');
  expect([dock.ledger.book.get('lot', 'CO-1')?.state, dock.netMg()]).toEqual(['closed', 0]);
});

it('does not take a package from another release that got it meanwhile', () => {
  const dock = opened();
  const act = (kind: 'package-quarantined' | 'quarantine-lifted'): void => {
    const body =
      kind === 'package-quarantined'
        ? { package: 'CO-1-2', reason: 'person' as const, operator: 'sue' }
        : { package: 'CO-1-2', askedBy: 'sue', operator: 'tom' };
    dock.act(() => ({ entries: [{ kind, body } as never], effects: [], result: {} }));
  };
  act('package-quarantined');
  expect(dock.pick('CO-1-2')).toMatchObject({ refusal: 'package-held' });
  act('quarantine-lifted');
  dock.order(
    {
      kind: 'release-order',
      release: 'R-2',
      regime: 'emergency',
      recipient: 'Works C',
      selection: { kind: 'by-packages', packages: ['CO-1-2'] },
    },
    { order: 'rel-2' },
  );
  dock.closeBy('ann');
  expect(dock.closeBy('bob')).toMatchObject({ released: 0, short: 2 });
  expect(dock.package('CO-1-2')).toMatchObject({ state: 'allocated', release: 'rel-2' });
});

it('a cancelled release lets nothing go, frees its packages and gives its station back', () => {
  const dock = opened();
  dock.weigh(268, [EPC(1)]);
  dock.order({ kind: 'cancellation', cancels: 'rel-1' }, { order: 'c-1' });
  dock.closeBy('ann');
  expect([dock.states(), dock.bodies('release-closed')]).toEqual([['stored', 'stored', 'stored'], []]);
  expect([dock.ledger.book.get('job', 'job-rel-1')?.state, dock.ledger.book.get('order', 'rel-1')?.state]).toEqual([
    'closed',
    'cancelled',
  ]);
});
