// In tests a broken invariant is never just an alarm.
import type { ReportDefect } from '../agent/core/ports/defectReport.ts';

/** Throws what broke. */
export const throwDefect: ReportDefect = (concerned, error) => {
  throw new Error(`the program failed on ${concerned}`, { cause: error });
};
