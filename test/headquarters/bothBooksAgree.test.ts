// The base's fold and headquarters' own book take the same entries by different code: whatever is delivered, reversed,
// decided, amended, taken out or sent back, both must hold the same packages with the same figures, and judge alike.
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OrderBody } from '../../agent/core/model/order.ts';
import { approve, deliver, order } from './deliver.ts';
import { type Dock, openDock, SCALE } from './dock.ts';
import { notice, openScene, type RunningHouse, type Scene } from './scene.ts';
import { expectSameBooks, openYard, type Yard } from './yard.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';

const KG = 1_000_000;
let scene: Scene;
let house: RunningHouse;
let dock: Dock;
let yard: Yard;

beforeEach(() => {
  scene = openScene();
  house = scene.openHouse();
  approve(scene, house);
  dock = openDock(scene);
  yard = openYard(scene);
});

afterEach(async () => {
  await scene.close();
});

/** The base's answer: it may refuse what cannot be carried out, and then both books stay as they are. */
async function send(body: OrderBody, id: string): Promise<string | null | undefined> {
  const queued = queueOrder(house.store, { order: id, body });
  if ('refusal' in queued) throw new Error(queued.refusal);
  await order(scene, house);
  await deliver(scene, house);
  return house.report().orders.find((one) => one.order === id)?.answer;
}

let tag = 0;
function attach(name: string): void {
  tag += 1;
  dock.attachTag(name, `3074257BF7194E41${String(tag).padStart(8, '0')}`);
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
  pallet: fc.boolean(),
  scanned: fc.boolean(),
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
  sampleKg: fc.option(fc.integer({ min: 1, max: 3 })),
});

const needs = ({ way, packages }: Unit): number =>
  way === 'group' || way === 'vehicle' ? packages : way === 'stray' ? 0 : 1;

function single(name: string, kg: number, way: string): void {
  if (way === 'again' || way === 'risen') {
    const wrong = dock.weigh(30 * KG);
    dock.identify(name);
    // Forks were under the pallet: the same load goes on at its full weight.
    if (way === 'again') dock.reverse(wrong);
    else yard.entries([{ kind: 'weighing-reversed', body: { weighing: wrong, reason: 'load-rose', operator: null } }]);
  }
  dock.weigh(Math.round(kg * 10) * 100_000, { ...SCALE, verified: way !== 'unverified' });
  dock.identify(name);
  attach(name);
}

function work(of: Unit, context: { names: string[]; job: string; lot: string; grossKg: number; number: number }): void {
  const { names, job, lot, grossKg } = context;
  const kg = grossKg + of.offBy / 10;
  const [first = ''] = names;
  if (of.way === 'missing') dock.missing(first);
  else if (of.way === 'typed') {
    yard.typed({ job, lot }, first, Math.round(kg * 10) * 100_000);
    attach(first);
  } else if (of.way === 'stray') {
    dock.weigh(77 * KG);
    dock.holdForeign(`STRAY ${lot} ${context.number}`);
  } else if (of.way === 'group') {
    const palletMg = of.pallet ? 22 * KG : 0;
    yard.group(job, names, { grossMg: names.length * grossKg * KG + of.offBy * 100_000 + palletMg, palletMg });
    names.forEach(attach);
  } else if (of.way === 'vehicle') {
    const emptyMg = 900 * KG;
    yard.vehicle({ job, lot }, names, {
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
    fc.asyncProperty(plan, async ({ units, grossKg, total, contractPpm, consignorLimitMg, decision, sampleKg }) => {
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
        tareToleranceMg: null,
      }));
      const sumMg = packages.reduce((sum, each) => sum + each.grossMg, 0);
      const announced = await send(
        {
          ...notice(lot),
          packages,
          totalGrossMg: total === null ? null : sumMg + total * 100_000,
          weighed: { intervalMg: 100_000, class: 'III', limitMg: consignorLimitMg, lastDigitMg: 100_000 },
          contract: contractPpm === null ? null : { netMg: sumMg - count * 2 * KG, tolerancePpm: contractPpm },
        },
        `order-${lot}`,
      );
      expect(announced).toBe('received');
      const job = dock.open(`order-${lot}`);
      const left = packages.map((each) => each.package);
      for (const [index, one] of units.entries())
        work(one, { names: left.splice(0, needs(one)), job, lot, grossKg, number: index });
      for (const name of left) dock.missing(name);
      dock.close();
      await deliver(scene, house);
      expect(house.report().lots.at(-1)).toMatchObject({ lot, agrees: true, differences: [] });
      expectSameBooks(scene, house);

      const weighed = scene.ledger.book
        .where('package', 'lot', lot)
        .find(({ state, basis }) => (state === 'stored' || state === 'present') && basis === 'single');
      if (sampleKg !== null && weighed) {
        const removal = yard.removed(weighed.id, lot, sampleKg * KG);
        await deliver(scene, house);
        expectSameBooks(scene, house);
        await send({ kind: 'booking', removals: [removal] }, `booking-${lot}`);
      }
      const findings = house.report().openFindings.filter((one) => one.lot === lot);
      if (findings.length > 0) {
        const on = findings.map(({ epoch, seq, hash }) => ({ epoch, seq, hash }));
        const adjust =
          decision === 'adjust'
            ? findings.flatMap((one) =>
                one.package !== null && scene.ledger.book.get('package', one.package)?.grossMg != null
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
          note: '',
        };
        if ((await send(body, `decision-${lot}`)) === 'received') carriedOut += 1;
      }
      await deliver(scene, house);
      expectSameBooks(scene, house);
    }),
    { numRuns: 40, seed: 4, endOnFailure: true },
  );
  expect(house.report().rejected).toBe(0);
  expect(carriedOut).toBeGreaterThan(10);
}, 120_000);
