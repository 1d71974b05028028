// Goods that nobody announced are weighed and held; headquarters finds that they are a package of the book. In each state
// that a package may be in, both sides say the same: whether it may be, why not, and what the book holds afterwards.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decideQuarantine } from '../../agent/core/cases/quarantine.ts';
import { decideCloseJob, decideOpenJob, decideOpenUnannounced } from '../../agent/core/jobs/jobDecisions.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import { decideHoldForeign, decideIdentify } from '../../agent/core/loads/identifyLoad.ts';
import type { Decide } from '../../agent/core/model/decide.ts';
import { packagesWithoutTag } from '../../agent/core/model/awaitedTag.ts';
import { PACKAGE_STATES, STATES_AT_BASE, type PackageState } from '../../agent/core/model/states.ts';
import { decidePick } from '../../agent/core/release/dispatch.ts';
import { BaseBook } from '../../agent/headquarters/book/baseBook.ts';
import { rejectRecognition } from '../../agent/headquarters/book/bookRecognitions.ts';
import { queueDecision, type DecisionRequest } from '../../agent/headquarters/desk/decisionOrders.ts';
import { newLoad } from '../core/loads.ts';
import { SUPERVISED } from '../core/staff.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { expectSameBooks, needPackage } from './bookComparison.ts';
import { type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { decideAtBase, deliverEntries, deliverOrders, sendOrder } from './entryDelivery.ts';
import { BASE, type LinkRig, notice, random, type RunningHeadquarters } from './linkRig.ts';

const MASS_MG = 268_400_000;
const TAG = '3074257BF7194E4200000001';
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dock: DockCommandWriter;

beforeEach(() => {
  ({ rig, headquarters, dock } = openBesideHeadquarters());
});
afterEach(() => rig.close());

const act = (decide: Decide): Record<string, unknown> => decideAtBase(rig, decide);
const by = (operator: string): { id: string; operator: string } => ({ id: random.id(), operator });
const send = (body: unknown, order: string): Promise<void> => sendOrder(rig, headquarters, { order, body });
const stateOf = (id: string): PackageState => needPackage(rig.ledger.book, id).state;

/** One load at another station than the dock's. */
function weighAt(station: string, grossMg: number): string {
  const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false };
  const times = { readAtMs: 5_000, zeroAtMs: 1_000 };
  const capture = { load: 1, take: 1, purpose: 'weigh' as const, grossMg, range: 0, ...times, window, tags: [] };
  const weighing = random.id();
  const event = { station, capture, scale: SCALE, weighing, ...newLoad(), software: 's', configHash: 'c' };
  act((book, at) => decideCapture({ ...event, at }, book));
  return weighing;
}

/** L-1 and L-2 are announced, and L-2 is weighed; L-1 so far as `first` says. */
async function announced(first: 'not' | 'weighed' | 'light' | 'missing'): Promise<void> {
  await send(notice('L', 2), 'order-L');
  dock.open('order-L');
  dock.weigh(MASS_MG);
  dock.identify('L-2');
  dock.attachTag('L-2', '3074257BF7194E4200000002');
  if (first === 'missing') dock.missing('L-1');
  if (first !== 'weighed' && first !== 'light') return;
  dock.weigh(first === 'light' ? MASS_MG - 20_000_000 : MASS_MG);
  dock.identify('L-1');
  dock.attachTag('L-1', TAG);
}

async function stored(): Promise<void> {
  await announced('weighed');
  dock.close();
}

async function allocated(): Promise<string> {
  await stored();
  const selection = { kind: 'by-packages', packages: ['L-1'] };
  await send({ kind: 'release-order', release: 'R', regime: 'normal', recipient: 'Works B', selection }, 'order-R');
  const job = random.id();
  const opened = { job, order: 'order-R', station: 'gate-1', stationKnown: true, operator: 'ann' };
  act((book) => decideOpenJob(opened, book));
  return job;
}

async function picked(): Promise<string> {
  const job = await allocated();
  act((book) => decidePick({ ...by('ann'), job, code: 'L-1', how: 'scanned' }, book));
  return job;
}

async function staged(): Promise<string> {
  const job = await picked();
  const weighing = weighAt('gate-1', MASS_MG);
  const load = { station: 'gate-1', weighing, seen: weighing, code: 'L-1', typed: false, operator: 'ann' };
  act((book) => decideIdentify(load, book));
  return job;
}

async function released(): Promise<void> {
  const job = await staged();
  for (const operator of ['ann', 'bob'])
    act((book) => decideCloseJob({ ...SUPERVISED, ...by(operator), job, loadOnScale: null }, book));
}

async function decided(decision: 'return' | 'write-off'): Promise<void> {
  await announced('light');
  dock.close();
  await deliverEntries(rig, headquarters);
  const [finding] = rig.ledger.book.where('finding', 'package', 'L-1');
  await decide({ decision, findings: [finding?.id ?? ''] });
}

/** By each state, what brings L-1 into it. */
const WAYS: Record<PackageState, () => Promise<unknown>> = {
  expected: () => announced('not'),
  missing: async () => {
    await announced('missing');
    dock.close();
  },
  dropped: async () => {
    await announced('not');
    await send({ kind: 'intake-amendment', lot: 'L', add: [], drop: ['L-1'], totalGrossMg: null }, 'amended');
  },
  present: () => announced('weighed'),
  stored,
  allocated,
  picked,
  staged,
  released,
  counting: async () => {
    await stored();
    await send({ kind: 'stocktake-order', stocktake: 'S', scope: { kind: 'lot-scope', lot: 'L' } }, 'count-L');
    const job = random.id();
    const opened = { job, order: 'count-L', station: 'gate-1', stationKnown: true, operator: 'ann' };
    act((book) => decideOpenJob(opened, book));
  },
  quarantined: async () => {
    await stored();
    act((book) => decideQuarantine({ ...by('sue'), package: 'L-1' }, book));
  },
  returned: () => decided('return'),
  'written-off': () => decided('write-off'),
};

const NOTHING = { adjust: [], adopt: null, recognise: null, note: '', base: undefined };

async function decide(
  request: Partial<DecisionRequest> & Pick<DecisionRequest, 'decision' | 'findings'>,
): Promise<void> {
  const queued = queueDecision(headquarters, { ...NOTHING, ...request });
  if ('refusal' in queued) throw new Error(queued.refusal);
  await deliverOrders(rig, headquarters);
  await deliverEntries(rig, headquarters);
}

/** Something without a name is weighed and held; the finding on it. */
async function held(grossMg = MASS_MG, identity = 'NO MARK'): Promise<string> {
  const job = random.id();
  act((book) => decideOpenUnannounced({ id: job, operator: 'cho', station: 'yard-1', stationKnown: true }, book));
  const weighing = weighAt('yard-1', grossMg);
  const findingId = random.id();
  const load = { station: 'yard-1', weighing, seen: weighing, identity, operator: 'cho', findingId };
  act((book) => decideHoldForeign(load, book));
  act((book) => decideCloseJob({ ...SUPERVISED, ...by('cho'), job, loadOnScale: null }, book));
  await deliverEntries(rig, headquarters);
  return findingId;
}

interface Answer {
  base: string;
  own: string | null;
}

/** What base and headquarters say of the decision that these goods are that package. */
async function recognise(finding: string, id: string, identity = 'NO MARK'): Promise<Answer> {
  const row = new BaseBook(headquarters.book, BASE).findRow('findings', finding);
  if (!row) throw new Error('no such finding');
  const own = rejectRecognition(new BaseBook(headquarters.book, BASE), { identity, package: id }, row);
  const { epoch, seq, hash } = rig.ledger.book.get('finding', finding) ?? {};
  const body = { kind: 'decision', findings: [{ epoch, seq, hash }], decision: 'recognise', adjust: [], adopt: null };
  const order = random.id();
  await send({ ...body, recognise: { identity, package: id }, note: 'its label fell off' }, order);
  await deliverEntries(rig, headquarters);
  const answer = headquarters.report().orders.find((one) => one.order === order)?.answer;
  return { base: answer ?? '', own };
}

/** Both books are one, and the stock shown is what the base's packages add up to, each once. */
function expectTotals(): void {
  expectSameBooks(rig, headquarters);
  const { book } = rig.ledger;
  const here = book.where('package', 'lot', 'L').filter(({ state }) => STATES_AT_BASE.includes(state));
  const sumMg = here.reduce((sum, { netMg }) => sum + (netMg ?? 0), 0);
  const shownKg = headquarters.report().stock.reduce((sum, { netKg }) => sum + Number(netKg), 0);
  expect(Math.round(shownKg * 1e6)).toBe(sumMg);
  const weighings = here.flatMap(({ weighing }) => weighing ?? []);
  expect(new Set(weighings).size).toBe(weighings.length);
  expect(headquarters.report()).toMatchObject({ rejected: 0, unreportedFindings: [] });
}

/** The states in which it may be, and the one that it is in afterwards. */
const LEADS_TO: Partial<Record<PackageState, PackageState>> = {
  expected: 'present',
  // It bears no tag.
  missing: 'present',
  released: 'stored',
  returned: 'stored',
  'written-off': 'stored',
};

describe.each(PACKAGE_STATES)('goods that were a package which is %s', (state) => {
  it(LEADS_TO[state] === undefined ? 'are not it, by the same words on both sides' : 'are it', async () => {
    await WAYS[state]();
    await deliverEntries(rig, headquarters);
    expect(stateOf('L-1')).toBe(state);
    const before = needPackage(rig.ledger.book, 'L-1');
    const finding = await held();
    const answer = await recognise(finding, 'L-1');
    expectTotals();
    const { state: decidedState } = rig.ledger.book.get('finding', finding) ?? {};
    const leadsTo = LEADS_TO[state];
    if (leadsTo === undefined) {
      expect(answer.base).toBe(answer.own);
      expect(answer.base).toMatch(state === 'dropped' ? /^package L-1 was dropped/ : /^package L-1 is here already/);
      expect(needPackage(rig.ledger.book, 'L-1')).toEqual(before);
      expect(decidedState).toBe('open');
      return;
    }
    expect(answer).toEqual({ base: 'received', own: null });
    const { weighing, netMg, proofs } = needPackage(rig.ledger.book, 'L-1');
    expect([stateOf('L-1'), netMg, proofs.at(-1)?.way]).toEqual([leadsTo, 250_000_000, 'weighed']);
    expect(rig.ledger.book.get('weighing', weighing ?? '')).toMatchObject({ boundBy: 'decision', state: 'bound' });
    expect(decidedState).toBe('closed');
    expect(rig.ledger.book.where('foreign', 'identity', 'NO MARK')[0]?.state).toBe('matched');
  });
});

it('a missing one that is found so leaves its lot verified, and nothing of it is missing any more', async () => {
  await WAYS.missing();
  expect(rig.ledger.book.get('lot', 'L')?.state).toBe('discrepant');
  await recognise(await held(), 'L-1');
  expect(rig.ledger.book.get('lot', 'L')?.state).toBe('verified');
  expect(rig.ledger.book.where('finding', 'package', 'L-1').map(({ code, state }) => [code, state])).toEqual([
    ['MISSING_PACKAGE', 'void'],
  ]);
  expectTotals();
});

// Closing its job asks each package for a tag; no job is open any more that would.
it('a missing one that bears no tag is not in store before it has one', async () => {
  await WAYS.missing();
  await recognise(await held(), 'L-1');
  expect(needPackage(rig.ledger.book, 'L-1').epcHex).toBeNull();
  expect(stateOf('L-1')).toBe('present');
  expect(rig.ledger.book.get('lot', 'L')?.state).toBe('verified');
  expect(packagesWithoutTag(rig.ledger.book).map(({ id }) => id)).toEqual(['L-1']);
  expectTotals();
  dock.attachTag('L-1', TAG);
  await deliverEntries(rig, headquarters);
  expect([stateOf('L-1'), packagesWithoutTag(rig.ledger.book)]).toEqual(['stored', []]);
  expectTotals();
});

it.each(['expected', 'missing', 'released', 'returned', 'written-off'] as const)(
  'what weighs otherwise is a finding as if it had been named then: %s',
  async (state) => {
    await WAYS[state]();
    await deliverEntries(rig, headquarters);
    expect(await recognise(await held(MASS_MG - 30_000_000), 'L-1')).toMatchObject({ base: 'received' });
    const [last] = rig.ledger.book.where('finding', 'package', 'L-1').filter((finding) => finding.state === 'open');
    expect(last?.code).toBe('WEIGHT_LOW');
    expect(needPackage(rig.ledger.book, 'L-1')).toMatchObject({ held: true, netMg: 220_000_000 });
    expectTotals();
  },
);

it('is its own name that was read on it: the finding is about the goods all the same', async () => {
  await released();
  await deliverEntries(rig, headquarters);
  const finding = await held(MASS_MG, 'L-1');
  expect(await recognise(finding, 'L-1', 'L-1')).toEqual({ base: 'received', own: null });
  expect(stateOf('L-1')).toBe('stored');
  expectTotals();
});

it('goods under the id of what is in store are sent back without it', async () => {
  await stored();
  await deliverEntries(rig, headquarters);
  const finding = await held(MASS_MG, 'L-1');
  await decide({ decision: 'return', findings: [finding] });
  expect([stateOf('L-1'), rig.ledger.book.where('foreign', 'identity', 'L-1')[0]?.state]).toEqual([
    'stored',
    'returned',
  ]);
  expectTotals();
});

it('not while a delivery of its lot is under way, nor when its tag is another’s by now', async () => {
  await released();
  await send({ ...notice('M', 1), packages: [{ ...notice('M', 1).packages[0], epcHex: TAG }] }, 'order-M');
  await deliverEntries(rig, headquarters);
  const finding = await held();
  expect((await recognise(finding, 'L-1')).base).toMatch(/^tag .* is that of package M-1/);
  expect((await recognise(finding, 'L-1', 'OTHER')).base).toMatch(/is not about held goods OTHER/);
  expect((await recognise(finding, 'NO-SUCH')).base).toBe('package NO-SUCH is unknown');
  expectTotals();
});

it('is refused at the desk before it travels', async () => {
  await stored();
  const finding = await held();
  const request = { ...NOTHING, decision: 'recognise', findings: [finding] } as const;
  const named = { identity: 'NO MARK', package: 'L-1' } as DecisionRequest['recognise'];
  expect(queueDecision(headquarters, request)).toEqual({
    refusal: 'a recognition names the goods and the package that they are',
  });
  expect(queueDecision(headquarters, { ...request, recognise: named })).toEqual({
    refusal: 'package L-1 is here already: it is stored',
  });
});

it('headquarters rejects a name that it did not decide', async () => {
  await WAYS.expected();
  const finding = await held();
  const foreign = rig.ledger.book.where('foreign', 'identity', 'NO MARK')[0];
  const body = { weighing: foreign?.weighing ?? '', package: 'L-1', boundBy: 'decision', code: null, operator: 'ann' };
  act(() => ({ entries: [{ kind: 'weighing-bound', body }], effects: [], result: {} }) as never);
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBe(1);
  expect(finding).not.toBe('');
});
