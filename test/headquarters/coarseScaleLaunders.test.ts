// Headquarters, judging by its own code, believes a scale that cannot see the difference.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import { decideApprove } from '../../agent/core/cases/caseDecisions.ts';
import type { Decide } from '../../agent/core/model/decide.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import { BRIDGE } from '../core/multiStationBase.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { deliverEntries, deliverOrders } from './entryDelivery.ts';
import { type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { random, notice, type RunningHeadquarters, type LinkRig } from './linkRig.ts';
import { newLoad } from '../core/loads.ts';

const KG = 1_000_000;
const TAG = '3074257BF7194E400000990';
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dockCommands: DockCommandWriter;

beforeEach(async () => {
  ({ rig, headquarters, dock: dockCommands } = openBesideHeadquarters());
  headquarters.queue(notice('L', 2), 'order-L');
  await deliverOrders(rig, headquarters);
  dockCommands.open('order-L');
});
afterEach(() => rig.close());

function act(decide: Decide): void {
  rig.ledger.transact(random.id(), decide);
}

/** Drums of 268.4 kg, as the notice says, weigh these. */
function weigh(kilograms: number[], scale?: typeof BRIDGE): void {
  for (const [index, kg] of kilograms.entries()) {
    dockCommands.weigh(Math.round(kg * 10) * 100_000, scale);
    dockCommands.identify(`L-${index + 1}`);
    dockCommands.attachTag(`L-${index + 1}`, `${TAG}${index}`);
  }
  dockCommands.close();
}

/** What a supervisor and a second worker come to on the weighbridge. */
function recountOnTheBridge(): void {
  const person = (operator: string) => ({ id: random.id(), operator });
  const finding = rig.ledger.book.where('finding', 'package', 'L-2')[0]?.id ?? '';
  const scales = [{ station: 'dock-1', scale: SCALE, fitnessSharePpm: null }];
  const at = { station: 'dock-1', stationKnown: true, weighing: null, scales };
  act((book) => decideAnnounceLoad({ ...person('bob'), ...at, load: { kind: 'recount', finding } }, book));
  const weighed = random.id();
  const capture = {
    load: 1,
    take: 1,
    purpose: 'weigh' as const,
    grossMg: 260 * KG,
    range: 0,
    readAtMs: 5_000,
    zeroAtMs: 1_000,
    window: { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false },
    tags: [],
  };
  const made = { ...newLoad(), software: 's', configHash: 'c' };
  act((book, at) => decideCapture({ station: 'dock-1', capture, scale: BRIDGE, weighing: weighed, ...made, at }, book));
  act((book, at) => decideApprove({ ...person('sue'), supervisor: true, finding }, { book, at }));
}

it('a drum is 12 kg light, and a recount is due', async () => {
  weigh([268.4, 256.4]);
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().lots).toMatchObject([{ headquartersVerdict: 'discrepant', agrees: true }]);
});

it('a recount in steps of 10 kg does not verify the lot', async () => {
  weigh([268.4, 256.4]);
  recountOnTheBridge();
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().lots[0]?.headquartersVerdict).toBe('discrepant');
});

it('drums of 268 kg, weighed one by one in steps of 10 kg, are not verified', async () => {
  weigh([260, 260], BRIDGE);
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().lots[0]?.headquartersVerdict).not.toBe('verified');
});
