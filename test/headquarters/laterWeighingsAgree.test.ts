// What is weighed after the intake, on scales from fine to hopeless: recounts, samples and dispatches give both books the
// same figures, states and findings, and taking them back does too.
import { SUPERVISED, takenBackBy } from '../core/staff.ts';
import { newLoad } from '../core/loads.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decideApprove } from '../../agent/core/cases/caseDecisions.ts';
import { decideCloseJob, decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import { withEscalations } from '../../agent/core/loads/escalateCases.ts';
import { decideAttachTag, decideIdentify } from '../../agent/core/loads/identifyLoad.ts';
import type { Decide } from '../../agent/core/model/decide.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import { decidePick } from '../../agent/core/release/dispatch.ts';
import { decideOpenStocktake } from '../../agent/core/stocktake/openStocktake.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';
import { createDockCommandWriter } from './dockCommandWriter.ts';
import { approveStream, deliverEntries, deliverOrders } from './entryDelivery.ts';
import { expectSameBooks } from './bookComparison.ts';
import { notice, openLinkRig, random, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

const KG = 1_000_000;
const scaleOf = (intervalG: number, verified = true): ScaleFacts => ({
  instrument: `scale-${intervalG}-${String(verified)}`,
  model: 'm',
  serialNumber: null,
  class: 'III',
  ranges: [{ maxMg: 2_000 * KG, minMg: 0, intervalMg: intervalG * 1_000 }],
  unit: 'kg',
  decimals: 2,
  verified,
  verificationMark: verified ? 'M' : null,
  verifiedUntil: verified ? '2099-12-31' : null,
});
const FIRST = scaleOf(200);
const SCALES = [scaleOf(20), FIRST, scaleOf(200, false), scaleOf(500), scaleOf(1_000), scaleOf(10_000)];
const MASSES = [256, 268.4, 268.8];
/** Every scale with every mass, a lot of one drum each. */
const CASES = SCALES.flatMap((scale) => MASSES.map((kg) => ({ scale, kg })));

let rig: LinkRig;
let headquarters: RunningHeadquarters;

beforeEach(() => {
  rig = openLinkRig();
  headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
});
afterEach(() => rig.close());

function act(decide: Decide): Record<string, unknown> | null {
  const outcome = rig.ledger.transact(random.id(), decide);
  return outcome.kind === 'decided' ? outcome.result : null;
}

const by = (operator: string) => ({ id: random.id(), operator });

function weigh(station: string, scale: ScaleFacts, kg: number): string {
  const weighing = random.id();
  const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false };
  const stood = { load: 1, purpose: 'weigh' as const, range: 0, readAtMs: 5_000, zeroAtMs: 1_000, tags: [], window };
  const capture = { ...stood, grossMg: Math.round(kg * 10) * 100_000, take: 1 };
  const event = { station, capture, scale, weighing, ...newLoad(), software: 's', configHash: 'c' };
  act(
    withEscalations(
      (book, at) => decideCapture({ ...event, at }, book),
      () => [{ station, scale, fitnessSharePpm: null }],
    ),
  );
  return weighing;
}

function identify(station: string, weighing: string, code: string): void {
  act((book) => decideIdentify({ station, weighing, seen: weighing, code, typed: false, operator: 'ann' }, book));
}

function announce(station: string, load: NonNullable<Parameters<typeof decideAnnounceLoad>[0]['load']>): void {
  // As if the station still had the scale that could settle it: what is weighed then judges itself.
  const scales = [{ station, scale: FIRST, fitnessSharePpm: null }];
  const done = act((book) =>
    decideAnnounceLoad({ ...by('bob'), station, weighing: null, stationKnown: true, load, scales }, book),
  );
  expect(done, JSON.stringify(load)).not.toBeNull();
}

/** Lots of one drum, weighed on the first scale. */
async function takeIn(massOf: (kg: number) => number): Promise<void> {
  for (const [n] of CASES.entries()) headquarters.queue(notice(`L${n}`, 1), `order-L${n}`);
  await deliverOrders(rig, headquarters);
  createDockCommandWriter(rig);
  for (const [n, { kg }] of CASES.entries()) {
    const station = `dock-${n}`;
    const job = `in-${n}`;
    act((book) => decideOpenJob({ job, order: `order-L${n}`, station, stationKnown: true, operator: 'ann' }, book));
    identify(station, weigh(station, FIRST, massOf(kg)), `L${n}-1`);
    const epcHex = `3074257BF7194E40000${String(n).padStart(5, '0')}`;
    act((book) => decideAttachTag({ package: `L${n}-1`, epcHex, operator: 'ann', findingId: random.id() }, book));
    act((book) => decideCloseJob({ ...SUPERVISED, ...by('ann'), job, loadOnScale: null }, book));
  }
}

async function agree(): Promise<void> {
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  expect(headquarters.report().lots.filter(({ agrees }) => !agrees)).toEqual([]);
}

const figures = (): (number | null | undefined)[] =>
  CASES.map((_, n) => rig.ledger.book.get('package', `L${n}-1`)?.grossMg);

it('dispatches, and their reversal', async () => {
  await takeIn(() => 268.4);
  for (const [n] of CASES.entries())
    queueOrder(headquarters.link, {
      order: `rel-${n}`,
      body: {
        kind: 'release-order',
        release: `R${n}`,
        regime: 'normal',
        recipient: 'Works B',
        selection: { kind: 'by-lot', lot: `L${n}`, count: null },
      },
    });
  await deliverOrders(rig, headquarters);
  const weighings = CASES.map(({ scale, kg }, n) => {
    const station = `dock-${n}`;
    const job = `out-${n}`;
    act((book) => decideOpenJob({ job, order: `rel-${n}`, station, stationKnown: true, operator: 'ann' }, book));
    act((book) => decidePick({ ...by('ann'), job, code: `L${n}-1`, how: 'scanned' }, book));
    const weighing = weigh(station, scale, kg);
    identify(station, weighing, `L${n}-1`);
    return weighing;
  });
  await agree();
  // Only the finest scale has a figure to give, where it agrees.
  expect(figures().filter((gross) => gross !== 268_400_000)).toEqual([268_800_000]);
  for (const weighing of weighings)
    for (const person of ['sue', 'tom']) act((book) => decideReverse(takenBackBy(person, weighing), book));
  await agree();
  expect(new Set(figures())).toEqual(new Set([268_400_000]));
});

it('samples, and their reversal', async () => {
  await takeIn(() => 268.4);
  const at = { station: 'dock-0', stationKnown: true, areaKnown: true };
  act((book) => decideOpenStocktake({ ...by('ann'), ...at, scope: { kind: 'base-scope' } }, book));
  const weighings = CASES.map(({ scale, kg }, n) => {
    announce('dock-0', { kind: 'sample', package: `L${n}-1` });
    return weigh('dock-0', scale, kg);
  });
  await agree();
  expect(figures().filter((gross) => gross !== 268_400_000)).toEqual([268_800_000]);
  for (const weighing of weighings)
    for (const person of ['sue', 'tom']) act((book) => decideReverse(takenBackBy(person, weighing), book));
  await agree();
  expect(new Set(figures())).toEqual(new Set([268_400_000]));
});

it('recounts and approvals: only a scale that can settle it makes a shortage go away', async () => {
  await takeIn(() => 256);
  const findings = CASES.map(
    (_, n) =>
      rig.ledger.book.where('finding', 'package', `L${n}-1`).find(({ code }) => code === 'WEIGHT_LOW')?.id ?? '',
  );
  for (const [n, { scale, kg }] of CASES.entries()) {
    const finding = findings[n] ?? '';
    announce(`dock-${n}`, { kind: 'recount', finding });
    weigh(`dock-${n}`, scale, kg);
    act((book, at) => decideApprove({ ...by('sue'), supervisor: true, finding }, { book, at }));
  }
  await agree();
  const verified = CASES.filter((_, n) => rig.ledger.book.get('lot', `L${n}`)?.state === 'verified');
  expect(verified.map(({ scale, kg }) => [scale.instrument, kg])).toEqual([
    ['scale-20-true', 268.4],
    ['scale-20-true', 268.8],
    ['scale-200-true', 268.4],
    ['scale-200-true', 268.8],
  ]);
});
