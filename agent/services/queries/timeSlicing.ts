// Long looks into the ledger, cut into pieces: after each piece whatever waits goes first, a weighing above all. Counts
// how many look at once; knows nothing of what they look for.
import type { Clock } from '../../../drivers/contract/clock.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import type { DecisionRecorder } from '../../core/ports/decisionRecorder.ts';

/** The storage failed while somebody looked: there is no answer, rather than half of one. */
export class StorageUnavailableError extends Error {
  override readonly name = 'StorageAway';
}

export interface TimeSlicedLedger {
  /** One piece of work of a few milliseconds; throws StorageAway. */
  readSlice: <T>(piece: (ledger: Ledger) => T) => T;
  /** Lets everything else go first. */
  yieldToOthers: () => Promise<void>;
}

export function createTimeSlicedLedger({
  recorder,
  clock,
}: {
  recorder: DecisionRecorder;
  clock: Clock;
}): TimeSlicedLedger {
  return {
    readSlice: (piece) => {
      const found = recorder.readLedger((ledger) => ({ found: piece(ledger) }));
      if (found === null) throw new StorageUnavailableError('The storage does not answer.');
      return found.found;
    },
    yieldToOthers: () => new Promise((resolve) => void clock.after(0, resolve)),
  };
}

/** Runs at most `most` at once; more are told to come again. */
export function limitConcurrency(most: number): <T>(work: () => Promise<T>) => Promise<T | 'storage' | 'busy'> {
  let inside = 0;
  return async (work) => {
    if (inside >= most) return 'busy';
    inside += 1;
    try {
      return await work();
    } catch (error) {
      if (error instanceof StorageUnavailableError) return 'storage';
      throw error;
    } finally {
      inside -= 1;
    }
  };
}
