// A load is disturbed, by a foot on the platform or by accident, and what its weighing found is void: headquarters' report
// tells it with the person of the weighing, and whether a later weighing of the same goods showed it again.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntryBodies } from '../../agent/core/model/entry.ts';
import { asMassMg } from '../../drivers/contract/mass.ts';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import { decideLoadDisturbed } from '../../agent/core/loads/loadOutcome.ts';
import { entryBodySchemas } from '../../agent/link/contract/entrySchemas.ts';
import { runHeadquarters } from '../../agent/headquarters/main.ts';
import { formatStockReport } from '../../agent/headquarters/desk/reportText.ts';
import { formatReportTable, type StockReport } from '../../agent/headquarters/desk/stockReport.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { expectSameBooks } from './bookComparison.ts';
import { openCountedBase } from './countBesideHeadquarters.ts';
import { decideAtBase, deliverEntries, deliverOrders, sendOrder } from './entryDelivery.ts';
import { askedFor } from '../core/staff.ts';
import { createDockCommandWriter, type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { createLoadEntryWriter, type LoadEntryWriter } from './loadEntryWriter.ts';
import { BASE, notice, random, type LinkRig, type RunningHeadquarters } from './linkRig.ts';

type Reason = EntryBodies['weighing-reversed']['reason'];

/** Every reason that the contract has; a new one is not listed unless it is decided here. */
const REASONS: readonly Reason[] = entryBodySchemas['weighing-reversed'].shape.reason.options;
const KG = 1_000_000;
const GROSS_MG = 268_400_000;
const NAMES = ['L-1', 'L-2', 'L-3'];
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

function weigh(name: string, grossMg: number): string {
  const weighing = dock.weigh(grossMg);
  dock.identify(name);
  return weighing;
}

/** The act of the base itself: a foot stood on the platform. */
function disturb(weighing: string, { ledger }: Pick<LinkRig, 'ledger'> = rig): void {
  const record = ledger.book.get('weighing', weighing);
  if (!record) throw new Error('no such weighing');
  const { id, load, station } = record;
  const plateaus = [{ massMg: asMassMg(GROSS_MG), durationMs: 2_000 }];
  const subject = { load, station, scale: SCALE.instrument, weighing: id, plateaus };
  const done = ledger.transact(random.id(), (book) => decideLoadDisturbed(subject, book));
  if (done.kind !== 'decided') throw new Error(JSON.stringify(done));
}

function reverse(weighing: string, reason: Reason): void {
  const people = reason === 'operator' ? { askedBy: 'sue', operator: 'tom' } : { askedBy: null, operator: null };
  const asked = reason === 'operator' ? [askedFor('reverse-weighing', weighing, 'sue')] : [];
  writer.entries([...asked, { kind: 'weighing-reversed', body: { weighing, reason, ...people } }]);
}

async function report(): Promise<StockReport> {
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  const read = headquarters.report();
  expect(read.rejected).toBe(0);
  return read;
}

async function later(): Promise<string[]> {
  return (await report()).disturbed.findings.map((row) => `${row.code} ${row.package ?? row.lot ?? ''}: ${row.later}`);
}

it('a foot makes one’s own WEIGHT_LOW void and the second weighing is good: it is told with the person', async () => {
  dock.stand('bob');
  const weighing = weigh('L-1', 250 * KG);
  disturb(weighing);
  weigh('L-1', GROSS_MG);
  const read = await report();
  expect(read.openFindings).toEqual([]);
  expect(read.disturbed.persons).toEqual([{ base: BASE, person: 'bob', voided: 1, notShownAgain: 1 }]);
  expect(read.disturbed.findings).toMatchObject([
    { base: BASE, person: 'bob', code: 'WEIGHT_LOW', lot: 'L', package: 'L-1', weighing, measuredKg: '250' },
  ]);
  expect(read.disturbed.findings).toMatchObject([{ differenceKg: '-18.4', later: 'not shown again' }]);
  const text = formatStockReport(read).filter((line) => line.startsWith('disturbed'));
  expect(text).toEqual([
    `disturbed loads at ${BASE}, bob: weight findings made void 1, of them not shown again 1`,
    expect.stringMatching(
      /^disturbed \d{4}-\d\d-\d\d \d\d:\d\d at .*, bob: WEIGHT_LOW by -18\.4 kg lot L L-1, not shown again$/,
    ),
  ]);
  const table = formatReportTable(read, 'disturbed');
  expect(table?.[0]).toBe('base,person,at,code,lot,package,weighing,finding,declaredKg,measuredKg,differenceKg,later');
  expect(table?.[1]).toMatch(/,bob,.*,WEIGHT_LOW,L,L-1,.*,not shown again$/);
});

it('what the second weighing shows again has come back', async () => {
  disturb(weigh('L-1', 250 * KG));
  weigh('L-1', 251 * KG);
  const read = await report();
  expect(read.openFindings).toMatchObject([{ code: 'WEIGHT_LOW', package: 'L-1' }]);
  expect(read.disturbed.persons).toEqual([{ base: BASE, person: 'ann', voided: 1, notShownAgain: 0 }]);
  expect(read.disturbed.findings).toMatchObject([{ later: 'shown again' }]);
  expect(formatStockReport(read).filter((line) => line.startsWith('disturbed'))).toHaveLength(1);
});

it('the other finding, or that of another package, is not the same again', async () => {
  disturb(weigh('L-1', 250 * KG));
  weigh('L-1', 290 * KG);
  weigh('L-2', 250 * KG);
  expect(await later()).toEqual(['WEIGHT_LOW L-1: not shown again']);
});

it('what was not weighed again, or only by a weighing that is reversed too, is told as such', async () => {
  disturb(weigh('L-1', 250 * KG));
  expect(await later()).toEqual(['WEIGHT_LOW L-1: not weighed again']);
  const second = weigh('L-1', 250 * KG);
  expect(await later()).toEqual(['WEIGHT_LOW L-1: shown again']);
  disturb(second);
  expect(await later()).toEqual(['WEIGHT_LOW L-1: not weighed again', 'WEIGHT_LOW L-1: not weighed again']);
  weigh('L-1', GROSS_MG);
  expect((await report()).disturbed.persons).toMatchObject([{ voided: 2, notShownAgain: 2 }]);
});

it('a weighing that found nothing is no matter, and one at which nobody was signed in is told without a person', async () => {
  disturb(weigh('L-1', GROSS_MG));
  expect(await later()).toEqual([]);
  dock.stand(null);
  disturb(weigh('L-2', 290 * KG));
  expect((await report()).disturbed.persons).toEqual([{ base: BASE, person: null, voided: 1, notShownAgain: 1 }]);
});

function weighOff(way: 'single' | 'group' | 'vehicle'): string {
  if (way === 'single') return weigh('L-1', 250 * KG);
  if (way === 'group') return writer.group(job, NAMES, { grossMg: 3 * GROSS_MG - 20 * KG, palletMg: 0 });
  const load = { beforeMg: 900 * KG + 3 * GROSS_MG - 60 * KG, afterMg: 900 * KG, scanned: true };
  writer.vehicle({ job, lot: 'L' }, NAMES, load);
  return rig.ledger.book.where('finding', 'lot', 'L').find(({ code }) => code === 'WEIGHT_LOW')?.weighing ?? '';
}

describe.each(['single', 'group', 'vehicle'] as const)('what was weighed as %s', (way) => {
  it.each(REASONS)('and taken back by %s is told only if it was disturbed', async (reason) => {
    reverse(weighOff(way), reason);
    const subject = way === 'single' ? 'L-1' : 'L';
    expect(await later()).toEqual(reason === 'load-disturbed' ? [`WEIGHT_LOW ${subject}: not weighed again`] : []);
  });
});

it('several together are weighed again when each of them is, and one that is off alone shows it again', async () => {
  const weighing = weighOff('group');
  const group = rig.ledger.book.get('weighing', weighing)?.group ?? '';
  reverse(weighing, 'load-disturbed');
  writer.entries([{ kind: 'group-split', body: { group, operator: null } }]);
  weigh('L-1', GROSS_MG);
  weigh('L-2', GROSS_MG);
  expect(await later()).toEqual(['WEIGHT_LOW L: not weighed again']);
  const last = weigh('L-3', GROSS_MG);
  expect(await later()).toEqual(['WEIGHT_LOW L: not shown again']);
  reverse(last, 'load-rose');
  weigh('L-3', 250 * KG);
  expect(await later()).toEqual(['WEIGHT_LOW L: shown again']);
});

it('a vehicle’s goods that are weighed in a group again show it again', async () => {
  reverse(weighOff('vehicle'), 'load-disturbed');
  weighOff('group');
  expect(await later()).toEqual(['WEIGHT_LOW L: shown again']);
});

it('the text names the oldest twenty, first who has most, and the table has all', async () => {
  headquarters.queue(notice('M', 25), 'order-M');
  await deliverOrders(rig, headquarters);
  for (const name of NAMES) dock.missing(name);
  dock.close();
  dock.open('order-M');
  const names = Array.from({ length: 25 }, (_, index) => `M-${index + 1}`);
  for (const [index, name] of names.entries()) {
    dock.stand(index === 0 ? 'bob' : 'ann');
    disturb(weigh(name, 250 * KG));
    weigh(name, GROSS_MG);
  }
  const read = await report();
  const lines = formatStockReport(read).filter((line) => line.startsWith('disturbed'));
  expect(read.disturbed.persons.map(({ person, notShownAgain }) => [person, notShownAgain])).toEqual([
    ['ann', 24],
    ['bob', 1],
  ]);
  expect(lines).toHaveLength(2 + 20);
  expect(lines.slice(2).map((line) => / lot M (\S+),/.exec(line)?.[1])).toEqual(names.slice(0, 20));
  expect(formatReportTable(read, 'disturbed')).toHaveLength(1 + 25);
});

it('what a sample found is told although its finding waits for the end of the count', async () => {
  const counted = await openCountedBase(2, ['ann', 'bob', 'cho']);
  try {
    const body = { kind: 'stocktake-sample', stocktake: 'S-1', packages: ['L-2'] };
    await sendOrder(counted.rig, counted.headquarters, { order: 'sample', body });
    counted.say('ann', 'scan', 'L-1', 'L-2');
    const scales = [{ station: 'dock-1', scale: SCALE, fitnessSharePpm: null }];
    const at = { station: 'dock-1', weighing: null, stationKnown: true, scales };
    const load = { kind: 'sample' as const, package: 'L-2' };
    decideAtBase(counted.rig, (book) => decideAnnounceLoad({ id: random.id(), operator: 'ann', ...at, load }, book));
    const scale = createDockCommandWriter(counted.rig);
    disturb(scale.weigh(250 * KG, SCALE, ['3074257BF7194E4200000002']), counted.rig);
    await counted.reported();
    expect(counted.headquarters.report().disturbed.findings).toMatchObject([
      {
        person: 'ann',
        code: 'WEIGHT_LOW',
        package: 'L-2',
        finding: null,
        measuredKg: '250',
        later: 'not weighed again',
      },
    ]);
  } finally {
    await counted.rig.close();
  }
});

it('a rebuilt book tells the same', async () => {
  dock.stand('bob');
  disturb(weigh('L-1', 250 * KG));
  weigh('L-1', GROSS_MG);
  disturb(weigh('L-2', 290 * KG));
  const before = (await report()).disturbed;
  await headquarters.stop();
  const dir = join(rig.dir, 'headquarters');
  for (const end of ['', '-wal', '-shm']) rmSync(join(dir, `headquarters-book.sqlite${end}`), { force: true });
  const out: string[] = [];
  const io = { out: (line: string) => void out.push(line), err: () => undefined, stop: new AbortController().signal };
  expect(await runHeadquarters(['rebuild', '--dir', dir], io)).toBe(0);
  expect(await runHeadquarters(['report', '--json', '--dir', dir], io)).toBe(0);
  expect((JSON.parse(out.at(-1) ?? '') as StockReport).disturbed).toEqual(before);
  expect(before.persons).toEqual([{ base: BASE, person: 'bob', voided: 2, notShownAgain: 2 }]);
});
