// When the base asks headquarters beside the running stream where it stands: soon after a word that belongs to no open
// conversation, and by itself when it has heard nothing for long. Must not know what is said.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { LinkSettings } from './linkSettings.ts';

/** Asking in time, and not more often than its pauses allow. */
export class AskSchedule {
  readonly #clock: Clock;
  readonly #settings: LinkSettings;
  readonly #ask: () => void;
  #lastHelloMs = Number.NEGATIVE_INFINITY;
  #pauseMs: number;
  /** Somebody's word made us ask, not the silence. */
  #isProvoked = false;
  #cancelDue: (() => void) | null = null;
  #cancelIdle: () => void = () => undefined;

  constructor(parts: { clock: Clock; settings: LinkSettings; ask: () => void }) {
    this.#clock = parts.clock;
    this.#settings = parts.settings;
    this.#ask = parts.ask;
    this.#pauseMs = parts.settings.askFirstMs;
  }

  /** A hello was sent, whatever for: the pause begins anew. */
  noteHello(): void {
    this.#lastHelloMs = this.#clock.monotonicMs();
    this.#cancelDue?.();
    this.#cancelDue = null;
  }

  /** Headquarters was heard in the open conversation. */
  noteHeard(): void {
    this.#cancelIdle();
    this.#cancelIdle = this.#clock.after(this.#settings.idleAskMs, () => {
      this.noteHeard();
      this.#ask();
    });
  }

  /** Asks now, or once the pause since the last hello is over. */
  request(): void {
    if (this.#cancelDue !== null) return;
    const waitMs = Math.max(0, this.#lastHelloMs + this.#pauseMs - this.#clock.monotonicMs());
    this.#cancelDue = this.#clock.after(waitMs, () => {
      this.#cancelDue = null;
      this.#isProvoked = true;
      this.#ask();
    });
  }

  /** Pauses double as long as what provoked the asking leads to nothing. */
  noteAnswer({ changed }: { changed: boolean }): void {
    if (changed) this.#pauseMs = this.#settings.askFirstMs;
    else if (this.#isProvoked) this.#pauseMs = Math.min(this.#pauseMs * 2, this.#settings.askLongestMs);
    this.#isProvoked = false;
  }

  /** Nothing is asked until the next conversation. */
  stop(): void {
    this.#cancelIdle();
    this.#cancelDue?.();
    this.#cancelDue = null;
  }
}
