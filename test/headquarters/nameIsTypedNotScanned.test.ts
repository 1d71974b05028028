// A person typed which package it is, or chose it from a list, where a scanner would have read its label: both books keep
// that, and headquarters' report says it.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decideRelocate } from '../../agent/core/cases/packageCare.ts';
import { decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decidePick } from '../../agent/core/release/dispatch.ts';
import { NAMED_WAYS, type NamedCode, type NamedWay } from '../../agent/core/model/proofs.ts';
import { BaseBook } from '../../agent/headquarters/book/baseBook.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { expectSameBooks } from './bookComparison.ts';
import { decideAtBase, deliverEntries, sendOrder } from './entryDelivery.ts';
import { createLoadEntryWriter } from './loadEntryWriter.ts';
import { BASE, type LinkRig, notice, random, type RunningHeadquarters } from './linkRig.ts';

const NAMES = ['L-1', 'L-2', 'L-3', 'L-4'];
const KG = 1_000_000;
let rig: LinkRig;
let headquarters: RunningHeadquarters;

/** Four packages off a lorry: counted, and no label of them read. */
beforeEach(async () => {
  const base = openBesideHeadquarters();
  ({ rig, headquarters } = base);
  const announced = notice('L', 4);
  const packages = announced.packages.map((one, n) => ({ ...one, epcHex: `3074257BF7194E420000000${n + 1}` }));
  await sendOrder(rig, headquarters, { order: 'order-L', body: { ...announced, packages } });
  const job = base.dock.open('order-L');
  const load = { beforeMg: 10_000_000_000, afterMg: 10_000_000_000 - 4 * 268_400_000, scanned: false };
  createLoadEntryWriter(rig).vehicle({ job, lot: 'L' }, NAMES, load);
  base.dock.close();
  await agree();
});

afterEach(async () => {
  await rig.close();
});

async function agree(): Promise<void> {
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
  expect(headquarters.report().rejected).toBe(0);
}

const by = (operator: string): { id: string; operator: string } => ({ id: random.id(), operator });

const proofs = (): Record<string, string | null> =>
  Object.fromEntries(headquarters.report().proved.map(({ package: id, way }) => [id, way]));

const unread = (): string[] => NAMES.filter((name) => rig.ledger.book.get('package', name)?.unread);

async function relocate(codes: readonly NamedCode[]): Promise<void> {
  decideAtBase(rig, (book) => decideRelocate({ ...by('ann'), codes, area: 'yard', areaKnown: true }, book));
  await agree();
}

it('packages that are moved are named each in its own way, and only a scan reads a label', async () => {
  expect(unread()).toEqual(NAMES);
  await relocate([
    { code: 'L-3', how: 'chosen' },
    { code: 'L-2', how: 'typed' },
    { code: ' L-1', how: 'typed' },
    { code: 'L-1', how: 'scanned' },
  ]);
  expect(proofs()).toEqual({ 'L-1': 'scanned', 'L-2': 'typed', 'L-3': 'chosen', 'L-4': 'inferred' });
  expect(unread()).toEqual(['L-2', 'L-3', 'L-4']);
});

it.each(NAMED_WAYS)('a package that is fetched as %s is said to be so in the release’s report', async (how) => {
  const job = await openRelease();
  decideAtBase(rig, (book) => decidePick({ ...by('ann'), job, code: 'L-1', how }, book));
  await agree();
  expect(proofs()['L-1']).toBe(how);
  const wanted: Record<NamedWay, string[]> = { scanned: [], typed: ['L-1'], chosen: ['L-1'] };
  expect(headquarters.report().releases).toMatchObject([{ unscanned: wanted[how] }]);
  expect(unread().includes('L-1')).toBe(how !== 'scanned');
});

async function openRelease(): Promise<string> {
  const selection = { kind: 'by-packages', packages: ['L-1'] };
  const body = { kind: 'release-order', release: 'R', regime: 'normal', recipient: 'Works', selection };
  await sendOrder(rig, headquarters, { order: 'order-R', body });
  const event = { job: random.id(), order: 'order-R', station: 'dock-1', stationKnown: true, operator: 'ann' };
  decideAtBase(rig, (book, at) => decideOpenJob(event, book, at));
  return event.job;
}

const openDelivery = async (lot: string, grossMg = 268_400_000): Promise<string> => {
  const { packages, ...rest } = notice(lot, 4);
  const light = packages.map((one) => ({ ...one, grossMg, tareMg: 2 * KG }));
  await sendOrder(rig, headquarters, { order: `order-${lot}`, body: { ...rest, packages: light } });
  const job = random.id();
  const opened = { job, order: `order-${lot}`, station: 'dock-1', stationKnown: true, operator: 'ann' };
  decideAtBase(rig, (book, at) => decideOpenJob(opened, book, at));
  return job;
};

it.each(NAMED_WAYS)('off a lorry as %s: only a scan lets a coarse pair prove each', async (how) => {
  const job = await openDelivery('M', 5 * KG);
  // On so coarse a bridge one drum more or less would not show: the pair says `packages` whatever was scanned.
  const load = { beforeMg: 12_020 * KG, afterMg: 12_000 * KG, scanned: true, how };
  createLoadEntryWriter(rig).vehicle({ job, lot: 'M' }, ['M-1', 'M-2', 'M-3', 'M-4'], load);
  await agree();
  const [pair] = headquarters.book
    .prepare<[], { verifies: string }>("SELECT verifies FROM pairs WHERE lot = 'M'")
    .all();
  expect(pair?.verifies).toBe(how === 'scanned' ? 'packages' : 'nothing');
  expect(proofs()['M-1']).toBe(how);
});

it.each(NAMED_WAYS)('on a pallet as %s: both count the labels that were read', async (how) => {
  const job = await openDelivery('M');
  createLoadEntryWriter(rig).group(job, ['M-1', 'M-2'], { grossMg: 556_800_000, palletMg: 20 * KG, how });
  await agree();
  expect(rig.ledger.book.get('package', 'M-1')?.unread).toBe(how !== 'scanned');
  const row = new BaseBook(headquarters.book, BASE).findRow('packages', 'M-1');
  expect(row?.unread).toBe(how === 'scanned' ? 0 : 1);
});

it('headquarters books no group that says of fewer than all how they were named', async () => {
  const job = await openDelivery('M');
  const body = { group: random.id(), job, station: 'dock-1', packages: ['M-1', 'M-2', 'M-3'], operator: 'ann' };
  const group = { ...body, named: ['scanned', 'scanned'], palletTareMg: 0, palletTareKind: 'none' };
  createLoadEntryWriter(rig).entries([{ kind: 'group-formed', body: group } as never]);
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBe(1);
});
