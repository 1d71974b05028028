// Whose badge alone opens a station: whoever gave the PIN within a shift and has only been locked out since. Kept in
// memory, so that a restart asks for the PIN again. A badge can be guessed where a PIN cannot: wrong ones wait as after
// wrong PINs, whether or not the badge exists, and too many of them make everybody type the PIN for a while. Knows
// nothing of sessions or files.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Actor } from '../core/model/command.ts';
import type { OperatorRecord } from './registerContent.ts';
import { pinRetryDelaySeconds } from './pin.ts';

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

interface BadgeFailures {
  count: number;
  blockedUntilMs: number;
}

export class ShiftTracker {
  readonly #clock: Clock;
  readonly #shiftStarts = new Map<string, number>();
  readonly #failures = new Map<string, BadgeFailures>();
  #unknownBadgesSinceMs = -Infinity;
  #unknownBadges = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The operator has given badge and PIN. */
  begin(operator: string, badge: string): void {
    this.#shiftStarts.set(operator, this.#clock.monotonicMs());
    this.#failures.delete(badge);
  }

  end(operator: string): void {
    this.#shiftStarts.delete(operator);
  }

  endAll(): void {
    this.#shiftStarts.clear();
  }

  unlock(badge: string, operator: OperatorRecord | undefined): UnlockOutcome {
    const nowMs = this.#clock.monotonicMs();
    const waitMs = (this.#failures.get(badge)?.blockedUntilMs ?? 0) - nowMs;
    if (waitMs > 0) return { kind: 'refused', retryAfterSeconds: Math.ceil(waitMs / 1000) };
    if (nowMs - this.#unknownBadgesSinceMs >= SHIFT_LIMITS.unknownWithinMs) this.#unknownBadges = 0;
    const sinceMs = operator && this.#shiftStarts.get(operator.operator);
    const running = sinceMs !== undefined && nowMs - sinceMs < SHIFT_LIMITS.shiftMs;
    if (!operator || !running) return this.#noteFailure(badge, { nowMs, known: operator !== undefined });
    if (this.#unknownBadges >= SHIFT_LIMITS.unknown) return { kind: 'pin-needed' };
    return {
      kind: 'signed-in',
      actor: { operator: operator.operator, roles: operator.roles },
      name: operator.name,
      sinceMs,
    };
  }

  #noteFailure(badge: string, { nowMs, known }: { nowMs: number; known: boolean }): UnlockOutcome {
    const count = (this.#failures.get(badge)?.count ?? 0) + 1;
    this.#failures.delete(badge);
    this.#failures.set(badge, { count, blockedUntilMs: nowMs + pinRetryDelaySeconds(count) * 1000 });
    const oldest = this.#failures.keys().next();
    if (this.#failures.size > SHIFT_LIMITS.badges && oldest.done !== true) this.#failures.delete(oldest.value);
    // Colleagues who begin their shift are no guesses.
    if (!known) {
      if (this.#unknownBadges === 0) this.#unknownBadgesSinceMs = nowMs;
      this.#unknownBadges += 1;
    }
    return { kind: 'pin-needed' };
  }
}
