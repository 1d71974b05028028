// Long looks into the ledger, cut into pieces: after each piece whatever waits goes first, a weighing above all. Counts
// how many look at once; knows nothing of what they look for.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Recorder } from '../stations/recorder.ts';

/** The storage failed while somebody looked: there is no answer, rather than half of one. */
export class StorageAway extends Error {
  override readonly name = 'StorageAway';
}

export interface Piecewise {
  /** One piece of work of a few milliseconds; throws StorageAway. */
  look: <T>(piece: (ledger: Ledger) => T) => T;
  /** Lets everything else go first. */
  turn: () => Promise<void>;
}

export function piecewise({ recorder, clock }: { recorder: Recorder; clock: Clock }): Piecewise {
  return {
    look: (piece) => {
      const found = recorder.read((ledger) => ({ found: piece(ledger) }));
      if (found === null) throw new StorageAway('The storage does not answer.');
      return found.found;
    },
    turn: () => new Promise((resolve) => void clock.after(0, resolve)),
  };
}

/** Runs at most `most` at once; more are told to come again. */
export function gatekeeper(most: number): <T>(work: () => Promise<T>) => Promise<T | 'storage' | 'busy'> {
  let inside = 0;
  return async (work) => {
    if (inside >= most) return 'busy';
    inside += 1;
    try {
      return await work();
    } catch (error) {
      if (error instanceof StorageAway) return 'storage';
      throw error;
    } finally {
      inside -= 1;
    }
  };
}
