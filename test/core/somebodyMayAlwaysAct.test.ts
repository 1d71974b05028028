// Small bases: two, three or four people with any roles, some of them removed or deputies, and whatever they do. Nobody who
// touched a case weighs it again or approves it; and no case, no request and no parked package waits for somebody who does
// not exist: somebody of the register may act, or headquarters was told. HAKARI_SEQUENCES and HAKARI_SEED run more, or the same again.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decideEscalateOpenCases, escalationReason, withEscalations } from '../../agent/core/loads/escalateCases.ts';
import type { Entry, NewEntry } from '../../agent/core/model/entry.ts';
import { isFindingOpen } from '../../agent/core/model/bookQueries.ts';
import { touchedBy } from '../../agent/core/model/caseTouches.ts';
import { recountRefusal, recountStations } from '../../agent/core/cases/recount.ts';
import {
  mayAnybodyApprove,
  mayAnybodyRecount,
  mayHandleGoods,
  registeredPeople,
} from '../../agent/core/model/whoMayAct.ts';
import type { Role } from '../../agent/core/model/roles.ts';
import { mayAnybodySecond, waitingRequests } from '../../agent/core/cases/waitingRequests.ts';
import { packagesWithoutTag } from '../../agent/core/model/awaitedTag.ts';
import { actRefusal } from '../../agent/core/model/packageActs.ts';
import { ACTS } from './bookActs.ts';
import { LOTS, PEOPLE, RandomBase, type Step } from './bookModel.ts';

const SEQUENCES = Number(process.env['HAKARI_SEQUENCES'] ?? '60');
const SEED = Number(process.env['HAKARI_SEED'] ?? '20261130');
const ROLE_SETS: readonly Role[][] = [['operator'], ['supervisor'], ['operator', 'supervisor'], ['technician']];

const OFTEN = [
  'weigh',
  'weigh',
  'weigh',
  'openJob',
  'closeJob',
  'announce',
  'recount',
  'recount',
  'approve',
  'report',
  'reverse',
  'reverse',
  'withdraw',
  'quarantine',
  'lift',
];
const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...OFTEN, ...OFTEN, ...Object.keys(ACTS), 'remove', 'put'),
  a: fc.nat(41),
  b: fc.nat(41),
  c: fc.nat(41),
});
const begun = (act: string, facts: Partial<Step> = {}): Step => ({ act, a: 1, b: 0, c: 0, ...facts });
const BEGINNING = [
  begun('notice', { c: 1 }),
  begun('openJob'),
  begun('weigh'),
  begun('weigh', { c: 8 }),
  begun('closeJob', { a: 0 }),
];

/** A count of what came, and its end. */
const COUNTED = [
  begun('openStocktake', { a: 0 }),
  begun('count', { c: 3 }),
  begun('count', { c: 0 }),
  begun('closeJob', { a: 0 }),
];

function registered(operator: string, roles: readonly Role[]): NewEntry {
  const change = { kind: 'operator-put' as const, operator, name: operator, roles: [...roles], badge: `B-${operator}` };
  return { kind: 'register-changed', body: { change, operator: 'tess', approvedBy: null } };
}

function perform(base: RandomBase, { act, a, b, c }: Step, people: readonly string[]): void {
  const scales = base.scales;
  if (act === 'put' || act === 'remove') {
    const who = people[a % people.length] ?? 'ann';
    const entry =
      act === 'put'
        ? registered(who, ROLE_SETS[b % ROLE_SETS.length] ?? [])
        : ({
            kind: 'register-changed',
            body: { change: { kind: 'operator-removed', operator: who }, operator: 'tess', approvedBy: null },
          } as NewEntry);
    base.perform(() => ({ entries: [entry], effects: [], result: {} }));
    base.perform((book) => decideEscalateOpenCases(scales, book));
    return;
  }
  const decide = ACTS[act]?.(base, { act, a, b, c });
  if (decide) base.perform(withEscalations(decide, () => scales));
}

/** No open case waits for a step that nobody of the register may take, without headquarters knowing. */
function expectNextActors(base: RandomBase): void {
  const { book } = base;
  const people = registeredPeople(book) ?? [];
  for (const finding of base.findings()) {
    if (finding.escalated !== null) continue;
    expect([finding.code, finding.state, escalationReason(finding, { book, scales: base.scales })]).toEqual([
      finding.code,
      finding.state,
      null,
    ]);
    const isWeighedAgain = (recountStations(finding, { book, scales: base.scales })?.length ?? 0) > 0;
    const mayWeigh = people
      .filter(mayHandleGoods)
      .some(({ operator }) => recountRefusal(finding.id, { book, operator, risen: false }) === null);
    expect([finding.code, !isWeighedAgain || mayWeigh]).toEqual([finding.code, true]);
    if (finding.state === 'recounted') expect(mayAnybodyApprove(finding, { book, people })).toBe(true);
  }
}

/** Somebody may say what an open count asks for; one that rests is asked about when it goes on. */
function expectCounters({ book }: RandomBase): void {
  for (const stocktake of book.where('stocktake', 'state', 'open')) {
    const isWorked = stocktake.job !== null && book.get('job', stocktake.job)?.state === 'open';
    const people = registeredPeople(book) ?? [];
    const mayCount = people.filter(mayHandleGoods).some(({ operator }) => !stocktake.countersBefore.includes(operator));
    expect([stocktake.round, !isWorked || stocktake.round === 1 || mayCount]).toEqual([stocktake.round, true]);
  }
}

/** Every request has somebody who may be the second, every package is parked by a request, every end is told. */
function expectSeconds(base: RandomBase): void {
  const { book } = base;
  const people = registeredPeople(book) ?? [];
  const waiting = waitingRequests(book);
  for (const request of waiting)
    expect([request.id, mayAnybodySecond(request, { book, people })]).toEqual([request.id, true]);
  for (const record of LOTS.flatMap((lot) => book.where('package', 'lot', lot))) {
    const asked = waiting.some(({ act, packages }) => act === 'reverse-weighing' && packages.includes(record.id));
    const findings = book.where('finding', 'package', record.id).filter(({ lot }) => lot === record.lot);
    expect([record.id, record.held]).toEqual([record.id, asked || findings.some(isFindingOpen)]);
  }
}

/** Nothing is in store without a tag; to what waits for one alone, somebody may give it. */
function expectTags({ book }: RandomBase): void {
  const packages = LOTS.flatMap((lot) => book.where('package', 'lot', lot));
  const untagged = packages.filter(({ state, epcHex }) => state === 'stored' && epcHex === null);
  expect(untagged.map(({ id }) => id)).toEqual([]);
  for (const record of packagesWithoutTag(book))
    expect([record.id, actRefusal(record, 'attach-tag')]).toEqual([record.id, null]);
}

/** Whoever recounts or approves has touched nothing of the case before that entry. */
function expectUntouched(entries: readonly Entry[], touchedBefore: ReadonlyMap<string, readonly string[]>): void {
  const risen = entries.some(({ kind }) => kind === 'weighing-reversed');
  for (const entry of entries) {
    if (entry.kind !== 'finding-approved' && entry.kind !== 'finding-recounted') continue;
    if (entry.kind === 'finding-recounted' && risen) continue;
    const touched = touchedBefore.get(entry.body.finding) ?? [];
    expect([entry.kind, touched.includes(entry.body.operator)]).toEqual([entry.kind, false]);
    if (entry.kind === 'finding-approved' && entry.body.deputyFor !== null)
      expect(touched.includes(entry.body.deputyFor)).toBe(false);
  }
}

it(`holds for ${SEQUENCES} sequences from seed ${SEED}`, { timeout: 3_600_000 }, () => {
  let recounts = 0;
  let escalated = 0;
  let recountsAsked = 0;
  let endedAtOnce = 0;
  let endedForWant = 0;
  const withdrawn = { operator: 0, 'nobody-may-second': 0, 'asker-gone': 0 };
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 4 }),
      fc.array(fc.nat(ROLE_SETS.length - 1), { minLength: 4, maxLength: 4 }),
      fc.array(step, { minLength: 10, maxLength: 40 }),
      (size, roles, steps) => {
        const base = new RandomBase();
        const people = PEOPLE.slice(0, size);
        const entries = people.map((who, n) => registered(who, ROLE_SETS[roles[n] ?? 0] ?? []));
        base.perform(() => ({ entries, effects: [], result: {} }));
        // What belongs to a closed job is taken back no more: half of them begin with an open one.
        const beginning = steps.length % 2 === 0 ? BEGINNING : BEGINNING.slice(0, -1);
        const counted = steps.length % 4 === 0 ? COUNTED : [];
        for (const one of [...beginning, ...counted, ...steps]) {
          const before = new Map(
            base.findings().map((finding) => [finding.id as string, touchedBy(finding, base.book)]),
          );
          const from = base.ledger.entries.length;
          perform(base, one, people);
          const added = base.ledger.entries.slice(from);
          expectUntouched(added, before);
          expectNextActors(base);
          expectSeconds(base);
          expectTags(base);
          expectCounters(base);
          recountsAsked += added.filter(({ kind }) => kind === 'count-round-closed').length;
          for (const { kind, body } of added)
            if (kind === 'stocktake-closed' && !body.agrees && body.rounds === 1) endedAtOnce += 1;
            else if (kind === 'stocktake-closed' && body.operator === null) endedForWant += 1;
          recounts += added.filter(({ kind }) => kind === 'finding-recounted').length;
          escalated += added.filter(({ kind }) => kind === 'case-escalated').length;
          for (const { kind, body } of added) if (kind === 'request-withdrawn') withdrawn[body.reason] += 1;
        }
      },
    ),
    { numRuns: SEQUENCES, seed: SEED, endOnFailure: true },
  );
  // It met what it is about.
  expect(recounts).toBeGreaterThan(0);
  expect(escalated).toBeGreaterThan(0);
  expect(recountsAsked).toBeGreaterThan(0);
  expect(endedAtOnce).toBeGreaterThan(0);
  if (SEQUENCES >= 300) expect(endedForWant).toBeGreaterThan(0);
  expect(withdrawn.operator).toBeGreaterThan(0);
  if (SEQUENCES >= 1_000) expect(withdrawn['nobody-may-second']).toBeGreaterThan(0);
});

it('somebody untouched is found, or nobody', () => {
  const base = new RandomBase();
  base.perform(() => ({
    entries: [registered('ann', ['operator']), registered('bob', ['operator'])],
    effects: [],
    result: {},
  }));
  for (const one of BEGINNING) perform(base, one, ['ann', 'bob']);
  const [finding] = base.findings();
  if (!finding) throw new Error('nothing was off');
  const { book } = base;
  const asked = (...names: string[]): boolean =>
    mayAnybodyRecount(finding, { book, people: names.map((operator) => ({ operator, roles: ['operator'] as const })) });
  const touched = touchedBy(finding, book);
  expect(asked(...touched)).toBe(false);
  expect(asked(...touched, 'somebody')).toBe(true);
});
