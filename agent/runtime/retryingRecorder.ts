// Between decisions and the ledger: turns a failing disk into "not recorded", reopens the storage until it works again,
// and then tells listeners, who try their waiting captures with the same causes. The one place that handles
// StorageError, and where a decision that breaks stops what it concerns. Must not know what is decided.
import type { Clock } from '../../drivers/contract/clock.ts';
import { type Decide, refuse } from '../core/model/decide.ts';
import type { ReportDefect } from '../core/ports/defectReport.ts';
import { HALT_TEXTS, type Ledger, StorageError, type TransactionOutcome } from '../core/ports/ledger.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';

const RETRY_MS = 1_000;

/** A recorder over one ledger; `log` gets each failure and recovery. */
export function createRetryingRecorder({
  ledger,
  clock,
  log,
  reportDefect,
}: {
  ledger: Ledger;
  clock: Clock;
  log: (event: string, detail: string) => void;
  reportDefect: ReportDefect;
}): DecisionRecorder {
  const storage = watchStorage({ ledger, clock, log });
  const { attempt } = storage;
  const stopListening = ledger.onHalted(() => {
    storage.tell(describeHalt(ledger));
  });

  return {
    displayBook: {
      get: (kind, id) => attempt(() => ledger.book.get(kind, id)) ?? undefined,
      where: (kind, index, value, limit) => attempt(() => ledger.book.where(kind, index, value, limit)) ?? [],
    },
    readLedger: (read) => attempt(() => read(ledger)),
    record: (cause, decide, said) =>
      attempt(() =>
        ledger.halt() === null ? transactOrRefuse({ ledger, reportDefect }, { cause, decide, said }) : null,
      ),
    storageFailure: () => storage.failure() || describeHalt(ledger),
    onStorageChange: storage.onChange,
    stop: () => {
      stopListening();
      storage.stop();
    },
  };
}

/** Tries an action on the storage; after a failure nothing, until it can be opened again. */
function watchStorage({
  ledger,
  clock,
  log,
}: {
  ledger: Ledger;
  clock: Clock;
  log: (event: string, detail: string) => void;
}) {
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
    attempt,
    failure: () => failure,
    tell: (text: string) => {
      for (const listener of listeners) listener(text);
    },
    onChange: (listener: (failure: string) => void) => void listeners.push(listener),
    stop: () => cancelRetry(),
  };
}

/** Why the epoch is halted; empty: it is not. */
function describeHalt(ledger: Ledger): string {
  const halt = ledger.halt();
  return halt === null ? '' : HALT_TEXTS[halt.reason];
}

/** What no rule foresaw stops this command or load, and nothing else: the transaction was rolled back. */
function transactOrRefuse(
  { ledger, reportDefect }: { ledger: Ledger; reportDefect: ReportDefect },
  { cause, decide, said }: { cause: string; decide: Decide; said: Uint8Array | undefined },
): TransactionOutcome {
  try {
    return ledger.transact(cause, decide, said);
  } catch (error) {
    if (error instanceof StorageError) throw error;
    reportDefect(cause, error);
    return { kind: 'refused', refusal: refuse('defect') };
  }
}
