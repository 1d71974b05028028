// How often the drift warning is given to lots of which nothing is wrong: made-up lots through the comparison and the lot
// bounds of the base. main.ts hands it to simulators/days, which this file must not know.
import type { Random } from '../../drivers/contract/clock.ts';
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import { lotBounds } from '../core/verdict/determinations.ts';
import { compareWithExpectation } from '../core/weight/comparisons.ts';
import { inServiceBoundMg } from '../core/weight/tolerance.ts';
import { createSeededRandom } from './virtualClock.ts';

/** Warnings among honest lots of one size. */
export interface HonestLotWarnings {
  packages: number;
  lots: number;
  warned: number;
}

const LOT_SIZES = [4, 20, 40] as const;
const LOTS = 10_000;
const KG = 1_000_000;
/** Drums by 0.2 kg on both sides; the consignor prints 0.1 kg. */
const OURS = { class: 'III', intervalMg: asMassMg(KG / 5) } as const;
const CONSIGNOR = { class: 'III', intervalMg: asMassMg(KG / 5) } as const;
const CONSIGNOR_DIGIT_MG = asMassMg(KG / 10);
const LIGHTEST_KG = 150;
const HEAVIEST_KG = 380;

/** Warnings of 10,000 honest lots each of 4, 20 and 40 packages; the same seed gives the same lots. */
export function countHonestLotWarnings(seed: string): HonestLotWarnings[] {
  return LOT_SIZES.map((packages) => {
    const random = createSeededRandom(`${seed}/honest lots of ${packages}`);
    let warned = 0;
    for (let lot = 0; lot < LOTS; lot += 1) if (isWarnedOf(packages, random)) warned += 1;
    return { packages, lots: LOTS, warned };
  });
}

/**
 * Each side's scale has one constant bias within half its in-service bound (2 e at the loads of a drum) and scatters
 * within a quarter of it; both round.
 */
function isWarnedOf(packages: number, random: Random): boolean {
  const within = (halfMg: number): number => (random.fraction() * 2 - 1) * halfMg;
  const shown = (mg: number, digitMg: number): MassMg => asMassMg(Math.round(mg / digitMg) * digitMg);
  const [ourBiasMg, theirBiasMg] = [within(OURS.intervalMg), within(CONSIGNOR.intervalMg)];
  const determinations = Array.from({ length: packages }, () => {
    const trueMg = (LIGHTEST_KG + random.fraction() * (HEAVIEST_KG - LIGHTEST_KG)) * KG;
    const declaredMg = shown(trueMg + theirBiasMg + within(CONSIGNOR.intervalMg / 2), CONSIGNOR_DIGIT_MG);
    const grossMg = shown(trueMg + ourBiasMg + within(OURS.intervalMg / 2), OURS.intervalMg);
    const comparison = compareWithExpectation(
      { ...OURS, grossMg },
      {
        grossMg: declaredMg,
        limitMg: inServiceBoundMg(CONSIGNOR, declaredMg),
        roundingMg: asMassMg(CONSIGNOR_DIGIT_MG / 2),
      },
    );
    const { scaleBoundMg: limitMg, roundingMg } = comparison;
    return {
      packages: 1,
      comparison,
      indications: [{ scale: 'dock', limitMg, roundingMg, weighings: 1 }],
      biasMg: asMassMg(0),
    };
  });
  return lotBounds(determinations).drifts;
}
