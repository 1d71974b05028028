// 100 times the cable of a streaming scale is pulled and plugged in again behind a stable link, under the whole agent:
// it recovers within 5 s each time, shows no weight while the cable is out, and afterwards the present one and no
// other.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StateView } from '../../agent/core/views/stateView.ts';
import { clock, SmallBase, until } from './base.ts';

const CYCLES = 100;
const RECOVERY_MOST_MS = 5_000;

let base: SmallBase;
beforeEach(async () => {
  base = await new SmallBase().plugIn();
});
afterEach(() => base.close());

test('every one of 100 replugs is recovered from in 5 s, without a stale weight', async () => {
  const agent = await base.start();
  const dock = async (): Promise<StateView['stations'][number]> => {
    const state = (await (await fetch(`${agent.url}/api/state`)).json()) as StateView;
    const found = state.stations.find(({ station }) => station === 'dock-1');
    if (!found) throw new Error('no dock-1');
    return found;
  };
  const shown = async (): Promise<string | null> => (await dock()).reading?.value ?? null;
  base.platforms[0].massMg = 100_000_000;
  await until('the first weight', async () => (await shown()) === '100.0');

  const recoveriesMs: number[] = [];
  const wrong: string[] = [];
  for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
    await base.serial.unplug();
    await until('the screen to say so', async () => (await dock()).noReading !== null);
    const out = await dock();
    if (out.reading !== null || out.scale.state === 'open')
      wrong.push(`cycle ${cycle}: ${JSON.stringify([out.reading, out.scale])} while unplugged`);

    base.platforms[0].massMg = 100_000_000 + cycle * 200_000;
    const now = (base.platforms[0].massMg / 1_000_000).toFixed(1);
    // Some cables stay out for longer than one try: the back-off has grown when they come back.
    if (cycle % 10 === 0)
      await until(
        'a few tries',
        () => base.logged.filter(({ detail }) => detail.startsWith('port-absent')).length >= cycle / 5,
      );
    const fromMs = clock.monotonicMs();
    await base.serial.replug();
    await until(
      `cycle ${cycle} to recover`,
      async () => {
        const value = await shown();
        if (value !== null && value !== now) wrong.push(`cycle ${cycle}: ${value} shown, ${now} on the scale`);
        return value === now;
      },
      2 * RECOVERY_MOST_MS,
    );
    recoveriesMs.push(clock.monotonicMs() - fromMs);
  }
  const slowestMs = Math.max(...recoveriesMs);
  process.stdout.write(
    `${CYCLES} replugs: slowest recovery ${Math.round(slowestMs)} ms, median ${Math.round(recoveriesMs.sort((a, b) => a - b)[CYCLES / 2] ?? 0)} ms\n`,
  );
  expect(wrong).toEqual([]);
  expect(slowestMs).toBeLessThanOrEqual(RECOVERY_MOST_MS);
}, 180_000);
