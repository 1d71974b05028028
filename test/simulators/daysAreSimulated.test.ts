// Days of a simulated base, with errors of which the truth is known: nothing goes unfound that arithmetic says must be
// found, and nothing is alarmed that is right.
import { describe, expect, it } from 'vitest';
import { openSimulatedBase } from '../../agent/commands/simulatedBase.ts';
import { runSimulation } from '../../simulators/days/main.ts';
import { simulateDays } from '../../simulators/days/simulation.ts';
import { deviationBandOf, drawTrueScale, largestLimitMg } from '../../simulators/days/trueScale.ts';
import { createRandomStream } from '../../simulators/runtime/randomStream.ts';

const stop = new AbortController().signal;

describe('simulated days', () => {
  it(
    'three days: every error that must be found is found, and nothing else is alarmed',
    { timeout: 120_000 },
    async () => {
      const done = await simulateDays({ days: 3, seed: '1', openBase: openSimulatedBase, stop });
      expect(done.unexpected).toEqual([]);
      expect(done.missedCertain).toEqual([]);
      expect(done.falseAlarms).toEqual([]);
      expect(done.totals.falseAlarms).toBe(0);
      expect(done.packages).toBeGreaterThan(150);
      expect(done.totals.made).toBeGreaterThan(15);
      expect(done.totals.found + done.totals.missed).toBe(done.totals.made);
    },
  );

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
