// The base's fold and headquarters' own book take the same entries by different code: whatever is delivered, reversed,
// decided, amended, taken out or sent back, both must hold the same packages with the same figures, and judge alike.
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OrderBody } from '../../agent/core/model/order.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { deliverEntries, deliverOrders } from './entryDelivery.ts';
import { type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { notice, type RunningHeadquarters, type LinkRig } from './linkRig.ts';
import { expectSameBooks } from './bookComparison.ts';
import { createLoadEntryWriter, type LoadEntryWriter } from './loadEntryWriter.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';

const KG = 1_000_000;
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dockCommands: DockCommandWriter;
let loadWriter: LoadEntryWriter;

beforeEach(() => {
  ({ rig, headquarters, dock: dockCommands } = openBesideHeadquarters());
  loadWriter = createLoadEntryWriter(rig);
});

afterEach(async () => {
  await rig.close();
});

/** The base's answer: it may refuse what cannot be carried out, and then both books stay as they are. */
async function send(body: OrderBody, id: string): Promise<string | null | undefined> {
  const queued = queueOrder(headquarters.link, { order: id, body });
  if ('refusal' in queued) throw new Error(queued.refusal);
  await deliverOrders(rig, headquarters);
  await deliverEntries(rig, headquarters);
  return headquarters.report().orders.find((one) => one.order === id)?.answer;
}

let tag = 0;
function attach(name: string): void {
  tag += 1;
  dockCommands.attachTag(name, `3074257BF7194E41${String(tag).padStart(8, '0')}`);
}

const unit = fc.record({
  way: fc.constantFrom(
    'single',
    'single',
    'again',
    'risen',
    'unverified',
    'missing',
    'typed',
    'group',
    'group',
    'vehicle',
    'vehicle',
    'stray',
  ),
  packages: fc.integer({ min: 2, max: 4 }),
  offBy: fc.constantFrom(0, 0, 0, 3, -3, 30, -45, 90),
  pallet: fc.constantFrom<'weighed' | 'declared' | null>('weighed', 'declared', null),
  scanned: fc.boolean(),
  nobody: fc.constantFrom(false, false, true),
});
type Unit = typeof unit extends fc.Arbitrary<infer T> ? T : never;

const plan = fc.record({
  units: fc.array(unit, { minLength: 1, maxLength: 4 }),
  grossKg: fc.integer({ min: 40, max: 400 }),
  total: fc.option(fc.integer({ min: -30, max: 30 })),
  contractPpm: fc.option(fc.integer({ min: 0, max: 30_000 })),
  consignorLimitMg: fc.option(fc.integer({ min: 0, max: 600_000 })),
  decision: fc.constantFrom<'accept' | 'return' | 'adjust' | 'write-off' | 'recount'>(
    'accept',
    'return',
    'adjust',
    'write-off',
    'recount',
  ),
  tareTolerance: fc.constantFrom('all', 'one', 'none'),
  certified: fc.boolean(),
  sampleKg: fc.option(fc.integer({ min: 1, max: 3 })),
});

const needs = ({ way, packages }: Unit): number =>
  way === 'group' || way === 'vehicle' ? packages : way === 'stray' ? 0 : 1;

function single(name: string, kg: number, way: string): void {
  if (way === 'again' || way === 'risen') {
    const wrong = dockCommands.weigh(30 * KG);
    dockCommands.identify(name);
    // Forks were under the pallet: the same load goes on at its full weight.
    if (way === 'again') dockCommands.reverse(wrong);
    else
      loadWriter.entries([
        { kind: 'weighing-reversed', body: { askedBy: null, weighing: wrong, reason: 'load-rose', operator: null } },
      ]);
  }
  dockCommands.weigh(Math.round(kg * 10) * 100_000, { ...SCALE, verified: way !== 'unverified' });
  dockCommands.identify(name);
  attach(name);
}

function work(of: Unit, context: { names: string[]; job: string; lot: string; grossKg: number; number: number }): void {
  const { names, job, lot, grossKg } = context;
  const kg = grossKg + of.offBy / 10;
  const [first = ''] = names;
  dockCommands.stand(of.nobody ? null : 'ann');
  loadWriter.stand(of.nobody ? null : 'ann');
  if (of.way === 'missing') dockCommands.missing(first);
  else if (of.way === 'typed') {
    loadWriter.typed({ job, lot }, first, Math.round(kg * 10) * 100_000);
    attach(first);
  } else if (of.way === 'stray') {
    dockCommands.weigh(77 * KG);
    dockCommands.holdForeign(`STRAY ${lot} ${context.number}`);
  } else if (of.way === 'group') {
    // The tenth of it is no whole number of milligrams.
    const palletMg = of.pallet ? 22 * KG + 3 : 0;
    const grossMg = names.length * grossKg * KG + of.offBy * 100_000 + (of.pallet ? 22 * KG : 0);
    loadWriter.group(job, names, { grossMg, palletMg, palletKind: of.pallet ?? 'weighed' });
    names.forEach(attach);
  } else if (of.way === 'vehicle') {
    const emptyMg = 900 * KG;
    loadWriter.vehicle({ job, lot }, names, {
      beforeMg: emptyMg + names.length * grossKg * KG + of.offBy * 100_000,
      afterMg: emptyMg,
      scanned: of.scanned,
    });
    names.forEach(attach);
  } else single(first, kg, of.way);
}

it('on any delivery, whatever is decided on it', async () => {
  let number = 0;
  let carriedOut = 0;
  await fc.assert(
    fc.asyncProperty(
      plan,
      async ({ units, grossKg, total, contractPpm, consignorLimitMg, decision, sampleKg, ...of }) => {
        number += 1;
        const lot = `B${number}`;
        const count = Math.max(
          1,
          units.reduce((sum, one) => sum + needs(one), 0),
        );
        const packages = Array.from({ length: count }, (_, index) => ({
          package: `${lot}-${index}`,
          epcHex: null,
          mark: `${lot} ${index}`,
          grossMg: grossKg * KG + index * 100_000,
          tareMg: 2 * KG,
          tareToleranceMg: of.tareTolerance === 'all' || (of.tareTolerance === 'one' && index === 0) ? 50_001 : null,
          pallet: null,
        }));
        const sumMg = packages.reduce((sum, each) => sum + each.grossMg, 0);
        const announced = await send(
          {
            ...notice(lot),
            packages,
            content: of.certified ? { moisturePpm: 20_000, assayPpm: 400_000 } : null,
            totalGrossMg: total === null ? null : sumMg + total * 100_000,
            weighed: { intervalMg: 100_000, class: 'III', limitMg: consignorLimitMg, lastDigitMg: 100_000 },
            contract: contractPpm === null ? null : { netMg: sumMg - count * 2 * KG, tolerancePpm: contractPpm },
          },
          `order-${lot}`,
        );
        expect(announced).toBe('received');
        const job = dockCommands.open(`order-${lot}`);
        const left = packages.map((each) => each.package);
        for (const [index, one] of units.entries())
          work(one, { names: left.splice(0, needs(one)), job, lot, grossKg, number: index });
        for (const name of left) dockCommands.missing(name);
        dockCommands.close();
        await deliverEntries(rig, headquarters);
        expect(headquarters.report().lots.at(-1)).toMatchObject({ lot, agrees: true, differences: [] });
        expect(headquarters.report().unreportedFindings).toEqual([]);
        expectSameBooks(rig, headquarters);

        const weighed = rig.ledger.book
          .where('package', 'lot', lot)
          .find(({ state, basis }) => (state === 'stored' || state === 'present') && basis === 'single');
        if (sampleKg !== null && weighed) {
          const removal = loadWriter.removed(weighed.id, lot, sampleKg * KG);
          await deliverEntries(rig, headquarters);
          expectSameBooks(rig, headquarters);
          await send({ kind: 'booking', removals: [removal] }, `booking-${lot}`);
        }
        const findings = headquarters.report().openFindings.filter((one) => one.lot === lot);
        if (findings.length > 0) {
          const on = findings.map(({ epoch, seq, hash }) => ({ epoch, seq, hash }));
          const adjust =
            decision === 'adjust'
              ? findings.flatMap((one) =>
                  one.package !== null && rig.ledger.book.get('package', one.package)?.grossMg != null
                    ? [one.package]
                    : [],
                )
              : [];
          const body = {
            kind: 'decision' as const,
            findings: on,
            decision,
            adjust: [...new Set(adjust)].map((name) => ({ package: name, netMg: 30 * KG })),
            adopt: null,
            recognise: null,
            note: '',
          };
          if ((await send(body, `decision-${lot}`)) === 'received') carriedOut += 1;
        }
        await deliverEntries(rig, headquarters);
        expectSameBooks(rig, headquarters);
      },
    ),
    { numRuns: 40, seed: 4, endOnFailure: true },
  );
  expect(headquarters.report().rejected).toBe(0);
  expect(carriedOut).toBeGreaterThan(10);
}, 120_000);
