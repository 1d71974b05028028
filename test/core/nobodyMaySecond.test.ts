// What only two persons may do where nobody may be the second: headquarters is told, and nothing waits in silence.
import { expect, it } from 'vitest';
import { decideCloseJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideEscalateOpenCases, withEscalations } from '../../agent/core/loads/escalateCases.ts';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import type { Decide } from '../../agent/core/model/decide.ts';
import type { EntryBodies } from '../../agent/core/model/entry.ts';
import { registeredPeople, supervisorAmong } from '../../agent/core/model/whoMayAct.ts';
import { drum } from './intakeScenes.ts';
import { EPC, ORDER, ReleaseDock, releaseOrder } from './releaseScenes.ts';

type Change = EntryBodies['register-changed']['change'];
type Roles = readonly ('operator' | 'supervisor' | 'auditor')[];

/** The register is changed, and nothing else looks at the cases before the next sweep. */
function change(dock: ReleaseDock, ...changes: Change[]): void {
  dock.act(() => ({
    entries: changes.map((each) => ({
      kind: 'register-changed',
      body: { change: each, operator: 'tess', approvedBy: null },
    })),
    effects: [],
    result: {},
  }));
}

/** A release of national stock at a base of these people. */
function releaseBy(people: Readonly<Record<string, Roles>>): ReleaseDock {
  const dock = new ReleaseDock().stock([drum(1), drum(2)]);
  const puts = Object.entries(people).map(([operator, roles]): Change => ({
    kind: 'operator-put',
    operator,
    name: operator,
    roles: [...roles],
    badge: `B-${operator}`,
  }));
  change(dock, ...puts);
  dock.order(releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] }), { order: ORDER });
  dock.openRelease();
  return dock;
}

const attempt = (dock: ReleaseDock, decide: Decide): unknown => dock.act(withEscalations(decide, () => []));

const close = (dock: ReleaseDock, operator: string): unknown =>
  attempt(dock, (book, at) =>
    decideCloseJob(
      {
        id: dock.id(),
        operator,
        job: dock.job,
        loadOnScale: null,
        scales: [],
        supervisorAmong: (operators, known) =>
          supervisorAmong(operators, { people: registeredPeople(known) ?? [], book: known, at }),
      },
      book,
    ),
  );

/** The kinds of the entries that these acts, and the sweep after them, record. */
function recordedBy(dock: ReleaseDock, acts: () => void): string[] {
  const from = dock.ledger.entries.length;
  acts();
  dock.act((book) => decideEscalateOpenCases([], book));
  return dock.ledger.entries.slice(from).map(({ kind }) => kind);
}

const STAFF_WITHOUT_SECOND: Readonly<Record<string, Readonly<Record<string, Roles>>>> = {
  'two operators and no supervisor': { ann: ['operator'], bob: ['operator'] },
  'one person and an auditor': { ann: ['operator', 'supervisor'], bob: ['auditor'] },
};

it.each(Object.keys(STAFF_WITHOUT_SECOND))('the end of a release is refused to %s', (staff) => {
  const dock = releaseBy(STAFF_WITHOUT_SECOND[staff] ?? {});
  dock.weigh(268, [EPC(1)]);
  dock.onScale = null;
  expect(close(dock, 'ann')).toMatchObject({ refusal: 'nobody-may-second' });
});

it.fails.each(Object.keys(STAFF_WITHOUT_SECOND))('and headquarters is told: %s', (staff) => {
  const dock = releaseBy(STAFF_WITHOUT_SECOND[staff] ?? {});
  dock.weigh(268, [EPC(1)]);
  dock.onScale = null;
  expect(recordedBy(dock, () => close(dock, 'ann'))).not.toEqual([]);
});

/** A load that belongs to nothing lay on the scale; then one of two persons was locked. */
function unnamedLoadOfOneManLeft(): { dock: ReleaseDock; weighing: string } {
  const dock = releaseBy({ ann: ['operator', 'supervisor'], bob: ['operator'] });
  dock.weighUnscanned(77, []);
  const weighing = dock.onScale ?? '';
  dock.onScale = null;
  change(dock, { kind: 'operator-locked', operator: 'bob', locked: true });
  dock.act((book) => decideEscalateOpenCases([], book));
  return { dock, weighing };
}

const reverse = (dock: ReleaseDock, weighing: string): unknown =>
  attempt(dock, (book) =>
    decideReverse(
      { id: dock.id(), operator: 'ann', weighing, liesThere: false, people: registeredPeople(book) ?? [] },
      book,
    ),
  );

it('one man left can neither take back the load that nobody named, nor end its job', () => {
  const { dock, weighing } = unnamedLoadOfOneManLeft();
  expect(reverse(dock, weighing)).toMatchObject({ refusal: 'nobody-may-second' });
  expect(close(dock, 'ann')).toMatchObject({ refusal: 'weighing-unnamed' });
});

it.fails('and headquarters is told of the load that one man left cannot take back', () => {
  const { dock, weighing } = unnamedLoadOfOneManLeft();
  const acts = (): void => {
    reverse(dock, weighing);
    close(dock, 'ann');
  };
  expect(recordedBy(dock, acts)).not.toEqual([]);
});
