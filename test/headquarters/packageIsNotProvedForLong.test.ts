// A package of which nobody has seen anything for long: headquarters lists what stands at its bases by its own reading of
// the entries, what was proved longest ago first.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Decide } from '../../agent/core/model/decide.ts';
import { decideOpenStocktake } from '../../agent/core/stocktake/openStocktake.ts';
import { decideCount } from '../../agent/core/stocktake/countPackages.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';
import { expectSameBooks } from './bookComparison.ts';
import { createDockCommandWriter } from './dockCommandWriter.ts';
import { approveStream, decideAtBase, deliverEntries, deliverOrders } from './entryDelivery.ts';
import { type LinkRig, notice, openLinkRig, random, type RunningHeadquarters } from './linkRig.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;

beforeEach(async () => {
  rig = openLinkRig();
  headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  const queued = queueOrder(headquarters.link, { order: 'order-L', body: notice('L', 3) });
  if ('refusal' in queued) throw new Error(queued.refusal);
  await deliverOrders(rig, headquarters);
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().orders).toMatchObject([{ order: 'order-L', open: true, answer: 'received' }]);
  expect(headquarters.report().orders[0]?.issued).toMatch(/^\d{4}-\d\d-\d\d$/);
  const dock = createDockCommandWriter(rig);
  dock.open('order-L');
  for (const [index, kg] of [268.4, 268.6, 268.2].entries()) {
    dock.weigh(Math.round(kg * 10) * 100_000);
    dock.identify(`L-${index + 1}`);
    dock.attachTag(`L-${index + 1}`, `3074257BF7194E420000000${index + 1}`);
  }
  dock.close();
  await agree();
});

afterEach(async () => {
  await rig.close();
});

async function agree(): Promise<void> {
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
}

const act = (decide: Decide): Record<string, unknown> => decideAtBase(rig, decide);

it('as the base has it, whatever was weighed, counted and taken back', async () => {
  const ways = (): unknown[] => headquarters.report().proved.map(({ package: id, way }) => [id, way]);
  // Attaching a tag was the last that was done to each.
  expect(ways()).toEqual([1, 2, 3].map((n) => [`L-${n}`, 'handled']));
  expect(headquarters.report().proved[0]).toMatchObject({ base: 'test-base', lot: 'L', state: 'stored', area: null });
  expect(headquarters.report().orders).toMatchObject([{ open: false }]);
  const by = (): { id: string; operator: string } => ({ id: random.id(), operator: 'ann' });
  const stocktake = { ...by(), station: 'gate-1', stationKnown: true, areaKnown: true };
  const opened = act((book) => decideOpenStocktake({ ...stocktake, scope: { kind: 'base-scope' } }, book));
  const stocktakeId = opened['stocktake'] as string;
  const count = (how: 'scan' | 'inferred' | 'withdrawn' | 'absent', codes: string[]): unknown =>
    act((book) => decideCount({ ...by(), stocktake: stocktakeId, codes, how }, book));
  count('scan', ['L-3', 'L-2']);
  count('inferred', ['L-1']);
  await agree();
  expect(ways()).toEqual([
    ['L-1', 'handled'],
    ['L-2', 'scanned'],
    ['L-3', 'scanned'],
  ]);
  count('withdrawn', ['L-2']);
  count('absent', ['L-3']);
  await agree();
  expect(ways()).toEqual([1, 2, 3].map((n) => [`L-${n}`, 'handled']));
});
