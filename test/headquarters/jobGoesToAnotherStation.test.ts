// A job goes to another station, ends, or its group is split or taken back: both books know what the next load at each
// station was announced to be.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import { askedFor } from '../core/staff.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { expectSameBooks } from './bookComparison.ts';
import { deliverEntries, sendOrder } from './entryDelivery.ts';
import { type DockCommandWriter } from './dockCommandWriter.ts';
import { createLoadEntryWriter, type LoadEntryWriter } from './loadEntryWriter.ts';
import { notice, random, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dock: DockCommandWriter;
let writer: LoadEntryWriter;
let job: string;

beforeEach(async () => {
  ({ rig, headquarters, dock } = openBesideHeadquarters());
  writer = createLoadEntryWriter(rig);
  await sendOrder(rig, headquarters, { order: 'order-L', body: notice('L', 3) });
  job = dock.open('order-L');
});
afterEach(() => rig.close());

const intents = (): unknown[] =>
  headquarters.book
    .prepare<[], { station: string; intent: string | null }>('SELECT station, intent FROM stations ORDER BY station')
    .all()
    .map(({ station, intent }) => [station, (JSON.parse(intent ?? 'null') as { kind: string } | null)?.kind ?? null]);

async function deliver(...entries: NewEntry[]): Promise<void> {
  writer.entries(entries);
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  expect(headquarters.report().rejected).toBe(0);
}

const named = () => ['scanned' as const, 'scanned' as const];

function formed(station = 'dock-1'): { group: string; entry: NewEntry } {
  const group = random.id();
  const body = { group, job, station, packages: ['L-1', 'L-2'], named: named(), operator: 'ann' };
  return { group, entry: { kind: 'group-formed', body: { ...body, palletTareMg: 0, palletTareKind: 'none' } } };
}

const moved = (): NewEntry => ({ kind: 'job-moved', body: { job, from: 'dock-1', to: 'dock-2', operator: 'ann' } });
const closed = (): NewEntry => ({
  kind: 'job-closed',
  body: { job, outcome: 'partial', operator: 'ann' },
});

it('what was announced for it is announced no more', async () => {
  await deliver({
    kind: 'load-announced',
    body: { station: 'dock-1', intent: { kind: 'reweigh', package: 'L-1' }, operator: 'ann' },
  });
  expect(intents()).toEqual([['dock-1', 'reweigh']]);
  await deliver(moved());
  expect(intents()).toEqual([
    ['dock-1', null],
    ['dock-2', null],
  ]);
});

it('a group that waits goes along, and is over with its job', async () => {
  await deliver(formed().entry, moved());
  expect(intents()).toEqual([
    ['dock-1', null],
    ['dock-2', 'group'],
  ]);
  await deliver(closed());
  expect(intents()).toEqual([
    ['dock-1', null],
    ['dock-2', null],
  ]);
});

it('a pass that is announced stays with its bridge, until the lorry comes anew', async () => {
  const arrival = (visit: string): NewEntry => ({
    kind: 'vehicle-arrived',
    body: { visit, station: 'dock-1', plates: 'P-1', operator: 'ann' },
  });
  const intent = {
    kind: 'pass',
    visit: 'v-1',
    axlesOn: true,
    driverAboard: false,
    empty: false,
    dunnage: null,
  } as const;
  await deliver(
    arrival('v-1'),
    { kind: 'load-announced', body: { station: 'dock-1', intent, operator: 'ann' } },
    moved(),
  );
  expect(intents()).toEqual([
    ['dock-1', 'pass'],
    ['dock-2', null],
  ]);
  await deliver(arrival('v-2'));
  expect(intents()).toEqual([
    ['dock-1', null],
    ['dock-2', null],
  ]);
});

it('a group that is split waits no more; one that people took back waits again', async () => {
  const { group, entry } = formed();
  await deliver(entry, { kind: 'group-split', body: { group, operator: 'ann' } });
  expect(intents()).toEqual([['dock-1', null]]);
  const weighing = writer.group(job, ['L-1', 'L-2'], { grossMg: 2 * 268_400_000, palletMg: 0 });
  const again = rig.ledger.book.get('weighing', weighing)?.group ?? '';
  await deliver(askedFor('reverse-weighing', weighing, 'sue'), {
    kind: 'weighing-reversed',
    body: { weighing, reason: 'operator', askedBy: 'sue', operator: 'tom' },
  });
  expect(rig.ledger.book.get('group', again)?.state).toBe('open');
});
