// A deposited release opened by two, a count with a drawn sample, a return, a decision: both sides must hold the same
// book after each, headquarters' own results must be the base's, and what does not follow from the entries must show.
import { SUPERVISED } from '../core/staff.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Decide } from '../../agent/core/model/decide.ts';
import { asOperatorId } from '../../agent/core/model/ids.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import { decideIdentify } from '../../agent/core/loads/identifyLoad.ts';
import { decideCloseJob, decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import { decideOpenSealed } from '../../agent/core/release/openDeposit.ts';
import { decidePick } from '../../agent/core/release/dispatch.ts';
import { decideOpenStocktake } from '../../agent/core/stocktake/openStocktake.ts';
import { decideCount } from '../../agent/core/stocktake/countPackages.ts';
import { unsealDeposit } from '../../agent/link/depositUnsealing.ts';
import { queueDecision } from '../../agent/headquarters/desk/decisionOrders.ts';
import { queueDeposit } from '../../agent/headquarters/desk/depositOrders.ts';
import { queueSample } from '../../agent/headquarters/desk/sampleOrders.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { decideAtBase, deliverEntries, deliverOrders, sendOrder } from './entryDelivery.ts';
import { type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { random, notice, type RunningHeadquarters, type LinkRig } from './linkRig.ts';
import { expectSameBooks } from './bookComparison.ts';
import { createLoadEntryWriter } from './loadEntryWriter.ts';
import { newLoad } from '../core/loads.ts';

const KG = 1_000_000;
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dockCommands: DockCommandWriter;

beforeEach(async () => {
  ({ rig, headquarters, dock: dockCommands } = openBesideHeadquarters());
  await send({ ...notice('L', 3), content: { moisturePpm: 20_000, assayPpm: 500_000 } }, 'order-L');
  dockCommands.open('order-L');
  for (const [index, kg] of [268.4, 268.6, 268.2].entries()) {
    dockCommands.weigh(Math.round(kg * 10) * 100_000);
    dockCommands.identify(`L-${index + 1}`);
    dockCommands.attachTag(`L-${index + 1}`, `3074257BF7194E420000000${index + 1}`);
  }
  dockCommands.close();
  await agree();
});

afterEach(() => rig.close());

const send = (body: unknown, order: string): Promise<void> => sendOrder(rig, headquarters, { order, body });

async function agree(): Promise<void> {
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
}

const act = (decide: Decide): Record<string, unknown> => decideAtBase(rig, decide);

const by = (operator: string): { id: string; operator: string } => ({
  id: random.id(),
  operator,
});

function open(id: string): string {
  const job = random.id();
  act((book) => decideOpenJob({ job, order: id, station: 'gate-1', stationKnown: true, operator: 'ann' }, book));
  return job;
}

function close(job: string, operator: string): void {
  act((book) => decideCloseJob({ ...SUPERVISED, ...by(operator), job, loadOnScale: null }, book));
}

/** A load with its tag at the station where releases and counts are worked. */
function weigh(kg: number, epcHex: string): void {
  const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false };
  const tags = [{ epcHex, tidHex: null, reads: 9, background: false, elsewhere: false }];
  const capture = {
    load: 1,
    take: 1,
    purpose: 'weigh' as const,
    grossMg: Math.round(kg * 10) * 100_000,
    range: 0,
    readAtMs: 5_000,
    zeroAtMs: 1_000,
    window,
    tags,
  };
  const weighing = random.id();
  act((book, at) =>
    decideCapture(
      { station: 'gate-1', capture, scale: SCALE, weighing, ...newLoad(), software: 's', configHash: 'c', at },
      book,
    ),
  );
  // A tag alone names nothing that leaves.
  act((book) => {
    const load = { station: 'gate-1', weighing, seen: weighing, code: epcHex, typed: false, operator: 'ann' };
    return book.get('weighing', weighing)?.state === 'unbound'
      ? decideIdentify(load, book)
      : { entries: [], effects: [], result: {} };
  });
}

const release = {
  kind: 'release-order',
  release: 'R-1',
  regime: 'emergency',
  recipient: 'Works B',
  selection: { kind: 'by-packages', packages: ['L-1', 'L-2'] },
} as const;

/** The deposit's order at the base, opened by two with the code. */
async function openedDeposit(): Promise<string> {
  const made = queueDeposit(headquarters.link, { content: release, name: 'D-1', base: undefined });
  if ('refusal' in made) throw new Error(made.refusal);
  expect(made.code).toMatch(/^\d{10}$/);
  await deliverOrders(rig, headquarters);
  const deposit = rig.ledger.book.get('deposit', 'D-1');
  if (!deposit) throw new Error('no deposit');
  const wrong = String((Number(made.code) + 1) % 1e10).padStart(10, '0');
  expect(unsealDeposit(deposit, wrong)).toBeNull();
  expect(unsealDeposit({ ...deposit, id: 'D-2' }, made.code)).toBeNull();
  expect(headquarters.link.listOrders().filter(({ body }) => body.includes(made.code))).toEqual([]);
  const content = unsealDeposit(deposit, made.code);
  expect(content).toEqual(release);
  for (const operator of ['ann', 'bob'])
    act((book) => decideOpenSealed({ ...by(operator), sealed: 'D-1', content }, book));
  return deposit.order;
}

it('on a deposited release of which one package is short, its return, and the stock that is left', async () => {
  const opened = await openedDeposit();
  const job = open(opened);
  act((book) => decidePick({ ...by('ann'), job, code: 'L-1', how: 'scanned' }, book));
  weigh(268.4, '3074257BF7194E4200000001');
  await agree();
  for (const operator of ['ann', 'bob']) close(job, operator);
  await agree();
  const left = headquarters.report();
  expect(left.releases).toMatchObject([
    {
      release: 'R-1',
      state: 'closed',
      allocated: 2,
      left: 1,
      leftKg: '250',
      short: [],
      unpicked: ['L-2'],
      differences: [],
    },
  ]);
  // 268.6 − 18.4 and 268.2 − 18.4 kg; dry 98 %, half of it contained.
  expect(left.stock).toEqual([
    {
      commodity: 'Co',
      element: null,
      form: 'cobalt-metal',
      ownership: 'national',
      packages: 2,
      netKg: '500',
      dryKg: '490',
      containedKg: '245',
      doubtfulKg: '0',
    },
  ]);

  await send({ kind: 'return-notice', lot: 'L', packages: ['L-1'] }, 'return-L');
  const back = open('return-L');
  weigh(268.6, '3074257BF7194E4200000001');
  close(back, 'ann');
  await agree();
  expect(headquarters.report().lots).toMatchObject([
    { lot: 'L', headquartersVerdict: 'verified', headquartersNetKg: '250.2', agrees: true, differences: [] },
  ]);
  expect(headquarters.report()).toMatchObject({ rejected: 0 });
});

it('on a count of which one person takes a sample back: that is rejected', async () => {
  await send({ kind: 'stocktake-order', stocktake: 'S-1', scope: { kind: 'lot-scope', lot: 'L' } }, 'count-L');
  open('count-L');
  await send({ kind: 'stocktake-sample', stocktake: 'S-1', packages: ['L-1'] }, 'sample-L');
  const scales = [{ station: 'gate-1', scale: SCALE, fitnessSharePpm: null }];
  const load = { kind: 'sample' as const, package: 'L-1' };
  const event = { ...by('ann'), station: 'gate-1', weighing: null, stationKnown: true, scales, load };
  act((book) => decideAnnounceLoad(event, book));
  weigh(268.4, '3074257BF7194E4200000001');
  const [weighing] = rig.ledger.book.where('weighing', 'package', 'L-1').filter(({ purpose }) => purpose === 'sample');
  if (!weighing) throw new Error('nothing was weighed');
  await agree();
  const body = { weighing: weighing.id, reason: 'operator' as const, askedBy: null, operator: asOperatorId('ann') };
  act(() => ({ entries: [{ kind: 'weighing-reversed', body }], effects: [], result: {} }));
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBe(1);
});

it('on a count whose drawn sample finds a light package, and the decision on it', async () => {
  await send({ kind: 'stocktake-order', stocktake: 'S-1', scope: { kind: 'lot-scope', lot: 'L' } }, 'count-L');
  expect(queueSample(headquarters, { stocktake: 'S-1', seed: '1', base: undefined })).toHaveProperty('refusal');
  await deliverEntries(rig, headquarters);
  const job = open('count-L');
  await agree();
  expect(queueSample(headquarters, { stocktake: 'S-1', seed: '1', base: undefined })).toMatchObject({
    drawn: 3,
    population: 3,
  });
  expect(queueSample(headquarters, { stocktake: 'S-1', seed: '2', base: undefined })).toHaveProperty('refusal');
  await deliverOrders(rig, headquarters);
  const round = (operator: string, weights: Record<string, number>): void => {
    act((book) => decideCount({ ...by(operator), stocktake: 'S-1', codes: Object.keys(weights), how: 'scan' }, book));
    for (const [name, kg] of Object.entries(weights)) {
      act((book) =>
        decideAnnounceLoad(
          {
            ...by(operator),
            station: 'gate-1',
            weighing: null,
            stationKnown: true,
            scales: [{ station: 'gate-1', scale: SCALE, fitnessSharePpm: null }],
            load: { kind: 'sample', package: name },
          },
          book,
        ),
      );
      weigh(kg, `3074257BF7194E420000000${name.at(-1) ?? ''}`);
    }
    close(job, operator);
  };
  round('ann', { 'L-1': 268.4, 'L-2': 260, 'L-3': 268.2 });
  await agree();
  round('bob', { 'L-2': 260 });
  await agree();
  expect(headquarters.report().stocktakes).toMatchObject([
    {
      stocktake: 'S-1',
      state: 'closed',
      round: 2,
      differences: [],
      result: { agrees: false, off: ['L-2'], sampled: 3, seen: 3 },
    },
  ]);

  const [finding] = headquarters.report().openFindings;
  expect(finding).toMatchObject({ code: 'WEIGHT_LOW', package: 'L-2', differenceKg: '-8.6' });
  const queued = queueDecision(headquarters, {
    findings: [finding?.finding ?? ''],
    decision: 'adjust',
    adjust: [{ package: 'L-2', netMg: 241_600_000 }],
    adopt: null,
    recognise: null,
    note: 'spilled',
    base: undefined,
  });
  expect(queued).toMatchObject({ state: 'queued' });
  await deliverOrders(rig, headquarters);
  await agree();
  expect(headquarters.report().openFindings).toEqual([]);
  expect(rig.ledger.book.get('finding', finding?.finding ?? '')?.state).toBe('closed');
  // 250 + 241.6 + 249.8
  expect(headquarters.report().stock).toMatchObject([{ packages: 3, netKg: '741.4' }]);
});

it('keeps what a single person says has left', async () => {
  const opened = await openedDeposit();
  const job = open(opened);
  const body = {
    order: opened,
    job,
    released: ['L-1', 'L-2'],
    short: [],
    unpicked: [],
    netMg: 500 * KG,
    operator: 'ann',
    approvedBy: 'ann',
    supervisor: null,
  };
  const loadWriter = createLoadEntryWriter(rig);
  act((book) => decidePick({ ...by('ann'), job, code: 'L-1', how: 'scanned' }, book));
  weigh(268.4, '3074257BF7194E4200000001');
  act((book) => decidePick({ ...by('ann'), job, code: 'L-2', how: 'scanned' }, book));
  weigh(268.6, '3074257BF7194E4200000002');
  loadWriter.entries([{ kind: 'release-closed', body }]);
  await deliverEntries(rig, headquarters);
  expect(headquarters.report()).toMatchObject({ rejected: 1, releases: [{ state: 'open', left: 0 }] });
  expect(headquarters.report().stock).toMatchObject([{ packages: 3 }]);
});

it('on a count from which an emergency takes a drawn package', async () => {
  await send({ kind: 'stocktake-order', stocktake: 'S-1', scope: { kind: 'lot-scope', lot: 'L' } }, 'count-L');
  const job = open('count-L');
  await agree();
  queueSample(headquarters, { stocktake: 'S-1', seed: '1', base: undefined });
  await deliverOrders(rig, headquarters);
  const codes = ['L-1', 'L-2', 'L-3'];
  act((book) => decideCount({ ...by('ann'), stocktake: 'S-1', codes, how: 'scan' }, book));
  act((book) => decideCount({ ...by('ann'), stocktake: 'S-1', codes: ['L-1'], how: 'withdrawn' }, book));
  act((book) => decideCount({ ...by('bob'), stocktake: 'S-1', codes: ['L-1'], how: 'inferred' }, book));
  await agree();
  await send({ ...release, selection: { kind: 'by-packages', packages: ['L-1', 'L-2', 'L-3'] } }, 'urgent');
  await agree();
  expect(rig.ledger.book.get('stocktake', 'S-1')).toMatchObject({ sample: [], thawed: codes, spoken: 0 });
  close(job, 'ann');
  await agree();
  expect(headquarters.report().stocktakes).toMatchObject([
    {
      stocktake: 'S-1',
      state: 'closed',
      differences: [],
      result: { book: 3, inHands: codes, thawed: codes, agrees: false },
    },
  ]);
  expect(headquarters.report().rejected).toBe(0);
});

it('on a count of the base’s own plan that headquarters cancels', async () => {
  const stocktake = random.id();
  const at = { station: 'gate-1', stationKnown: true, areaKnown: true };
  const plan = { ...at, id: stocktake, operator: 'ann', scope: { kind: 'base-scope' as const } };
  act((book) => decideOpenStocktake(plan, book));
  await agree();
  await send({ kind: 'cancellation', cancels: stocktake }, 'no-count');
  await agree();
  expect(rig.ledger.book.get('stocktake', stocktake)?.state).toBe('closed');
  expect(rig.ledger.book.get('package', 'L-1')).toMatchObject({ state: 'stored', stocktake: null });
  expect(headquarters.report().rejected).toBe(0);
});
