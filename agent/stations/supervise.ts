// Keeps one instrument working: runs its driver's sessions one after the other, with a back-off and jitter between
// them. Knows no protocol and no station.
import type { Chance, Clock } from '../../drivers/contract/clock.ts';
import type { Driver } from '../../drivers/contract/driver.ts';

export const BACK_OFF = { firstMs: 250, factor: 2, mostMs: 3_000, jitter: 0.25 } as const;

export interface Supervised {
  driver: Driver;
  /** Ends the session and waits for it. */
  stop(): Promise<void>;
}

export interface SuperviseParts {
  clock: Clock;
  chance: Chance;
  sessionEnded: (reason: string) => void;
  /** The driver itself broke, with its stack: a defect of Hakari, which must cost no other instrument its work. */
  failed: (trouble: string) => void;
}

export function supervise(driver: Driver, { clock, chance, sessionEnded, failed }: SuperviseParts): Supervised {
  const abort = new AbortController();
  const running = loop();

  async function loop(): Promise<void> {
    let waitMs: number = BACK_OFF.firstMs;
    while (!abort.signal.aborted) {
      const framesBefore = driver.health().counts.frames;
      const reason = await session();
      if (isAborted()) return;
      sessionEnded(reason);
      // A session that spoke was a good one: its end is news, not the next step of an old trouble.
      if (driver.health().counts.frames > framesBefore) waitMs = BACK_OFF.firstMs;
      await pause(waitMs * (1 + BACK_OFF.jitter * (2 * chance.fraction() - 1)));
      waitMs = Math.min(waitMs * BACK_OFF.factor, BACK_OFF.mostMs);
    }
  }

  /** Drivers promise never to reject; one that breaks its promise is tried again like one whose port closed. */
  async function session(): Promise<string> {
    try {
      return await driver.run(abort.signal);
    } catch (error) {
      failed(error instanceof Error ? (error.stack ?? error.message) : String(error));
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
