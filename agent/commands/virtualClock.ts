// A clock that a simulation moves, and randomness from a seed: the same seed gives the same ledger. Due timers wait for
// `runDueTimers`, as on a busy machine, and keep their order. For `hakari simulate` alone: this randomness is not
// cryptographic.
import { createHash } from 'node:crypto';
import type { Random, Clock, Timestamp } from '../../drivers/contract/clock.ts';

/** A clock that stands still until it is advanced. */
export interface VirtualClock extends Clock {
  advance(byMs: number): void;
  /** From now on the wall clock is off by so much, and nothing disciplines it unless `trust` says so. */
  setWallClock(offMs: number, trust: Timestamp['trust']): void;
  /** Elsewhere clocks are right. */
  trueWallMs(): number;
  /** Runs everything that is due by now, also what that makes due by now. */
  runDueTimers(): void;
}

/** More rounds at one moment mean a timer that arms itself again without waiting. */
const MAX_ROUNDS = 1_000;

/** Begins at a wall time, with an id of its boot. */
export function createVirtualClock(startWallMs: number, boot: string): VirtualClock {
  let nowMs = 0;
  let wall: { offMs: number; trust: Timestamp['trust'] } = { offMs: 0, trust: 'synchronised' };
  let timerCount = 0;
  let timers: { atMs: number; order: number; action: () => void }[] = [];

  function runDueTimers(): void {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const due = timers
        .filter(({ atMs }) => atMs <= nowMs)
        .sort((first, second) => first.atMs - second.atMs || first.order - second.order);
      if (due.length === 0) return;
      for (const timer of due) {
        // An earlier one may have cancelled it.
        if (!timers.includes(timer)) continue;
        timers = timers.filter((other) => other !== timer);
        timer.action();
      }
    }
    throw new Error(`something is due ${MAX_ROUNDS} times at one moment`);
  }

  return {
    monotonicMs: () => nowMs,
    timestamp: () => ({
      wallMs: Math.floor(startWallMs + nowMs + wall.offMs),
      monotonicMs: Math.floor(nowMs),
      boot,
      trust: wall.trust,
    }),
    after(delayMs, action) {
      const timer = { atMs: nowMs + Math.max(0, delayMs), order: (timerCount += 1), action };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance: (byMs) => {
      nowMs += byMs;
    },
    trueWallMs: () => Math.floor(startWallMs + nowMs),
    setWallClock: (offMs, trust) => {
      wall = { offMs, trust };
    },
    runDueTimers,
  };
}

const FRACTION_BITS = 48;

/** SHA-256 of seed and counter: uniform, and independent of the numbers that the simulated world draws. */
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
