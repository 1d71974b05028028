// When a scale must be checked again, as far as the book can tell: once a local day, at each boot, and after work on the
// scale. What the scale's own silence says is the observer's matter.
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import { believableDay, localDayOf } from '../model/believableDate.ts';
import type { Book } from '../model/book.ts';
import type { ScaleFacts } from '../model/weighingEvidence.ts';

/** Without a date that can be believed a check holds so long at most; no site file may say more. */
const CHECK_HOLDS_HOURS = 24;
const MS_PER_HOUR = 3_600_000;

/**
 * Whether a scale must be checked before its next weighing: it was not checked on this day, in this boot of the machine
 * or within `everyHours` on the monotonic clock, its last check failed, or it is not the scale that was checked: its
 * settings or its verification mark are others.
 */
export function isCheckDue(
  book: Book,
  { scale, everyHours, at }: { scale: ScaleFacts; everyHours: number; at: Timestamp },
): boolean {
  const check = book.get('scale', scale.instrument)?.check;
  if (!check?.passed || check.boot !== at.boot || !isSameScale(check.scale, scale)) return true;
  const elapsedMs = at.monotonicMs - check.monotonicMs;
  if (elapsedMs > Math.min(everyHours, CHECK_HOLDS_HOURS) * MS_PER_HOUR) return true;
  // By the time that has passed: the clock may have been put right since.
  const today = believableDay(book, at);
  return today !== null && localDayOf(at.wallMs - elapsedMs) !== today;
}

/** Whether nothing was changed about a scale: its facts in the site file, its mark, its inspection. */
function isSameScale(checked: ScaleFacts, now: ScaleFacts): boolean {
  return describeScale(checked) === describeScale(now);
}

function describeScale(scale: ScaleFacts): string {
  const { model, serialNumber, unit, decimals, verificationMark, verifiedUntil } = scale;
  const ranges = scale.ranges.map(({ maxMg, minMg, intervalMg }) => [maxMg, minMg, intervalMg]);
  return JSON.stringify([model, serialNumber, scale.class, unit, decimals, verificationMark, verifiedUntil, ranges]);
}
