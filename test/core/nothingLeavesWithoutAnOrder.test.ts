// Without network and without an order, packages may be moved about the base; none is picked, dispatched or let through
// a gate.
import { expect, it } from 'vitest';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import { decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decidePick } from '../../agent/core/release/dispatch.ts';
import { drum, SCALE } from './intakeScenes.ts';
import { KG, newLoad } from './loads.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';

it('relocated for an evacuation, but not released', () => {
  const dock = new ReleaseDock().stock([drum(1), drum(2)]);
  const stock = dock.netMg();
  dock.act(() => ({
    entries: [
      { kind: 'packages-relocated', body: { packages: ['CO-1-1'], area: 'yard', how: 'scanned', operator: 'ann' } },
    ],
    effects: [],
    result: {},
  }));
  expect(dock.package('CO-1-1')).toMatchObject({ area: 'yard', state: 'stored' });
  const open = (order: string): unknown =>
    dock.act((book) =>
      decideOpenJob({ job: 'j', order, station: 'dock-1', stationKnown: true, operator: 'ann' }, book),
    );
  expect(open('rel-1')).toMatchObject({ refusal: 'order-unknown' });
  expect(open('order-CO-1')).toMatchObject({ refusal: 'order-not-open' });
  expect(
    dock.act((book) => decidePick({ id: 'p', operator: 'ann', job: 'job-CO-1', code: 'CO-1-1', how: 'scanned' }, book)),
  ).toMatchObject({ refusal: 'job-closed' });
  const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '53', checksummed: false };
  const capture = {
    load: 1,
    take: 1,
    purpose: 'weigh' as const,
    grossMg: 268 * KG,
    range: 0,
    readAtMs: 5,
    zeroAtMs: 1,
    window,
    tags: [],
  };
  const event = {
    station: 'dock-1',
    capture,
    scale: SCALE,
    weighing: 'w',
    ...newLoad(),
    software: 's',
    configHash: 'c',
  };
  expect(dock.act((book, at) => decideCapture({ ...event, at }, book))).toMatchObject({ refusal: 'no-job' });
  expect(dock.goesOut(EPC(1))).toEqual({ ordered: false, alarm: true });
  expect([dock.states(), dock.netMg()]).toEqual([['stored', 'stored'], stock]);
});
