// A saturated line of four slaves, one dead: each of the others keeps at least nine tenths of the rate it has when the
// three are alone. Counted in virtual time: the same figures on every machine.
import { describe, expect, test } from 'vitest';
import { model, scaleAt, serialAt } from '../rig.ts';
import { VirtualLine } from './virtualLine.ts';

/** Asked again at once: the line is never idle, so that every millisecond of a time-out is taken from somebody. */
const POLL = { intervalMs: 20, timeoutMs: 300 };
const TAKES_MS = 5;
const DEAD = 3;

async function rates(
  units: readonly number[],
  { baud, forMs }: { baud: number; forMs: number },
): Promise<Map<number, number>> {
  const line = new VirtualLine(baud, ({ unit }) => (unit === DEAD ? null : TAKES_MS));
  const tlb = model('laumas-tlb', { poll: POLL });
  for (const unit of units)
    line.start(scaleAt(String(unit), { model: tlb, port: serialAt('/dev/line', baud), address: String(unit) }));
  await line.clock.runUntil(forMs);
  const counted = new Map(units.map((unit) => [unit, line.readings(String(unit))]));
  await line.end();
  return counted;
}

describe.each([9_600, 19_200, 115_200])('at %i baud', (baud) => {
  test.each([20_000, 120_000])('over %i ms', async (forMs) => {
    const alone = await rates([1, 2, 4], { baud, forMs });
    const beside = await rates([1, 2, DEAD, 4], { baud, forMs });
    expect(beside.get(DEAD)).toBe(0);
    for (const unit of [1, 2, 4]) {
      const rate = (beside.get(unit) ?? 0) / (alone.get(unit) ?? Number.NaN);
      expect(rate).toBeGreaterThanOrEqual(0.9);
      expect(rate).toBeLessThanOrEqual(1);
    }
  });
});

test('the same figures every time', async () => {
  const once = await rates([1, 2, DEAD, 4], { baud: 9_600, forMs: 20_000 });
  expect(await rates([1, 2, DEAD, 4], { baud: 9_600, forMs: 20_000 })).toEqual(once);
});
