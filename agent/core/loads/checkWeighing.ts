// The check weight: within the in-service bound of the load plus rounding. Twice beyond it, and what the scale weighed
// since the last good check is doubtful; twice no check weight at all, and the scale is out of service.
import type { OperatorId } from '../model/ids.ts';
import type { CaptureEvent } from '../weight/weighingEntry.ts';
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { EntryBodies } from '../model/entry.ts';
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

/** Whether an entry's tolerance and outcome are those of its masses, by one of the scale's ranges. */
export function isCheckOf(body: EntryBodies['check-weighing']): boolean {
  const { scale, referenceMg, shownMg } = body;
  return scale.ranges.some(({ intervalMg }) => {
    const outcome = checkOutcome({ referenceMg, shownMg }, { class: scale.class, intervalMg });
    return (
      outcome.toleranceMg === body.toleranceMg &&
      outcome.passed === body.passed &&
      outcome.recognised === body.recognised
    );
  });
}

function checkOutcome(
  { referenceMg, shownMg }: { referenceMg: MassMg; shownMg: MassMg },
  scale: { class: AccuracyClass; intervalMg: MassMg },
): Pick<EntryBodies['check-weighing'], 'toleranceMg' | 'passed' | 'recognised'> {
  const toleranceMg = checkToleranceMg(scale, referenceMg);
  const differenceMg = Math.abs(shownMg - referenceMg);
  return {
    toleranceMg,
    passed: differenceMg <= toleranceMg,
    recognised: differenceMg <= RECOGNISED_WITHIN * toleranceMg,
  };
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
  const masses = { referenceMg: event.referenceMg, shownMg: event.capture.grossMg };
  const outcome = checkOutcome(masses, { class: event.scale.class, intervalMg: range.intervalMg });
  const { passed, recognised } = outcome;
  const body = {
    load: event.load,
    station: event.station,
    scale: event.scale,
    ...masses,
    ...outcome,
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
