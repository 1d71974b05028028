// Scales that cannot see what they are asked, before headquarters: it comes to what the base comes to, by its own code,
// and believes no base that says more.
import { SUPERVISED } from '../core/staff.ts';
import { newLoad } from '../core/loads.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decideCloseJob, decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import type { Decide } from '../../agent/core/model/decide.ts';
import { isRefusal } from '../../agent/core/model/decide.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import { withEscalations } from '../../agent/core/loads/escalateCases.ts';
import { decideIdentify } from '../../agent/core/loads/identifyLoad.ts';
import { deliver, fitnessScene, oracle, sceneNotice } from '../core/fitnessScenes.ts';
import { BRIDGE, MultiStationBase } from '../core/multiStationBase.ts';
import { createDockCommandWriter } from './dockCommandWriter.ts';
import { approveStream, deliverEntries, deliverOrders } from './entryDelivery.ts';
import { expectSameBooks } from './bookComparison.ts';
import { notice, openLinkRig, random, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;

beforeEach(() => {
  rig = openLinkRig();
  headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
});
afterEach(() => rig.close());

/** The base of the core's tests, on the ledger that headquarters hears of. */
function baseOnLedger(): MultiStationBase {
  const record = (_cause: string, decide: Decide): unknown => {
    const outcome = rig.ledger.transact(random.id(), decide);
    return outcome.kind === 'refused' ? outcome.refusal : outcome.result;
  };
  const base = new MultiStationBase();
  let count = 0;
  return Object.assign(base, {
    ledger: { book: rig.ledger.book, do: record } as unknown as MultiStationBase['ledger'],
    id: () => `made-${(count += 1)}`,
  });
}

function reported(lot: string): unknown {
  const found = headquarters.report().lots.find((one) => one.lot === lot);
  return found && { verdict: found.headquartersVerdict, agrees: found.agrees };
}

it('forty deliveries on all kinds of scales: both sides verify what could be seen, and nothing else', async () => {
  const scenes = fc.sample(fitnessScene, { numRuns: 40, seed: 27 }).map((scene, n) => ({ scene, lot: `L-${n}` }));
  for (const { scene, lot } of scenes) headquarters.queue(sceneNotice(scene, lot), `order-${lot}`);
  await deliverOrders(rig, headquarters);
  createDockCommandWriter(rig);
  const base = baseOnLedger();
  for (const { scene, lot } of scenes) deliver(base, scene, lot);
  await deliverEntries(rig, headquarters);
  for (const { scene, lot } of scenes) {
    const { scaleFit, papersFit } = oracle(scene);
    const verdict = scaleFit && papersFit ? 'verified' : 'discrepant';
    expect(reported(lot), JSON.stringify(scene)).toEqual({ verdict, agrees: true });
  }
  expectSameBooks(rig, headquarters);
});

it('a base that finds its weighbridge fine enough is not believed', async () => {
  headquarters.queue(notice('L', 1), 'order-L');
  await deliverOrders(rig, headquarters);
  createDockCommandWriter(rig);
  const here = { station: 'dock-1', operator: 'ann' };
  // What its own rules would find is left out, and the share that it says it applied is all of the net.
  const act = (decide: Decide): void => {
    rig.ledger.transact(random.id(), (book, at) => {
      const outcome = decide(book, at);
      if (isRefusal(outcome)) return outcome;
      const kept = outcome.entries.filter(({ kind }) => kind !== 'finding');
      for (const entry of kept) if (entry.kind === 'weighing') entry.body.fitnessSharePpm = 1_000_000;
      return { ...outcome, entries: kept };
    });
  };
  act((book) => decideOpenJob({ ...here, job: 'job', order: 'order-L', stationKnown: true }, book));
  const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false };
  const stood = { load: 1, purpose: 'weigh' as const, range: 0, readAtMs: 5_000, zeroAtMs: 1_000, tags: [], window };
  const capture = { ...stood, grossMg: 270_000_000, take: 1 };
  const made = { weighing: 'w', ...newLoad(), software: 's', configHash: 'c' };
  act((book, at) => decideCapture({ station: 'dock-1', capture, scale: BRIDGE, ...made, at }, book));
  act((book) => decideIdentify({ ...here, weighing: 'w', seen: 'w', code: 'L-1', typed: false }, book));
  rig.ledger.transact('tag', () => ({
    entries: [
      {
        kind: 'tag-attached',
        body: { package: 'L-1', epcHex: '3074257BF7194E4000009901', retiredEpcHex: null, operator: 'ann' },
      },
    ],
    effects: [],
    result: {},
  }));
  act((book) => decideCloseJob({ ...SUPERVISED, id: 'close', job: 'job', operator: 'ann', loadOnScale: null }, book));
  expect(rig.ledger.book.get('lot', 'L')?.verdict?.verdict).toBe('verified');
  await deliverEntries(rig, headquarters);
  expect(reported('L')).toEqual({ verdict: 'discrepant', agrees: false });
});

it('an own part that the scale does not have is refused', async () => {
  headquarters.queue(notice('L', 1), 'order-L');
  await deliverOrders(rig, headquarters);
  const dock = createDockCommandWriter(rig);
  dock.open('order-L');
  rig.ledger.transact('small', (book, at) => {
    const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false };
    const stood = { load: 1, purpose: 'weigh' as const, range: 0, readAtMs: 5_000, zeroAtMs: 1_000, tags: [], window };
    const capture = { ...stood, grossMg: 270_000_000, take: 1 };
    const made = { weighing: 'w', ...newLoad(), software: 's', configHash: 'c' };
    const outcome = decideCapture({ station: 'dock-1', capture, scale: BRIDGE, ...made, at }, book);
    if (isRefusal(outcome)) return outcome;
    for (const entry of outcome.entries) if (entry.kind === 'weighing') entry.body.ownPartMg = 1_000;
    return outcome;
  });
  await deliverEntries(rig, headquarters);
  expect(headquarters.book.prepare('SELECT count(*) FROM weighings').pluck().get()).toBe(0);
});

it('a case that the base cannot settle waits for a decision of headquarters', async () => {
  headquarters.queue(notice('L', 1), 'order-L');
  await deliverOrders(rig, headquarters);
  createDockCommandWriter(rig).open('order-L');
  const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false };
  const stood = { load: 1, purpose: 'weigh' as const, range: 0, readAtMs: 5_000, zeroAtMs: 1_000, tags: [], window };
  const capture = { ...stood, grossMg: 270_000_000, take: 1 };
  const made = { weighing: 'w', ...newLoad(), software: 's', configHash: 'c' };
  const scales = [{ station: 'dock-1', scale: BRIDGE, fitnessSharePpm: null }];
  rig.ledger.transact('weigh', (book, at) =>
    decideCapture({ station: 'dock-1', capture, scale: BRIDGE, ...made, at }, book),
  );
  rig.ledger.transact(
    'name',
    withEscalations(
      (book) =>
        decideIdentify(
          { station: 'dock-1', operator: 'ann', weighing: 'w', seen: 'w', code: 'L-1', typed: false },
          book,
        ),
      () => scales,
    ),
  );
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().openFindings).toMatchObject([
    { code: 'SCALE_TOO_COARSE', package: 'L-1', escalated: 'no-scale-settles' },
  ]);
  expectSameBooks(rig, headquarters);
});
