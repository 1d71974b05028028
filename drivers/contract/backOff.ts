// The pause before the next attempt. Pure; must not know what is attempted.

/** A pause that doubles from the first to the longest, and how far it is spread, as factors. */
export interface BackOff {
  firstMs: number;
  longestMs: number;
  /** Many must not come back in the same second: the pause lies between these multiples of itself. */
  spread: { from: number; to: number };
}

/** The pause in milliseconds before attempt number `attempt` (from 0); `fraction`: random, from 0 up to 1. */
export function backOffMs(
  { firstMs, longestMs, spread }: BackOff,
  { attempt, fraction }: { attempt: number; fraction: number },
): number {
  const fullMs = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 20));
  return fullMs * (spread.from + (spread.to - spread.from) * fraction);
}
