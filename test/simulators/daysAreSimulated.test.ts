// Days of a simulated base, with errors of which the truth is known: nothing goes unfound that arithmetic says must be
// found, and nothing is alarmed that is right.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { countHonestLotWarnings } from '../../agent/commands/honestLots.ts';
import { openSimulatedBase } from '../../agent/commands/simulatedBase.ts';
import { SimulatedHeadquarters } from '../../agent/headquarters/simulatedHeadquarters.ts';
import { HARMLESS_ACTS, PLATFORM_ACTS, STORE_ACTS } from '../../simulators/days/groundTruth.ts';
import { arePromisesKept, DRIFT_SEED, isPromiseKept, runSimulation } from '../../simulators/days/main.ts';
import { simulateDays, type SimulationResult } from '../../simulators/days/simulation.ts';
import { ABOUT_SIMULATION } from '../../simulators/days/simulationPage.ts';
import { isDriftPromiseKept } from '../../simulators/days/simulationPromise.ts';
import { deviationBandOf, drawTrueScale, largestLimitMg } from '../../simulators/days/trueScale.ts';
import { createRandomStream } from '../../simulators/runtime/randomStream.ts';

const stop = new AbortController().signal;
/** Long enough for a clock without time service, and for each act. */
const DAYS = 8;

describe('simulated days', () => {
  let done: SimulationResult;

  beforeAll(async () => {
    const openHeadquarters = (): SimulatedHeadquarters => new SimulatedHeadquarters();
    done = await simulateDays({ days: DAYS, seed: '2', openBase: openSimulatedBase, openHeadquarters, stop });
  }, 120_000);

  it('every error that must be found is found, and right work is not refused', () => {
    expect([done.unexpected, done.missedCertain, done.falseAlarms]).toEqual([[], [], []]);
    expect(done.totals.found + done.totals.missed).toBe(done.totals.made);
    expect(done.packages).toBeGreaterThan(150);
  });

  it.each(PLATFORM_ACTS)('%s happens', (kind) => {
    expect(done.byKind[kind]?.made).toBeGreaterThan(0);
  });

  it('what must cost nothing happens', () => {
    expect(Object.keys(done.harmlessActs).sort()).toEqual([...HARMLESS_ACTS].sort());
  });

  it.each(STORE_ACTS)('%s happens in store', (act) => {
    expect(done.storeActs[act]).toBeGreaterThan(0);
  });

  it.each(['misplaced', 'back before its notice', 'missing'])('%s happens', (kind) => {
    expect(done.byKind[kind]?.made).toBeGreaterThan(0);
  });

  it('honest work is left alone', () => {
    expect(done.honestWeighings).toBeGreaterThan(200);
    expect(isPromiseKept(done)).toBe(true);
  });

  it('headquarters comes to the same by its own code', () => {
    expect(done.headquarters).toEqual({ rejected: [], differences: [] });
  });
});

describe('the promise', () => {
  const kept: SimulationResult = {
    seed: '1',
    days: 1,
    entries: 0,
    unexpected: [],
    headquarters: { rejected: [], differences: [] },
    byKind: {},
    totals: { made: 0, found: 0, missed: 0, falseAlarms: 2 },
    deviations: {},
    missedCertain: [],
    falseAlarms: [],
    falseAlarmCodes: {},
    findingsTakenBack: 0,
    packages: 2_000,
    driftAlarms: 0,
    honestWeighings: 2_000,
    putOnAgain: {},
    putOnAgainList: Array.from({ length: 10 }, () => 'again'),
    harmlessActs: {},
    storeActs: {},
  };

  it.each<[string, Partial<SimulationResult>]>([
    ['a certain error is missed', { missedCertain: ['one'] }],
    ['honest goods are found wrong too often', { totals: { ...kept.totals, falseAlarms: 3 } }],
    ['honest loads come again too often', { putOnAgainList: [...kept.putOnAgainList, 'again'] }],
    ['headquarters could not book an entry', { headquarters: { rejected: ['one'], differences: [] } }],
    ['headquarters comes to something else', { headquarters: { rejected: [], differences: ['one'] } }],
  ])('is broken where %s', (_, broken) => {
    expect([isPromiseKept(kept), isPromiseKept({ ...kept, ...broken })]).toEqual([true, false]);
  });

  it('counts over all seeds together', () => {
    const many = { ...kept, putOnAgainList: [...kept.putOnAgainList, 'again', 'again'] };
    expect(arePromisesKept([many, { ...kept, putOnAgainList: [] }])).toBe(true);
  });
});

describe('the manual’s page', () => {
  const page = readFileSync('agent/manual/simulation.md', 'utf8');

  it('says what is simulated and promised', () => {
    expect(page).toContain(ABOUT_SIMULATION.join('\n'));
  });

  it('shows how often honest lots are warned of', { timeout: 60_000 }, () => {
    const warnings = countHonestLotWarnings(DRIFT_SEED);
    expect(warnings.map(({ packages, lots }) => [packages, lots])).toEqual([4, 20, 40].map((size) => [size, 10_000]));
    expect(warnings.every(isDriftPromiseKept)).toBe(true);
    for (const { packages, lots, warned } of warnings) expect(page).toContain(`| ${packages} | ${lots} | ${warned} |`);
  });
});

describe('the command', () => {
  it('a wrong call is refused before anything is opened', async () => {
    const told: string[] = [];
    const io = { out: (line: string) => void told.push(line), err: (line: string) => void told.push(line), stop };
    const never = (): never => {
      throw new Error('a base was opened');
    };
    expect(await runSimulation(['--days', '0'], io, never)).toBe(2);
    expect(await runSimulation(['--seed', '1', '--seeds', '2'], io, never)).toBe(2);
    expect(told.join('\n')).toContain('--days must be a whole number from 1');
  });
});

describe('simulated scales', () => {
  it('err up to their limit in service, and never beyond it', () => {
    const facts = { intervalMg: 200_000, maxMg: 600_000_000 };
    for (let seed = 0; seed < 50; seed += 1) {
      const scale = drawTrueScale(facts, createRandomStream(`scale ${seed}`));
      let worst = 0;
      for (let massMg = 4_000_000; massMg <= facts.maxMg; massMg += 2_000_000) {
        worst = Math.max(worst, Math.abs(scale.errorMg(massMg)) / largestLimitMg(facts.intervalMg, massMg));
      }
      expect(worst).toBeLessThanOrEqual(1);
      expect(worst).toBeGreaterThan(0.2);
    }
  });

  it('a deviation is sure to be found only above the tolerance and the weighing’s own bound', () => {
    const bounds = { ownMg: 500_000, otherMg: 500_000 };
    expect([1_000_000, 1_000_001, 1_500_000, -1_500_001].map((massMg) => deviationBandOf(massMg, bounds))).toEqual([
      'below',
      'between',
      'between',
      'above',
    ]);
  });
});
