// The check weight: within the in-service bound of the load plus rounding, or what the scale weighed since is doubtful.
import type { CaptureEvent } from '../weight/weighingEntry.ts';
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import { type Decided, derivedIds } from '../model/decide.ts';
import { inServiceBoundMg } from '../weight/tolerance.ts';
import { doubtWeighings } from './doubtWeighings.ts';

/**
 * The check weight after power-up and every day: within the in-service bound of the load, plus rounding. A failed one
 * makes what the scale weighed since the last good one doubtful.
 */
export function decideCheck(event: CaptureEvent & { referenceMg: MassMg; operator: string }, book: Book): Decided {
  const range = event.scale.ranges[event.capture.range];
  if (!range) throw new Error(`capture names range ${event.capture.range} of ${event.scale.ranges.length}`);
  const toleranceMg =
    inServiceBoundMg({ class: event.scale.class, intervalMg: range.intervalMg }, event.referenceMg) +
    range.intervalMg / 2;
  const passed = Math.abs(event.capture.grossMg - event.referenceMg) <= toleranceMg;
  const body = {
    station: event.station,
    scale: event.scale,
    referenceMg: event.referenceMg,
    shownMg: event.capture.grossMg,
    toleranceMg,
    passed,
    window: event.capture.window,
    operator: event.operator,
  };
  const doubts = passed
    ? []
    : doubtWeighings(book, {
        scale: event.scale.instrument,
        operator: event.operator,
        newId: derivedIds(event.weighing),
      });
  return { entries: [{ kind: 'check-weighing', body }, ...doubts], effects: [], result: { passed } };
}
