// The simulators' clock: their own reading of the operating system, so that a mistake in the agent's clock cannot hide
// here. Must not know what is timed.
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../drivers/contract/clock.ts';

export function createSimulatorClock(): Clock {
  const boot = randomBytes(16).toString('hex');
  const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;
  return {
    monotonicMs,
    timestamp: () => ({ wallMs: Date.now(), monotonicMs: Math.floor(monotonicMs()), boot, trust: 'unsynchronised' }),
    after: (delayMs, action) => {
      const timer = setTimeout(action, delayMs);
      return () => clearTimeout(timer);
    },
  };
}

/** Runs `action` every `periodMs` without drift; a late beat is made up for at most once. Returns how to stop it. */
export function repeatEvery(clock: Clock, periodMs: number, action: () => void): () => void {
  let dueMs = clock.monotonicMs() + periodMs;
  let cancel = (): void => undefined;
  const arm = (): void => {
    cancel = clock.after(Math.max(0, dueMs - clock.monotonicMs()), () => {
      dueMs = Math.max(dueMs + periodMs, clock.monotonicMs() - periodMs);
      // Armed before the action, so that an action may stop its own beat.
      arm();
      action();
    });
  };
  arm();
  return () => cancel();
}

/** Resolves after `delayMs` by this clock. */
export function delayBy(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => clock.after(delayMs, resolve));
}
