// Long reads of the ledger, cut into slices: after each slice everything that waits runs first, a weighing above all.
// Limits how many run at once. Must not know what is read.
import type { Clock } from '../../../drivers/contract/clock.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import type { DecisionRecorder } from '../../core/ports/decisionRecorder.ts';

/** The storage failed during a query: it has no answer, rather than half of one. */
export class StorageUnavailableError extends Error {
  override readonly name = 'StorageUnavailableError';
}

/** The ledger for reads that take long. */
export interface TimeSlicedLedger {
  /**
   * Runs one slice of a few milliseconds.
   *
   * @throws {StorageUnavailableError} when the storage does not answer
   */
  readSlice: <T>(read: (ledger: Ledger) => T) => T;
  /** Resolves after everything that waits has run. */
  yieldToOthers: () => Promise<void>;
}

/** A time-sliced ledger over the recorder's. */
export function createTimeSlicedLedger({
  recorder,
  clock,
}: {
  recorder: DecisionRecorder;
  clock: Clock;
}): TimeSlicedLedger {
  return {
    readSlice: (read) => {
      // Wrapped, because null is the recorder's own answer while the storage fails.
      const slice = recorder.readLedger((ledger) => ({ result: read(ledger) }));
      if (slice === null) throw new StorageUnavailableError('The storage does not answer.');
      return slice.result;
    },
    yieldToOthers: () => new Promise((resolve) => void clock.after(0, resolve)),
  };
}

/** Runs at most `limit` queries at once; more get 'busy', and 'storage' stands for a storage that does not answer. */
export function limitConcurrency(limit: number): <T>(query: () => Promise<T>) => Promise<T | 'storage' | 'busy'> {
  let running = 0;
  return async (query) => {
    if (running >= limit) return 'busy';
    running += 1;
    try {
      return await query();
    } catch (error) {
      if (error instanceof StorageUnavailableError) return 'storage';
      throw error;
    } finally {
      running -= 1;
    }
  };
}
