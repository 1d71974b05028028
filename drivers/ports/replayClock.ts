// A clock that jumps from one due action to the next: a replay of an hour takes seconds, and each window, time-out and
// back-off keeps its length. Between two actions all promises settle. Must not know any recording.
import type { Clock, Timestamp } from '../contract/clock.ts';

interface ScheduledAction {
  atMs: number;
  order: number;
  action: () => void;
}

/** A clock whose time moves only in `run`. */
export interface ReplayClock extends Clock {
  /** Runs due actions in the order of their times, until `isDone` returns true or none is left. */
  run(isDone: () => boolean): Promise<void>;
}

/** A replay clock that starts at `startWallMs` of the wall clock and 0 of the monotonic one. */
export function createReplayClock(startWallMs: number, boot: string): ReplayClock {
  let nowMs = 0;
  let lastOrder = 0;
  const pendingActions = new Set<ScheduledAction>();

  function findEarliest(): ScheduledAction | null {
    let first: ScheduledAction | null = null;
    for (const scheduled of pendingActions)
      if (
        first === null ||
        scheduled.atMs < first.atMs ||
        (scheduled.atMs === first.atMs && scheduled.order < first.order)
      )
        first = scheduled;
    return first;
  }

  return {
    timestamp: (): Timestamp => ({
      wallMs: Math.floor(startWallMs + nowMs),
      monotonicMs: Math.floor(nowMs),
      boot,
      trust: 'unsynchronised',
    }),
    monotonicMs: () => nowMs,
    after(delayMs, action) {
      const scheduled = { atMs: nowMs + Math.max(0, delayMs), order: (lastOrder += 1), action };
      pendingActions.add(scheduled);
      return () => void pendingActions.delete(scheduled);
    },
    async run(isDone) {
      for (;;) {
        // A turn of the event loop: promises settle, and people's requests are served.
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        if (isDone()) return;
        const next = findEarliest();
        if (next === null) return;
        pendingActions.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.action();
      }
    },
  };
}
