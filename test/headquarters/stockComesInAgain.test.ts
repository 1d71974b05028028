// A drum that is in store is carried over the scale of an intake, with its own tag: both sides say so at once, whether the
// base reports it or not; and that stays, whoever takes the weighing back. Nor are tags in store exchanged without a word.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BaseBook } from '../../agent/headquarters/book/baseBook.ts';
import { isTagSeen } from '../../agent/headquarters/book/bookTags.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { deliverEntries, deliverOrders } from './entryDelivery.ts';
import { BASE, notice, type LinkRig, type RunningHeadquarters } from './linkRig.ts';
import { expectSameBooks } from './bookComparison.ts';

const MASS_MG = 268_400_000;
const EPC = (n: number): string => `3074257BF7194E420000000${n}`;
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dock: DockCommandWriter;

async function announce(lot: string, packages: number): Promise<void> {
  const queued = queueOrder(headquarters.link, { order: `order-${lot}`, body: notice(lot, packages) });
  if ('refusal' in queued) throw new Error(queued.refusal);
  await deliverOrders(rig, headquarters);
  dock.open(`order-${lot}`);
}

/** Lot L is in store; then lot M comes. */
beforeEach(async () => {
  ({ rig, headquarters, dock } = openBesideHeadquarters());
  await announce('L', 2);
  for (const n of [1, 2]) {
    dock.weigh(MASS_MG);
    dock.identify(`L-${n}`);
    dock.attachTag(`L-${n}`, EPC(n));
  }
  dock.close();
  await announce('M', 1);
});
afterEach(() => rig.close());

const open = (): unknown[] =>
  rig.ledger.book
    .where('finding', 'lot', 'M')
    .filter(({ state }) => state === 'open')
    .map(({ code, package: id }) => [code, id]);

it('the base finds it, and headquarters would have found it alone', async () => {
  const weighing = dock.weigh(MASS_MG, SCALE, [EPC(1), 'AAAA']);
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  expect(open()).toEqual([['STOCK_AT_INTAKE', 'L-1']]);
  const implied = headquarters.book
    .prepare('SELECT code, lot, package, weighing, finding IS NOT NULL AS reported FROM implied_findings WHERE lot = ?')
    .all('M');
  expect(implied).toEqual([{ code: 'STOCK_AT_INTAKE', lot: 'M', package: 'L-1', weighing, reported: 1 }]);
  dock.reverse(weighing);
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  expect([open(), headquarters.report().unreportedFindings]).toEqual([[['STOCK_AT_INTAKE', 'L-1']], []]);
});

it('is said once, however often it is put on', async () => {
  dock.reverse(dock.weigh(MASS_MG, SCALE, [EPC(1)]));
  dock.weigh(MASS_MG, SCALE, [EPC(1)]);
  await deliverEntries(rig, headquarters);
  expect([open(), headquarters.report().unreportedFindings]).toEqual([[['STOCK_AT_INTAKE', 'L-1']], []]);
});

it('by the tag that it bore before it got another', async () => {
  dock.attachTag('L-1', 'AAAA');
  dock.weigh(MASS_MG, SCALE, [EPC(1)]);
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  expect([open(), headquarters.report().unreportedFindings]).toEqual([[['STOCK_AT_INTAKE', 'L-1']], []]);
});

it('headquarters rejects a tag that another bore, whatever the base says', async () => {
  dock.attachTag('L-1', 'AAAA');
  const body = { package: 'L-2', epcHex: EPC(1), retiredEpcHex: EPC(2), operator: 'ann' };
  rig.ledger.transact(
    'forged',
    () => ({ entries: [{ kind: 'tag-attached', body }], effects: [], result: {} }) as never,
  );
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBe(1);
});

it('tags of two that are in store are exchanged: a finding on both, and neither bears the other’s', async () => {
  dock.attachTag('L-1', 'AAAA');
  dock.attachTag('L-2', EPC(1));
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  const found = rig.ledger.book.where('finding', 'lot', 'L').map(({ code, package: id }) => [code, id]);
  expect(found).toEqual([
    ['TAGS_SWAPPED', 'L-2'],
    ['TAGS_SWAPPED', 'L-1'],
  ]);
  expect(headquarters.report()).toMatchObject({ rejected: 0, unreportedFindings: [] });
});

it('the job is not closed over it', () => {
  dock.weigh(MASS_MG, SCALE, [EPC(1)]);
  dock.weigh(MASS_MG);
  dock.identify('M-1');
  dock.attachTag('M-1', EPC(3));
  expect(() => dock.close()).toThrow();
  expect(open()).toEqual([['STOCK_AT_INTAKE', 'L-1']]);
});

it('what is being taken in itself is nothing of the kind', async () => {
  dock.weigh(MASS_MG);
  dock.identify('M-1');
  dock.attachTag('M-1', EPC(3));
  dock.weigh(MASS_MG, SCALE, [EPC(3)]);
  await deliverEntries(rig, headquarters);
  expect([open(), headquarters.report().unreportedFindings]).toEqual([[], []]);
});

it.each([
  [{ background: false, elsewhere: false }, true],
  [{ background: true, elsewhere: false }, false],
  [{ background: false, elsewhere: true }, false],
  [{ background: true, elsewhere: true }, false],
])('a tag that is %o names its package: %s', async (sign, isBelieved) => {
  await deliverEntries(rig, headquarters);
  const tags = [{ epcHex: EPC(1), tidHex: null, reads: 9, ...sign }];
  const body = { boundBy: 'tag', package: 'L-1', tags } as unknown as Parameters<typeof isTagSeen>[1];
  expect(isTagSeen(new BaseBook(headquarters.book, BASE), body)).toBe(isBelieved);
});
