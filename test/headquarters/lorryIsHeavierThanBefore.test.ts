// A lorry that came three times at one empty weight comes 900 kg heavier, or its driver steps out between the passes: base
// and headquarters say the same of it, each with code of its own.
import { asScanned, SUPERVISED } from '../core/staff.ts';
import { newLoad } from '../core/loads.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import { decideCloseJob } from '../../agent/core/jobs/jobDecisions.ts';
import {
  decideAnnouncePass,
  decideVehicleArrived,
  decideVehicleUnloaded,
} from '../../agent/core/intake/vehicleVisit.ts';
import { type Decide } from '../../agent/core/model/decide.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';
import { approveStream, decideAtBase, deliverEntries, deliverOrders } from './entryDelivery.ts';
import { createDockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { notice, openLinkRig, random, type LinkRig, type RunningHeadquarters } from './linkRig.ts';
import { createLoadEntryWriter } from './loadEntryWriter.ts';

const KG = 1_000_000;
const RANGE = { maxMg: 40_000 * KG, minMg: 200 * KG, intervalMg: 10 * KG };
const BRIDGE = { ...SCALE, instrument: 'bridge-scale', ranges: [RANGE] };
let rig: LinkRig;
let headquarters: RunningHeadquarters;

beforeEach(() => {
  rig = openLinkRig();
  headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
});
afterEach(() => rig.close());

const act = (decide: Decide): Record<string, unknown> => decideAtBase(rig, decide);

const by = (): { id: string; operator: string } => ({ id: random.id(), operator: 'ann' });

function pass(visit: string, kg: number, empty: boolean): void {
  const said = { visit, axlesOn: true, driverAboard: true, empty, dunnage: null };
  act((book, at) => decideAnnouncePass({ ...by(), ...said, loadOnScale: () => null }, { book, at }));
  const capture = {
    load: 1,
    take: 1,
    purpose: 'weigh' as const,
    grossMg: kg * KG,
    range: 0,
    readAtMs: 5_000,
    zeroAtMs: 1_000,
    window: { readings: 21, durationMs: 3_000, spanMg: 0, rawHex: '5354', checksummed: false },
    tags: [],
  };
  const event = {
    station: 'bridge',
    capture,
    scale: BRIDGE,
    weighing: random.id(),
    ...newLoad(),
    software: 's',
    configHash: 'c',
  };
  act((book, at) => decideCapture({ ...event, at }, book));
}

/** Four drums of 268.4 kg on a lorry; nobody could tell one more from the bridge, so they are scanned. */
async function comes(lot: string, emptyKg: number): Promise<void> {
  const { packages, ...rest } = notice(lot, 4);
  const tagged = packages.map((one, index) => ({ ...one, epcHex: `3074257BF7194E400000${lot.slice(1)}${index}00` }));
  // The bridge may be as coarse as it is: this is about the empty lorry.
  const body = { ...rest, packages: tagged, fitnessSharePpm: 500_000 };
  const queued = queueOrder(headquarters.link, { order: `order-${lot}`, body });
  if ('refusal' in queued) throw new Error(queued.refusal);
  await deliverOrders(rig, headquarters);
  const arrival = { ...by(), station: 'bridge', stationKnown: true, weighbridge: true, plates: 'TK 1' };
  const visit = String(act((book, at) => decideVehicleArrived(arrival, { book, at }))['visit']);
  pass(visit, emptyKg + 1_070, false);
  const codes = asScanned([1, 2, 3, 4].map((n) => `${lot}-${n}`));
  const { job } = act((book) => decideVehicleUnloaded({ ...by(), visit, lot, codes }, book));
  pass(visit, emptyKg, true);
  act((book) => decideCloseJob({ ...SUPERVISED, ...by(), job: String(job), loadOnScale: null }, book));
  await deliverEntries(rig, headquarters);
}

/** Base and headquarters on a lot, and where they differ. */
const judged = (lot: string): unknown => headquarters.report().lots.find((one) => one.lot === lot);

it('both find it, in the lot that it brought and in no other', async () => {
  for (const [index, kg] of [12_000, 12_100, 12_050, 12_220, 13_120].entries()) await comes(`L${index}`, kg);
  const found = rig.ledger.book.where('finding', 'state', 'open').map(({ code, lot }) => [code, lot]);
  expect(found).toEqual([['EMPTY_WEIGHT_UNUSUAL', 'L4']]);
  for (const lot of ['L0', 'L1', 'L2', 'L3'])
    expect(judged(lot)).toMatchObject({ headquartersVerdict: 'verified', agrees: true });
  expect(judged('L4')).toMatchObject({ headquartersVerdict: 'discrepant', agrees: true });
});

it('headquarters rejects a pair at which the driver was aboard once', async () => {
  const queued = queueOrder(headquarters.link, { order: 'order-L', body: notice('L', 4) });
  if ('refusal' in queued) throw new Error(queued.refusal);
  await deliverOrders(rig, headquarters);
  const job = createDockCommandWriter(rig).open('order-L');
  const writer = createLoadEntryWriter(rig);
  const said = { kind: 'pass' as const, visit: 'v', axlesOn: true, driverAboard: true, empty: false, dunnage: null };
  // Only the first pass uses it up; nobody says anything of the second.
  writer.entries([
    { kind: 'vehicle-arrived', body: { visit: 'v', station: 'bridge', plates: 'TK 1', operator: 'ann' } },
    { kind: 'load-announced', body: { station: 'bridge', intent: said, operator: 'ann' } },
  ]);
  const load = { beforeMg: 13_070 * KG, afterMg: 12_000 * KG, scanned: true };
  writer.vehicle({ job, lot: 'L' }, ['L-1', 'L-2', 'L-3', 'L-4'], load);
  const before = headquarters.report().rejected;
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBeGreaterThan(before);
});
