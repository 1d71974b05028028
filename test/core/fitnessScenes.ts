// Deliveries on scales that may be too coarse for them, and what must come of each: the oracle is written for the tests
// alone, from DESIGN's words, so that no mistake of either side hides in it.
import fc from 'fast-check';
import type { AccuracyClass, ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import type { IntakeNotice } from '../../agent/core/model/intakeNotice.ts';
import { notice, SCALE } from './intakeScenes.ts';
import { KG } from './loads.ts';
import type { MultiStationBase } from './multiStationBase.ts';

export interface FitnessScene {
  way: 'single' | 'group' | 'vehicle';
  class: AccuracyClass;
  /** Interval of each range, in grams; the last is the coarser one. */
  intervalsG: [number] | [number, number];
  /** The range that the scale displays, whatever the mass. */
  displayed: number;
  grossKg: number[];
  tareKg: number;
  palletKg: number;
  vehicleKg: number;
  noticePpm: number | null;
  sitePpm: number | null;
  /** What the papers may be off by, in grams. */
  papersLimitG: number;
}

const shares = fc.option(fc.constantFrom(0, 1_000, 5_000, 10_000, 20_000, 100_000, 1_000_000));
const intervalsG = fc.constantFrom(2, 10, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000);

/** Every way to weigh, with scales from fine to hopeless, and shares from nothing to all. */
export const fitnessScene: fc.Arbitrary<FitnessScene> = fc
  .record({
    way: fc.constantFrom('single' as const, 'group' as const, 'vehicle' as const),
    class: fc.constantFrom('II' as const, 'III' as const, 'IIII' as const),
    intervals: fc.tuple(intervalsG, fc.option(intervalsG)),
    displayed: fc.nat(1),
    grossKg: fc.array(fc.integer({ min: 20, max: 1_200 }), { minLength: 2, maxLength: 4 }),
    tareKg: fc.integer({ min: 0, max: 19 }),
    palletKg: fc.constantFrom(0, 20),
    vehicleKg: fc.constantFrom(4_000, 12_000),
    noticePpm: shares,
    sitePpm: shares.map((share) => share || null),
    papersLimitG: fc.constantFrom(0, 0, 500, 20_000),
  })
  .map(({ intervals: [fine, coarse], displayed, ...rest }) =>
    coarse === null
      ? { ...rest, intervalsG: [fine], displayed: 0 }
      : { ...rest, intervalsG: [Math.min(fine, coarse), Math.max(fine, coarse)], displayed },
  );

const G = 1_000;
const STEPS: Record<AccuracyClass, [number, number]> = { II: [5_000, 20_000], III: [500, 2_000], IIII: [50, 200] };

/** In grams. */
function partOf(scene: FitnessScene, loadKg: number): number {
  const e = scene.intervalsG[scene.displayed] ?? scene.intervalsG[0];
  const [one, two] = STEPS[scene.class];
  const intervals = (loadKg * 1_000) / e;
  return (intervals <= one ? 1 : intervals <= two ? 2 : 3) * e + e / 2;
}

/** Whether the scale, and whether the papers, could see what they are asked. */
export function oracle(scene: FitnessScene): { scaleFit: boolean; papersFit: boolean } {
  const { way, grossKg, tareKg, palletKg, vehicleKg } = scene;
  const share = Math.min(scene.noticePpm ?? 10_000, scene.sitePpm ?? Infinity);
  const isEnough = (partG: number, netKg: number): boolean =>
    Math.round(partG * 2) * 1_000_000 <= 2_000 * netKg * share;
  const nets = grossKg.map((gross) => gross - tareKg);
  const sum = (masses: number[]): number => masses.reduce((total, mass) => total + mass, 0);
  // Half of the last digit of 2 mg.
  const papersG = scene.papersLimitG + 0.001;
  const papersSee = (limitG: number, netKg: number): boolean => limitG * 1_000_000 <= 1_000 * netKg * share;
  switch (way) {
    case 'single':
      return {
        scaleFit: grossKg.every((gross, n) => isEnough(partOf(scene, gross), nets[n] ?? 0)),
        papersFit: nets.every((net) => papersSee(papersG, net)),
      };
    case 'group': {
      const pallet = palletKg === 0 ? 0 : partOf(scene, palletKg);
      return {
        scaleFit: isEnough(partOf(scene, sum(grossKg) + palletKg) + pallet, Math.min(...nets)),
        papersFit: nets.every((net) => papersSee(papersG, net)),
      };
    }
    case 'vehicle':
      return {
        scaleFit: isEnough(partOf(scene, vehicleKg + sum(grossKg)) + partOf(scene, vehicleKg), sum(nets)),
        papersFit: papersSee(papersG * nets.length, sum(nets)),
      };
  }
}

/** The notice of lot `L-<number>`. */
export function sceneNotice(scene: FitnessScene, lot: string): IntakeNotice {
  const packages = scene.grossKg.map((gross, n) => ({
    package: `${lot}-${n}`,
    epcHex: `3074257BF7194E4000${lot.slice(2).padStart(4, '0')}${String(n).padStart(2, '0')}`,
    mark: `${lot} M${n}`,
    grossMg: gross * KG,
    tareMg: scene.tareKg * KG,
    tareToleranceMg: null,
    pallet: null,
  }));
  return notice(packages, {
    lot,
    fitnessSharePpm: scene.noticePpm,
    weighed: { intervalMg: 2_000, class: 'III', limitMg: scene.papersLimitG * G, lastDigitMg: 2 },
  });
}

/** Everything weighs what was announced: whether the lot is verified depends on what scale and papers could see. */
export function deliver(base: MultiStationBase, scene: FitnessScene, lot: string): void {
  const { way, grossKg, palletKg, vehicleKg } = scene;
  const ranges = scene.intervalsG.map((e) => ({ maxMg: 60_000 * KG, minMg: 0, intervalMg: e * G }));
  const scale: ScaleFacts = { ...SCALE, class: scene.class, ranges, instrument: `scale-${lot}` };
  const load = { scale, range: scene.displayed };
  const marks = grossKg.map((_, n) => `${lot} M${n}`);
  const total = grossKg.reduce((sum, gross) => sum + gross, 0);
  base.siteSharePpm = scene.sitePpm;
  if (way === 'vehicle') {
    const visit = base.arrive(lot);
    base.pass(visit, vehicleKg + total, load);
    const { job } = base.unload(visit, lot, marks) as { job: string };
    base.pass(visit, vehicleKg, load);
    base.closeAt(job);
    return;
  }
  base.open(lot);
  if (way === 'group') {
    base.form(marks, { palletTareMg: palletKg * KG, palletTareKind: palletKg === 0 ? 'none' : 'weighed' });
    base.place(total + palletKg, load);
    base.lift();
  } else
    for (const [n, gross] of grossKg.entries()) {
      base.place(gross, load);
      base.scan(marks[n] ?? '');
      base.lift();
    }
  base.close();
}
