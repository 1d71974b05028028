// Headquarters' process is killed with SIGKILL again and again while lots are worked: while it starts, while it
// applies, between its commit and its acknowledgement. In the end both sides have the same head, and each entry was
// applied once.
import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { createRandomStream } from '../../simulators/runtime/randomStream.ts';
import { delayBy, createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import { expectEachOnce, expectProven } from './expectations.ts';
import { agreed, closeAfterTest, expectedFindings, openScene, type Scene, workLot } from './scene.ts';

const KILLS_MIN = 12;
const SEED = process.env['HAKARI_SEED'] ?? String(randomInt(1_000_000));
const clock = createSimulatorClock();

/** Kills and starts until the work is done, and at least KILLS_MIN times; in the end headquarters runs. */
async function killAgain({ stage }: Scene, work: { done: boolean }): Promise<number> {
  const chance = createRandomStream(`${SEED}/kills`);
  let kills = 0;
  let started: Promise<unknown> = Promise.resolve();
  while (!work.done || kills < KILLS_MIN) {
    // Every third life ends before it is ready.
    if (kills % 3 !== 0) await started;
    await delayBy(clock, chance.between(0, 1_500));
    await stage.headquarters.kill();
    kills += 1;
    await started;
    started = stage.headquarters.start().catch(() => undefined);
  }
  await stage.headquarters.kill();
  await started;
  await stage.headquarters.start();
  return kills;
}

it(`has every entry once after it was killed at any time (seed ${SEED})`, async () => {
  const scene = await openScene({ seed: SEED });
  closeAfterTest(scene);
  const { stage, plans } = scene;
  const work = { done: false };
  const working = Promise.all(plans.map((plan) => workLot(scene, plan))).finally(() => (work.done = true));
  const [kills] = await Promise.race([Promise.all([killAgain(scene, work), working]), stage.processDied]);
  const outcome = await agreed(scene);
  const entries = await expectEachOnce(scene, outcome);
  process.stdout.write(
    `seed ${SEED}: headquarters killed ${kills} times, ${entries.length} entries, ${outcome.headquarters.duplicates} duplicates and ${outcome.headquarters.gaps} gaps on the way\n`,
  );
  for (const [index, plan] of plans.entries())
    expect(outcome.lots[index]).toMatchObject({ findings: expectedFindings(plan, stage.random) });
  await expectProven(stage.folder);
});
