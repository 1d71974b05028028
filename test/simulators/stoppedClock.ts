// A clock that moves only when a test says so.
import type { Clock } from '../../drivers/contract/clock.ts';

export interface StoppedClock extends Clock {
  advance(byMs: number): void;
}

export function stoppedClock(): StoppedClock {
  let nowMs = 0;
  let timers: { atMs: number; action: () => void }[] = [];
  return {
    monotonicMs: () => nowMs,
    timestamp: () => ({ wallMs: nowMs, monotonicMs: nowMs, boot: 'test', trust: 'synchronised' }),
    after: (delayMs, action) => {
      const timer = { atMs: nowMs + delayMs, action };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    advance: (byMs) => {
      const endMs = nowMs + byMs;
      for (;;) {
        const next = timers.filter((timer) => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (!next) break;
        timers = timers.filter((each) => each !== next);
        nowMs = Math.max(nowMs, next.atMs);
        next.action();
      }
      nowMs = endMs;
    },
  };
}
