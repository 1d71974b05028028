// What supervision needs of a driver, whatever the wire. One driver serves one instrument; a Modbus line's bus is
// shared.
import type { Clock } from './clock.ts';
import type { Observation } from './observation.ts';
import type { OpenPort } from './port.ts';

/** Counters since the driver was made; shown to technicians. */
export interface DriverCounters {
  bytes: number;
  frames: number;
  discarded: number;
  checksumErrors: number;
  faults: number;
  opens: number;
}

export interface DriverHealth {
  state: 'closed' | 'opening' | 'open' | 'waiting';
  /** Why it is not open, or the last trouble. Empty when all is well. */
  lastFault: string;
  lastBytes: Uint8Array;
  lastFrameAtMs: number | null;
  counts: DriverCounters;
}

export interface DriverContext {
  clock: Clock;
  openPort: OpenPort;
  onObservation(observation: Observation): void;
}

export interface Driver {
  readonly instrument: string;
  /** Runs one session: opens, works, resolves with a reason when the session ended. Never rejects. */
  run(signal: AbortSignal): Promise<string>;
  health(): DriverHealth;
}
