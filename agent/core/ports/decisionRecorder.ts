// The port through which decisions are recorded while the disk may fail. agent/runtime implements it.
import type { Book } from '../model/book.ts';
import type { Ledger, TransactionOutcome } from './ledger.ts';
import type { Decide } from '../model/decide.ts';

/** What stations and services ask to record a decision, so that a failing disk is retried in one place. */
export interface DecisionRecorder {
  /** The book for display, never for deciding: empty while the storage fails, instead of throwing. */
  readonly displayBook: Book;
  /** Runs `read` on the ledger itself. Null while the storage fails. */
  readLedger<T>(read: (ledger: Ledger) => T): T | null;
  /**
   * Decides and records under `cause`. Null if it was not recorded: nothing is promised, and the same cause may be
   * tried again after recovery. `said`: see `Ledger.transact`.
   */
  record(cause: string, decide: Decide, said?: Uint8Array): TransactionOutcome | null;
  /** Why nothing is recorded: what the storage said when it failed last, or why the epoch is halted; empty otherwise. */
  storageFailure(): string;
  /**
   * Calls the listener when the storage begins to fail or the epoch is halted (with the reason), and when the storage
   * works again (with an empty text).
   */
  onStorageChange(listener: (failure: string) => void): void;
  /** Ends the attempts to recover. */
  stop(): void;
}
