// What goes out through a gate without an order alarms once until it is decided, and never changes stock.
import { expect, it } from 'vitest';
import { viewGate } from '../../agent/core/views/stockView.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';

const opened = (): ReleaseDock => ReleaseDock.opened({ kind: 'by-packages', packages: ['CO-1-1'] });

it('lets a staged package out, before and after its release is closed', () => {
  const dock = opened();
  dock.weigh(268, [EPC(1)]);
  expect(dock.goesOut(EPC(1))).toEqual({ ordered: true, alarm: false });
  dock.closeBy('ann');
  dock.closeBy('bob');
  expect(dock.goesOut(EPC(1))).toEqual({ ordered: true, alarm: false });
  expect([dock.openCodes(), viewGate(dock.ledger.book, 'gate-1').alarm]).toEqual([[], null]);
});

it.each([
  ['stored', 3],
  ['allocated and not weighed', 1],
])('alarms for a package that is only %s, once, and stock stays as it was', (_name, n) => {
  const dock = opened();
  const before = dock.netMg();
  expect(dock.goesOut(EPC(n))).toEqual({ ordered: false, alarm: true });
  expect(dock.goesOut(EPC(n))).toEqual({ ordered: false, alarm: false });
  expect(dock.findings()).toEqual([['NOT_ORDERED', `CO-1-${n}`]]);
  expect([dock.netMg(), dock.package(`CO-1-${n}`).held]).toEqual([before, true]);
  expect(viewGate(dock.ledger.book, 'gate-1')).toMatchObject({
    gate: 'gate-1',
    alarm: { package: `CO-1-${n}`, epcHex: EPC(n) },
    alarms: 1,
  });
  expect(dock.bodies('gate-passage').map(({ ordered }) => ordered)).toEqual([false, false]);
});

it('alarms for a staged package that is held, and for a tag nobody knows', () => {
  const dock = opened();
  dock.weigh(268, [EPC(1)]);
  const finding = {
    finding: 'f',
    code: 'SEAL_BROKEN' as const,
    lot: 'CO-1',
    job: null,
    package: 'CO-1-1',
    weighing: null,
    comparison: null,
    operator: 'ann',
    note: null,
  };
  dock.act(() => ({ entries: [{ kind: 'finding', body: finding }], effects: [], result: {} }));
  expect(dock.goesOut(EPC(1))).toMatchObject({ alarm: true });
  expect(dock.goesOut('AAAABBBB')).toMatchObject({ alarm: true });
  expect(dock.goesOut('AAAABBBB')).toMatchObject({ alarm: false });
  expect(viewGate(dock.ledger.book, 'gate-1')).toMatchObject({
    alarm: { package: null, epcHex: 'AAAABBBB' },
    alarms: 2,
  });
});

it('the release under way is over as long as the alarm is not decided; the next one is not', () => {
  const dock = opened();
  dock.weigh(268, [EPC(1)]);
  dock.goesOut(EPC(3));
  dock.closeBy('ann');
  dock.closeBy('bob');
  expect(dock.openCodes()).toEqual(['NOT_ORDERED', 'OVER_RELEASE']);
  dock.order(
    {
      kind: 'release-order',
      release: 'R-2',
      regime: 'emergency',
      recipient: 'W',
      selection: { kind: 'by-packages', packages: ['CO-1-2'] },
    },
    { order: 'rel-2' },
  );
  dock.openRelease('rel-2');
  dock.weigh(268, [EPC(2)]);
  dock.closeBy('ann');
  dock.closeBy('bob');
  expect(dock.openCodes()).toEqual(['NOT_ORDERED', 'OVER_RELEASE']);
});

it('a decided alarm is over, and the next passage alarms again', () => {
  const dock = opened();
  dock.goesOut(EPC(3));
  const finding = dock.ledger.book.where('finding', 'state', 'open')[0];
  const body = {
    kind: 'decision' as const,
    findings: [{ epoch: 'e1', seq: 1, hash: finding?.hash ?? '' }],
    decision: 'accept' as const,
    adjust: [],
    adopt: null,
    recognise: null,
    note: 'moved by hand',
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
  expect(viewGate(dock.ledger.book, 'gate-1').alarm).toBeNull();
  expect(dock.goesOut(EPC(3))).toMatchObject({ alarm: true });
});
