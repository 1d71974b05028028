// Time and randomness as parameters: nothing below start.ts asks the operating system what time it is. Must not know
// who uses them.

/**
 * How far the wall clock can be believed. `synchronised`: the kernel says that a time service disciplines it;
 * `unsynchronised`: nothing does; `stepped`: it was set back or ahead in this boot.
 */
export type ClockTrust = 'synchronised' | 'unsynchronised' | 'stepped';

/** When something happened. Order is never taken from it: the ledger's sequence numbers order entries. */
export interface Timestamp {
  /** Milliseconds since 1970-01-01T00:00:00Z by the wall clock. */
  wallMs: number;
  /** Whole milliseconds since the machine booted; never steps. */
  monotonicMs: number;
  /** Random identifier of this boot of the machine. */
  boot: string;
  /** How far `wallMs` can be believed. */
  trust: ClockTrust;
}

/** Time handed in: the present, and actions in the future. */
export interface Clock {
  /** The present by all three clocks. */
  timestamp(): Timestamp;
  /** Milliseconds since boot, with fractions; for windows, time-outs and latencies. */
  monotonicMs(): number;
  /** Runs `action` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, action: () => void): () => void;
}

/** Randomness handed in. */
export interface Random {
  /** 128 random bits as 32 lower-case hexadecimal digits. */
  id(): string;
  /** A number in [0, 1). */
  fraction(): number;
}
