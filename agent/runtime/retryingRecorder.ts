// Between decisions and the ledger: turns a failing disk into "not recorded", reopens the storage until it works again,
// and then tells listeners, who try their waiting captures with the same causes. The one place that handles
// StorageError. Must not know what is decided.
import type { Clock } from '../../drivers/contract/clock.ts';
import { type Ledger, StorageError } from '../core/ports/ledger.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';

const RETRY_MS = 1_000;

/** A recorder over one ledger; `log` gets each failure and recovery. */
export function createRetryingRecorder({
  ledger,
  clock,
  log,
}: {
  ledger: Ledger;
  clock: Clock;
  log: (event: string, detail: string) => void;
}): DecisionRecorder {
  const listeners: ((failure: string) => void)[] = [];
  let failure = '';
  let cancelRetry = (): void => undefined;

  function setFailure(next: string): void {
    if (next === failure) return;
    failure = next;
    for (const listener of listeners) listener(failure);
  }

  function handleFailure(error: StorageError): void {
    log('storage-failed', error.message);
    setFailure(error.message);
    cancelRetry();
    cancelRetry = clock.after(RETRY_MS, tryRecovery);
  }

  function tryRecovery(): void {
    try {
      ledger.recover();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      handleFailure(error);
      return;
    }
    log('storage-recovered', '');
    setFailure('');
  }

  /** The action's result; null from the storage's failure until it works again. */
  function attempt<T>(action: () => T): T | null {
    if (failure !== '') return null;
    try {
      return action();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      handleFailure(error);
      return null;
    }
  }

  return {
    displayBook: {
      get: (kind, id) => attempt(() => ledger.book.get(kind, id)) ?? undefined,
      where: (kind, index, value, limit) => attempt(() => ledger.book.where(kind, index, value, limit)) ?? [],
    },
    readLedger: (read) => attempt(() => read(ledger)),
    record: (cause, decide) => attempt(() => ledger.transact(cause, decide)),
    storageFailure: () => failure,
    onStorageChange: (listener) => void listeners.push(listener),
    stop: () => cancelRetry(),
  };
}
