// A lot of 2,000 packages is one order for the clerk, and several for the line: the base has all of it, in signed and sealed
// messages, and the same lot as headquarters.
import { expect, it } from 'vitest';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';
import { expectSameBooks } from './bookComparison.ts';
import { approveStream, deliverEntries, deliverOrders } from './entryDelivery.ts';
import { notice, openLinkRig } from './linkRig.ts';

const MARK = '住友金属鉱山 硫酸ニッケル 第一工場 ドラム缶';

it.each([
  ['plain marks', (n: number) => `DRUM ${n}`],
  ['marks of three bytes a character', (n: number) => `${MARK} ${n} ${MARK}`],
])('%s', { timeout: 120_000 }, async (_, mark) => {
  const rig = openLinkRig();
  try {
    const headquarters = rig.openHeadquarters();
    approveStream(rig, headquarters);
    const body = notice('L', 2_000);
    const packages = body.packages.map((announced, index) => ({ ...announced, mark: mark(index + 1) }));
    const queued = queueOrder(headquarters.link, { order: 'order-L', body: { ...body, packages } });
    if ('refusal' in queued) throw new Error(queued.refusal);
    expect(queued.parts.length).toBeGreaterThan(1);
    expect(queued.parts[0]).toBe('order-L+2');
    expect(queueOrder(headquarters.link, { order: 'order-L', body: { ...body, packages } })).toMatchObject({
      state: 'known',
      parts: queued.parts,
    });
    await deliverOrders(rig, headquarters);
    await deliverEntries(rig, headquarters);
    expect(rig.ledger.book.get('lot', 'L')).toMatchObject({ announced: 2_000, state: 'announced' });
    expect(rig.ledger.book.where('package', 'lot', 'L', 3_000).map(({ mark: read }) => read)).toEqual(
      expect.arrayContaining(packages.map((announced) => announced.mark)),
    );
    expect(headquarters.report().rejected).toBe(0);
    expectSameBooks(rig, headquarters);
  } finally {
    await rig.close();
  }
});

it('an id that leaves no room for the number of its parts is refused before anything is queued', async () => {
  const rig = openLinkRig();
  try {
    const headquarters = rig.openHeadquarters();
    const queued = queueOrder(headquarters.link, { order: 'x'.repeat(63), body: notice('L', 2_000) });
    expect(queued).toMatchObject({ refusal: expect.stringContaining('at most 60 characters') as string });
    expect(queueOrder(headquarters.link, { order: 'x'.repeat(63), body: notice('L', 2) })).toMatchObject({
      parts: [],
    });
  } finally {
    await rig.close();
  }
});
