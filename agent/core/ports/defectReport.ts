// The port through which a broken invariant is told: it stops the command, order or load that it concerns, and never
// the process. agent/runtime implements it.

/** Tells of an error that no rule foresaw, and what was stopped by it, for example "order 2026-07". Never throws. */
export type ReportDefect = (concerned: string, error: unknown) => void;
