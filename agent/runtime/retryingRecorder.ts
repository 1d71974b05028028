// Between decisions and the ledger: turns a failing disk into "not recorded", restarts the storage until it works
// again, and then lets the waiting captures be tried with their own causes. The one place that handles StorageError.
import type { Clock } from '../../drivers/contract/clock.ts';
import { type Ledger, StorageError } from '../core/ports/ledger.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';

const RETRY_MS = 1_000;

export function createRetryingRecorder({
  ledger,
  clock,
  log,
}: {
  ledger: Ledger;
  clock: Clock;
  log: (event: string, detail: string) => void;
}): DecisionRecorder {
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
    displayBook: {
      get: (kind, id) => attempt(() => ledger.book.get(kind, id)) ?? undefined,
      where: (kind, index, value, limit) => attempt(() => ledger.book.where(kind, index, value, limit)) ?? [],
    },
    readLedger: (look) => attempt(() => look(ledger)),
    record: (cause, decide) => attempt(() => ledger.transact(cause, decide)),
    storageFailure: () => trouble,
    onStorageChange: (listener) => void listeners.push(listener),
    stop: () => cancelRetry(),
  };
}
