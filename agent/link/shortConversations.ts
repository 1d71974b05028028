// Conversations that end just after their welcome, again and again: at a broker each of two agents with the same client id
// pushes the other off. Must not know what is said.
import type { Clock } from '../../drivers/contract/clock.ts';

/** So many in a row are no accident. */
const SUSPICIOUS_IN_A_ROW = 5;

/** Counts conversations that were cut short. */
export class ShortConversations {
  readonly #clock: Clock;
  readonly #shortMs: number;
  #welcomedMs: number | null = null;
  #inARow = 0;

  constructor(clock: Clock, shortMs: number) {
    this.#clock = clock;
    this.#shortMs = shortMs;
  }

  /** Whether a second agent seems to use the same keys. A conversation that lasts clears it. */
  isSuspicious(): boolean {
    return this.#inARow >= SUSPICIOUS_IN_A_ROW && !this.#lasts();
  }

  noteWelcome(): void {
    this.#welcomedMs ??= this.#clock.monotonicMs();
  }

  /** Returns whether the conversation that ended had lasted; false without one. */
  noteEnd(): boolean {
    const lasted = this.#lasts();
    if (lasted) this.#inARow = 0;
    else if (this.#welcomedMs !== null) this.#inARow += 1;
    this.#welcomedMs = null;
    return lasted;
  }

  #lasts(): boolean {
    return this.#welcomedMs !== null && this.#clock.monotonicMs() - this.#welcomedMs >= this.#shortMs;
  }
}
