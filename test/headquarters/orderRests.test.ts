// An order that headquarters lets rest, by both sides' own code; and people who are changed at the machine.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Decide } from '../../agent/core/model/decide.ts';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { expectSameBooks } from './bookComparison.ts';
import { type DockCommandWriter } from './dockCommandWriter.ts';
import { deliverEntries, sendOrder } from './entryDelivery.ts';
import { random, notice, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dockCommands: DockCommandWriter;

const act = (decide: Decide): unknown => rig.ledger.transact(random.id(), decide);
const write = (...entries: NewEntry[]): unknown => act(() => ({ entries, effects: [], result: {} }));

const send = (body: unknown, order: string): Promise<void> => sendOrder(rig, headquarters, { order, body });

beforeEach(async () => {
  ({ rig, headquarters, dock: dockCommands } = openBesideHeadquarters());
  await send(notice('L', 2), 'order-L');
});
afterEach(() => rig.close());

describe('a delivery rests', () => {
  beforeEach(async () => {
    dockCommands.open('order-L');
    dockCommands.weigh(268_400_000);
    dockCommands.identify('L-1');
    await send({ kind: 'suspension', order: 'order-L', suspended: true }, 'stop');
  });

  it('and goes on when it is resumed: books and verdicts are alike, nothing is rejected', async () => {
    await send({ kind: 'suspension', order: 'order-L', suspended: false }, 'go');
    dockCommands.open('order-L');
    dockCommands.weigh(268_400_000);
    dockCommands.identify('L-2');
    for (const [index, tag] of ['3074257BF7194E4000000771', '3074257BF7194E4000000772'].entries())
      dockCommands.attachTag(`L-${index + 1}`, tag);
    dockCommands.close();
    await deliverEntries(rig, headquarters);
    expectSameBooks(rig, headquarters);
    expect(headquarters.report()).toMatchObject({ rejected: 0, lots: [{ lot: 'L', agrees: true }] });
  });

  it('headquarters rejects a job of it meanwhile', async () => {
    const job = {
      job: 'j',
      work: 'intake',
      order: 'order-L',
      lot: 'L',
      stocktake: null,
      station: 'd',
      operator: 'ann',
    };
    write({ kind: 'job-opened', body: job as never });
    await deliverEntries(rig, headquarters);
    expect(headquarters.report().rejected).toBe(1);
  });
});

describe('people are changed at the machine', () => {
  const change = (): unknown =>
    write({
      kind: 'register-changed',
      body: {
        change: { kind: 'operator-put', operator: 'eve', name: 'Eve', roles: ['supervisor'], badge: 'B-9' },
        operator: null,
        approvedBy: null,
      },
    });
  const alarms = (): string[] => headquarters.report().alarms.map(({ what, subject }) => `${what} ${subject}`);

  it('before the first job: the base is set up', async () => {
    change();
    await deliverEntries(rig, headquarters);
    expect(alarms()).toEqual([]);
  });

  it('after it: headquarters says so', async () => {
    dockCommands.open('order-L');
    change();
    await deliverEntries(rig, headquarters);
    expect(alarms()).toEqual(['PEOPLE_CHANGED_AT_MACHINE operator-put eve']);
  });
});
