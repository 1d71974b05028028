// Who may come in: badge and PIN against the operators, and the waiting after wrong ones. The count of failures is on
// disk; the waiting runs on the monotonic clock and starts anew after a restart, so that neither pulling the plug nor
// setting the clock shortens it. Knows nothing of sessions or files.
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { Actor } from '../core/model/command.ts';
import type { OperatorRecord, PinHash } from './registerContent.ts';
import { pinRetryDelaySeconds, hashPin, PIN_HASH_COST, PIN_PATTERN, verifyPin } from './pin.ts';

export type SignInOutcome =
  { kind: 'signed-in'; actor: Actor; name: string } | { kind: 'refused'; retryAfterSeconds: number };

export interface PinSignInParts {
  clock: Clock;
  random: Random;
  pepper: string;
  operatorWithBadge(badge: string): OperatorRecord | undefined;
  /** Durable; called before anybody hears that the PIN was wrong, and after a right one that follows wrong ones. */
  setFailures(operator: string, failures: number): Promise<void>;
}

/** Badges nobody has are made to wait like real ones, or the waiting would tell which badges exist. */
const UNKNOWN_BADGES_KEPT = 1000;

export class PinSignIn {
  readonly #parts: PinSignInParts;
  readonly #blockedUntilMs = new Map<string, number>();
  readonly #unknownFailures = new Map<string, number>();
  #dummyHash: Promise<PinHash> | null = null;

  constructor(parts: PinSignInParts, operators: readonly OperatorRecord[]) {
    this.#parts = parts;
    for (const operator of operators) this.#block(operator.badge, operator.failures);
  }

  /** One at a time: the caller queues. */
  async signIn(badge: string, pin: string): Promise<SignInOutcome> {
    const retryAfterSeconds = this.retryDelaySeconds(badge);
    if (retryAfterSeconds > 0) return { kind: 'refused', retryAfterSeconds };
    const operator = this.#parts.operatorWithBadge(badge);
    // A badge that nobody has costs the same check as a real one, or the time taken would tell.
    this.#dummyHash ??= hashPin(this.#parts.random.id(), this.#parts.random.id(), this.#parts.pepper, PIN_HASH_COST);
    const nobody = await this.#dummyHash;
    const kept = operator?.pin ?? nobody;
    const fits = PIN_PATTERN.test(pin) && (await verifyPin(pin, kept, this.#parts.pepper));
    if (!operator || !fits) return this.#refuse(badge, operator);
    if (operator.failures > 0) await this.#parts.setFailures(operator.operator, 0);
    this.#blockedUntilMs.delete(badge);
    return { kind: 'signed-in', actor: { operator: operator.operator, roles: operator.roles }, name: operator.name };
  }

  /** 0: a try is heard now. */
  retryDelaySeconds(badge: string): number {
    return Math.max(0, Math.ceil(((this.#blockedUntilMs.get(badge) ?? 0) - this.#parts.clock.monotonicMs()) / 1000));
  }

  /** A new PIN ends the waiting. */
  clearDelay(badge: string): void {
    this.#blockedUntilMs.delete(badge);
  }

  async #refuse(badge: string, operator: OperatorRecord | undefined): Promise<SignInOutcome> {
    const failures = (operator?.failures ?? this.#unknownFailures.get(badge) ?? 0) + 1;
    if (operator) await this.#parts.setFailures(operator.operator, failures);
    else this.#countUnknown(badge, failures);
    this.#block(badge, failures);
    return { kind: 'refused', retryAfterSeconds: pinRetryDelaySeconds(failures) };
  }

  #block(badge: string, failures: number): void {
    const delayMs = pinRetryDelaySeconds(failures) * 1000;
    if (delayMs > 0) this.#blockedUntilMs.set(badge, this.#parts.clock.monotonicMs() + delayMs);
  }

  #countUnknown(badge: string, failures: number): void {
    this.#unknownFailures.delete(badge);
    this.#unknownFailures.set(badge, failures);
    const oldest = this.#unknownFailures.keys().next();
    if (this.#unknownFailures.size <= UNKNOWN_BADGES_KEPT || oldest.done === true) return;
    this.#unknownFailures.delete(oldest.value);
    this.#blockedUntilMs.delete(oldest.value);
  }
}
