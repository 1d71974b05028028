// What the fuzzer's threads say to each other: one task a codec, one result back.
import type { CaptureCase, CaptureCount } from './capture.ts';
import type { Outcome } from './run.ts';

export interface Task {
  protocol: string;
  seed: number;
  frames: number;
  block?: number;
  /** Loads to weigh in each case; 0: none. */
  loads: number;
}

export interface Result {
  outcome: Outcome;
  captures: Partial<Record<CaptureCase, CaptureCount>>;
  tookMs: number;
  /** Memory in use after the first tenth and at the end, both after a collection. */
  memoryBytes: { early: number; late: number };
}

export type Answer = { ok: true; result: Result } | { ok: false; problem: string };
