// Keeps one instrument working: runs its driver again and again, with a back-off and jitter between the runs. Must not
// know protocols or stations.
import { backOffMs } from '../../drivers/contract/backOff.ts';
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { Driver } from '../../drivers/contract/driver.ts';

/** Pause between two runs of a driver. */
export const DRIVER_BACK_OFF = { firstMs: 250, longestMs: 3_000, spread: { from: 0.75, to: 1.25 } } as const;

/** A driver that is run until it is stopped. */
export interface SupervisedDriver {
  driver: Driver;
  /** Ends the run and waits for its end. */
  stop(): Promise<void>;
}

/** What supervising needs. */
export interface DriverSupervisorParts {
  clock: Clock;
  random: Random;
  /** A run ended, other than by `stop`. */
  onDriverEnd: (reason: string) => void;
  /** The driver threw, with its stack: a defect of Hakari, which must not stop other instruments. */
  onDriverDefect: (stack: string) => void;
}

/** Begins to run the driver. */
export function superviseDriver(
  driver: Driver,
  { clock, random, onDriverEnd, onDriverDefect }: DriverSupervisorParts,
): SupervisedDriver {
  const abort = new AbortController();
  const ended = runUntilStopped();

  async function runUntilStopped(): Promise<void> {
    let attempt = 0;
    while (!abort.signal.aborted) {
      const framesBefore = driver.health().counts.frames;
      const reason = await runOnce();
      if (isAborted()) return;
      onDriverEnd(reason);
      // After a run with frames the back-off begins anew.
      if (driver.health().counts.frames > framesBefore) attempt = 0;
      await pause(backOffMs(DRIVER_BACK_OFF, { attempt, fraction: random.fraction() }));
      attempt += 1;
    }
  }

  /** A driver must never reject; one that does is run again like one whose port closed. */
  async function runOnce(): Promise<string> {
    try {
      return await driver.run(abort.signal);
    } catch (error) {
      onDriverDefect(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return 'driver-failed: a defect of the driver';
    }
  }

  function isAborted(): boolean {
    return abort.signal.aborted;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        abort.signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = clock.after(ms, end);
      abort.signal.addEventListener('abort', end);
    });
  }

  return {
    driver,
    async stop() {
      abort.abort();
      await ended;
    },
  };
}
