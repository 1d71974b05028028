// What people can see of the link, and who wants to know when it changes. Must not know why anything changes.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Ledger } from '../core/ledger.ts';
import type { LinkView } from '../core/shown/view.ts';
import type { LinkLog } from './log.ts';

export class LinkStatus {
  readonly #clock: Clock;
  readonly #log: LinkLog;
  readonly #listeners = new Set<() => void>();
  #state: LinkView['state'] = 'connecting';
  #trouble = 'connecting for the first time';
  #ignored = 0;
  #lastAcknowledgedWallMs: number | null = null;

  constructor({ clock, log }: { clock: Clock; log: LinkLog }) {
    this.#clock = clock;
    this.#log = log;
  }

  get state(): LinkView['state'] {
    return this.#state;
  }

  view(ledger: Ledger): LinkView {
    const { seq } = ledger.cursor();
    return {
      state: this.#state,
      trouble: this.#trouble,
      acknowledgedSeq: seq,
      waiting: ledger.head().seq - seq,
      lastAcknowledgedWallMs: this.#lastAcknowledgedWallMs,
      ignored: this.#ignored,
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  turn(state: LinkView['state'], trouble: string): void {
    if (state === this.#state && trouble === this.#trouble) return;
    this.#state = state;
    this.#trouble = trouble;
    this.#log.info(`link-${state}`, trouble === '' ? {} : { reason: trouble });
    this.#changed();
  }

  acknowledged(): void {
    this.#lastAcknowledgedWallMs = this.#clock.stamp().wallMs;
    this.#changed();
  }

  ignored(reason: string): void {
    this.#ignored += 1;
    this.#log.warn('message-ignored', { reason, count: this.#ignored });
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
