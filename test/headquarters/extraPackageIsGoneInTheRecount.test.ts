// An unknown tag is read during a count, through a wall; in the recount somebody looks, and there is nothing. The base
// takes that word, so headquarters must take its entry.
import { SUPERVISED } from '../core/staff.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Decide, isRefusal } from '../../agent/core/model/decide.ts';
import { decideCloseJob, decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideCount } from '../../agent/core/stocktake/countPackages.ts';
import { approveStream, deliverEntries, sendOrder } from './entryDelivery.ts';
import { createDockCommandWriter } from './dockCommandWriter.ts';
import { random, notice, openLinkRig, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;

const send = (body: unknown, order: string): Promise<void> => sendOrder(rig, headquarters, { order, body });

function act(decide: Decide): void {
  const done = rig.ledger.transact(random.id(), (book, at) => {
    const decided = decide(book, at);
    if (isRefusal(decided)) throw new Error(JSON.stringify(decided));
    return decided;
  });
  if (done.kind !== 'decided') throw new Error(JSON.stringify(done));
}

const by = (operator: string): { id: string; operator: string } => ({
  id: random.id(),
  operator,
});

const UNKNOWN = '3074257BF7194E4000002222';

/** Lot L is verified and counted: in the first round with an unknown tag, in the second without it. */
beforeAll(async () => {
  rig = openLinkRig();
  headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  const dockCommands = createDockCommandWriter(rig);
  await send(notice('L', 2), 'order-L');
  dockCommands.open('order-L');
  for (const n of [1, 2]) {
    dockCommands.weigh(268_400_000);
    dockCommands.identify(`L-${n}`);
    dockCommands.attachTag(`L-${n}`, `3074257BF7194E420000000${n}`);
  }
  dockCommands.close();
  await send({ kind: 'stocktake-order', stocktake: 'S-1', scope: { kind: 'lot-scope', lot: 'L' } }, 'count-L');
  const job = random.id();
  act((book) => decideOpenJob({ job, order: 'count-L', station: 'gate-1', stationKnown: true, operator: 'ann' }, book));
  act((book) => decideCount({ ...by('ann'), stocktake: 'S-1', codes: ['L-1', 'L-2', UNKNOWN], how: 'tag' }, book));
  act((book) => decideCloseJob({ ...SUPERVISED, ...by('ann'), job, loadOnScale: null }, book));
  act((book) => decideCount({ ...by('bob'), stocktake: 'S-1', codes: [UNKNOWN], how: 'absent' }, book));
  act((book) => decideCloseJob({ ...SUPERVISED, ...by('bob'), job, loadOnScale: null }, book));
  await deliverEntries(rig, headquarters);
});
afterAll(() => rig.close());

it('the base has closed its count, and it agrees', () => {
  expect(rig.ledger.book.get('stocktake', 'S-1')?.state).toBe('closed');
  expect(headquarters.report().stocktakes).toMatchObject([
    { stocktake: 'S-1', differences: [], result: { agrees: true } },
  ]);
});

it('headquarters rejects no entry', () => {
  expect(headquarters.report()).toMatchObject({ rejected: 0 });
});
