// Whose badge alone unlocks a station: an operator who gave the PIN within the shift and has not signed out since. Kept
// in memory, so that a restart asks for the PIN again. A badge alone is easier to guess than a PIN: wrong ones are
// delayed like wrong PINs, whether or not the badge exists, and too many unknown ones make everybody type the PIN for a
// while. Must not know sessions or files.
import type { OperatorId } from '../core/model/ids.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Actor } from '../core/model/command.ts';
import type { OperatorRecord } from './registerContent.ts';
import { pinRetryDelaySeconds } from './pin.ts';

/** What a badge alone gives. `sinceMs`: monotonic, when the PIN was given. */
export type UnlockOutcome =
  | { kind: 'signed-in'; actor: Actor; name: string; sinceMs: number }
  | { kind: 'pin-needed' }
  | { kind: 'refused'; retryAfterSeconds: number };

/** Length of a shift, and the limits of guessing badges. */
export const SHIFT_LIMITS = {
  shiftMs: 12 * 3_600_000,
  /** Badges whose failures are counted; the oldest is forgotten. */
  badges: 1_000,
  /** Unknown badges of all stations within the time: a locked screen also reads marks of goods now and then. */
  unknown: 30,
  unknownWithinMs: 600_000,
} as const;

interface BadgeFailures {
  count: number;
  blockedUntilMs: number;
}

/** The shifts that run, and the failures of badges alone. */
export class ShiftTracker {
  readonly #clock: Clock;
  readonly #shiftStarts = new Map<string, number>();
  readonly #failures = new Map<string, BadgeFailures>();
  #unknownBadgesSinceMs = -Infinity;
  #unknownBadges = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** After badge and PIN were right. */
  begin({ operator, badge }: { operator: OperatorId; badge: string }): void {
    this.#shiftStarts.set(operator, this.#clock.monotonicMs());
    this.#failures.delete(badge);
  }

  /** After signing out, or a change of the operator: the badge alone no longer unlocks. */
  end(operator: OperatorId): void {
    this.#shiftStarts.delete(operator);
  }

  /** After a hand edit was adopted: everybody types the PIN again. */
  endAll(): void {
    this.#shiftStarts.clear();
  }

  /** Checks one badge; `operator` undefined: nobody has it. */
  unlock(badge: string, operator: OperatorRecord | undefined): UnlockOutcome {
    const nowMs = this.#clock.monotonicMs();
    const waitMs = (this.#failures.get(badge)?.blockedUntilMs ?? 0) - nowMs;
    if (waitMs > 0) return { kind: 'refused', retryAfterSeconds: Math.ceil(waitMs / 1000) };
    if (nowMs - this.#unknownBadgesSinceMs >= SHIFT_LIMITS.unknownWithinMs) this.#unknownBadges = 0;
    const sinceMs = operator && this.#shiftStarts.get(operator.operator);
    const isInShift = sinceMs !== undefined && nowMs - sinceMs < SHIFT_LIMITS.shiftMs;
    if (!operator || !isInShift) return this.#noteFailure(badge, { nowMs, isKnown: operator !== undefined });
    if (this.#unknownBadges >= SHIFT_LIMITS.unknown) return { kind: 'pin-needed' };
    return {
      kind: 'signed-in',
      actor: { operator: operator.operator, roles: operator.roles },
      name: operator.name,
      sinceMs,
    };
  }

  #noteFailure(badge: string, { nowMs, isKnown }: { nowMs: number; isKnown: boolean }): UnlockOutcome {
    const count = (this.#failures.get(badge)?.count ?? 0) + 1;
    this.#failures.delete(badge);
    this.#failures.set(badge, { count, blockedUntilMs: nowMs + pinRetryDelaySeconds(count) * 1000 });
    const oldest = this.#failures.keys().next();
    if (this.#failures.size > SHIFT_LIMITS.badges && oldest.done !== true) this.#failures.delete(oldest.value);
    // A known badge outside its shift is an operator who begins one, not a guess.
    if (!isKnown) {
      if (this.#unknownBadges === 0) this.#unknownBadgesSinceMs = nowMs;
      this.#unknownBadges += 1;
    }
    return { kind: 'pin-needed' };
  }
}
