// What a base's entries say of its clock, and whether the date of an entry can be right. CONTRACT.md 9.7, written from
// there: the base has code of its own.
import type { Entry } from '../../link/contract/entrySchemas.ts';
import type { BaseBook } from './baseBook.ts';
import type { BookClockRow } from './bookRows.ts';

const NINETY_DAYS_MS = 7_776_000_000;
const HOUR_MS = 3_600_000;
const TEN_MINUTES_MS = 600_000;
const JAPAN_MS = 9 * HOUR_MS;
/** More than this is a step of the wall clock. */
const STEP_BEYOND_MS = 2_000;

type EntryTime = Entry['at'];

/** Of a base that has said nothing of the time yet. */
function unknownClock(base: string): BookClockRow {
  return {
    base,
    released_ms: 0,
    proven_ms: 0,
    floor_ms: 0,
    boot: '',
    offset_ms: 0,
    stepped_back: 0,
    confirmed_offset_ms: null,
  };
}

function findClock(book: BaseBook): BookClockRow {
  return (
    book.store.prepare<[string], BookClockRow>('SELECT * FROM clocks WHERE base = ?').get(book.base) ??
    unknownClock(book.base)
  );
}

/** Whether the date of an entry can be right, by the entries before it. */
export function isEntryDateSound(book: BaseBook, at: EntryTime): boolean {
  return judgeEntryDate(findClock(book), at) === 'sound';
}

/** The time of an entry if its date can be right, else the floor. */
export function soundTimeMs(book: BaseBook, at: EntryTime): number {
  const clock = findClock(book);
  if (judgeEntryDate(clock, at) === 'sound') return at.wallMs;
  return Math.max(clock.released_ms, clock.proven_ms, clock.floor_ms);
}

/** The entry's day in Japan, `YYYY-MM-DD`. */
export function entryDay({ wallMs }: EntryTime): string {
  return new Date(wallMs + JAPAN_MS).toISOString().slice(0, 10);
}

type DateJudgement = 'sound' | 'too-early' | 'doubtful';

function judgeEntryDate(clock: BookClockRow, at: EntryTime): DateJudgement {
  const disciplined = at.trust === 'synchronised';
  let earliest = Math.max(clock.released_ms, clock.proven_ms);
  if (!disciplined) earliest = Math.max(earliest, clock.floor_ms);
  if (at.wallMs + HOUR_MS < earliest) return 'too-early';
  if (disciplined) return 'sound';
  const offset = at.wallMs - at.monotonicMs;
  if (clock.boot === at.boot) {
    const confirmed = clock.confirmed_offset_ms;
    if (confirmed !== null && Math.abs(offset - confirmed) <= STEP_BEYOND_MS) return 'sound';
    if (clock.stepped_back === 1 || offset + STEP_BEYOND_MS < clock.offset_ms) return 'doubtful';
  }
  return at.wallMs - clock.proven_ms <= NINETY_DAYS_MS ? 'sound' : 'doubtful';
}

/** Keeps what an entry says of the time; `accepted`: headquarters has booked it, so that its word counts. */
export function bookEntryTime(book: BaseBook, entry: { at: EntryTime; accepted: Entry | null }): void {
  const before = findClock(book);
  const { at, accepted } = entry;
  const judgement = judgeEntryDate(before, at);
  const clock = { ...before };
  const offset = at.wallMs - at.monotonicMs;
  if (clock.boot !== at.boot)
    Object.assign(clock, { boot: at.boot, offset_ms: offset, stepped_back: 0, confirmed_offset_ms: null });
  if (offset + STEP_BEYOND_MS < clock.offset_ms) clock.stepped_back = 1;
  else if (offset > clock.offset_ms + STEP_BEYOND_MS) clock.offset_ms = offset;
  if (judgement === 'sound') raiseFloor(clock, at);
  if (accepted !== null) applyWordOnTime(clock, accepted, judgement);
  if (JSON.stringify(clock) !== JSON.stringify(before)) book.saveRow('clocks', clock);
}

function raiseFloor(clock: BookClockRow, at: EntryTime): void {
  const disciplined = at.trust === 'synchronised';
  if (disciplined && clock.floor_ms > at.wallMs + HOUR_MS) clock.floor_ms = at.wallMs;
  else if (at.wallMs - clock.floor_ms >= TEN_MINUTES_MS) clock.floor_ms = at.wallMs;
  if (!disciplined) return;
  if (at.wallMs - clock.proven_ms >= TEN_MINUTES_MS) clock.proven_ms = at.wallMs;
  if (clock.stepped_back === 1) clock.offset_ms = at.wallMs - at.monotonicMs;
  clock.stepped_back = 0;
}

function applyWordOnTime(clock: BookClockRow, entry: Entry, judgement: DateJudgement): void {
  const { wallMs, monotonicMs } = entry.at;
  if (entry.kind === 'agent-started') clock.released_ms = entry.body.releasedWallMs;
  if (entry.kind === 'order-received') {
    const signed = entry.body.order.issuedWallMs;
    const agrees = wallMs + HOUR_MS >= signed && wallMs - signed <= NINETY_DAYS_MS;
    clock.proven_ms = Math.max(clock.proven_ms, signed);
    clock.floor_ms = judgement === 'too-early' && agrees ? clock.proven_ms : Math.max(clock.floor_ms, signed);
  }
  if (entry.kind === 'date-confirmed') {
    clock.proven_ms = Math.min(clock.proven_ms, wallMs);
    clock.floor_ms = wallMs;
    clock.offset_ms = wallMs - monotonicMs;
    clock.confirmed_offset_ms = clock.offset_ms;
    clock.stepped_back = 0;
  }
}
