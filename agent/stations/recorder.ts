// Between decisions and the ledger: turns a failing disk into "not recorded", restarts the storage until it works
// again, and then lets the waiting captures be tried with their own causes. The one place that handles StorageError.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Book } from '../core/book.ts';
import type { Decide } from '../core/decision.ts';
import { type Ledger, StorageError, type Transacted } from '../core/ledger.ts';

export interface Recorder {
  /** The book for showing, never for deciding: while the storage fails it is empty instead of throwing. */
  readonly shown: Book;
  /** Looks into the ledger itself; null while the storage fails. */
  read<T>(look: (ledger: Ledger) => T): T | null;
  /** Null: not recorded; nothing is promised, and the same cause may be tried again after recovery. */
  record(cause: string, decide: Decide): Transacted | null;
  /** Empty while the storage works; else what it said. */
  trouble(): string;
  /** Called when the storage begins to fail and when it works again. */
  onChange(listener: (trouble: string) => void): void;
  stop(): void;
}

const RETRY_MS = 1_000;

export function createRecorder({
  ledger,
  clock,
  log,
}: {
  ledger: Ledger;
  clock: Clock;
  log: (event: string, detail: string) => void;
}): Recorder {
  const listeners: ((trouble: string) => void)[] = [];
  let trouble = '';
  let cancelRetry = (): void => undefined;

  function become(next: string): void {
    if (next === trouble) return;
    trouble = next;
    for (const listener of listeners) listener(trouble);
  }

  function fail(error: StorageError): void {
    log('storage-failed', error.message);
    become(error.message);
    cancelRetry();
    cancelRetry = clock.after(RETRY_MS, recover);
  }

  function recover(): void {
    try {
      ledger.recover();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      fail(error);
      return;
    }
    log('storage-recovered', '');
    become('');
  }

  /** Null once the storage fails, until it works again. */
  function attempt<T>(action: () => T): T | null {
    if (trouble !== '') return null;
    try {
      return action();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      fail(error);
      return null;
    }
  }

  return {
    shown: {
      get: (kind, id) => attempt(() => ledger.book.get(kind, id)) ?? undefined,
      where: (kind, index, value, limit) => attempt(() => ledger.book.where(kind, index, value, limit)) ?? [],
    },
    read: (look) => attempt(() => look(ledger)),
    record: (cause, decide) => attempt(() => ledger.transact(cause, decide)),
    trouble: () => trouble,
    onChange: (listener) => void listeners.push(listener),
    stop: () => cancelRetry(),
  };
}
