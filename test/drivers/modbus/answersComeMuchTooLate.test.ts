// RTU answers carry no number. One that comes seconds late – after the unit was given up, asked again and again – is
// never a reading: whatever is asked meanwhile has another length or another function.
import { describe, expect, test } from 'vitest';
import { model, scaleAt, serialAt } from '../rig.ts';
import { VirtualLine } from './virtualLine.ts';
import type { Takes } from './virtualLine.ts';

const POLL = { intervalMs: 20, timeoutMs: 300 };

/**
 * One 32-bit weight, one register, or status and two weights: the fewer registers, the fewer lengths to tell answers
 * apart by.
 */
const TABLES = {
  'five registers': {},
  'three registers': { weights: { gross: { at: 7, type: 'uint32' as const, negative: null } } },
  'one register': { weights: { gross: { at: 6, type: 'uint16' as const, negative: null } }, status: {} },
};

async function run(
  takes: Takes,
  { table, forMs }: { table: keyof typeof TABLES; forMs: number },
): Promise<{ old: string[]; readings: number }> {
  const line = new VirtualLine(9_600, takes);
  line.start(
    scaleAt('1', {
      model: model('laumas-tlb', { poll: POLL, ...TABLES[table] }),
      port: serialAt('/dev/line'),
      address: '1',
    }),
  );
  const old: string[] = [];
  let told = 0;
  for (let atMs = 10; atMs <= forMs; atMs += 10) {
    await line.clock.runUntil(atMs);
    for (const reading of line.observations.slice(told)) {
      if (reading.kind !== 'reading') continue;
      // The frame's own question is the last one that was asked before it, or the answer is an old one.
      const asked = line.questions.findLast(({ atMs: at }) => at < reading.atMs);
      const shown = reading.raw.length >= 9 ? ((reading.raw[7] ?? 0) << 8) | (reading.raw[8] ?? 0) : asked?.number;
      if (shown !== asked?.number) old.push(`shows ${String(shown)}, last asked ${String(asked?.number)}`);
    }
    told = line.observations.length;
  }
  const readings = line.readings('1');
  await line.end();
  return { old, readings };
}

describe.each(['five registers', 'three registers'] as const)('%s', (table) => {
  test.each([2_100, 2_500, 4_000, 6_000, 9_000, 14_000, 25_000])('an answer %i ms late', async (lateMs) => {
    let late = 3;
    // A few ordinary answers, then some very late ones, then ordinary ones again.
    const { old, readings } = await run(({ number }) => (number > 10 && late-- > 0 ? lateMs : 5), {
      table,
      forMs: 60_000,
    });
    expect(old).toEqual([]);
    expect(readings).toBeGreaterThan(100);
  });
});

test('one register: a single late answer is never the next reading', async () => {
  // A one-register answer shows no number here; what is asked while one is owed must differ in function.
  const line = new VirtualLine(9_600, ({ number }) => (number === 5 ? 6_000 : 5));
  line.start(
    scaleAt('1', {
      model: model('laumas-tlb', { poll: POLL, ...TABLES['one register'] }),
      port: serialAt('/dev/line'),
      address: '1',
    }),
  );
  await line.clock.runUntil(10_000);
  const [owed, next] = line.questions.slice(4, 6);
  expect(owed).toMatchObject({ functionCode: 3, count: 1 });
  expect(next?.functionCode).not.toBe(3);
  expect((next?.atMs ?? 0) - (owed?.atMs ?? 0)).toBeGreaterThanOrEqual(2_000);
  await line.end();
});

test('a unit that has been dead for minutes is asked each question at most every half minute', async () => {
  const line = new VirtualLine(9_600, () => null);
  line.start(
    scaleAt('1', {
      model: model('laumas-tlb', { poll: POLL, ...TABLES['one register'] }),
      port: serialAt('/dev/line'),
      address: '1',
    }),
  );
  await line.clock.runUntil(4_000);
  // The port itself is reopened when nothing at all comes; what is owed outlives that.
  await line.clock.runUntil(300_000);
  const last = new Map<string, number>();
  for (const { functionCode, count, atMs } of line.questions) {
    const shape = `${functionCode}:${count}`;
    expect(atMs - (last.get(shape) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(30_000);
    last.set(shape, atMs);
  }
  expect(line.questions.length).toBeGreaterThan(20);
  await line.end();
});
