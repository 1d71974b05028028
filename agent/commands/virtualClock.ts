// Time that a simulation moves, and chance from a seed: the same seed gives the same ledger. What falls due waits until
// somebody looks, as on a busy machine; order is kept. For `hakari simulate` alone: secrets are never made of this
// chance.
import { createHash } from 'node:crypto';
import type { Random, Clock } from '../../drivers/contract/clock.ts';

export interface VirtualClock extends Clock {
  advance(byMs: number): void;
  /** Runs everything that is due by now, also what that makes due by now. */
  runDueTimers(): void;
}

/** More rounds than this at one moment would be a timer that arms itself anew without waiting. */
const ROUNDS_MAX = 1_000;

export function createVirtualClock(startWallMs: number, boot: string): VirtualClock {
  let nowMs = 0;
  let orders = 0;
  let waiting: { atMs: number; order: number; action: () => void }[] = [];

  function catchUp(): void {
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const due = waiting.filter(({ atMs }) => atMs <= nowMs).sort((a, b) => a.atMs - b.atMs || a.order - b.order);
      if (due.length === 0) return;
      for (const one of due) {
        // One that ran before may have cancelled it.
        if (!waiting.includes(one)) continue;
        waiting = waiting.filter((other) => other !== one);
        one.action();
      }
    }
    throw new Error(`something is due ${ROUNDS_MAX} times at one moment`);
  }

  return {
    monotonicMs: () => nowMs,
    timestamp: () => ({
      wallMs: Math.floor(startWallMs + nowMs),
      monotonicMs: Math.floor(nowMs),
      boot,
      trust: 'synchronised',
    }),
    after(delayMs, action) {
      const one = { atMs: nowMs + Math.max(0, delayMs), order: (orders += 1), action };
      waiting.push(one);
      return () => {
        waiting = waiting.filter((other) => other !== one);
      };
    },
    advance: (byMs) => {
      nowMs += byMs;
    },
    runDueTimers: catchUp,
  };
}

const FRACTION_BITS = 48;

/** The hash of a counter: even enough for ids and back-offs, and independent of what the simulated world draws. */
export function createSeededRandom(seed: string): Random {
  let count = 0;
  const next = (): Buffer =>
    createHash('sha256')
      .update(`${seed}/${(count += 1)}`)
      .digest();
  return {
    id: () => next().toString('hex', 0, 16),
    fraction: () => next().readUIntBE(0, FRACTION_BITS / 8) / 2 ** FRACTION_BITS,
  };
}
