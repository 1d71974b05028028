// The base's core and headquarters' own code judge the same evidence: they must agree in every figure, and headquarters
// must see it when a base's verdict does not follow from its entries.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VerdictBody } from '../../agent/core/model/entry.ts';
import type { AccuracyClass } from '../../agent/core/model/weighingEvidence.ts';
import type { IntakeNotice } from '../../agent/core/model/intakeNotice.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import { sha256OfText } from '../../agent/headquarters/signing/entryChain.ts';
import { signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { deliverEntries, deliverOrders } from './entryDelivery.ts';
import { type DockCommandWriter, SCALE } from './dockCommandWriter.ts';
import { notice, type RunningHeadquarters, type LinkRig } from './linkRig.ts';
import { strangerKeys } from './strangerKeys.ts';

const KG = 1_000_000;
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dockCommands: DockCommandWriter;

beforeEach(() => {
  ({ rig, headquarters, dock: dockCommands } = openBesideHeadquarters());
});

afterEach(async () => {
  await rig.close();
});

async function announce(body: IntakeNotice): Promise<void> {
  headquarters.queue(body, `order-${body.lot}`);
  await deliverOrders(rig, headquarters);
}

let tag = 0;
function weigh(name: string, grossKg: number, scale = SCALE): void {
  dockCommands.weigh(Math.round(grossKg * 10) * 100_000, scale);
  dockCommands.identify(name);
  tag += 1;
  dockCommands.attachTag(name, `3074257BF7194E40${String(tag).padStart(8, '0')}`);
}

const lots = (): ReturnType<RunningHeadquarters['report']>['lots'] => headquarters.report().lots;

describe('headquarters comes to the same verdict', () => {
  it('on a lot that fits', async () => {
    await announce({ ...notice('L', 3), totalGrossMg: 805_200_000 });
    dockCommands.open('order-L');
    for (const name of ['L-1', 'L-2', 'L-3']) weigh(name, 268.4);
    dockCommands.close();
    await deliverEntries(rig, headquarters);
    // 3 × (268.4 − 18.4) kg. Bound of one: III, 0.2 kg: 268.4 kg are 1 342 e → 2 e = 0.4; e/2 = 0.1; consignor 0.1 kg:
    // 2 684 e → 0.3; half its last digit 0.05: together 0.85 kg, three of them 2.55 kg. RSS: ⌈√(4·3·400 000²/3)⌉ = 800
    // 000 mg.
    expect(lots()).toEqual([
      {
        base: 'test-base',
        lot: 'L',
        headquartersVerdict: 'verified',
        headquartersNetKg: '750',
        toleranceKg: '2.55',
        // √(169 · 10.35 / 1200): 3 · (0.4² + 0.4²) + 3 · (0.3² + 0.2²) + 4 · 1.2² + 4 · 0.9² = 10.35.
        driftBoundKg: '1.207322',
        netLimitKg: null,
        verifiedMass: 'gross',
        found: 3,
        identitiesRead: 3,
        weighedByNobody: 0,
        contents: 'unstated',
        driftWarning: false,
        findings: [],
        agrees: true,
        differences: [],
      },
    ]);
  });

  it('on a light package, a missing one, a foreign one, one of another lot, an unverified scale and a total that is off', async () => {
    await announce({ ...notice('L', 4), totalGrossMg: 1_080 * KG });
    await announce({
      ...notice('M', 1),
      packages: notice('M', 1).packages.map((only) => ({ ...only, mark: 'OTHER 1' })),
    });
    dockCommands.open('order-L');
    weigh('L-1', 238);
    weigh('L-2', 268.4, { ...SCALE, verified: false });
    weigh('L-3', 268.6);
    dockCommands.missing('L-4');
    dockCommands.weigh(90 * KG);
    dockCommands.holdForeign('STRAY');
    dockCommands.weigh(91 * KG);
    dockCommands.holdForeign('OTHER 1');
    dockCommands.close();
    await deliverEntries(rig, headquarters);
    expect(lots()[0]).toMatchObject({ headquartersVerdict: 'discrepant', agrees: true, differences: [] });
    expect(lots()[0]?.findings).toEqual([
      { code: 'WEIGHT_LOW', package: 'L-1' },
      { code: 'SCALE_UNVERIFIED', package: 'L-2' },
      { code: 'MISSING_PACKAGE', package: 'L-4' },
      { code: 'EXTRA_PACKAGE', package: 'STRAY' },
      { code: 'WRONG_LOT', package: 'OTHER 1' },
      { code: 'LOT_TOTAL', package: null },
    ]);
  });

  it('when a weight that was off was reversed and done again: the case stays', async () => {
    await announce(notice('L', 1));
    dockCommands.open('order-L');
    const first = dockCommands.weigh(200 * KG);
    dockCommands.identify('L-1');
    dockCommands.reverse(first);
    weigh('L-1', 268.4);
    dockCommands.close();
    await deliverEntries(rig, headquarters);
    expect(lots()).toMatchObject([{ headquartersVerdict: 'discrepant', headquartersNetKg: '250', agrees: true }]);
  });

  it('on any lot', async () => {
    const one = fc.record({
      kg: fc.integer({ min: 50, max: 9_000 }),
      offBy: fc.integer({ min: -45, max: 45 }),
      fate: fc.constantFrom('plain', 'plain', 'plain', 'missing', 'unverified', 'again', 'gone'),
    });
    const plan = fc.record({
      packages: fc.array(one, { minLength: 1, maxLength: 6 }),
      accuracy: fc.constantFrom<AccuracyClass>('II', 'III', 'IIII'),
      limitMg: fc.option(fc.integer({ min: 0, max: 2_000_000 })),
      total: fc.option(fc.integer({ min: -40, max: 40 })),
      strays: fc.integer({ min: 0, max: 2 }),
    });
    let number = 0;
    await fc.assert(
      fc.asyncProperty(plan, async ({ packages, accuracy, limitMg, total, strays }) => {
        number += 1;
        const lot = `R${number}`;
        const announced = packages.map(({ kg }, index) => ({
          package: `${lot}-${index}`,
          epcHex: null,
          mark: `${lot} ${index}`,
          grossMg: kg * 100_000,
          tareMg: 2 * KG,
          tareToleranceMg: null,
          pallet: null,
        }));
        const sum = announced.reduce((whole, each) => whole + each.grossMg, 0);
        const weighed = { intervalMg: 100_000, class: accuracy, limitMg, lastDigitMg: 100_000 };
        await announce({
          ...notice(lot),
          weighed,
          packages: announced,
          totalGrossMg: total === null ? null : Math.max(0, sum + total * 100_000),
        });
        dockCommands.open(`order-${lot}`);
        for (const [index, { kg, offBy, fate }] of packages.entries()) {
          const name = `${lot}-${index}`;
          if (fate === 'missing') {
            dockCommands.missing(name);
            continue;
          }
          if (fate === 'again' || fate === 'gone') {
            const wrong = dockCommands.weigh(40 * KG);
            dockCommands.identify(name);
            dockCommands.reverse(wrong);
          }
          if (fate === 'gone') {
            dockCommands.missing(name);
            continue;
          }
          weigh(name, (kg + offBy) / 10, { ...SCALE, class: accuracy, verified: fate !== 'unverified' });
        }
        for (let stray = 0; stray < strays; stray += 1) {
          dockCommands.weigh(77 * KG);
          dockCommands.holdForeign(`STRAY ${lot} ${stray}`);
        }
        dockCommands.close();
        await deliverEntries(rig, headquarters);
        expect(lots().at(-1)).toMatchObject({ lot, agrees: true, differences: [] });
      }),
      { numRuns: 60, seed: 2_026 },
    );
    expect(headquarters.report().rejected).toBe(0);
  });
});

it('sees a verdict that does not follow from the entries', async () => {
  await announce(notice('L', 2));
  dockCommands.open('order-L');
  weigh('L-1', 268.4);
  weigh('L-2', 250);
  const lie: VerdictBody = {
    lot: 'L',
    job: 'j',
    order: 'order-L',
    verdict: 'verified',
    findings: [],
    announced: 2,
    found: 2,
    grossMg: 536_800_000,
    netMg: 500_000_000,
    declaredGrossMg: 536_800_000,
    linearBoundMg: 1_700_000,
    driftBoundMg: 830_713,
    commonBiasMg: 0,
    netLimitMg: null,
    driftWarning: false,
    verifiedMass: 'gross',
    missing: [],
    toCome: [],
    ended: [],
    identitiesRead: 2,
    weighedByNobody: 0,
    contents: 'unstated',
  };
  rig.ledger.transact('lie', () => ({ entries: [{ kind: 'verdict', body: lie }], effects: [], result: {} }));
  await deliverEntries(rig, headquarters);
  expect(lots()).toMatchObject([{ headquartersVerdict: 'discrepant', headquartersNetKg: '481.6', agrees: false }]);
  expect(lots()[0]?.differences).toEqual(['grossMg', 'netMg', 'verifiedMass', 'verdict', 'findings']);
});

it('rejects masses that nothing has, and goes on', async () => {
  await announce(notice('L', 2));
  const claimed: VerdictBody = {
    lot: 'L',
    job: 'j',
    order: 'order-L',
    verdict: 'verified',
    findings: [],
    announced: 2,
    found: 2,
    grossMg: 0,
    netMg: 0,
    declaredGrossMg: 0,
    linearBoundMg: 0,
    driftBoundMg: 0,
    commonBiasMg: 0,
    netLimitMg: null,
    driftWarning: false,
    verifiedMass: 'gross',
    missing: [],
    toCome: [],
    ended: [],
    identitiesRead: 2,
    weighedByNobody: 0,
    contents: 'unstated',
  };
  const typed = ['L-1', 'L-2'].map((name) => ({
    kind: 'weight-typed' as const,
    body: {
      weighing: `typed-${name}`,
      package: name,
      job: 'j',
      lot: 'L',
      grossMg: 9e15,
      reason: 'no display',
      operator: 'ann',
    },
  }));
  rig.ledger.transact('huge', () => ({
    entries: [...typed, { kind: 'verdict', body: claimed }],
    effects: [],
    result: {},
  }));
  await deliverEntries(rig, headquarters);
  const { epoch, seq } = rig.ledger.head();
  expect(headquarters.link.findStream('test-base', epoch)).toMatchObject({ state: 'approved', seq });
  expect(headquarters.report().rejected).toBe(2);
});

it('does not take an order from a base that headquarters never signed', async () => {
  const { epoch } = rig.ledger.head();
  const body = {
    order: 'o',
    base: 'test-base',
    epoch,
    counter: 1,
    previous: '0'.repeat(64),
    issuedWallMs: 0,
    body: notice('FAKE'),
  };
  const signed = signHeadquartersText(SIGNED_TYP.order, body, strangerKeys());
  const forged = { order: body, signed, signedHash: sha256OfText(signed) };
  rig.ledger.transact('forged', () => ({
    entries: [{ kind: 'order-received', body: forged }],
    effects: [],
    result: {},
  }));
  await deliverEntries(rig, headquarters);
  expect(headquarters.report()).toMatchObject({ rejected: 1, applied: 3 });
});
