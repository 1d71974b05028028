// Detects that a port has given no byte for too long, which is the only sign of some hang-ups (serialPort.ts says why).
// The owner of the port resets the watchdog at each byte and closes the port when it fires. Must not know any port.
import type { Clock } from '../contract/clock.ts';

/** Watches for silence. */
export interface Watchdog {
  /** Bytes came. Moves no timer, so it may be called for every chunk. */
  reset(): void;
  /** It will not fire any more. */
  stop(): void;
}

/** Calls `onSilence` once when `allowanceMs` have passed without `reset`. */
export function startWatchdog(clock: Clock, allowanceMs: number, onSilence: () => void): Watchdog {
  let lastResetAtMs = clock.monotonicMs();
  let cancel = clock.after(allowanceMs, check);

  function check(): void {
    const leftMs = allowanceMs - (clock.monotonicMs() - lastResetAtMs);
    if (leftMs <= 0) onSilence();
    else cancel = clock.after(leftMs, check);
  }

  return {
    reset() {
      lastResetAtMs = clock.monotonicMs();
    },
    stop() {
      cancel();
    },
  };
}
