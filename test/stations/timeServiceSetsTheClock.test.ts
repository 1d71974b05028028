// The machine boots in 1970 and its time service sets the clock, or somebody sets it by hand: what the entries say of it,
// without a restart of the agent.
import { beforeEach, expect, it } from 'vitest';
import type { ClockTrust } from '../../drivers/contract/clock.ts';
import { createTrustJudge } from '../../agent/runtime/systemClock.ts';

const NOW_MS = 1_790_000_000_000;

let monotonicMs = 0;
let offsetMs = 0;
let heardAtMs: number | null = null;
let trust: () => ClockTrust = () => 'stepped';

/** An agent that starts at this wall time. */
function start(wallMs: number): void {
  monotonicMs = 20_000;
  offsetMs = wallMs - monotonicMs;
  const wall = (): number => monotonicMs + offsetMs;
  trust = createTrustJudge({ wallMs: wall, monotonicMs: () => monotonicMs, synchronisedAtMs: () => heardAtMs });
}
beforeEach(() => {
  heardAtMs = null;
});

const wait = (ms: number): void => void (monotonicMs += ms);
const hear = (): void => void (heardAtMs = monotonicMs + offsetMs);
const set = (wallMs: number): void => void (offsetMs = wallMs - monotonicMs);

it('is synchronised once the time service has set it', () => {
  start(5_000);
  expect(trust()).toBe('unsynchronised');
  wait(3_000);
  set(NOW_MS);
  hear();
  expect(trust()).toBe('synchronised');
  wait(3_600_000);
  expect(trust()).toBe('synchronised');
});

it('is stepped for the moment between the step and the word, and synchronised after it', () => {
  start(5_000);
  set(NOW_MS);
  expect(trust()).toBe('stepped');
  wait(100);
  hear();
  wait(11_000);
  expect(trust()).toBe('synchronised');
});

it('set by hand it is stepped, also when the time service had said something just before', () => {
  start(NOW_MS);
  hear();
  wait(11_000);
  expect(trust()).toBe('synchronised');
  wait(5_000);
  hear();
  set(NOW_MS - 86_400_000);
  expect(trust()).toBe('stepped');
  wait(600_000);
  expect(trust()).toBe('stepped');
});

it('is synchronised again when the time service has heard a server since', () => {
  start(NOW_MS);
  hear();
  wait(11_000);
  set(NOW_MS - 86_400_000);
  expect(trust()).toBe('stepped');
  wait(1_000_000);
  set(NOW_MS + 1_011_000);
  hear();
  expect(trust()).toBe('synchronised');
});

it('without a time service a step by hand stays one', () => {
  start(NOW_MS);
  set(NOW_MS + 3_000);
  expect(trust()).toBe('stepped');
  wait(86_400_000);
  expect(trust()).toBe('stepped');
});
