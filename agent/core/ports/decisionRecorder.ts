// Records what a decision came to, whatever the disk does. runtime/ implements it.
import type { Book } from '../model/book.ts';
import type { Ledger, TransactionOutcome } from './ledger.ts';
import type { Decide } from '../model/decide.ts';

export interface DecisionRecorder {
  /** The book for showing, never for deciding: while the storage fails it is empty instead of throwing. */
  readonly displayBook: Book;
  /** Looks into the ledger itself; null while the storage fails. */
  readLedger<T>(look: (ledger: Ledger) => T): T | null;
  /** Null: not recorded; nothing is promised, and the same cause may be tried again after recovery. */
  record(cause: string, decide: Decide): TransactionOutcome | null;
  /** Empty while the storage works; else what it said. */
  storageFailure(): string;
  /** Called when the storage begins to fail and when it works again. */
  onStorageChange(listener: (trouble: string) => void): void;
  stop(): void;
}
