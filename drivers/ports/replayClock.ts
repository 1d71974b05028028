// Time that jumps from one due moment to the next: a replay of an hour takes seconds, and each window, time-out and
// back-off is still as long as it was. Between two moments everything that waits on promises runs to its end. Knows no
// recording.
import type { Clock, Timestamp } from '../contract/clock.ts';

interface ScheduledAction {
  atMs: number;
  order: number;
  action: () => void;
}

export interface ReplayClock extends Clock {
  /** Runs what falls due, moment by moment, until `done` or until nothing is due any more. */
  run(done: () => boolean): Promise<void>;
}

export function createReplayClock(startWallMs: number, boot: string): ReplayClock {
  let nowMs = 0;
  let orders = 0;
  const due = new Set<ScheduledAction>();

  function earliest(): ScheduledAction | null {
    let first: ScheduledAction | null = null;
    for (const one of due)
      if (first === null || one.atMs < first.atMs || (one.atMs === first.atMs && one.order < first.order)) first = one;
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
      const one = { atMs: nowMs + Math.max(0, delayMs), order: (orders += 1), action };
      due.add(one);
      return () => void due.delete(one);
    },
    async run(done) {
      for (;;) {
        // A turn of the event loop: promises settle, and people's requests are served.
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        if (done()) return;
        const next = earliest();
        if (next === null) return;
        due.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.action();
      }
    },
  };
}
