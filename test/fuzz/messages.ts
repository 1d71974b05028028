// What the fuzzer's processes say to each other: one task a codec, one result back.
import type { CaptureCount } from './capture.ts';
import type { ErrorClass } from './mutate.ts';
import type { Outcome } from './run.ts';

export interface Task {
  protocol: string;
  seed: number;
  frames: number;
  block?: number;
  /** Loads to weigh in each error class; 0: none. */
  loads: number;
}

export interface Result {
  outcome: Outcome;
  captures: Partial<Record<ErrorClass, CaptureCount>>;
  cpuMs: number;
  /** Heap in use after the first tenth and at the end, both after a collection. */
  heapBytes: { early: number; late: number };
}

export type Answer = { ok: true; result: Result } | { ok: false; protocol: string; problem: string };
