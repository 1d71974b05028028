// The check weight: within the in-service bound of the load plus rounding. Twice beyond it, and what the scale weighed
// since the last good check is doubtful; twice no check weight at all, and the scale is out of service.
import type { OperatorId } from '../model/ids.ts';
import type { CaptureEvent } from '../weight/weighingEntry.ts';
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import { type CommandMeta, type Decided, derivedIds, refuse, type Refusal } from '../model/decide.ts';
import type { AccuracyClass } from '../model/weighingEvidence.ts';
import type { InstrumentId, StationId } from '../../../drivers/contract/siteIds.ts';
import { inServiceBoundMg } from '../weight/tolerance.ts';
import { doubtWeighings } from './doubtWeighings.ts';
import { isOutOfService } from '../model/scaleService.ts';

/** How far a check weight may be off and still be one, in tolerances of the check. */
const RECOGNISED_WITHIN = 10;

/**
 * How far a check weight of `referenceMg` may show something else, in mg: the in-service bound of the load plus half an
 * interval.
 *
 * @see OIML R 76-1:2006, section 3.5.2
 */
export function checkToleranceMg(scale: { class: AccuracyClass; intervalMg: MassMg }, referenceMg: MassMg): MassMg {
  return asMassMg(inServiceBoundMg(scale, referenceMg) + scale.intervalMg / 2);
}

/**
 * Decides a check weighing. What is far off is not the check weight, and says nothing of the scale; a first failure
 * asks for another check from zero; the second makes doubtful what the scale weighed since the last good one.
 *
 * @throws {Error} when the capture names a range that the scale does not have
 */
export function decideCheck(event: CaptureEvent & { referenceMg: MassMg; operator: OperatorId }, book: Book): Decided {
  const range = event.scale.ranges[event.capture.range];
  if (!range) throw new Error(`capture names range ${event.capture.range} of ${event.scale.ranges.length}`);
  const toleranceMg = checkToleranceMg({ class: event.scale.class, intervalMg: range.intervalMg }, event.referenceMg);
  const differenceMg = Math.abs(event.capture.grossMg - event.referenceMg);
  const passed = differenceMg <= toleranceMg;
  const recognised = differenceMg <= RECOGNISED_WITHIN * toleranceMg;
  const body = {
    load: event.load,
    station: event.station,
    scale: event.scale,
    referenceMg: event.referenceMg,
    shownMg: event.capture.grossMg,
    toleranceMg,
    passed,
    recognised,
    window: event.capture.window,
    operator: event.operator,
  };
  const isRepeated = (book.get('scale', event.scale.instrument)?.failures ?? 0) > 0;
  const doubts =
    passed || !recognised || !isRepeated
      ? []
      : doubtWeighings(book, {
          scale: event.scale.instrument,
          operator: event.operator,
          newId: derivedIds(event.weighing),
        });
  return { entries: [{ kind: 'check-weighing', body }, ...doubts], effects: [], result: { passed } };
}

/** Puts a scale to use again. Refuses one that is not out of service. */
export function decideReturnScale(
  event: CommandMeta & { station: StationId; scale: InstrumentId },
  book: Book,
): Decided | Refusal {
  const { station, scale, operator } = event;
  if (!isOutOfService(book, scale)) return refuse('scale-in-service', { station });
  return {
    entries: [{ kind: 'scale-returned', body: { station, scale, operator } }],
    effects: [],
    result: { station },
  };
}
