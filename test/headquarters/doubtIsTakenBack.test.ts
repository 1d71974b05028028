// A scale fails its check and passes it again, and two persons take the doubt back: both books hold the same packages,
// judge alike, and headquarters rejects a word that one person gave or no check carries.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decideCheck } from '../../agent/core/loads/checkWeighing.ts';
import { decideLiftDoubt } from '../../agent/core/loads/liftDoubt.ts';
import type { Decide } from '../../agent/core/model/decide.ts';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import { askedFor } from '../core/staff.ts';
import { newLoad } from '../core/loads.ts';
import { createDockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { approveStream, deliverEntries, deliverOrders } from './entryDelivery.ts';
import { expectSameBooks } from './bookComparison.ts';
import { notice, openLinkRig, random, type RunningHeadquarters, type LinkRig } from './linkRig.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';

const KG = 1_000_000;
let rig: LinkRig;
let headquarters: RunningHeadquarters;

beforeEach(async () => {
  rig = openLinkRig();
  headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  queueOrder(headquarters.link, { order: 'order-L', body: notice('L', 2) });
  await deliverOrders(rig, headquarters);
  const dock = createDockCommandWriter(rig);
  dock.open('order-L');
  for (const n of [1, 2]) {
    dock.weigh(268_400_000);
    dock.identify(`L-${n}`);
    dock.attachTag(`L-${n}`, `3074257BF7194E430000000${n}`);
  }
  dock.close();
});
afterEach(() => rig.close());

function act(decide: Decide): void {
  rig.ledger.transact(random.id(), decide);
}

function check(shownMg: number): void {
  const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false };
  const stood = { load: 1, take: 1, purpose: 'check' as const, range: 0, readAtMs: 5_000, zeroAtMs: 1_000, tags: [] };
  const capture = { ...stood, grossMg: shownMg, window };
  const event = { station: 'dock-1', capture, scale: SCALE, weighing: random.id(), ...newLoad() };
  const facts = { software: 's', configHash: 'c', referenceMg: 100 * KG, operator: 'ann' };
  act((book, at) => decideCheck({ ...event, ...facts, at }, book));
}

const lift = (operator: string): void =>
  act((book) => decideLiftDoubt({ id: random.id(), scale: SCALE.instrument, operator }, book));

const claimed = (body: object): void =>
  act(() => ({ entries: [{ kind: 'doubt-lifted', body } as NewEntry], effects: [], result: {} }));

it('the lot is verified again on both sides', async () => {
  for (const shownMg of [103 * KG, 103 * KG, 100 * KG]) check(shownMg);
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().announced).toMatchObject([{ state: 'verifying' }]);
  lift('sue');
  lift('tom');
  await deliverEntries(rig, headquarters);
  expect(headquarters.report()).toMatchObject({ rejected: 0, unreportedFindings: [] });
  expect(headquarters.report().announced).toMatchObject([{ state: 'verified', doubtfulKg: '0' }]);
  expect(headquarters.report().lots).toMatchObject([{ agrees: true, headquartersVerdict: 'verified' }]);
  expectSameBooks(rig, headquarters);
});

it('headquarters rejects one person’s word, a scale that has not passed, and weighings that are not doubtful', async () => {
  const weighing = rig.ledger.book.get('package', 'L-1')?.weighing ?? '';
  const word = { scale: SCALE.instrument, weighings: [weighing], packages: [], askedBy: 'sue', operator: 'tom' };
  act(() => ({ entries: [askedFor('lift-doubt', SCALE.instrument, 'sue')], effects: [], result: {} }));
  claimed(word);
  for (const shownMg of [103 * KG, 103 * KG]) check(shownMg);
  claimed(word);
  check(100 * KG);
  claimed({ ...word, operator: 'sue' });
  claimed({ ...word, packages: ['L-2'] });
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBe(4);
});
