// Whether the date of the clock can be right, and how much time has passed since something. Asked by everybody who
// decides by a date. The facts are a record of the book (projection/timeChanges.ts); it knows no clock.
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import type { Book } from './book.ts';
import type { Moment, TimeRecord } from './workRecords.ts';

/** How far beyond the last proven time a clock that nothing disciplines is believed: a base may be weeks offline. */
export const PROOF_HOLDS_MS = 90 * 86_400_000;
/** A wall clock that moved so far against the monotonic one was set; less is the difference of two readings. */
export const CLOCK_STEP_MS = 2_000;
/** How far two sound clocks may differ: what headquarters signed a moment ago may lie ahead of a slow clock here. */
export const CLOCK_SLACK_MS = 3_600_000;

/** Japan has one time zone, without summer time. */
const JAPAN_OFFSET_MS = 9 * 3_600_000;

/**
 * Why a date cannot be believed. `below-floor`: it was later already; `stepped-back`: the clock was set back in this
 * boot; `unproven`: nothing has proved the time for 90 days, or ever.
 */
export type DateDoubt = 'below-floor' | 'stepped-back' | 'unproven';

/** What a new ledger knows of the time: nothing. */
const NO_TIME: TimeRecord = {
  id: 'time',
  releasedMs: 0,
  provenMs: 0,
  floorMs: 0,
  boot: '',
  offsetMs: 0,
  steppedBack: false,
  confirmedOffsetMs: null,
  asked: null,
};

/** What the book knows of the time. */
export function timeRecord(book: Book): TimeRecord {
  return book.get('time', 'time') ?? NO_TIME;
}

/** The date before which it cannot be, in ms since 1970-01-01T00:00:00Z. */
export function dateFloorMs({ releasedMs, provenMs, floorMs }: TimeRecord): number {
  return Math.max(releasedMs, provenMs, floorMs);
}

/** Wall clock less monotonic clock: constant within a boot unless somebody sets the clock. */
export function clockOffsetMs({ wallMs, monotonicMs }: Pick<Timestamp, 'wallMs' | 'monotonicMs'>): number {
  return wallMs - monotonicMs;
}

/** Why the date of this moment cannot be believed; null: it can. */
export function doubtOnDate(known: TimeRecord, at: Timestamp): DateDoubt | null {
  const isSynchronised = at.trust === 'synchronised';
  // Entries of a clock that ran ahead do not bind a time service: what was proven, and the release, do.
  const floorMs = isSynchronised ? Math.max(known.releasedMs, known.provenMs) : dateFloorMs(known);
  if (at.wallMs < floorMs - CLOCK_SLACK_MS) return 'below-floor';
  if (isSynchronised) return null;
  if (known.boot === at.boot) {
    const offsetMs = clockOffsetMs(at);
    if (known.confirmedOffsetMs !== null && Math.abs(offsetMs - known.confirmedOffsetMs) <= CLOCK_STEP_MS) return null;
    if (known.steppedBack || offsetMs < known.offsetMs - CLOCK_STEP_MS) return 'stepped-back';
  }
  return at.wallMs > known.provenMs + PROOF_HOLDS_MS ? 'unproven' : null;
}

/** Whether this date can be right. */
export function isDateBelievable(book: Book, at: Timestamp): boolean {
  return doubtOnDate(timeRecord(book), at) === null;
}

/** The date in Japan at a moment, `YYYY-MM-DD`; there a day ends at 15:00 UTC. */
export function localDayOf(wallMs: number): string {
  return new Date(wallMs + JAPAN_OFFSET_MS).toISOString().slice(0, 10);
}

/** Today's date in Japan, `YYYY-MM-DD`; null: the date cannot be believed. */
export function believableDay(book: Book, at: Timestamp): string | null {
  return isDateBelievable(book, at) ? localDayOf(at.wallMs) : null;
}

/** The wall time if it can be believed, else the floor: how late it is at least. Nothing new expires by a floor. */
export function reckonedWallMs(book: Book, at: Timestamp): number {
  return isDateBelievable(book, at) ? at.wallMs : dateFloorMs(timeRecord(book));
}

/** What the book keeps of a moment, so that `elapsedSinceMs` can tell how long ago it was. */
export function momentOf(book: Book, at: Timestamp): Moment {
  return { wallMs: reckonedWallMs(book, at), monotonicMs: at.monotonicMs, boot: at.boot };
}

/**
 * How much time has passed since a moment, in ms: on the monotonic clock within a boot, else by wall times that can be
 * believed, and at least what the floor proves. Infinity: the time was set right to before that moment, so that nobody
 * can tell.
 */
export function elapsedSinceMs(since: Moment, now: { book: Book; at: Timestamp }): number {
  const { book, at } = now;
  if (since.boot === at.boot) return at.monotonicMs - since.monotonicMs;
  const elapsedMs = reckonedWallMs(book, at) - since.wallMs;
  return elapsedMs < -CLOCK_SLACK_MS ? Infinity : Math.max(0, elapsedMs);
}

/**
 * Whether a scale counts as verified on a day: a verification mark is recorded, and the periodic inspection holds
 * through that day. Never on a day that cannot be believed (null).
 *
 * @see Measurement Act (計量法) Art. 19: periodic inspection
 */
export function isVerifiedOn(
  mark: { verificationMark: string | null; verifiedUntil: string | null },
  today: string | null,
): boolean {
  const { verificationMark, verifiedUntil } = mark;
  return today !== null && verificationMark !== null && verifiedUntil !== null && verifiedUntil >= today;
}

/** Whether a time lies behind, by a believable date; without one nothing is over. */
export function isPast(wallMs: number, { book, at }: { book: Book; at: Timestamp }): boolean {
  return isDateBelievable(book, at) && at.wallMs > wallMs;
}
