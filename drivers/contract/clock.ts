// Time and chance as parameters: nothing below start.ts asks the operating system what time it is.

/** How far the wall clock can be believed. `synchronised`: the kernel says a time service disciplines it. */
export type ClockTrust = 'synchronised' | 'unsynchronised' | 'stepped';

/** The time of one fact. Order is never taken from it: the ledger's sequence numbers order facts. */
export interface Timestamp {
  /** Milliseconds since 1970-01-01T00:00:00Z by the wall clock. */
  wallMs: number;
  /** Whole milliseconds since the machine booted; never steps. */
  monotonicMs: number;
  /** Random identifier of this boot of the machine. */
  boot: string;
  trust: ClockTrust;
}

export interface Clock {
  timestamp(): Timestamp;
  /** Milliseconds (fractional) since boot; for windows, time-outs and latencies. */
  monotonicMs(): number;
  /** Runs `action` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, action: () => void): () => void;
}

/** Randomness handed in. `id` gives 128 random bits as 32 lower-case hex digits; `fraction` lies in [0, 1). */
export interface Random {
  id(): string;
  fraction(): number;
}
