// Two weighings disagree with the papers: nobody weighs again until headquarters says so. A base that lets somebody do it
// all the same is rejected.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import type { Decide } from '../../agent/core/model/decide.ts';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import { asFindingId, asOperatorId } from '../../agent/core/model/ids.ts';
import { asStationId } from '../../drivers/contract/siteIds.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { expectSameBooks } from './bookComparison.ts';
import { deliverEntries, sendOrder } from './entryDelivery.ts';
import { type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { notice, random, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

const KG = 1_000_000;
const STATION = asStationId('dock-1');
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dock: DockCommandWriter;
let finding: string;

const act = (decide: Decide): unknown => rig.ledger.transact(random.id(), decide);
const write = (...entries: NewEntry[]): unknown => act(() => ({ entries, effects: [], result: {} }));

/** By the base's own rules; refused where they say so. */
function recount(person: string, grossMg: number): void {
  const scales = [{ station: STATION, scale: SCALE, fitnessSharePpm: null }];
  const load = { kind: 'recount' as const, finding: asFindingId(finding) };
  const meta = { id: random.id(), operator: asOperatorId(person), station: STATION, stationKnown: true };
  act((book) => decideAnnounceLoad({ ...meta, weighing: null, load, scales }, book));
  dock.stand(person);
  dock.weigh(grossMg);
}

/** What a base writes that has forgotten the rule. */
function recountAnyhow(person: string, agrees: boolean): void {
  const { comparison = null } = rig.ledger.book.get('finding', finding) ?? {};
  const weighing = rig.ledger.book.get('finding', finding)?.recount ?? '';
  const forged = `${weighing}-again`;
  const record = rig.ledger.book.get('weighing', weighing);
  expect(record).toBeDefined();
  write({ kind: 'finding-recounted', body: { finding, weighing: forged, agrees, comparison, operator: person } });
}

const recountState = (): unknown =>
  headquarters.book.prepare('SELECT state, recounts, confirmed FROM findings WHERE finding = ?').get(finding);

beforeEach(async () => {
  ({ rig, headquarters, dock } = openBesideHeadquarters());
  await sendOrder(rig, headquarters, { order: 'order-L', body: notice('L', 1) });
  dock.open('order-L');
  dock.weigh(250 * KG);
  dock.identify('L-1');
  dock.attachTag('L-1', '3074257BF7194E4200000001');
  dock.close();
  finding = rig.ledger.book.where('finding', 'lot', 'L')[0]?.id ?? '';
});

afterEach(() => rig.close());

it('the second disagreement is kept in both books, and a third weighing is rejected', async () => {
  recount('bob', 250 * KG);
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  expect(recountState()).toEqual({ state: 'open', recounts: 1, confirmed: 1 });
  recountAnyhow('cho', true);
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBe(1);
  expect(recountState()).toEqual({ state: 'open', recounts: 1, confirmed: 1 });
});

it('after the recount was taken back, or headquarters asked for one, it is weighed again', async () => {
  recount('bob', 250 * KG);
  const second = rig.ledger.book.get('finding', finding)?.recount ?? '';
  dock.reverse(second);
  await deliverEntries(rig, headquarters);
  expect(recountState()).toEqual({ state: 'open', recounts: 0, confirmed: 0 });
  recount('cho', 250 * KG);
  await deliverEntries(rig, headquarters);
  const [on] = headquarters.report().openFindings.map(({ epoch, seq, hash }) => ({ epoch, seq, hash }));
  const decision = {
    kind: 'decision',
    findings: [on],
    decision: 'recount',
    adjust: [],
    adopt: null,
    recognise: null,
    note: 'again',
  };
  await sendOrder(rig, headquarters, { order: 'again', body: decision });
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  expect(recountState()).toMatchObject({ confirmed: 0 });
  expect(headquarters.report().rejected).toBe(0);
});
