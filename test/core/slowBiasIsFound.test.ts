// A bias that every single lot hides, against chance alone: what the charts of drift find, and what they leave alone.
// Errors as two scales make them: each indication off by up to its in-service bound, evenly spread, and rounded to its
// interval.
import { expect, it } from 'vitest';
import { compareWithExpectation } from '../../agent/core/weight/comparisons.ts';
import { driftAfter, driftAlarm, type DriftSums, FRESH_DRIFT } from '../../agent/core/weight/cumulativeSums.ts';
import { inServiceBoundMg } from '../../agent/core/weight/tolerance.ts';

/** A small generator with a seed (mulberry32): the same packages in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Goods {
  trueMg: number;
  intervalMg: number;
}

const DRUM: Goods = { trueMg: 268_030_000, intervalMg: 200_000 };
const BAG: Goods = { trueMg: 1_020_130_000, intervalMg: 500_000 };
const KINDS: [string, Goods][] = [
  ['drums', DRUM],
  ['bags', BAG],
];

/** Bias in thousandths of the tolerance; the number of packages until the alarm, or null. */
function packagesUntilAlarm(
  goods: Goods,
  drift: { seed: number; biasPermille: number; packages: number },
): number | null {
  const random = chance(drift.seed);
  const scale = { class: 'III' as const, intervalMg: goods.intervalMg };
  const boundMg = inServiceBoundMg(scale, goods.trueMg);
  const toleranceMg = 2 * (boundMg + goods.intervalMg / 2);
  const shownMg = (massMg: number): number =>
    Math.round((massMg + (2 * random() - 1) * boundMg) / goods.intervalMg) * goods.intervalMg;
  let sums: DriftSums = FRESH_DRIFT;
  for (let n = 1; n <= drift.packages; n += 1) {
    const massMg = goods.trueMg + (random() - 0.5) * 40_000_000;
    const declaredMg = shownMg(massMg);
    const grossMg = shownMg(massMg + (drift.biasPermille * toleranceMg) / 1_000);
    const comparison = compareWithExpectation(
      { ...scale, grossMg },
      { grossMg: declaredMg, limitMg: boundMg, roundingMg: goods.intervalMg / 2 },
    );
    if (Math.abs(comparison.differenceMg) <= comparison.toleranceMg) sums = driftAfter(sums, comparison);
    if (driftAlarm(sums) !== null) return n;
  }
  return null;
}

const SEEDS = Array.from({ length: 20 }, (_, n) => n + 1);

it.each(KINDS)('a bias of a quarter of the tolerance alarms within about 40 %s', (_name, goods) => {
  const counts = SEEDS.flatMap((seed) =>
    [250, -250].map((biasPermille) => packagesUntilAlarm(goods, { seed, biasPermille, packages: 200 }) ?? 1_000),
  );
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  expect(mean).toBeLessThan(45);
  expect(Math.max(...counts)).toBeLessThan(90);
});

it.each(KINDS)('10,000 %s of two scales in order alarm nobody', (_name, goods) => {
  expect(packagesUntilAlarm(goods, { seed: 4, biasPermille: 0, packages: 10_000 })).toBeNull();
});

it('of 20 times 10,000 packages in order at most two alarm by chance', () => {
  const alarms = SEEDS.slice(0, 10).flatMap((seed) =>
    [DRUM, BAG].map((goods) => packagesUntilAlarm(goods, { seed: seed + 100, biasPermille: 0, packages: 10_000 })),
  );
  expect(alarms.filter((alarm) => alarm !== null).length).toBeLessThanOrEqual(2);
});
