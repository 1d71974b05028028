// What people can see of the link, and who wants to know when it changes. Must not know why anything changes.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import type { LinkView } from '../core/views/stateView.ts';
import type { LinkLog } from './linkLog.ts';

export class LinkStatus {
  readonly #clock: Clock;
  readonly #log: LinkLog;
  readonly #listeners = new Set<() => void>();
  #state: LinkView['state'] = 'connecting';
  #reason = 'connecting for the first time';
  #ignoredCount = 0;
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
      trouble: this.#reason,
      acknowledgedSeq: seq,
      waiting: ledger.head().seq - seq,
      lastAcknowledgedWallMs: this.#lastAcknowledgedWallMs,
      ignored: this.#ignoredCount,
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  setState(state: LinkView['state'], trouble: string): void {
    if (state === this.#state && trouble === this.#reason) return;
    this.#state = state;
    this.#reason = trouble;
    this.#log.info(`link-${state}`, trouble === '' ? {} : { reason: trouble });
    this.#notify();
  }

  noteAcknowledgement(): void {
    this.#lastAcknowledgedWallMs = this.#clock.timestamp().wallMs;
    this.#notify();
  }

  countIgnored(reason: string): void {
    this.#ignoredCount += 1;
    this.#log.warn('message-ignored', { reason, count: this.#ignoredCount });
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
