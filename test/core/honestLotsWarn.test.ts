// The warning of drift must be worth reading: honest scales and honest consignors do not set it off, and the narrow
// bound of a vehicle is not wider than the scale's wide one.
import { expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { MultiStationBase } from './multiStationBase.ts';
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import { lotBounds } from '../../agent/core/verdict/determinations.ts';
import { compareWithExpectation } from '../../agent/core/weight/comparisons.ts';
import { inServiceBoundMg, withinTolerance } from '../../agent/core/weight/tolerance.ts';

/** The same numbers in each run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const E_KG = 0.2;
const rounded = (kg: number): number => Math.round(kg / E_KG) * E_KG;

/** Four drums: both scales off by anything within what they may be in service (2 e from 500 e on), both rounded. */
function lotWarns(random: () => number): boolean | undefined {
  const off = (): number => (random() * 2 - 1) * 2 * E_KG;
  const trueKg = Array.from({ length: 4 }, () => 260 + random() * 10);
  const drums = trueKg.map((kg, index) => {
    const grossMg = Math.round(rounded(kg + off()) * 10) * (KG / 10);
    return drum(index + 1, { grossMg });
  });
  const base = new MultiStationBase();
  base.order(notice(drums));
  const job = base.openAt('dock-1', 'order-CO-1');
  drums.forEach(({ epcHex }, index) => {
    base.place(rounded((trueKg[index] ?? 0) + off()), { tags: [epcHex] });
    base.lift();
  });
  base.closeAt(job);
  return base.verdict()?.verdict === 'verified' ? base.verdict()?.driftWarning : undefined;
}

it('warns at most at one in a hundred honest lots', () => {
  const random = dice(7);
  const warned = Array.from({ length: 200 }, () => lotWarns(random));
  // Each lot was verified.
  expect([warned.includes(undefined), warned.filter((one) => one === true).length <= 2]).toEqual([false, true]);
});

/** 20 bags of a tonne; 32 t loaded, 12 t empty, on a bridge with e = 10 kg. */
function vehicleLot(): MultiStationBase {
  const base = new MultiStationBase();
  const bags = Array.from({ length: 20 }, (_, index) => drum(index + 1, { grossMg: 1_000 * KG }));
  base.order(notice(bags));
  const job = base.openAt('bridge', 'order-CO-1');
  const visit = base.arrive('KOBE 100 A 1-23');
  base.pass(visit, 32_000);
  base.unload(visit, 'CO-1');
  base.pass(visit, 12_000);
  base.closeAt(job);
  return base;
}

it('does not make the narrow bound of a vehicle wider than the wide one', () => {
  const base = vehicleLot();
  expect(base.verdict()?.driftBoundMg).toBeLessThanOrEqual(50 * KG);
});

it('judges the vehicle’s lot', () => {
  const base = vehicleLot();
  expect(base.verdict()).toMatchObject({ found: 20, grossMg: 20_000 * KG });
  // ± 3 e loaded and ± 2 e empty.
  expect(base.bodies('vehicle-weighed')[0]?.comparison.scaleBoundMg).toBe(50 * KG);
});

const LOTS = 10_000;

/** One lot of honest scales, each with one constant bias within half its bound, scatter within a quarter, both rounded. */
function honestLotDrifts(random: () => number, packages: number): boolean {
  const within = (half: number): number => (random() * 2 - 1) * half;
  const consignor = {
    class: 'III',
    intervalMg: asMassMg(0.2 * KG),
    limitMg: null,
    lastDigitMg: asMassMg(0.1 * KG),
  } as const;
  const ours = { class: 'III', intervalMg: asMassMg(0.2 * KG) } as const;
  // 2 e at the loads of a drum, on both sides.
  const [ourBiasMg, theirBiasMg] = [within(0.2 * KG), within(0.2 * KG)];
  const shown = (mg: number, digitMg: number): MassMg => asMassMg(Math.round(mg / digitMg) * digitMg);
  const determinations = Array.from({ length: packages }, () => {
    const trueMg = (150 + random() * 230) * KG;
    const declaredMg = shown(trueMg + theirBiasMg + within(0.1 * KG), consignor.lastDigitMg);
    const grossMg = shown(trueMg + ourBiasMg + within(0.1 * KG), ours.intervalMg);
    const expected = {
      grossMg: declaredMg,
      limitMg: inServiceBoundMg(consignor, declaredMg),
      roundingMg: asMassMg(consignor.lastDigitMg / 2),
    };
    const comparison = compareWithExpectation({ ...ours, grossMg }, expected);
    const { scaleBoundMg: limitMg, roundingMg } = comparison;
    const indications = [{ scale: 'dock', limitMg, roundingMg, weighings: 1 }];
    return { packages: 1, comparison, indications, biasMg: asMassMg(0) };
  });
  const { drifts, driftBoundMg, linearBoundMg } = lotBounds(determinations);
  expect(driftBoundMg).toBeLessThanOrEqual(linearBoundMg);
  return drifts;
}

it.each([
  [4, 20_261_134],
  [20, 20_261_150],
  [40, 20_261_170],
])('warns at most at one in a hundred of 10,000 honest lots of %i packages (seed %i)', (packages, seed) => {
  const random = dice(seed);
  const warned = Array.from({ length: LOTS }, () => honestLotDrifts(random, packages)).filter(Boolean).length;
  expect(warned).toBeLessThanOrEqual(LOTS / 100);
});

it.each([4, 20, 40])('warns of %i packages that are all off by what one honest scale is never', (packages) => {
  const off = { grossMg: asMassMg(268.8 * KG), class: 'III', intervalMg: asMassMg(0.2 * KG) } as const;
  const expected = { grossMg: asMassMg(268 * KG), limitMg: asMassMg(0.4 * KG), roundingMg: asMassMg(0.05 * KG) };
  const comparison = compareWithExpectation(off, expected);
  const { scaleBoundMg: limitMg, roundingMg } = comparison;
  const one = { comparison, indications: [{ scale: 'dock', limitMg, roundingMg, weighings: 1 }], biasMg: asMassMg(0) };
  const lot = (count: number): boolean =>
    lotBounds(Array.from({ length: count }, () => ({ ...one, packages: 1 }))).drifts;
  expect([withinTolerance(comparison), lot(packages), lot(3)]).toEqual([true, true, false]);
});
