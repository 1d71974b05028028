// Base and headquarters judge the dates of the same entries with code of their own: whatever happened to the clock, they
// come to the same.
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { doubtOnDate, localDayOf, timeRecord } from '../../agent/core/model/believableDate.ts';
import type { Entry } from '../../agent/core/model/entry.ts';
import { bookEntryTime, entryDay, isEntryDateSound } from '../../agent/headquarters/book/baseClock.ts';
import { BaseBook } from '../../agent/headquarters/book/baseBook.ts';
import type { BookClockRow } from '../../agent/headquarters/book/bookRows.ts';
import { openHeadquartersBook } from '../../agent/headquarters/store/headquartersBook.ts';
import { ClockedBase, clockSteps } from '../core/clockScenes.ts';
import { MemoryLedger } from '../core/memoryLedger.ts';

const store = openHeadquartersBook(':memory:', { rules: 'test', mayDrop: true });
afterAll(() => store.close());

/** What both hold of the clock once the entry is folded and booked, and what both thought of its date before. */
function judge(base: string, { entry, ledger }: { entry: Entry; ledger: MemoryLedger }): Record<string, unknown[]> {
  const book = new BaseBook(store, base);
  const dates = [doubtOnDate(timeRecord(ledger.book), entry.at) === null, isEntryDateSound(book, entry.at)];
  ledger.fold(entry);
  bookEntryTime(book, { at: entry.at, accepted: entry });
  const theirs = timeRecord(ledger.book);
  const own = store.prepare<[string], BookClockRow>('SELECT * FROM clocks WHERE base = ?').get(base);
  return {
    dates,
    day: [localDayOf(entry.at.wallMs), entryDay(entry.at)],
    released: [theirs.releasedMs, own?.released_ms],
    proven: [theirs.provenMs, own?.proven_ms],
    floor: [theirs.floorMs, own?.floor_ms],
    boot: [theirs.boot, own?.boot],
    offset: [theirs.offsetMs, own?.offset_ms],
    steppedBack: [theirs.steppedBack, own?.stepped_back === 1],
    confirmed: [theirs.confirmedOffsetMs, own?.confirmed_offset_ms],
  };
}

it('after every entry', () => {
  let bases = 0;
  fc.assert(
    fc.property(clockSteps, (steps) => {
      const base = new ClockedBase();
      for (const step of steps) base.take(step);
      const ledger = new MemoryLedger();
      const name = `base-${(bases += 1)}`;
      // The first entries are those of the ledger's own beginning.
      for (const entry of base.ledger.entries.slice(0, 2))
        bookEntryTime(new BaseBook(store, name), { at: entry.at, accepted: entry });
      for (const entry of base.ledger.entries.slice(2))
        for (const [what, [theirs, own]] of Object.entries(judge(name, { entry, ledger })))
          expect(own, `${what} after ${entry.kind} ${entry.seq}`).toEqual(theirs);
    }),
    { numRuns: 200 },
  );
});
