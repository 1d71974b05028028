// State of the link as people see it, and its listeners. Must not know why anything changes.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { EpochEntries, Ledger } from '../core/ports/ledger.ts';
import type { LinkView } from '../core/views/stateView.ts';
import type { LinkLog } from './linkLog.ts';

/** What is shown of the link of a site that names no headquarters. */
export const LINK_OFF_VIEW: LinkView = {
  state: 'off',
  trouble: 'the site file names no headquarters',
  acknowledgedSeq: 0,
  waiting: 0,
  lastAcknowledgedWallMs: null,
  ignored: 0,
};

/** State of the link for people, and its listeners. */
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

  get reason(): string {
    return this.#reason;
  }

  /** `entries` is the epoch that is being sent. */
  view(ledger: Ledger, entries: EpochEntries): LinkView {
    const { seq } = ledger.cursor();
    const waitingBefore = entries === ledger ? 0 : entries.head().seq - entries.cursor().seq;
    return {
      state: this.#state,
      trouble: this.#reason,
      acknowledgedSeq: seq,
      waiting: ledger.head().seq - seq + waitingBefore,
      lastAcknowledgedWallMs: this.#lastAcknowledgedWallMs,
      ignored: this.#ignoredCount,
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  setState(state: LinkView['state'], reason: string): void {
    if (state === this.#state && reason === this.#reason) return;
    this.#state = state;
    this.#reason = reason;
    this.#log.info(`link-${state}`, reason === '' ? {} : { reason });
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
