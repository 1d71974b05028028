// Notices that a port has given no byte for too long: the only sign of a hang-up that some ports give (serial.ts says
// why). Knows no port; whoever owns one feeds it and closes the port when it barks.
import type { Clock } from '../contract/clock.ts';

export interface Watchdog {
  /** Bytes came. Cheap: it moves no timer. */
  reset(): void;
  stop(): void;
}

/** Calls `silent` once when `allowanceMs` passed without `fed`. */
export function startWatchdog(clock: Clock, allowanceMs: number, silent: () => void): Watchdog {
  let fedAtMs = clock.monotonicMs();
  let cancel = clock.after(allowanceMs, look);

  function look(): void {
    const leftMs = allowanceMs - (clock.monotonicMs() - fedAtMs);
    if (leftMs <= 0) silent();
    else cancel = clock.after(leftMs, look);
  }

  return {
    reset() {
      fedAtMs = clock.monotonicMs();
    },
    stop() {
      cancel();
    },
  };
}
