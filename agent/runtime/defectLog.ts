// Broken invariants of this run: each is logged, and stands as an alarm until the agent is started again. What was
// concerned (a command, an order, a load) was stopped by whoever reports. Must not end the process.
import { errorText } from '../../drivers/contract/errorText.ts';
import type { ReportDefect } from '../core/ports/defectReport.ts';
import type { Log } from './log.ts';

/** Frames of the stack that reach the log: where it broke, and through what. */
const LOGGED_FRAMES = 3;

/** What broke in this run. */
export interface DefectLog {
  report: ReportDefect;
  /** Empty while nothing broke; else one, which says how often and what it concerned last. */
  alarms(): { code: string; detail: string }[];
}

/** A log of broken invariants; `onChange` is told of each. */
export function createDefectLog({ log, onChange }: { log: Log; onChange: () => void }): DefectLog {
  let count = 0;
  let last = '';
  return {
    report: (concerned, error) => {
      count += 1;
      last = concerned;
      log('error', 'defect', { code: concerned, detail: describeDefect(error) });
      onChange();
    },
    alarms: () => (count === 0 ? [] : [{ code: 'defect', detail: count === 1 ? last : `${last} (${count})` }]),
  };
}

/** Message and first frames, without figures of four digits and more: a mass has no place in the log. */
function describeDefect(error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const where = frames.slice(0, LOGGED_FRAMES).map((line) => line.trim().replace(/\(.*\/(?=[^/]+$)/, '('));
  return [errorText(error).replace(/\d{4,}/g, '#'), ...where].join(' ');
}
