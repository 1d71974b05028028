// Packages that were weighed together leave one by one, each within the bound of the whole and all of them far outside
// it: headquarters, by its own code, finds nothing either.
import { SUPERVISED } from '../core/staff.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Decide } from '../../agent/core/model/decide.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import { decideIdentify } from '../../agent/core/loads/identifyLoad.ts';
import { decideCloseJob } from '../../agent/core/jobs/jobDecisions.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { deliverEntries, sendOrder } from './entryDelivery.ts';
import { type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { random, notice, type RunningHeadquarters, type LinkRig } from './linkRig.ts';
import { createLoadEntryWriter } from './loadEntryWriter.ts';
import { newLoad } from '../core/loads.ts';

const KG = 1_000_000;
const NAMES = ['L-1', 'L-2', 'L-3', 'L-4'];
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dockCommands: DockCommandWriter;

function act(decide: Decide): void {
  rig.ledger.transact(random.id(), decide);
}

const send = (body: unknown, order: string): Promise<void> => sendOrder(rig, headquarters, { order, body });

/** Weighed, named by a scan, taken off. */
function weighOut(name: string, kg: number): void {
  const weighing = random.id();
  const capture = {
    load: 1,
    take: 1,
    purpose: 'weigh' as const,
    grossMg: Math.round(kg * 10) * 100_000,
    range: 0,
    readAtMs: 5_000,
    zeroAtMs: 1_000,
    window: { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false },
    tags: [],
  };
  const made = { station: 'dock-1', ...newLoad(), software: 's', configHash: 'c' };
  act((book, at) => decideCapture({ ...made, capture, scale: SCALE, weighing, at }, book));
  const scan = { station: 'dock-1', weighing, seen: weighing, code: name, typed: false, operator: 'ann' };
  act((book) => decideIdentify(scan, book));
}

beforeEach(async () => {
  ({ rig, headquarters, dock: dockCommands } = openBesideHeadquarters());
  await send(notice('L', 4), 'order-L');
  const job = dockCommands.open('order-L');
  // Within the bound of the notice: four drums of 268.4 kg.
  const load = { beforeMg: 20_000 * KG, afterMg: 18_930 * KG, scanned: true };
  createLoadEntryWriter(rig).vehicle({ job, lot: 'L' }, NAMES, load);
  for (const [index, name] of NAMES.entries()) dockCommands.attachTag(name, `3074257BF7194E400000099${index}`);
  dockCommands.close();
  const selection = { kind: 'by-packages', packages: NAMES };
  await send({ kind: 'release-order', release: 'R-1', regime: 'normal', recipient: 'Works B', selection }, 'rel');
  const release = dockCommands.open('rel');
  // Each share is 267.5 kg, and all four together may be off by 5.5 kg.
  for (const name of NAMES) weighOut(name, 265.6);
  for (const operator of ['ann', 'bob'])
    act((book) => decideCloseJob({ ...SUPERVISED, id: random.id(), operator, job: release, loadOnScale: null }, book));
  await deliverEntries(rig, headquarters);
});
afterEach(() => rig.close());

it('four drums of one lorry were weighed out, each 1.9 kg lighter than its share, and none left', () => {
  const weighed = headquarters.book.prepare("SELECT 1 FROM weighings WHERE purpose = 'dispatch'").all();
  expect([weighed.length, headquarters.report().releases]).toMatchObject([4, [{ left: 0, differences: [] }]]);
});

it('and headquarters sees that', () => {
  const { openFindings, releases, lots } = headquarters.report();
  expect([openFindings, releases.flatMap(({ differences }) => differences), lots[0]?.findings]).not.toEqual([
    [],
    [],
    [],
  ]);
});

it('and doubts the mass of all four', () => {
  expect(headquarters.report().stock).toMatchObject([{ packages: 4, netKg: '996.4', doubtfulKg: '996.4' }]);
});
