// A first person takes back what he asked for: both books park and free the same packages, and headquarters rejects the
// withdrawal of what nobody asked for, or of another person's word.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decideAllowRemoval } from '../../agent/core/loads/removalConsent.ts';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import { decideWithdrawRequest } from '../../agent/core/cases/waitingRequests.ts';
import type { Decide } from '../../agent/core/model/decide.ts';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import type { WithdrawnAct } from '../../agent/core/model/secondPersonActs.ts';
import { STAFF, consentTo } from '../core/staff.ts';
import { createDockCommandWriter } from './dockCommandWriter.ts';
import { approveStream, deliverEntries, deliverOrders } from './entryDelivery.ts';
import { expectSameBooks } from './bookComparison.ts';
import { notice, openLinkRig, random, type RunningHeadquarters, type LinkRig } from './linkRig.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;
let weighing: string;

beforeEach(async () => {
  rig = openLinkRig();
  headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  queueOrder(headquarters.link, { order: 'order-L', body: notice('L', 2) });
  await deliverOrders(rig, headquarters);
  const dock = createDockCommandWriter(rig);
  dock.open('order-L');
  dock.weigh(268_400_000);
  dock.identify('L-1');
  weighing = rig.ledger.book.get('package', 'L-1')?.weighing ?? '';
});
afterEach(() => rig.close());

function act(decide: Decide): void {
  rig.ledger.transact(random.id(), decide);
}

const reverse = (operator: string): void =>
  act((book) => decideReverse({ id: random.id(), weighing, operator, liesThere: false, people: STAFF }, book));
const withdraw = (operator: string, name: WithdrawnAct, subject: string): void =>
  act((book) => decideWithdrawRequest({ id: random.id(), operator, act: name, subject }, book));
const claimed = (body: object): void =>
  act(() => ({ entries: [{ kind: 'request-withdrawn', body } as NewEntry], effects: [], result: {} }));

it('parked and freed on both sides, and asked anew', async () => {
  reverse('bob');
  await deliverEntries(rig, headquarters);
  expect(rig.ledger.book.get('package', 'L-1')).toMatchObject({ held: true });
  expectSameBooks(rig, headquarters);
  withdraw('bob', 'reverse-weighing', weighing);
  await deliverEntries(rig, headquarters);
  expect(rig.ledger.book.get('package', 'L-1')).toMatchObject({ held: false });
  expectSameBooks(rig, headquarters);
  act((book) => decideAllowRemoval(consentTo(random.id(), { operator: 'sue', taker: 'bob', package: 'L-1' }), book));
  withdraw('sue', 'remove', 'L-1');
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBe(0);
  expectSameBooks(rig, headquarters);
});

it('headquarters rejects what nobody asked for, and another person’s word', async () => {
  const word = { reason: 'operator', operator: 'bob' };
  claimed({ ...word, act: 'reverse-weighing', subject: weighing });
  claimed({ ...word, act: 'release', subject: 'order-L' });
  act((book) => decideAllowRemoval(consentTo(random.id(), { operator: 'sue', taker: 'bob', package: 'L-1' }), book));
  claimed({ ...word, act: 'remove', subject: 'L-1' });
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBe(3);
});

it('a weighing is taken back no more by the word of somebody who was locked meanwhile', async () => {
  const put = { kind: 'operator-put', operator: 'bob', name: 'bob', roles: ['operator'], badge: 'B-bob' };
  const lock = { kind: 'operator-locked', operator: 'bob', locked: true };
  const register = (change: object): void =>
    act(() => ({
      entries: [{ kind: 'register-changed', body: { change, operator: 'tess', approvedBy: null } } as NewEntry],
      effects: [],
      result: {},
    }));
  register(put);
  reverse('bob');
  register(lock);
  // The real base ends the request first (asker-gone).
  const body = { weighing, reason: 'operator', askedBy: 'bob', operator: 'sue' };
  act(() => ({ entries: [{ kind: 'weighing-reversed', body } as NewEntry], effects: [], result: {} }));
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBe(1);
});
