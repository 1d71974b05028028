// The check weight: within the in-service bound of the load plus rounding, or what the scale weighed since is doubtful.
import type { OperatorId } from '../model/ids.ts';
import type { CaptureEvent } from '../weight/weighingEntry.ts';
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import { type Decided, derivedIds } from '../model/decide.ts';
import { inServiceBoundMg } from '../weight/tolerance.ts';
import { doubtWeighings } from './doubtWeighings.ts';

/**
 * Decides a check weighing after power-up or of the day: passed if it shows the reference mass within the in-service
 * bound of the load plus half an interval. A failed one makes doubtful what the scale weighed since the last good one.
 *
 * @throws {Error} when the capture names a range that the scale does not have
 * @see OIML R 76-1:2006, section 3.5.2
 */
export function decideCheck(event: CaptureEvent & { referenceMg: MassMg; operator: OperatorId }, book: Book): Decided {
  const range = event.scale.ranges[event.capture.range];
  if (!range) throw new Error(`capture names range ${event.capture.range} of ${event.scale.ranges.length}`);
  const toleranceMg =
    inServiceBoundMg({ class: event.scale.class, intervalMg: range.intervalMg }, event.referenceMg) +
    range.intervalMg / 2;
  const passed = Math.abs(event.capture.grossMg - event.referenceMg) <= toleranceMg;
  const body = {
    load: event.load,
    station: event.station,
    scale: event.scale,
    referenceMg: event.referenceMg,
    shownMg: event.capture.grossMg,
    toleranceMg: asMassMg(toleranceMg),
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
