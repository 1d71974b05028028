// The agent of a true dock: its real stations and decisions over a real fold, on a disk that fails as the test wants.
import { throwDefect } from '../throwDefect.ts';
import type { Book } from '../../agent/core/model/book.ts';
import { type Decide, isRefusal } from '../../agent/core/model/decide.ts';
import { type Ledger, StorageError } from '../../agent/core/ports/ledger.ts';
import { createRetryingRecorder } from '../../agent/runtime/retryingRecorder.ts';
import { quietParts } from './quietStations.ts';
import { BaseStations } from '../../agent/stations/baseStations.ts';
import type { Clock, Random } from '../../drivers/contract/clock.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import { SCALE } from '../core/intakeScenes.ts';
import { LOADS, SETTINGS } from '../core/loads.ts';
import type { MemoryLedger } from '../core/memoryLedger.ts';
import { CHECK_BAND_MG, CHECK_MG, RAW } from './dockFacts.ts';

/** What a failing store is told by its dock. */
interface Disk {
  /** Before the commit, or after it. */
  readonly diskFails: 'no' | 'before' | 'after';
  readonly nowMs: number;
  readonly ledger: MemoryLedger;
  /** Moments of the entries, by seq. */
  readonly writtenAtMs: Map<number, number>;
}

/** A ledger in memory that fails like the real one: until it was recovered its book cannot be read either. */
export class FailingStore {
  readonly #disk: Disk;
  #isBroken = false;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  readonly book = {
    get: (...about: Parameters<Book['get']>) => this.#usable().get(...about),
    where: (...about: Parameters<Book['where']>) => this.#usable().where(...about),
  };

  #usable(): Book {
    if (this.#isBroken) throw new StorageError('Storage failed before and has not been recovered.');
    return this.#disk.ledger.book;
  }

  /** Headquarters has nothing against this ledger. */
  halt(): null {
    return null;
  }

  onHalted(): () => void {
    return () => undefined;
  }

  recover(): void {
    if (this.#disk.diskFails !== 'no') throw new StorageError('the disk does not answer');
    this.#isBroken = false;
  }

  transact(cause: string, decide: Decide): unknown {
    this.#usable();
    const { diskFails, ledger, writtenAtMs, nowMs } = this.#disk;
    this.#isBroken = diskFails !== 'no';
    if (diskFails === 'before') throw new StorageError('the disk does not answer');
    const result = ledger.do(cause, decide);
    for (let seq = ledger.entries.length; seq > 0 && !writtenAtMs.has(seq); seq -= 1) writtenAtMs.set(seq, nowMs);
    if (diskFails === 'after') throw new StorageError('nobody knows whether that was written');
    return isRefusal(result as never)
      ? { kind: 'refused', refusal: result }
      : { kind: 'decided', result, effects: [], entries: [] };
  }
}

const OPEN = {
  state: 'open' as const,
  lastFault: '',
  lastBytes: RAW,
  lastFrameAtMs: 0,
  counts: { bytes: 0, frames: 0, discarded: 0, checksumErrors: 0, faults: 0, opens: 1 },
};

/** Begins on what the store holds; `observed` is handed what takes the observations of its instruments. */
export function startDockAgent({
  clock,
  random,
  store: failing,
  observed,
}: {
  clock: Clock;
  random: Random;
  store: FailingStore;
  observed: (observe: (observation: Observation) => void) => void;
}): BaseStations {
  const store = failing as unknown as Ledger;
  const recorder = createRetryingRecorder({ ledger: store, clock, log: () => undefined, reportDefect: throwDefect });
  const checkBand = { lowMg: CHECK_MG - CHECK_BAND_MG, highMg: CHECK_MG + CHECK_BAND_MG };
  const stations = new BaseStations({
    clock,
    random,
    ledger: store,
    recorder,
    runInfo: () => ({ run: 'r', software: 'test', configHash: 'c' }),
    settings: [
      {
        id: 'dock-1',
        name: { en: '1', ja: '1' },
        scale: 'scale-1',
        readers: ['reader-1'],
        checkWeight: { massMg: CHECK_MG, everyHours: 24 },
        ...LOADS,
        fitnessSharePpm: null,
        load: { ...SETTINGS, checkBand },
      },
    ],
    gates: [],
    instruments: ['scale-1'],
    createDriver: (instrument, observe) => {
      observed(observe);
      return { instrument, health: () => OPEN, run: () => new Promise<never>(() => undefined) };
    },
    scaleFacts: () => SCALE,
    assumeCheckPassed: false,
    ...quietParts({ recorder, random }),
  });
  stations.start();
  return stations;
}
