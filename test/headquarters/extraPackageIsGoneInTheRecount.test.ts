// An unknown tag is read during a count, through a wall; in the recount somebody looks, and there is nothing. The base
// takes that word, so headquarters must take its entry.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Decide, isRefusal } from '../../agent/core/model/decide.ts';
import { decideCloseJob, decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideCount } from '../../agent/core/stocktake/countPackages.ts';
import { approve, deliver, order } from './deliver.ts';
import { openDock } from './dock.ts';
import { chance, notice, openScene, type RunningHouse, type Scene } from './scene.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';

let scene: Scene;
let house: RunningHouse;

async function send(body: unknown, id: string): Promise<void> {
  const queued = queueOrder(house.store, { order: id, body });
  if ('refusal' in queued) throw new Error(queued.refusal);
  await order(scene, house);
}

function act(decide: Decide): void {
  const done = scene.ledger.transact(chance.id(), (book) => {
    const decided = decide(book);
    if (isRefusal(decided)) throw new Error(JSON.stringify(decided));
    return decided;
  });
  if (done.kind !== 'decided') throw new Error(JSON.stringify(done));
}

const by = (operator: string): { id: string; operator: string; wallMs: number } => ({
  id: chance.id(),
  operator,
  wallMs: 0,
});

const UNKNOWN = '3074257BF7194E4000002222';

/** Lot L is verified and counted: in the first round with an unknown tag, in the second without it. */
beforeAll(async () => {
  scene = openScene();
  house = scene.openHouse();
  approve(scene, house);
  const dock = openDock(scene);
  await send(notice('L', 2), 'order-L');
  dock.open('order-L');
  for (const n of [1, 2]) {
    dock.weigh(268_400_000);
    dock.identify(`L-${n}`);
    dock.attachTag(`L-${n}`, `3074257BF7194E420000000${n}`);
  }
  dock.close();
  await send({ kind: 'stocktake-order', stocktake: 'S-1', scope: { kind: 'lot-scope', lot: 'L' } }, 'count-L');
  const job = chance.id();
  act((book) => decideOpenJob({ job, order: 'count-L', station: 'gate-1', stationKnown: true, operator: 'ann' }, book));
  act((book) => decideCount({ ...by('ann'), stocktake: 'S-1', codes: ['L-1', 'L-2', UNKNOWN], how: 'tag' }, book));
  act((book) => decideCloseJob({ ...by('ann'), job, loadOnScale: null }, book));
  act((book) => decideCount({ ...by('bob'), stocktake: 'S-1', codes: [UNKNOWN], how: 'absent' }, book));
  act((book) => decideCloseJob({ ...by('bob'), job, loadOnScale: null }, book));
  await deliver(scene, house);
});
afterAll(() => scene.close());

it('the base has closed its count, and it agrees', () => {
  expect(scene.ledger.book.get('stocktake', 'S-1')?.state).toBe('closed');
  expect(house.report().stocktakes).toMatchObject([{ stocktake: 'S-1', differences: [], result: { agrees: true } }]);
});

it.fails('headquarters rejects no entry', () => {
  expect(house.report()).toMatchObject({ rejected: 0 });
});
