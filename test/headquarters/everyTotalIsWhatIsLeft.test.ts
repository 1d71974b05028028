// What is weighed out of a package is missing in every total at once: the lot on the page, a case's net, a verdict, what
// a release asks for and takes along, headquarters' stock, lots and releases. The sum of what is left in the packages
// equals each of them, whatever happens in whatever order. HAKARI_SEQUENCES and HAKARI_SEED run more, or the same again.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatKilograms, asMassMg } from '../../drivers/contract/mass.ts';
import type { Entry } from '../../agent/core/model/entry.ts';
import type { LotRecord, PackageRecord } from '../../agent/core/model/records.ts';
import { STATES_AT_BASE } from '../../agent/core/model/states.ts';
import { viewCaseQuantities } from '../../agent/core/views/caseQuantities.ts';
import { viewLot } from '../../agent/core/views/stationView.ts';
import { asWeighingId } from '../../agent/core/model/ids.ts';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import { SimulatedHeadquarters } from '../../agent/headquarters/simulatedHeadquarters.ts';
import { ACTS } from '../core/bookActs.ts';
import { STAFF } from '../core/staff.ts';
import { LOTS, pick, RandomBase, type Step } from '../core/bookModel.ts';
import {
  bodies,
  leftIsWhatWasWeighed,
  signedNetsStand,
  stagedStillAgrees,
  type SignedNets,
} from '../core/bookTruths.ts';
import { MemoryLedger } from '../core/memoryLedger.ts';

const SEQUENCES = Number(process.env['HAKARI_SEQUENCES'] ?? '60');
const SEED = Number(process.env['HAKARI_SEED'] ?? '20261130');

const begun = (act: string, facts: Partial<Step> = {}): Step => ({ act, a: 1, b: 0, c: 0, ...facts });
/** Its seal is read, and a sample of 0.8 kg is taken out of a drum that is in store. */
const SAMPLED = [begun('care'), begun('announce', { a: 3 }), begun('weigh')];
const DELIVERY = [begun('notice', { c: 1 }), begun('openJob'), begun('weigh'), begun('weigh')];
const STOCK = [...DELIVERY, begun('closeJob', { a: 0 })];
/** Set aside and weighed on its way out. */
const WEIGHED_OUT = [
  begun('release'),
  begun('openJob', { a: 0 }),
  begun('pick'),
  begun('weigh'),
  begun('identify', { a: 0 }),
];
/** Weighed in on a scale that is coarser than that on which it is weighed on its way out: that figure replaces the first. */
const COARSE_STOCK = [
  begun('notice', { c: 1 }),
  begun('openJob', { a: 0 }),
  begun('weigh'),
  begun('weigh'),
  begun('closeJob', { a: 0 }),
];
const FINE_OUT = [begun('release'), begun('openJob'), begun('pick'), begun('weigh'), begun('identify')];
const REVERSED_OUT = [begun('reverseDispatch', { c: 3 }), begun('reverseDispatch', { c: 4 })];
const BEGINNINGS: Step[][] = [
  // The sample is booked while the finer figure stands, and off the coarse one too when that comes back.
  [...COARSE_STOCK, ...SAMPLED, ...FINE_OUT, begun('book'), ...REVERSED_OUT],
  [...COARSE_STOCK, ...FINE_OUT, begun('cancelRelease'), ...SAMPLED, begun('book')],
  STOCK,
  [...DELIVERY, ...SAMPLED, begun('closeJob', { a: 0 })],
  [...STOCK, ...SAMPLED],
  [...STOCK, ...SAMPLED, begun('release')],
  [...STOCK, ...SAMPLED, begun('book')],
  // Sampled and weighed on its way out; then somebody takes back what can be taken back.
  [...STOCK, ...SAMPLED, ...WEIGHED_OUT, begun('reverseRemoval', { c: 3 }), begun('reverseRemoval', { c: 4 })],
  [...STOCK, begun('care'), begun('typeRemoval'), ...SAMPLED, begun('typeRemoval', { c: 1 }), begun('book')],
  // Sampled, set aside, weighed on its way out, and gone with two persons' word.
  [
    ...STOCK,
    ...SAMPLED,
    ...WEIGHED_OUT,
    begun('pick'),
    begun('weigh'),
    begun('identify', { a: 0, b: 1 }),
    begun('closeJob', { a: 0 }),
    begun('closeJob', { a: 0, c: 3 }),
    begun('giveBack'),
  ],
];
const OFTEN = ['weigh', 'weigh', 'weigh', 'announce', 'sample', 'sample', 'book', 'openJob', 'closeJob', 'pick'];
const OFTEN_TOO = [
  'release',
  'decide',
  'reverse',
  'notice',
  'weigh',
  'closeJob',
  'approve',
  'recount',
  'giveBack',
  'typeRemoval',
  'takeBackTyped',
  'reverseRemoval',
  'reverseRemoval',
];
const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...OFTEN, ...OFTEN_TOO, ...Object.keys(ACTS)),
  a: fc.nat(41),
  b: fc.nat(41),
  c: fc.nat(41),
});

/** Acts of this property's own beside those of every base. */
function perform(base: RandomBase, { act, ...numbers }: Step): void {
  const named = {
    sample: { act: 'announce', a: 3 },
    book: { act: 'order', a: 9 },
    giveBack: { act: 'order', a: 6 },
  }[act];
  const done = { act, ...numbers, ...named };
  // Headquarters did not deposit what the model opens.
  if (done.act === 'openSealed') return;
  if (done.act === 'reverseRemoval') {
    const removed = pick(bodies(base.ledger.entries, 'material-removed'), done.b);
    const event = { ...base.commandMeta(done), weighing: removed?.weighing ?? asWeighingId('none'), people: STAFF };
    base.perform((book) => decideReverse({ ...event, liesThere: false }, book));
    return;
  }
  if (done.act === 'reverseDispatch') {
    const out = bodies(base.ledger.entries, 'weighing').findLast(({ purpose }) => purpose === 'dispatch');
    const event = { ...base.commandMeta(done), weighing: out?.weighing ?? asWeighingId('none'), people: STAFF };
    base.perform((book) => decideReverse({ ...event, liesThere: false }, book));
    return;
  }
  if (done.act === 'cancelRelease') {
    const [release] = base.book.where('release', 'state', 'open');
    if (release) base.perform(base.order({ kind: 'cancellation', cancels: release.id }));
    return;
  }
  if (done.act === 'takeBackTyped') {
    const [typed] = bodies(base.ledger.entries, 'removal-typed').slice(-1);
    const event = { ...base.commandMeta(done), weighing: asWeighingId(typed?.weighing ?? 'none'), people: STAFF };
    base.perform((book) => decideReverse({ ...event, liesThere: false }, book));
    return;
  }
  const decide = ACTS[done.act];
  if (decide) base.perform(decide(base, done));
}

const kg = (massMg: number): string => formatKilograms(asMassMg(massMg));
const sumOf = <T>(items: readonly T[], massOf: (item: T) => number): number =>
  items.reduce((sum, item) => sum + massOf(item), 0);

/** What of a package was weighed out, by the removals themselves. */
function removedOf(base: RandomBase, { id }: PackageRecord, state: 'open' | 'booked'): number {
  const removals = base.book.where('removal', 'package', id).filter((removal) => removal.state === state);
  return sumOf(removals, ({ massMg }) => massMg);
}

function leftIn(base: RandomBase, record: PackageRecord): number {
  // An unbooked removal ends where the package leaves the book for good, or comes back.
  return (record.netMg ?? 0) - (STATES_AT_BASE.includes(record.state) ? removedOf(base, record, 'open') : 0);
}

/** What a lot's delivery comes to in a package: what is left in it, or what it left with, as its release said. */
function cameOf(base: RandomBase, record: PackageRecord): number {
  return (record.netMg ?? 0) - removedOf(base, record, 'open');
}

const packagesOf = (base: RandomBase, lot: string): PackageRecord[] => base.book.where('package', 'lot', lot);
const packagesHere = (base: RandomBase, lot: string): PackageRecord[] =>
  packagesOf(base, lot).filter(({ state }) => STATES_AT_BASE.includes(state));
const lotsOf = (base: RandomBase): LotRecord[] => LOTS.flatMap((lot) => base.book.get('lot', lot) ?? []);

function pagesAgree(base: RandomBase): void {
  for (const lot of lotsOf(base)) {
    const { here } = viewLot(base.book, lot);
    if (here && here.netKg !== null)
      expect([lot.id, here.netKg]).toEqual([
        lot.id,
        kg(sumOf(packagesHere(base, lot.id), (record) => leftIn(base, record))),
      ]);
  }
  for (const finding of base.findings()) {
    const record = finding.package === null ? undefined : base.book.get('package', finding.package);
    const net = viewCaseQuantities(base.book, finding).find((quantity) => quantity.of === 'net');
    if (record && net && STATES_AT_BASE.includes(record.state)) expect(net.kg).toBe(kg(leftIn(base, record)));
  }
}

/** What the new entries say of masses; `before`: what was left in each package before them. */
function entriesAgree(base: RandomBase, fresh: readonly Entry[], before: ReadonlyMap<string, number>): void {
  for (const body of bodies(fresh, 'verdict')) {
    const found = packagesOf(base, body.lot).filter(
      ({ order, basis, state }) =>
        order === body.order && basis !== null && !['dropped', 'returned', 'written-off'].includes(state),
    );
    expect(body.netMg).toBe(sumOf(found, (record) => cameOf(base, record)));
    expect(body.grossMg).toBe(sumOf(found, (record) => cameOf(base, record) + (record.tareMg ?? 0)));
  }
  for (const body of bodies(fresh, 'second-person-asked'))
    if (body.act === 'release') expect(body.netMg).toBe(sumOf(body.packages, (id) => before.get(id) ?? 0));
  for (const body of bodies(fresh, 'release-closed'))
    expect(body.netMg).toBe(sumOf(body.released, (id) => before.get(id) ?? 0));
}

/** Packages of which something is booked by these entries. */
function bookedOf(base: RandomBase, fresh: readonly Entry[]): string[] {
  const bookings = bodies(fresh, 'order-received').flatMap(({ order: { body } }) =>
    body.kind === 'booking' ? body.removals : [],
  );
  return bookings.flatMap((id) => base.book.get('removal', id)?.package ?? []);
}

function headquartersAgrees(base: RandomBase, headquarters: SimulatedHeadquarters): void {
  const report = headquarters.report();
  let hereMg = 0;
  for (const lot of lotsOf(base)) {
    const netMg = sumOf(packagesHere(base, lot.id), (record) => leftIn(base, record));
    const received = packagesOf(base, lot.id).filter(
      ({ state, netMg: bookMg }) => bookMg !== null && [...STATES_AT_BASE, 'released'].includes(state),
    );
    const cameMg = sumOf(received, (record) => (record.netMg ?? 0) + record.bookedMg);
    hereMg += netMg;
    expect(report.announced.find((row) => row.lot === lot.id)).toMatchObject({
      netKg: kg(netMg),
      receivedNetKg: kg(cameMg),
    });
  }
  expect(kg(sumOf(report.stock, ({ netKg }) => Math.round(Number(netKg) * 1e6)))).toBe(kg(hereMg));
  for (const closed of bodies(base.ledger.entries, 'release-closed')) {
    const release = report.releases.find(({ order }) => order === closed.order);
    expect(release?.leftKg).toBe(kg(closed.netMg));
    const goodsMg = sumOf(release?.goods ?? [], ({ leftKg }) => Math.round(Number(leftKg) * 1e6));
    expect(kg(goodsMg)).toBe(kg(closed.netMg));
  }
}

it(`sum of what is left, ${SEQUENCES} sequences of seed ${SEED}`, { timeout: 60_000 + SEQUENCES * 200 }, () => {
  const reached = {
    removed: 0,
    typed: 0,
    typedTakenBack: 0,
    releasedAfterRemoval: 0,
    judgedAfterRemoval: 0,
    booked: 0,
    bookedWhileReplaced: 0,
    sampledWhileReplaced: 0,
    coarseFigureBackAfterBooking: 0,
  };
  fc.assert(
    fc.property(
      fc.constantFrom(...BEGINNINGS),
      fc.array(step, { minLength: 15, maxLength: 70, size: 'max' }),
      (begin, steps) => {
        const base = new RandomBase();
        base.fineStation = 'dock-2';
        const signed: SignedNets = new Map();
        const headquarters = new SimulatedHeadquarters();
        base.signOrder = (order) => headquarters.signOrder(order);
        try {
          let delivered = 0;
          for (const randomStep of [...begin, ...steps]) {
            const all = LOTS.flatMap((lot) => packagesOf(base, lot));
            const before = new Map<string, number>(all.map((record) => [record.id, leftIn(base, record)]));
            const replaced = new Set<string>(all.filter((record) => record.replaced !== null).map(({ id }) => id));
            perform(base, randomStep);
            const fresh = base.ledger.entries.slice(delivered);
            delivered = base.ledger.entries.length;
            if (fresh.length === 0) continue;
            headquarters.receiveEntries(fresh.map((entry) => ({ entry, hash: MemoryLedger.hashOf(entry) })));
            leftIsWhatWasWeighed(base.ledger);
            stagedStillAgrees(base.ledger);
            signedNetsStand(base.ledger, fresh, signed);
            pagesAgree(base);
            entriesAgree(base, fresh, before);
            headquartersAgrees(base, headquarters);
            const kinds = base.ledger.kinds();
            if (kinds.includes('material-removed')) {
              reached.removed += bodies(fresh, 'material-removed').length;
              reached.typed += bodies(fresh, 'removal-typed').length;
              reached.typedTakenBack += bodies(fresh, 'weighing-reversed').filter(
                ({ weighing }) => base.book.get('weighing', weighing)?.basis === 'manual',
              ).length;
              reached.judgedAfterRemoval += bodies(fresh, 'verdict').length;
              reached.releasedAfterRemoval += bodies(fresh, 'release-closed').length;
              const sampled = bodies(fresh, 'material-removed').filter((body) => replaced.has(body.package));
              reached.sampledWhileReplaced += sampled.length;
              reached.bookedWhileReplaced += bookedOf(base, fresh).filter((id) => replaced.has(id)).length;
              reached.coarseFigureBackAfterBooking += all.filter(
                ({ id }) =>
                  replaced.has(id) &&
                  base.book.get('package', id)?.replaced === null &&
                  (base.book.get('package', id)?.bookedMg ?? 0) > 0,
              ).length;
              reached.booked += bodies(fresh, 'order-received').filter(
                ({ order }) => order.body.kind === 'booking',
              ).length;
            }
          }
          expect(headquarters.judge().differences).toEqual([]);
        } finally {
          headquarters.close();
        }
      },
    ),
    { seed: SEED, numRuns: SEQUENCES },
  );
  for (const [what, times] of Object.entries(reached)) expect([what, times > 0]).toEqual([what, true]);
});
