// Nothing goes into store without a tag, whoever decides that it is here: what bears none is present, its lot does not wait
// for it, and with its tag it is in store. Base and headquarters say the same.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decideQuarantine } from '../../agent/core/cases/quarantine.ts';
import { decideCloseJob, decideOpenUnannounced } from '../../agent/core/jobs/jobDecisions.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import { decideHoldForeign } from '../../agent/core/loads/identifyLoad.ts';
import { packagesWithoutTag } from '../../agent/core/model/awaitedTag.ts';
import { queueDecision, type DecisionRequest } from '../../agent/headquarters/desk/decisionOrders.ts';
import { newLoad } from '../core/loads.ts';
import { SUPERVISED } from '../core/staff.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { expectSameBooks, needPackage } from './bookComparison.ts';
import { type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { decideAtBase, deliverEntries, deliverOrders, sendOrder } from './entryDelivery.ts';
import { type LinkRig, notice, random, type RunningHeadquarters } from './linkRig.ts';

const MASS_MG = 268_400_000;
const TAG = '3074257BF7194E4200000001';
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dock: DockCommandWriter;

beforeEach(async () => {
  ({ rig, headquarters, dock } = openBesideHeadquarters());
  await sendOrder(rig, headquarters, { order: 'order-L', body: notice('L', 1) });
});
afterEach(() => rig.close());

const by = (operator: string): { id: string; operator: string } => ({ id: random.id(), operator });

async function agree(): Promise<void> {
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  expect(headquarters.report()).toMatchObject({ rejected: 0, unreportedFindings: [] });
}

/** Something without a name is weighed and held; the finding on it. */
async function held(): Promise<string> {
  const opened = { station: 'yard-1', stationKnown: true };
  const { id: job } = by('cho');
  decideAtBase(rig, (book) => decideOpenUnannounced({ id: job, operator: 'cho', ...opened }, book));
  const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false };
  const times = { readAtMs: 5_000, zeroAtMs: 1_000 };
  const purpose = 'weigh' as const;
  const capture = { load: 1, take: 1, purpose, grossMg: MASS_MG, range: 0, ...times, window, tags: [] };
  const weighing = random.id();
  const event = { station: 'yard-1', capture, scale: SCALE, weighing, ...newLoad(), software: 's', configHash: 'c' };
  decideAtBase(rig, (book, at) => decideCapture({ ...event, at }, book));
  const findingId = random.id();
  const load = { station: 'yard-1', weighing, seen: weighing, identity: 'NO MARK', operator: 'cho', findingId };
  decideAtBase(rig, (book) => decideHoldForeign(load, book));
  decideAtBase(rig, (book) => decideCloseJob({ ...SUPERVISED, ...by('cho'), job, loadOnScale: null }, book));
  await deliverEntries(rig, headquarters);
  return findingId;
}

/** Headquarters makes these goods a package of lot L. */
async function adopted(finding: string): Promise<void> {
  const adopt = { identity: 'NO MARK', package: 'A-1', lot: 'L', mark: 'A1', tareMg: 18_400_000 };
  const request = { decision: 'accept', findings: [finding], adjust: [], adopt, recognise: null, note: '' };
  const queued = queueDecision(headquarters, { ...request, base: undefined } as unknown as DecisionRequest);
  if ('refusal' in queued) throw new Error(queued.refusal);
  await deliverOrders(rig, headquarters);
  await agree();
}

const waiting = (): string[] => packagesWithoutTag(rig.ledger.book).map(({ id }) => id);

it.each(['verified', 'discrepant', 'arriving'])('what is adopted into a lot that is %s', async (lot) => {
  dock.open('order-L');
  if (lot !== 'arriving') {
    dock.weigh(lot === 'discrepant' ? MASS_MG - 20_000_000 : MASS_MG);
    dock.identify('L-1');
    dock.attachTag('L-1', TAG);
    dock.close();
  }
  expect(rig.ledger.book.get('lot', 'L')?.state).toBe(lot);
  await adopted(await held());
  expect([needPackage(rig.ledger.book, 'A-1').state, waiting()]).toEqual(['present', ['A-1']]);
  dock.attachTag('A-1', '3074257BF7194E4200000009');
  await agree();
  expect([needPackage(rig.ledger.book, 'A-1').state, waiting()]).toEqual(['stored', []]);
});

it('what is set apart meanwhile comes back into store once it bears one', async () => {
  await adopted(await held());
  decideAtBase(rig, (book) => decideQuarantine({ ...by('sue'), package: 'A-1' }, book));
  expect(waiting()).toEqual([]);
  dock.attachTag('A-1', TAG);
  await agree();
  expect(needPackage(rig.ledger.book, 'A-1').quarantine?.backTo).toBe('stored');
});
