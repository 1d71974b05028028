// Loads over kills, silences and damaged frames: what the ledger says of them is held against what really lay there.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Act, ACTS, playActs } from './dockActs.ts';
import { changedLoads, toldOf, wrongFigures, wrongOutcomes } from './loadOracle.ts';

/** Repeat a run with HAKARI_SEED. */
const SEED = Number(process.env['HAKARI_SEED'] ?? 20_261_130);
const SEQUENCES = Number(process.env['HAKARI_SEQUENCES'] ?? 10_000);
const PARTS = 4;

const OFTEN = ['place', 'work', 'lift', 'scan', 'tend', 'kill', 'silence'] as const;
const act: fc.Arbitrary<Act> = fc.record({
  act: fc.constantFrom(...OFTEN, ...OFTEN, ...(Object.keys(ACTS) as Act['act'][])),
  a: fc.nat(55),
  b: fc.nat(55),
});

for (let part = 0; part < PARTS; part += 1) {
  const seed = SEED + part;
  it(
    `every load has one outcome, and none a figure that it should not have (seed ${seed})`,
    { timeout: 600_000 },
    () => {
      const seen = new Map<string, number>();
      fc.assert(
        fc.property(fc.nat(), fc.array(act, { minLength: 3, maxLength: 14 }), (noise, acts) => {
          const dock = playActs(noise, acts);
          expect([...wrongOutcomes(dock), ...wrongFigures(dock), ...changedLoads(dock)]).toEqual([]);
          for (const { kind } of toldOf(dock)) seen.set(kind, (seen.get(kind) ?? 0) + 1);
        }),
        { seed, numRuns: SEQUENCES / PARTS },
      );
      process.stdout.write(`seed ${seed}: ${JSON.stringify(Object.fromEntries(seen))}\n`);
    },
  );
}
