// Somebody asks for a second person by mistake, or the only one who could be it goes: nothing stays parked, nobody waits.
import { expect, it } from 'vitest';
import { asMassMg } from '../../drivers/contract/mass.ts';
import { decideAllowRemoval } from '../../agent/core/loads/removalConsent.ts';
import { decideEscalateOpenCases, withEscalations } from '../../agent/core/loads/escalateCases.ts';
import { decideLiftQuarantine, decideQuarantine } from '../../agent/core/cases/quarantine.ts';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import { decideWithdrawRequest, mayAnybodySecond, waitingRequests } from '../../agent/core/cases/waitingRequests.ts';
import type { Decide, Refusal } from '../../agent/core/model/decide.ts';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import type { Role } from '../../agent/core/model/roles.ts';
import type { PackageRecord } from '../../agent/core/model/records.ts';
import { SECOND_PERSON_ACTS } from '../../agent/core/model/secondPersonActs.ts';
import { registeredPeople } from '../../agent/core/model/whoMayAct.ts';
import { CaseDock, epcOf } from './caseScenes.ts';
import { drum, notice } from './intakeScenes.ts';
import { consentTo } from './staff.ts';

const PEOPLE: Record<string, Role[]> = { sue: ['supervisor'], tom: ['supervisor'], bob: ['operator'] };

function registerEntry(operator: string, roles: readonly Role[] | null): NewEntry {
  const change =
    roles === null
      ? { kind: 'operator-removed' as const, operator }
      : { kind: 'operator-put' as const, operator, name: operator, roles: [...roles], badge: `B-${operator}` };
  return { kind: 'register-changed', body: { change, operator: 'tess', approvedBy: null } };
}

/** Two drums in store, at a base of these people. */
function baseOf(people: Record<string, Role[]>): CaseDock {
  const dock = CaseDock.judged(268, 268);
  dock.act(() => ({
    entries: Object.entries(people).map(([id, roles]) => registerEntry(id, roles)),
    effects: [],
    result: {},
  }));
  return dock;
}

function act(dock: CaseDock, decide: Decide): Record<string, unknown> | Refusal {
  return dock.act(withEscalations(decide, () => []));
}

function remove(dock: CaseDock, ...gone: string[]): void {
  const entries = gone.map((id) => registerEntry(id, null));
  dock.act(() => ({ entries, effects: [], result: {} }));
  dock.act((book) => decideEscalateOpenCases([], book));
}

const meta = (dock: CaseDock, operator: string) => ({ id: dock.id(), operator });

function quarantined(people: Record<string, Role[]>): CaseDock {
  const dock = baseOf(people);
  act(dock, (book) => decideQuarantine({ ...meta(dock, 'bob'), package: 'CO-1-1' }, book));
  return dock;
}

function lift(dock: CaseDock, operator: string): Record<string, unknown> | Refusal {
  return act(dock, (book) => decideLiftQuarantine({ ...meta(dock, operator), package: 'CO-1-1' }, book));
}

function withdraw(dock: CaseDock, operator: string): Record<string, unknown> | Refusal {
  const request = { act: 'lift-quarantine' as const, subject: 'CO-1-1' };
  return act(dock, (book) => decideWithdrawRequest({ ...meta(dock, operator), ...request }, book));
}

it('whoever asked takes it back, and nobody else', () => {
  const dock = quarantined(PEOPLE);
  expect(lift(dock, 'sue')).toMatchObject({ asked: true });
  expect(withdraw(dock, 'tom')).toMatchObject({ refusal: 'request-of-another', params: { operator: 'sue' } });
  expect(withdraw(dock, 'sue')).toEqual({ withdrawn: true });
  expect(withdraw(dock, 'sue')).toMatchObject({ refusal: 'request-unknown' });
  // The next who asks is a first person again.
  expect(lift(dock, 'tom')).toMatchObject({ asked: true });
  expect(lift(dock, 'sue')).toMatchObject({ asked: false });
  expect(waitingRequests(dock.ledger.book)).toEqual([]);
});

it('a reversal that was asked for by mistake parks the package no longer than its request', () => {
  const dock = new CaseDock();
  dock.act(() => ({
    entries: Object.entries({ ...PEOPLE, ann: ['operator'] as Role[] }).map(([id, roles]) => registerEntry(id, roles)),
    effects: [],
    result: {},
  }));
  dock.order(notice([drum(1), drum(2)]));
  dock.open();
  dock.weigh(268, [epcOf(1)]);
  const weighed = { weighing: dock.drum(1).weighing ?? '' };
  const record = (): PackageRecord => dock.drum(1);
  const people = registeredPeople(dock.ledger.book) ?? [];
  const reverse = (operator: string) =>
    act(dock, (book) =>
      decideReverse({ ...meta(dock, operator), weighing: weighed.weighing, liesThere: false, people }, book),
    );
  const back = (operator: string) =>
    act(dock, (book) =>
      decideWithdrawRequest({ ...meta(dock, operator), act: 'reverse-weighing', subject: weighed.weighing }, book),
    );
  expect(reverse('bob')).toMatchObject({ asked: true });
  expect(record()).toMatchObject({ held: true });
  expect(back('bob')).toEqual({ withdrawn: true });
  expect(record()).toMatchObject({ held: false, weighing: weighed.weighing });
  // The only others go: the base takes the request back itself, and says so.
  expect(reverse('bob')).toMatchObject({ asked: true });
  remove(dock, 'sue', 'tom');
  expect(record()).toMatchObject({ held: true });
  remove(dock, 'ann');
  expect(record()).toMatchObject({ held: false });
  expect(dock.ledger.entries.at(-1)).toMatchObject({
    kind: 'request-withdrawn',
    body: { act: 'reverse-weighing', reason: 'nobody-may-second', operator: null },
  });
});

it('nobody asks in vain: one supervisor alone lifts no quarantine, and is told', () => {
  const dock = quarantined({ sue: ['supervisor'], bob: ['operator'] });
  expect(lift(dock, 'sue')).toMatchObject({ refusal: 'nobody-may-second' });
  expect(waitingRequests(dock.ledger.book)).toEqual([]);
});

it('a word beforehand holds no more once it is taken back', () => {
  const dock = baseOf(PEOPLE);
  act(dock, (book) =>
    decideAllowRemoval(consentTo(dock.id(), { operator: 'sue', taker: 'bob', package: 'CO-1-1' }), book),
  );
  const request = { act: 'remove' as const, subject: 'CO-1-1' };
  act(dock, (book) => decideWithdrawRequest({ ...meta(dock, 'sue'), ...request }, book));
  dock.readSeal('CO-1-1', 'S-1');
  dock.announce({ kind: 'removal', package: 'CO-1-1', reason: 'sample', sealBefore: 'S-1', sealAfter: 'S-2' }, 'bob');
  dock.weigh(4.2);
  expect(dock.findings()).toEqual([['THEFT_SUSPECTED', 'CO-1-1']]);
});

it('every act that takes two is seconded by the right roles only; national stock needs a supervisor', () => {
  const { book } = baseOf(PEOPLE).ledger;
  const may = (name: (typeof SECOND_PERSON_ACTS)[number], roles: Role[], packages: string[] = []) =>
    mayAnybodySecond(
      {
        id: '',
        act: name,
        subject: 'x',
        operator: 'ann',
        seq: 1,
        packages,
        netMg: asMassMg(0),
        state: 'waiting',
      } as never,
      {
        book,
        people: [
          { operator: 'ann', roles: ['operator'] },
          { operator: 'bob', roles },
        ] as never,
      },
    );
  const allowed = SECOND_PERSON_ACTS.map((name) =>
    [name, ...(['operator', 'supervisor', 'technician', 'auditor'] as const).filter((role) => may(name, [role]))].join(
      ' ',
    ),
  );
  expect(allowed).toEqual([
    'release operator supervisor',
    'open-sealed operator supervisor',
    'lift-quarantine supervisor',
    'confirm-date operator supervisor technician',
    'lift-doubt operator supervisor technician',
    'reverse-weighing operator supervisor',
  ]);
  expect(may('release', ['operator'], ['CO-1-1'])).toBe(book.get('lot', 'CO-1')?.ownership !== 'national');
});
