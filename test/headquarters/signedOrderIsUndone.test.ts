// Somebody takes back a weighing on which something rests: what was weighed after material had been taken out, a booking
// or a decision of headquarters. What is left in the drum stays as it was measured and signed, on both sides.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decideCheckSeal, decideReseal } from '../../agent/core/cases/packageCare.ts';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import { decideAllowRemoval } from '../../agent/core/loads/removalConsent.ts';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import type { EntryBodies } from '../../agent/core/model/entry.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import { decidePick } from '../../agent/core/release/dispatch.ts';
import { queueDecision } from '../../agent/headquarters/desk/decisionOrders.ts';
import { consentTo, takenBackBy } from '../core/staff.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { expectSameBooks, needPackage } from './bookComparison.ts';
import { type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { decideAtBase, deliverEntries, deliverOrders, sendOrder } from './entryDelivery.ts';
import { type LinkRig, notice, random, type RunningHeadquarters } from './linkRig.ts';

const KG = 1_000_000;
const FINE: ScaleFacts = {
  ...SCALE,
  instrument: 'fine',
  ranges: [{ maxMg: 300 * KG, minMg: 400_000, intervalMg: 20_000 }],
};
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dock: DockCommandWriter;

beforeEach(async () => {
  ({ rig, headquarters, dock } = openBesideHeadquarters());
  await sendOrder(rig, headquarters, { order: 'order-L', body: notice('L', 1) });
  dock.open('order-L');
  dock.weigh(268_400_000);
  dock.identify('L-1');
  dock.attachTag('L-1', '3074257BF7194E4200000001');
  dock.close();
  const read = { ...by('dan'), package: 'L-1', seal: 'S-1', intact: true };
  decideAtBase(rig, (book) => decideCheckSeal(read, book));
});

afterEach(() => rig.close());

const by = (operator: string): { id: string; operator: string } => ({ id: random.id(), operator });
const drum = (): ReturnType<typeof needPackage> => needPackage(rig.ledger.book, 'L-1');
const leftMg = (): number => (drum().netMg ?? 0) - drum().removedMg;

function takeOut(massMg: number): string {
  const seals = { sealBefore: drum().seal ?? 'S-1', sealAfter: random.id() };
  const load = { kind: 'removal', package: 'L-1', reason: 'sample', ...seals } as const;
  const at = { station: 'dock-1', weighing: null, stationKnown: true, scales: [] };
  decideAtBase(rig, (book) => decideAnnounceLoad({ ...by('ann'), ...at, load }, book));
  return dock.weigh(massMg, massMg < 4 * KG ? FINE : SCALE);
}

/** The drum is weighed on its way out, and staged. */
async function dispatch(grossMg: number, scale: ScaleFacts): Promise<string> {
  const selection = { kind: 'by-packages', packages: ['L-1'] };
  const body = { kind: 'release-order', release: 'R', regime: 'normal', recipient: 'Works', selection };
  await sendOrder(rig, headquarters, { order: 'out', body });
  const job = dock.open('out');
  decideAtBase(rig, (book) => decidePick({ ...by('ann'), job, code: 'L-1', how: 'scanned' }, book));
  const weighing = dock.weigh(grossMg, scale);
  dock.identify('L-1');
  expect(drum().state).toBe('staged');
  return weighing;
}

const takeBack = (weighing: string, person: string): unknown =>
  rig.ledger.transact(random.id(), (book) => decideReverse({ ...takenBackBy(person, weighing), ...by(person) }, book));

const REFUSED = { refusal: { refusal: 'weighing-rested-on' } };

async function agree(): Promise<void> {
  await deliverEntries(rig, headquarters);
  expectSameBooks(rig, headquarters);
}

/** What a base writes that lets two persons take it back all the same. */
async function expectRejected(weighing: string): Promise<void> {
  await agree();
  const body = { weighing, reason: 'operator', operator: 'bob', askedBy: 'ann' } as EntryBodies['weighing-reversed'];
  decideAtBase(rig, () => ({ entries: [{ kind: 'weighing-reversed', body }], effects: [], result: {} }));
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBe(1);
}

it('what was taken out stays out once the drum was weighed without it', async () => {
  decideAtBase(rig, (book) =>
    decideAllowRemoval(consentTo(random.id(), { operator: 'bob', taker: 'ann', package: 'L-1' }), book),
  );
  const removal = takeOut(200 * KG);
  await dispatch(68_400_000, SCALE);
  for (const person of ['sue', 'tom']) expect(takeBack(removal, person)).toMatchObject(REFUSED);
  expect(leftMg()).toBe(50_000_000);
  await expectRejected(removal);
});

it('what was taken out can be taken back once the drum’s later weighing is taken back', async () => {
  const removal = takeOut(800_000);
  const weighing = await dispatch(267_600_000, SCALE);
  for (const person of ['sue', 'tom']) takeBack(weighing, person);
  for (const person of ['sue', 'tom']) takeBack(removal, person);
  expect(drum()).toMatchObject({ state: 'picked', removedMg: 0, netMg: 250_000_000 });
  await agree();
});

it('the load itself takes it back: the drum is doubtful until it is weighed again', async () => {
  const weighing = takeOut(800_000);
  await dispatch(267_600_000, FINE);
  const body = { weighing, reason: 'load-rose', operator: null, askedBy: null } as EntryBodies['weighing-reversed'];
  decideAtBase(rig, () => ({ entries: [{ kind: 'weighing-reversed', body }], effects: [], result: {} }));
  expect(drum()).toMatchObject({ doubtful: true, removedMg: 0 });
  await agree();
});

it('a booking stays booked when the figure before comes back', async () => {
  takeOut(800_000);
  const weighing = await dispatch(267_640_000, FINE);
  expect(drum()).toMatchObject({ weighing, netMg: 250_040_000 });
  const [removal] = rig.ledger.book.where('removal', 'package', 'L-1');
  await sendOrder(rig, headquarters, { order: 'booked', body: { kind: 'booking', removals: [removal?.id] } });
  expect(leftMg()).toBe(249_240_000);
  for (const person of ['sue', 'tom']) takeBack(weighing, person);
  expect(drum()).toMatchObject({ netMg: 249_200_000, grossMg: 267_600_000, removedMg: 0, bookedMg: 800_000 });
  await agree();
});

it('a figure that headquarters adjusted stays when the weighing before it is to be taken back', async () => {
  const weighing = await dispatch(268_440_000, FINE);
  const resealed = { package: 'L-1', reason: 'reseal' as const, sealBefore: null, sealAfter: 'S-9' };
  decideAtBase(rig, (book) => decideReseal({ ...by('ann'), ...resealed }, book));
  await agree();
  const [finding] = headquarters.report().openFindings;
  const adjust = [{ package: 'L-1', netMg: 240 * KG }];
  const decision = { findings: [finding?.finding ?? ''], decision: 'adjust' as const, adjust, note: 'n' };
  queueDecision(headquarters, { ...decision, adopt: null, recognise: null, base: undefined });
  await deliverOrders(rig, headquarters);
  expect(drum()).toMatchObject({ netMg: 240 * KG, state: 'staged' });
  for (const person of ['sue', 'tom']) expect(takeBack(weighing, person)).toMatchObject(REFUSED);
  expect(drum().netMg).toBe(240 * KG);
  await expectRejected(weighing);
});
