// A weight was off, and its weighing is taken back, for whatever reason: the finding stays, unless the load itself showed
// that it was still being set down or disturbed. In both books, which also agree on when several stand alone.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntryBodies } from '../../agent/core/model/entry.ts';
import { entryBodySchemas } from '../../agent/link/contract/entrySchemas.ts';
import { askedFor } from '../core/staff.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { expectSameBooks } from './bookComparison.ts';
import { deliverEntries, deliverOrders } from './entryDelivery.ts';
import { type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { createLoadEntryWriter, type LoadEntryWriter } from './loadEntryWriter.ts';
import { notice, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

type Reason = EntryBodies['weighing-reversed']['reason'];

/** Every reason that the contract has; a new one fails until it is decided here. */
const REASONS: readonly Reason[] = entryBodySchemas['weighing-reversed'].shape.reason.options;
const AFTERWARDS: Readonly<Record<Reason, 'void' | 'open'>> = {
  'load-rose': 'void',
  'load-disturbed': 'void',
  'load-lost': 'open',
  'name-contradicted': 'open',
  'tag-stayed': 'open',
  operator: 'open',
  'group-split': 'open',
};

const KG = 1_000_000;
const GROSS_MG = 268_400_000;
const NAMES = ['L-1', 'L-2', 'L-3'] as const;
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dock: DockCommandWriter;
let writer: LoadEntryWriter;
let job: string;

beforeEach(async () => {
  ({ rig, headquarters, dock } = openBesideHeadquarters());
  writer = createLoadEntryWriter(rig);
  headquarters.queue(notice('L', 3), 'order-L');
  await deliverOrders(rig, headquarters);
  job = dock.open('order-L');
});

afterEach(async () => {
  await rig.close();
});

function reverse(weighing: string, reason: Reason): void {
  const people = reason === 'operator' ? { askedBy: 'sue', operator: 'tom' } : { askedBy: null, operator: null };
  const asked = reason === 'operator' ? [askedFor('reverse-weighing', weighing, 'sue')] : [];
  writer.entries([...asked, { kind: 'weighing-reversed', body: { weighing, reason, ...people } }]);
}

/** Of the weight findings, in both books. */
async function states(): Promise<string[]> {
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  return rig.ledger.book
    .where('finding', 'lot', 'L')
    .filter(({ code }) => code === 'WEIGHT_LOW')
    .map(({ state }) => state);
}

function weighOff(way: 'single' | 'group' | 'vehicle'): string {
  if (way === 'group') return writer.group(job, [...NAMES], { grossMg: 3 * GROSS_MG - 20 * KG, palletMg: 0 });
  if (way === 'vehicle') {
    writer.vehicle({ job, lot: 'L' }, [...NAMES], {
      beforeMg: 900 * KG + 3 * GROSS_MG - 60 * KG,
      afterMg: 900 * KG,
      scanned: true,
    });
    return rig.ledger.book.where('finding', 'lot', 'L').find(({ code }) => code === 'WEIGHT_LOW')?.weighing ?? '';
  }
  const weighing = dock.weigh(250 * KG);
  dock.identify('L-1');
  return weighing;
}

describe.each(['single', 'group', 'vehicle'] as const)('what was weighed as %s', (way) => {
  it.each(REASONS)('taken back by %s', async (reason) => {
    const weighing = weighOff(way);
    expect(await states()).toEqual(['open']);
    reverse(weighing, reason);
    expect(await states()).toEqual([AFTERWARDS[reason]]);
  });
});

function splitOff(): void {
  const weighing = weighOff('group');
  const group = rig.ledger.book.get('weighing', weighing)?.group ?? '';
  reverse(weighing, 'group-split');
  writer.entries([{ kind: 'group-split', body: { group, operator: null } }]);
}

function weighAlone(name: string, { verified = true, intervalMg = 200_000 } = {}): void {
  const ranges = [{ maxMg: 600_000_000, minMg: 4_000_000, intervalMg }];
  dock.weigh(GROSS_MG, { ...SCALE, verified, ranges });
  dock.identify(name);
}

it('of a group is void when the last of them stands alone, and open again when one does no more', async () => {
  splitOff();
  weighAlone('L-1');
  weighAlone('L-2');
  expect(await states()).toEqual(['open']);
  weighAlone('L-3');
  expect(await states()).toEqual(['void']);
  const last = rig.ledger.book.get('package', 'L-3')?.weighing ?? '';
  reverse(last, 'load-disturbed');
  expect(await states()).toEqual(['open']);
});

it.each([
  ['not verified', { verified: false }],
  ['too coarse', { intervalMg: 5_000_000 }],
])('of a group stays while one was weighed on a scale that is %s', async (_words, scale) => {
  splitOff();
  weighAlone('L-1', scale);
  weighAlone('L-2');
  weighAlone('L-3');
  expect(await states()).toEqual(['open']);
});

it('is not asked of packages that headquarters took out of the lot', async () => {
  splitOff();
  weighAlone('L-1');
  weighAlone('L-2');
  queueOrder(headquarters.link, {
    order: 'order-amended',
    body: { kind: 'intake-amendment', lot: 'L', add: [], drop: ['L-3'], totalGrossMg: null },
  });
  await deliverOrders(rig, headquarters);
  expect(await states()).toEqual(['void']);
});
