// Keeps one instrument working: runs its driver's sessions one after the other, with a back-off and jitter between
// them. Knows no protocol and no station.
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { Driver } from '../../drivers/contract/driver.ts';

export const DRIVER_BACK_OFF = { firstMs: 250, factor: 2, mostMs: 3_000, jitter: 0.25 } as const;

export interface SupervisedDriver {
  driver: Driver;
  /** Ends the session and waits for it. */
  stop(): Promise<void>;
}

export interface DriverSupervisorParts {
  clock: Clock;
  random: Random;
  onDriverEnd: (reason: string) => void;
  /** The driver itself broke, with its stack: a defect of Hakari, which must cost no other instrument its work. */
  onDriverDefect: (trouble: string) => void;
}

export function superviseDriver(
  driver: Driver,
  { clock, random, onDriverEnd, onDriverDefect }: DriverSupervisorParts,
): SupervisedDriver {
  const abort = new AbortController();
  const running = loop();

  async function loop(): Promise<void> {
    let waitMs: number = DRIVER_BACK_OFF.firstMs;
    while (!abort.signal.aborted) {
      const framesBefore = driver.health().counts.frames;
      const reason = await session();
      if (isAborted()) return;
      onDriverEnd(reason);
      // A session that spoke was a good one: its end is news, not the next step of an old trouble.
      if (driver.health().counts.frames > framesBefore) waitMs = DRIVER_BACK_OFF.firstMs;
      await pause(waitMs * (1 + DRIVER_BACK_OFF.jitter * (2 * random.fraction() - 1)));
      waitMs = Math.min(waitMs * DRIVER_BACK_OFF.factor, DRIVER_BACK_OFF.mostMs);
    }
  }

  /** Drivers promise never to reject; one that breaks its promise is tried again like one whose port closed. */
  async function session(): Promise<string> {
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
      const done = (): void => {
        cancel();
        abort.signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = clock.after(ms, done);
      abort.signal.addEventListener('abort', done);
    });
  }

  return {
    driver,
    async stop() {
      abort.abort();
      await running;
    },
  };
}
