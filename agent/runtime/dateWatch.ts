// The base's date for those who hold no book: today if it can be believed, how late it is at least, what is wrong. Looks
// again every minute, because a date comes into doubt without an entry. The rule is the core's.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Book } from '../core/model/book.ts';
import { believableDay, doubtOnDate, reckonedWallMs, timeRecord } from '../core/model/believableDate.ts';
import type { DateView } from '../core/views/stateView.ts';

const LOOK_INTERVAL_MS = 60_000;

/** What may be asked of the date. */
export interface DateWatch {
  /** `YYYY-MM-DD` in Japan; null: the date cannot be believed. */
  today(): string | null;
  /** The wall time, or the floor while it cannot be believed; ms since 1970-01-01T00:00:00Z. */
  reckonedWallMs(): number;
  view(): DateView;
  stop(): void;
}

/** Begins to watch; `onChange` is called when the date comes into doubt, and when it is out of it. */
export function createDateWatch({
  book: displayBook,
  clock,
  onChange,
}: {
  book: Book;
  clock: Clock;
  onChange: () => void;
}): DateWatch {
  let lastKnown = timeRecord(displayBook);
  // While the storage fails the display book is empty: the date is judged by what was known before.
  const book: Book = {
    get: (kind, id) => {
      if (kind !== 'time') return displayBook.get(kind, id);
      lastKnown = displayBook.get('time', 'time') ?? lastKnown;
      return lastKnown as ReturnType<typeof displayBook.get<typeof kind>>;
    },
    where: (kind, index, value, limit) => displayBook.where(kind, index, value, limit),
  };
  const doubt = (): DateView['doubt'] => doubtOnDate(timeRecord(book), clock.timestamp());
  let lastDoubt = doubt();
  let cancel = clock.after(LOOK_INTERVAL_MS, look);

  function look(): void {
    const before = lastDoubt;
    lastDoubt = doubt();
    if (lastDoubt !== before) onChange();
    cancel = clock.after(LOOK_INTERVAL_MS, look);
  }

  return {
    today: () => believableDay(book, clock.timestamp()),
    reckonedWallMs: () => reckonedWallMs(book, clock.timestamp()),
    view: () => {
      const known = timeRecord(book);
      const at = clock.timestamp();
      const asked = known.boot === at.boot ? known.asked : null;
      return { wallMs: at.wallMs, doubt: doubtOnDate(known, at), askedBy: asked?.operator ?? null };
    },
    stop: () => cancel(),
  };
}
