// Headquarters ends the work at a dock while something is weighed there that nobody has named yet: it does not disappear
// with its job.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { expectSameBooks } from './bookComparison.ts';
import { type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { decideAtBase, deliverEntries, sendOrder } from './entryDelivery.ts';
import { notice, random, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dock: DockCommandWriter;

const send = (body: unknown, order: string): Promise<void> => sendOrder(rig, headquarters, { order, body });

beforeEach(async () => {
  ({ rig, headquarters, dock } = openBesideHeadquarters());
  await send(notice('L', 2), 'order-L');
  dock.open('order-L');
  dock.weigh(300_000_000);
});
afterEach(() => rig.close());

async function findings(): Promise<(string | null)[][]> {
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  const report = headquarters.report();
  expect(report.rejected).toBe(0);
  return report.openFindings.map(({ code, package: id }) => [code, id]).sort();
}

it.each([
  ['suspends it', { kind: 'suspension', order: 'order-L', suspended: true }],
  ['cancels it', { kind: 'cancellation', cancels: 'order-L' }],
])('and %s: the load is held, with a case', async (_, body) => {
  await send(body, 'stop');
  expect(await findings()).toEqual([['EXTRA_PACKAGE', 'weighing no. 1 of scale-1']]);
});

it('holds each of two loads that bear one number, because two scales weighed them', async () => {
  dock.weigh(310_000_000, { ...SCALE, instrument: 'scale-2' });
  await send({ kind: 'suspension', order: 'order-L', suspended: true }, 'stop');
  expect(await findings()).toEqual([
    ['EXTRA_PACKAGE', 'weighing no. 1 of scale-1'],
    ['EXTRA_PACKAGE', 'weighing no. 1 of scale-2'],
  ]);
  expect(rig.ledger.book.where('foreign', 'epcHex', null)).toHaveLength(2);
});

it('does not give the load the tag of its pallet', async () => {
  const pallet = '(00)006141410000200009';
  const other = notice('M', 1);
  const packages = other.packages.map((announced) => ({ ...announced, pallet }));
  await send({ ...other, packages }, 'order-M');
  dock.weigh(310_000_000, SCALE, ['3114257BF400004E20000000']);
  await send({ kind: 'suspension', order: 'order-L', suspended: true }, 'stop');
  await findings();
  const held = rig.ledger.book.where('foreign', 'epcHex', null);
  expect(held).toHaveLength(2);
});

it('goes on, and the lot is not verified before it is decided what lay there', async () => {
  await send({ kind: 'suspension', order: 'order-L', suspended: true }, 'stop');
  await send({ kind: 'suspension', order: 'order-L', suspended: false }, 'go');
  dock.open('order-L');
  for (const [index, mg] of [268_400_000, 268_600_000].entries()) {
    dock.weigh(mg);
    dock.identify(`L-${index + 1}`);
    dock.attachTag(`L-${index + 1}`, `3074257BF7194E420000000${index + 1}`);
  }
  dock.close();
  expect(await findings()).toContainEqual(['EXTRA_PACKAGE', 'weighing no. 1 of scale-1']);
  expect(rig.ledger.book.get('lot', 'L')?.state).toBe('discrepant');
});

it('and a job that a base closes over such a load is rejected by headquarters', async () => {
  const job = [...rig.ledger.book.where('job', 'state', 'open')][0]?.id ?? '';
  rig.ledger.transact(random.id(), () => ({
    entries: [{ kind: 'job-closed', body: { job, outcome: 'suspended', operator: null } } as never],
    effects: [],
    result: {},
  }));
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBe(1);
  expect(
    decideAtBase(rig, (book) =>
      decideOpenJob({ job: 'next', order: 'order-L', station: 'dock-1', stationKnown: true, operator: 'ann' }, book),
    ),
  ).toBeDefined();
});
