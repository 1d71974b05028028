// The clock's battery is empty, or somebody set the clock back: a date that cannot be right must make no inspection valid
// that is over, and somebody must be told.
import { AT_THE_MACHINE } from '../../agent/register/registerWriter.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StateView } from '../../agent/core/views/stateView.ts';
import { openBeganStore } from './beganStore.ts';
import { createSystemRandom } from '../../agent/runtime/systemClock.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import { clock, SmallBase } from './base.ts';
import { stateOf } from './linkedBase.ts';

const DAY_MS = 86_400_000;

let base: SmallBase;

const at = (wallMs: number, trust: 'synchronised' | 'unsynchronised'): Clock => ({
  ...clock,
  timestamp: () => ({ ...clock.timestamp(), wallMs, trust }),
});

/** The inspection of the first dock's scale ended yesterday; the ledger's entries are of today, by a sound clock. */
beforeAll(async () => {
  base = await new SmallBase().plugIn();
  const today = at(Date.now(), 'synchronised');
  const store = await openBeganStore({
    site: base.load().site,
    software: 'test',
    clock: today,
    random: createSystemRandom(),
  });
  const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  const mark = { kind: 'verification-put', instrument: 'scale-1', mark: 'M-1', verifiedUntil: yesterday } as const;
  expect(await store.register.applyChange(mark, AT_THE_MACHINE)).toEqual({ kind: 'done' });
  await store.close();
});
afterAll(() => base.close());

/** What the base shows when it is started with this date. */
async function shownAt(wallMs: number): Promise<StateView> {
  const agent = await base.start({ clock: at(wallMs, 'unsynchronised') });
  const state = await stateOf(agent.url);
  await agent.stop();
  return state;
}

const verified = ({ stations }: StateView): boolean | undefined => stations[0]?.scale.verified;

it('with the right date the scale is not verified', async () => {
  expect(verified(await shownAt(Date.now()))).toBe(false);
});

describe.each([
  ['at the beginning of 1970', 0],
  ['thirty days before the last entry', Date.now() - 30 * DAY_MS],
])('started %s', (_when, wallMs) => {
  it('the scale is not verified', async () => {
    expect(verified(await shownAt(wallMs))).toBe(false);
  });

  it('an alarm says that the date cannot be right', async () => {
    expect((await shownAt(wallMs)).alarms).not.toEqual([]);
  });
});
