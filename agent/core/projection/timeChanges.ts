// What each entry's time and trust teach of the date: the floor below which it cannot be, the last proven time, and
// whether the clock was set back in this boot. The rule that reads it is model/believableDate.ts.
import type { Book, BookChange } from '../model/book.ts';
import type { Entry, EntryOf } from '../model/entry.ts';
import type { TimeRecord } from '../model/workRecords.ts';
import {
  CLOCK_SLACK_MS,
  CLOCK_STEP_MS,
  clockOffsetMs,
  type DateDoubt,
  doubtOnDate,
  PROOF_HOLDS_MS,
  timeRecord,
} from '../model/believableDate.ts';
import { putRecord } from './bookChanges.ts';

/** The floor follows the entries in steps of this size, so that most entries write nothing. */
const FLOOR_GRAIN_MS = 600_000;

/** The record of the time after an entry; no change while it teaches nothing new. */
export function applyEntryTime(entry: Entry, book: Book): BookChange[] {
  const before = timeRecord(book);
  const doubt = doubtOnDate(before, entry.at);
  const after = withWord(withTime(inBoot(before, entry.at), entry.at, doubt), entry, doubt);
  return hasChanged(before, after) ? [putRecord('time', after)] : [];
}

/** In another boot the monotonic clock begins anew, and what two persons confirmed is over. */
function inBoot(known: TimeRecord, at: Entry['at']): TimeRecord {
  if (known.boot === at.boot) return known;
  const { boot } = at;
  return { ...known, boot, offsetMs: clockOffsetMs(at), steppedBack: false, confirmedOffsetMs: null, asked: null };
}

/** Only believable times raise the floor. A time service also ends what a clock that ran ahead has left behind. */
function withTime(known: TimeRecord, at: Entry['at'], doubt: DateDoubt | null): TimeRecord {
  const offsetMs = clockOffsetMs(at);
  const stepped: TimeRecord = {
    ...known,
    offsetMs: offsetMs > known.offsetMs + CLOCK_STEP_MS ? offsetMs : known.offsetMs,
    steppedBack: known.steppedBack || offsetMs < known.offsetMs - CLOCK_STEP_MS,
  };
  if (doubt !== null) return stepped;
  if (at.trust !== 'synchronised') return { ...stepped, floorMs: coarselyLater(stepped.floorMs, at.wallMs) };
  const provenMs = coarselyLater(known.provenMs, at.wallMs);
  const isFloorAhead = known.floorMs > at.wallMs + CLOCK_SLACK_MS;
  return {
    ...stepped,
    provenMs,
    floorMs: isFloorAhead ? at.wallMs : coarselyLater(known.floorMs, at.wallMs),
    offsetMs: stepped.steppedBack ? offsetMs : stepped.offsetMs,
    steppedBack: false,
  };
}

function coarselyLater(knownMs: number, wallMs: number): number {
  return wallMs >= knownMs + FLOOR_GRAIN_MS ? wallMs : knownMs;
}

/** What the entry itself says of the time. */
function withWord(known: TimeRecord, entry: Entry, doubt: DateDoubt | null): TimeRecord {
  switch (entry.kind) {
    case 'agent-started':
      return { ...known, releasedMs: entry.body.releasedWallMs };
    case 'order-received':
      return withSignedWord(known, entry, doubt);
    case 'second-person-asked':
      return entry.body.act === 'confirm-date'
        ? { ...known, asked: { operator: entry.body.operator, offsetMs: clockOffsetMs(entry.at) } }
        : known;
    case 'request-withdrawn':
      return entry.body.act === 'confirm-date' ? { ...known, asked: null } : known;
    case 'date-confirmed':
      return withConfirmation(known, entry.at);
    default:
      return known;
  }
}

/**
 * Headquarters signed an order at a time: it is at least so late. A floor that a clock which ran ahead has left is lowered
 * by it where the clock here agrees. What was proven stays: an order may have been under way for long.
 */
function withSignedWord(
  known: TimeRecord,
  { body, at }: EntryOf<'order-received'>,
  doubt: DateDoubt | null,
): TimeRecord {
  const { issuedWallMs } = body.order;
  const isAgreed = at.wallMs >= issuedWallMs - CLOCK_SLACK_MS && at.wallMs <= issuedWallMs + PROOF_HOLDS_MS;
  const provenMs = Math.max(known.provenMs, issuedWallMs);
  const isLowered = doubt === 'below-floor' && isAgreed;
  return { ...known, provenMs, floorMs: isLowered ? provenMs : Math.max(known.floorMs, issuedWallMs) };
}

function withConfirmation(known: TimeRecord, at: Entry['at']): TimeRecord {
  const offsetMs = clockOffsetMs(at);
  return {
    ...known,
    provenMs: Math.min(known.provenMs, at.wallMs),
    floorMs: at.wallMs,
    offsetMs,
    steppedBack: false,
    confirmedOffsetMs: offsetMs,
    asked: null,
  };
}

function hasChanged(before: TimeRecord, after: TimeRecord): boolean {
  return (Object.keys(after) as (keyof TimeRecord)[]).some((member) => before[member] !== after[member]);
}
