// Somebody asks for the end of a release, and is locked, removed or loses the role: nobody ends by that word what he may
// not do any more.
import { expect, it } from 'vitest';
import { EPC, ORDER, ReleaseDock, releaseOrder } from './releaseScenes.ts';
import { SUPERVISED } from './staff.ts';
import { drum } from './intakeScenes.ts';
import { decideCloseJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideEscalateOpenCases, withEscalations } from '../../agent/core/loads/escalateCases.ts';
import type { EntryBodies, NewEntry } from '../../agent/core/model/entry.ts';
import { waitingRequests } from '../../agent/core/cases/waitingRequests.ts';

type Change = EntryBodies['register-changed']['change'];

const changed = (change: Change): NewEntry => ({
  kind: 'register-changed',
  body: { change, operator: 'tess', approvedBy: null },
});
const put = (operator: string, roles: readonly ('operator' | 'supervisor' | 'auditor')[]): Change => ({
  kind: 'operator-put',
  operator,
  name: operator,
  roles: [...roles],
  badge: `B-${operator}`,
});

const GONE: Readonly<Record<string, Change>> = {
  locked: { kind: 'operator-locked', operator: 'ann', locked: true },
  removed: { kind: 'operator-removed', operator: 'ann' },
  'without the role': put('ann', ['auditor']),
};

function asked(): ReleaseDock {
  const dock = new ReleaseDock().stock([drum(1), drum(2)]);
  const people = [put('ann', ['operator']), put('sue', ['supervisor']), put('tom', ['supervisor'])];
  dock.act(() => ({ entries: people.map(changed), effects: [], result: {} }));
  dock.order(releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] }), { order: ORDER });
  dock.openRelease();
  dock.weigh(268, [EPC(1)]);
  dock.onScale = null;
  expect(dock.closeBy('ann')).toMatchObject({ closed: false });
  expect(waitingRequests(dock.ledger.book)).toHaveLength(1);
  return dock;
}

it.each(Object.keys(GONE))('the request of somebody who is %s ends, and is told', (way) => {
  const dock = asked();
  const change = GONE[way];
  if (!change) throw new Error(way);
  dock.act(() => ({ entries: [changed(change)], effects: [], result: {} }));
  dock.act((book) => decideEscalateOpenCases([], book));
  expect(dock.ledger.entries.at(-1)).toMatchObject({
    kind: 'request-withdrawn',
    body: { act: 'release', subject: ORDER, reason: 'asker-gone', operator: null },
  });
  expect(waitingRequests(dock.ledger.book)).toEqual([]);
  // The next who closes asks anew: no second person ends it by the word of who is gone.
  expect(dock.closeBy('sue')).toMatchObject({ closed: false });
});

it('it ends before the next command, if nothing else looked at it since', () => {
  const dock = asked();
  const lock = { kind: 'operator-locked', operator: 'ann', locked: true } as const;
  dock.act(() => ({ entries: [changed(lock)], effects: [], result: {} }));
  const from = dock.ledger.entries.length;
  const close = withEscalations(
    (book) => decideCloseJob({ ...SUPERVISED, id: dock.id(), operator: 'sue', job: dock.job, loadOnScale: null }, book),
    () => [],
  );
  expect(dock.act(close)).toMatchObject({ closed: false });
  expect(dock.ledger.entries.slice(from).map(({ kind }) => kind)).toEqual(['request-withdrawn', 'second-person-asked']);
});

it('the request of somebody who stays waits on', () => {
  const dock = asked();
  dock.act((book) => decideEscalateOpenCases([], book));
  expect(waitingRequests(dock.ledger.book)).toMatchObject([{ operator: 'ann' }]);
});
