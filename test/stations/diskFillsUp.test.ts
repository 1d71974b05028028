// The disk fills up: an administrator hears of it at a fifth, a tenth and a twentieth of free space, before recording stops.
import { tmpdir } from 'node:os';
import { afterEach, expect, it } from 'vitest';
import { DISK_SPACE_ALARMS, readDiskSpace, watchDiskSpace } from '../../agent/runtime/diskSpaceWatch.ts';
import { en } from '../../agent/screen/texts/en.ts';
import { ja } from '../../agent/screen/texts/ja.ts';
import { createSystemClock } from '../../agent/runtime/systemClock.ts';
import { SmallBase } from './base.ts';

const TOTAL = 1_000_000_000;
const space = (percent: number): { free: number; total: number } => ({ free: (TOTAL * percent) / 100, total: TOTAL });
const bases: SmallBase[] = [];
afterEach(async () => {
  for (const base of bases.splice(0)) await base.close();
});

it.each([
  [100, []],
  [20, []],
  [19.9, ['disk-space-low']],
  [10, ['disk-space-low']],
  [9.9, ['disk-space-short']],
  [5, ['disk-space-short']],
  [4.9, ['disk-space-critical']],
  [0, ['disk-space-critical']],
])('at %s per cent of free space the alarms are %j', (percent, codes) => {
  const clock = createSystemClock();
  const watch = watchDiskSpace({ read: () => space(percent), clock, onChange: () => undefined });
  expect(watch.alarms().map(({ code }) => code)).toEqual(codes);
  watch.stop();
});

it('is looked at every minute, and told when another alarm applies', () => {
  const due: { delayMs: number; action: () => void }[] = [];
  const clock = {
    ...createSystemClock(),
    after: (delayMs: number, action: () => void) => {
      due.push({ delayMs, action });
      return () => undefined;
    },
  };
  let percent = 21;
  let changes = 0;
  const watch = watchDiskSpace({ read: () => space(percent), clock, onChange: () => (changes += 1) });
  for (const next of [19, 18, 4, 4, 60]) {
    percent = next;
    const look = due.shift();
    expect(look?.delayMs).toBe(60_000);
    look?.action();
  }
  expect(changes).toBe(3);
  expect(watch.alarms()).toEqual([]);
});

it('a disk that cannot be asked raises no alarm of its own, and a real one can be asked', () => {
  expect(readDiskSpace('/not/there')).toBeNull();
  expect(readDiskSpace(tmpdir())).toMatchObject({ total: expect.any(Number) as number });
});

it('the agent shows it in its health, and the page has words for each', async () => {
  const alarmsAt = async (percent: number): Promise<number> => {
    const base = await new SmallBase().plugIn();
    bases.push(base);
    const agent = await base.start({ readDiskSpace: () => space(percent) });
    return ((await (await fetch(`${agent.url}/healthz`)).json()) as { alarms: number }).alarms;
  };
  expect(await alarmsAt(3)).toBe((await alarmsAt(60)) + 1);
  for (const { code } of DISK_SPACE_ALARMS)
    for (const texts of [en, ja]) expect(texts).toHaveProperty([`alarm.${code}`]);
});
