// What a scale really does: its own error, fixed for its life, as large as the law lets it be in service, and what may
// break. Written from OIML R 76-1 by its own hand: a mistake in the agent's tables cannot hide here. Integers of
// milligrams outside.
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import type { RandomStream } from '../runtime/randomStream.ts';

/**
 * R 76-1 3.5.1, Table 6, class III, and 3.5.2 (in service: twice as much): e up to 500 e, 2 e up to 2,000 e, 3 e above.
 */
export function classThreeLimitMg(intervalMg: MassMg, loadMg: MassMg): MassMg {
  const steps = Math.abs(loadMg) / intervalMg;
  if (steps <= 500) return intervalMg;
  return steps <= 2_000 ? asMassMg(2 * intervalMg) : asMassMg(3 * intervalMg);
}

/** A load may lie on either side of a step of that table for those who only see its indication: this far around it. */
const EDGE_E = 4;

export function smallestLimitMg(intervalMg: MassMg, loadMg: MassMg): MassMg {
  return classThreeLimitMg(intervalMg, asMassMg(Math.max(0, loadMg - EDGE_E * intervalMg)));
}

export function largestLimitMg(intervalMg: MassMg, loadMg: MassMg): MassMg {
  return classThreeLimitMg(intervalMg, asMassMg(loadMg + EDGE_E * intervalMg));
}

export interface TrueScale {
  readonly intervalMg: MassMg;
  /** True mass in, display out. */
  indicate(massMg: MassMg): MassMg;
  /** Indication before rounding, less the true mass. */
  errorMg(massMg: MassMg): MassMg;
  /** Something gave way: from now on it errs by so much more at `atMg`, in proportion elsewhere. */
  addDamage(moreMg: MassMg, atMg: MassMg): void;
  repair(): void;
  isDamaged(): boolean;
}

/** A bias at full load and a bend between, drawn once; together they reach 50 to 100 % of the limit somewhere. */
export function drawTrueScale(
  { intervalMg, maxMg }: { intervalMg: MassMg; maxMg: MassMg },
  random: RandomStream,
): TrueScale {
  const span = random.between(-1, 1);
  const bend = random.between(-1, 1);
  const shape = (massMg: MassMg): number => span * (massMg / maxMg) + bend * (massMg / maxMg) * (1 - massMg / maxMg);
  let worst = 0;
  for (let part = 1; part <= 200; part += 1) {
    const massMg = (maxMg * part) / 200;
    worst = Math.max(worst, Math.abs(shape(asMassMg(massMg))) / smallestLimitMg(intervalMg, asMassMg(massMg)));
  }
  const size = random.between(0.5, 1) / worst;
  let damage = 0;
  // A scale that is set to zero shows zero; the error grows with the load.
  const errorMg = (massMg: MassMg): MassMg => asMassMg(Math.trunc(size * shape(massMg) + damage * massMg));
  return {
    intervalMg,
    errorMg,
    indicate: (massMg) => asMassMg(Math.round((massMg + errorMg(massMg)) / intervalMg) * intervalMg),
    addDamage: (moreMg, atMg) => {
      damage += moreMg / atMg;
    },
    repair: () => {
      damage = 0;
    },
    isDamaged: () => damage !== 0,
  };
}

/** How far two determinations may differ, and what is left of that for a real deviation. */
export interface DeviationBounds {
  /** Our weighing: in-service limit and rounding. */
  ownMg: MassMg;
  /** Whoever weighed before. */
  otherMg: MassMg;
}

/**
 * Where a deviation of the true mass from the earlier figure lies. Above `sure`, arithmetic forbids that it goes
 * unfound.
 */
export type DeviationBand = 'below' | 'between' | 'above';

export function deviationBandOf(deviationMg: MassMg, { ownMg, otherMg }: DeviationBounds): DeviationBand {
  const toleranceMg = ownMg + otherMg;
  const size = Math.abs(deviationMg);
  if (size <= toleranceMg) return 'below';
  return size <= toleranceMg + ownMg ? 'between' : 'above';
}
