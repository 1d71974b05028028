// What supervision needs of a driver, whatever the protocol. One driver serves one instrument; only the bus of a Modbus
// line is shared. Must not know any protocol.
import type { Clock } from './clock.ts';
import type { Observation } from './observation.ts';
import type { OpenPort } from './port.ts';
import type { InstrumentId } from './siteIds.ts';

/** Counters since the driver was made; shown to technicians. */
export interface DriverCounters {
  /** Bytes received. */
  bytes: number;
  /** Frames decoded, those with a wrong checksum included. */
  frames: number;
  /** Bytes that belonged to no frame. */
  discarded: number;
  checksumErrors: number;
  /** Fault observations reported. */
  faults: number;
  /** How often the port was opened. */
  opens: number;
}

/** How a driver is doing, for technicians. */
export interface DriverHealth {
  /** `waiting`: the last run ended with a fault, and supervision will start the next. */
  state: 'closed' | 'opening' | 'open' | 'waiting';
  /** Why it is not open, or the last fault. Empty when there is none. */
  lastFault: string;
  /** The last bytes received, at most 64. */
  lastBytes: Uint8Array;
  /** Milliseconds since boot; null: no frame yet. */
  lastFrameAtMs: number | null;
  counts: DriverCounters;
}

/** What a driver is given. */
export interface DriverContext {
  clock: Clock;
  openPort: OpenPort;
  /** Called for every reading, tag read and fault. */
  onObservation(observation: Observation): void;
}

/** Serves one instrument. */
export interface Driver {
  /** The instrument's id in the site file. */
  readonly instrument: InstrumentId;
  /** Opens the port, works, and resolves with a reason when the connection has ended. Never rejects. */
  run(signal: AbortSignal): Promise<string>;
  health(): DriverHealth;
}
