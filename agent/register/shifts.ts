// Whose badge alone opens a station: whoever gave the PIN within a shift and has only been locked out since. Kept in
// memory, so that a restart asks for the PIN again. A badge can be guessed where a PIN cannot: wrong ones wait as after
// wrong PINs, whether or not the badge exists, and too many of them make everybody type the PIN for a while. Knows
// nothing of sessions or files.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Actor } from '../core/command.ts';
import type { Operator } from './document.ts';
import { delaySeconds } from './pin.ts';

/** `sinceMs`: monotonic, when the PIN was given. */
export type UnlockOutcome =
  | { kind: 'signed-in'; actor: Actor; name: string; sinceMs: number }
  | { kind: 'pin-needed' }
  | { kind: 'refused'; retryAfterSeconds: number };

export const SHIFT_LIMITS = {
  shiftMs: 12 * 3_600_000,
  /** Badges whose wrong tries are remembered; the oldest is forgotten. */
  badges: 1_000,
  /**
   * Unknown badges within the time, of all stations together: a locked screen also catches marks of goods now and then.
   */
  unknown: 30,
  unknownWithinMs: 600_000,
} as const;

interface Misses {
  count: number;
  blockedUntilMs: number;
}

export class Shifts {
  readonly #clock: Clock;
  readonly #since = new Map<string, number>();
  readonly #misses = new Map<string, Misses>();
  #unknownSinceMs = -Infinity;
  #unknown = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The operator has given badge and PIN. */
  begin(operator: string, badge: string): void {
    this.#since.set(operator, this.#clock.monotonicMs());
    this.#misses.delete(badge);
  }

  end(operator: string): void {
    this.#since.delete(operator);
  }

  endAll(): void {
    this.#since.clear();
  }

  unlock(badge: string, operator: Operator | undefined): UnlockOutcome {
    const nowMs = this.#clock.monotonicMs();
    const waitMs = (this.#misses.get(badge)?.blockedUntilMs ?? 0) - nowMs;
    if (waitMs > 0) return { kind: 'refused', retryAfterSeconds: Math.ceil(waitMs / 1000) };
    if (nowMs - this.#unknownSinceMs >= SHIFT_LIMITS.unknownWithinMs) this.#unknown = 0;
    const sinceMs = operator && this.#since.get(operator.operator);
    const running = sinceMs !== undefined && nowMs - sinceMs < SHIFT_LIMITS.shiftMs;
    if (!operator || !running) return this.#miss(badge, { nowMs, known: operator !== undefined });
    if (this.#unknown >= SHIFT_LIMITS.unknown) return { kind: 'pin-needed' };
    return {
      kind: 'signed-in',
      actor: { operator: operator.operator, roles: operator.roles },
      name: operator.name,
      sinceMs,
    };
  }

  #miss(badge: string, { nowMs, known }: { nowMs: number; known: boolean }): UnlockOutcome {
    const count = (this.#misses.get(badge)?.count ?? 0) + 1;
    this.#misses.delete(badge);
    this.#misses.set(badge, { count, blockedUntilMs: nowMs + delaySeconds(count) * 1000 });
    const oldest = this.#misses.keys().next();
    if (this.#misses.size > SHIFT_LIMITS.badges && oldest.done !== true) this.#misses.delete(oldest.value);
    // Colleagues who begin their shift are no guesses.
    if (!known) {
      if (this.#unknown === 0) this.#unknownSinceMs = nowMs;
      this.#unknown += 1;
    }
    return { kind: 'pin-needed' };
  }
}
