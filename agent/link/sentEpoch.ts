// Which epoch of the ledger is being sent: the earlier ones to their ends, the oldest first, then the current one. Must not
// know messages.
import type { ChainPosition, Cursor, EpochEntries, Ledger } from '../core/ports/ledger.ts';
import { GENESIS_HASH } from './contract/hashDomains.ts';

/** The epoch under way. */
export class SentEpoch {
  readonly #ledger: Ledger;
  #entries: EpochEntries;
  #isBranch = false;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#entries = ledger;
  }

  get entries(): EpochEntries {
    return this.#entries;
  }

  /** What the base holds of an earlier epoch is kept beside what headquarters has of it. */
  get isBranch(): boolean {
    return this.#isBranch;
  }

  get isCurrent(): boolean {
    return this.#entries === this.#ledger;
  }

  /**
   * The oldest that headquarters has not wholly acknowledged.
   *
   * @throws {StorageError} when the storage fails
   */
  choose(): void {
    this.#entries = this.#ledger.unsentEpochs()[0] ?? this.#ledger;
  }

  /** A new connection: whether headquarters has another past is asked again. */
  forgetBranch(): void {
    this.#isBranch = false;
  }

  noteOtherPast(): void {
    this.#isBranch = true;
  }

  /** Headquarters holds an earlier epoch to its end. */
  isDoneAt({ seq }: ChainPosition): boolean {
    return !this.isCurrent && seq === this.#entries.head().seq;
  }

  /**
   * Headquarters, restored, lacks what it had acknowledged of an earlier epoch: its cursor goes back. Where it has another
   * past of it, this base's is sent beside, from the beginning. False: there is no such epoch.
   */
  goBackTo(epoch: string, cursor: Cursor): boolean {
    const entries = this.#ledger.findEpoch(epoch);
    if (entries === undefined || entries === this.#ledger) return false;
    if (entries.acknowledge(cursor, { back: true }) === 'refused') {
      entries.acknowledge({ ...cursor, seq: 0, hash: GENESIS_HASH }, { back: true });
      this.#isBranch = true;
    }
    return true;
  }
}
