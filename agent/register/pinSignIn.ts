// Checks badge and PIN against the operators, and makes wrong ones wait. The count of failures is on disk; the delay
// runs on the monotonic clock and starts anew after a restart, so that neither a power cut nor setting the clock
// shortens it. Must not know sessions or files.
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { Actor } from '../core/model/command.ts';
import type { OperatorRecord, PinHash } from './registerContent.ts';
import { pinRetryDelaySeconds, hashPin, PIN_HASH_COST, PIN_PATTERN, verifyPin } from './pin.ts';

/** What badge and PIN are given as. */
export interface OperatorCredentials {
  badge: string;
  pin: string;
}

/** Refused: badge or PIN is wrong (never told which), or too many were; seconds until the next try is checked. */
export type SignInOutcome =
  { kind: 'signed-in'; actor: Actor; name: string } | { kind: 'refused'; retryAfterSeconds: number };

/** What the check needs of the register. */
export interface PinSignInParts {
  clock: Clock;
  random: Random;
  pepper: string;
  /** One who may sign in. */
  operatorWithBadge(badge: string): OperatorRecord | undefined;
  /** Wrong PINs in a row. */
  failures(badge: string): number;
  /** Durable; called before a wrong PIN is answered, and after a right one that follows wrong ones. */
  setFailures(badge: string, failures: number): void;
}

/** Unknown badges wait like known ones, or the delay would tell which badges exist; the oldest is forgotten. */
const MAX_UNKNOWN_BADGES = 1000;

/** Checks credentials, and counts and delays wrong ones. */
export class PinSignIn {
  readonly #parts: PinSignInParts;
  readonly #blockedUntilMs = new Map<string, number>();
  readonly #unknownFailures = new Map<string, number>();
  #dummyHash: Promise<PinHash> | null = null;

  constructor(parts: PinSignInParts, failures: ReadonlyMap<string, number>) {
    this.#parts = parts;
    for (const [badge, count] of failures) this.#block(badge, count);
  }

  /** Checks badge and PIN. Must not run twice at once: the caller queues. */
  async signIn({ badge, pin }: OperatorCredentials): Promise<SignInOutcome> {
    const retryAfterSeconds = this.retryDelaySeconds(badge);
    if (retryAfterSeconds > 0) return { kind: 'refused', retryAfterSeconds };
    const operator = this.#parts.operatorWithBadge(badge);
    // An unknown badge costs the same check as a known one, or the time taken would tell which badges exist.
    const { pepper, random } = this.#parts;
    this.#dummyHash ??= hashPin({ id: random.id(), pin: random.id(), salt: random.id(), pepper, cost: PIN_HASH_COST });
    const dummyHash = await this.#dummyHash;
    const pinHash = operator?.pin ?? dummyHash;
    const isRight = PIN_PATTERN.test(pin) && (await verifyPin({ pin, pinHash, pepper }));
    if (!operator || !isRight) return this.#refuse(badge, operator);
    if (this.#parts.failures(badge) > 0) this.#parts.setFailures(badge, 0);
    this.#blockedUntilMs.delete(badge);
    return { kind: 'signed-in', actor: { operator: operator.operator, roles: operator.roles }, name: operator.name };
  }

  /** Seconds until credentials with this badge are checked; 0: now. */
  retryDelaySeconds(badge: string): number {
    return Math.max(0, Math.ceil(((this.#blockedUntilMs.get(badge) ?? 0) - this.#parts.clock.monotonicMs()) / 1000));
  }

  /** After a new PIN: the next try is checked at once. */
  clearDelay(badge: string): void {
    this.#blockedUntilMs.delete(badge);
  }

  #refuse(badge: string, operator: OperatorRecord | undefined): SignInOutcome {
    const failures = (operator ? this.#parts.failures(badge) : (this.#unknownFailures.get(badge) ?? 0)) + 1;
    if (operator) this.#parts.setFailures(badge, failures);
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
    if (this.#unknownFailures.size <= MAX_UNKNOWN_BADGES || oldest.done === true) return;
    this.#unknownFailures.delete(oldest.value);
    this.#blockedUntilMs.delete(oldest.value);
  }
}
