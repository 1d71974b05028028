// Whether a vehicle is as heavy empty as it was before: a water tank emptied on the way, a driver who stepped out or
// another trailer show nowhere else.
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { WeighingRecord } from '../model/records.ts';
import type { VisitRecord } from '../model/workRecords.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { EMPTY_PASS_LIMITS } from '../model/limits.ts';

/**
 * The empty pass against this plate's empty passes of the last twelve months, by the nearest of them; null where there are
 * too few, or where it lies between the lowest and the highest, each widened by 1 % or 5 e.
 *
 * @see CONTRACT.md, section 9.3
 */
export function compareEmptyPass(
  book: Book,
  pass: { visit: VisitRecord; record: WeighingRecord; replaced: WeighingRecord | undefined; wallMs: number },
): Comparison | null {
  const { record, wallMs } = pass;
  const gone = new Set([record.id, pass.replaced?.id]);
  const earlierMg = book
    .where('visit', 'plates', pass.visit.plates)
    .flatMap(({ passes }) => passes)
    .filter(({ weighing, empty, at }) => empty && !gone.has(weighing) && wallMs - at.wallMs <= EMPTY_PASS_LIMITS.agoMs)
    .map(({ grossMg }) => grossMg);
  if (earlierMg.length < EMPTY_PASS_LIMITS.passes) return null;
  const lowMg = Math.min(...earlierMg);
  const highMg = Math.max(...earlierMg);
  const nearestMg = Math.min(Math.max(record.grossMg, lowMg), highMg);
  const marginMg = emptyMarginMg(nearestMg, record.intervalMg);
  const differenceMg = record.grossMg - nearestMg;
  if (Math.abs(differenceMg) <= marginMg) return null;
  return {
    declaredMg: asMassMg(nearestMg),
    measuredMg: record.grossMg,
    differenceMg: asMassMg(differenceMg),
    scaleBoundMg: asMassMg(0),
    roundingMg: asMassMg(0),
    otherLimitMg: marginMg,
    otherRoundingMg: asMassMg(0),
    toleranceMg: marginMg,
  };
}

/** Fuel, mud and rain; on a coarse bridge its own steps. Rounded down to a milligram. */
function emptyMarginMg(emptyMg: number, intervalMg: number): MassMg {
  const { shareDivisor, intervals } = EMPTY_PASS_LIMITS;
  return asMassMg(Math.max(Math.floor(emptyMg / shareDivisor), intervals * intervalMg));
}
