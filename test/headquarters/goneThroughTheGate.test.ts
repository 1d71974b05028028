// What drove out for a release, and what two persons ended: headquarters remembers and compares both by its own code.
import { SUPERVISED } from '../core/staff.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Decide } from '../../agent/core/model/decide.ts';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import { decideCloseJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideGatePassage } from '../../agent/core/release/gatePassage.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { deliverEntries, sendOrder } from './entryDelivery.ts';
import { type DockCommandWriter } from './dockCommandWriter.ts';
import { random, notice, type RunningHeadquarters, type LinkRig } from './linkRig.ts';
import { expectSameBooks } from './bookComparison.ts';

const KG = 1_000_000;
const TAGS = ['3074257BF7194E4000000771', '3074257BF7194E4000000772'];
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dockCommands: DockCommandWriter;
let release = '';
let outWeighing = '';

const act = (decide: Decide): unknown => rig.ledger.transact(random.id(), decide);
const write = (...entries: NewEntry[]): unknown => act(() => ({ entries, effects: [], result: {} }));
const closeBy = (operator: string): unknown =>
  act((book) => decideCloseJob({ ...SUPERVISED, id: random.id(), operator, job: release, loadOnScale: null }, book));

const send = (body: unknown, order: string): Promise<void> => sendOrder(rig, headquarters, { order, body });

/** Two drums weighed out; the first has driven out. */
beforeEach(async () => {
  ({ rig, headquarters, dock: dockCommands } = openBesideHeadquarters());
  await send(notice('L', 2), 'order-L');
  dockCommands.open('order-L');
  for (const [index, tag] of TAGS.entries()) {
    dockCommands.weigh(268_400_000);
    dockCommands.identify(`L-${index + 1}`);
    dockCommands.attachTag(`L-${index + 1}`, tag);
  }
  dockCommands.close();
  const selection = { kind: 'by-lot', lot: 'L', count: null };
  await send({ kind: 'release-order', release: 'R', regime: 'normal', recipient: 'Works B', selection }, 'rel');
  release = dockCommands.open('rel');
  for (const name of ['L-1', 'L-2']) {
    const weighing = dockCommands.weigh(Math.round(268.4 * KG));
    if (name === 'L-1') outWeighing = weighing;
    dockCommands.identify(name);
  }
  const passage = { epcHex: TAGS[0] ?? '', direction: 'out' as const, atMs: 0 };
  act((book) => decideGatePassage({ id: random.id(), station: 'gate-1', passage }, book));
});
afterEach(() => rig.close());

const unreported = (): string[] =>
  headquarters.report().unreportedFindings.map(({ code, package: id }) => `${code} ${id ?? ''}`);
const gateOf = (name: string): unknown =>
  headquarters.book.prepare('SELECT gate FROM packages WHERE package = ?').pluck().get(name);

it('it left: nothing is said', async () => {
  closeBy('ann');
  await deliverEntries(rig, headquarters);
  expect([gateOf('L-1'), gateOf('L-2')]).toEqual(['gate-1', null]);
  closeBy('bob');
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  expect([headquarters.report().releases, unreported(), gateOf('L-1')]).toMatchObject([
    [{ left: 2, differences: [] }],
    [],
    null,
  ]);
});

it('its scale fails, and it stays behind in the book: both sides have the finding', async () => {
  const body = {
    reason: 'check-failed' as const,
    scale: 'scale-1',
    weighings: [outWeighing],
    packages: ['L-1'],
    lots: [],
  };
  write({ kind: 'weighings-doubted', body });
  for (const person of ['ann', 'bob']) closeBy(person);
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  const { releases, openFindings } = headquarters.report();
  expect([releases, openFindings.map(({ code, package: id }) => [code, id]), unreported()]).toMatchObject([
    [{ left: 1, differences: [] }],
    [
      ['UNDER_RELEASE', null],
      ['LEFT_UNRELEASED', 'L-1'],
    ],
    [],
  ]);
});

it('the release is cancelled: both sides have the finding', async () => {
  await send({ kind: 'cancellation', cancels: 'rel' }, 'cancel');
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  expect([headquarters.report().openFindings, unreported()]).toMatchObject([
    [{ code: 'LEFT_UNRELEASED', package: 'L-1' }],
    [],
  ]);
});

it('a base that says nothing of it, and closes with one person’s request for another set, is seen', async () => {
  closeBy('ann');
  const body = { order: 'rel', job: release, short: ['L-1'], unpicked: [], released: ['L-2'], netMg: 250 * KG };
  write(
    { kind: 'weighing-reversed', body: { askedBy: null, weighing: outWeighing, reason: 'operator', operator: 'bob' } },
    { kind: 'release-closed', body: { ...body, operator: 'ann', approvedBy: 'bob', supervisor: 'bob' } },
  );
  await deliverEntries(rig, headquarters);
  expect([headquarters.report().releases, unreported()]).toMatchObject([
    [{ left: 1, differences: ['operator'] }],
    ['LEFT_UNRELEASED L-1'],
  ]);
});
