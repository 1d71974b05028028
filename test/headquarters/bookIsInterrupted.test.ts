// The book is a function of the stored entries: whatever interrupts the bookkeeper, and wherever, the book in the end is that
// of a headquarters that nothing interrupted. Meanwhile entries are stored and acknowledged.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bookkeeper } from '../../agent/headquarters/book/bookkeeper.ts';
import { type BookRules, ownBookRules } from '../../agent/headquarters/book/bookRules.ts';
import { formatStockReport } from '../../agent/headquarters/desk/reportText.ts';
import { buildStockReport } from '../../agent/headquarters/desk/stockReport.ts';
import {
  BookOfOtherRules,
  type HeadquartersBook,
  openHeadquartersBook,
} from '../../agent/headquarters/store/headquartersBook.ts';
import type { LinkStore } from '../../agent/headquarters/store/linkStore.ts';
import { openLinkStore } from '../../agent/headquarters/store/sqliteLinkStore.ts';
import { createDockCommandWriter } from './dockCommandWriter.ts';
import { approveStream, deliverEntries, sendOrder } from './entryDelivery.ts';
import { BASE, notice, openLinkRig, type LinkRig } from './linkRig.ts';

const RULES = ownBookRules();
let rig: LinkRig;
let linkFile: string;
let bookFile: string;
let link: LinkStore;
let undisturbed: Record<string, unknown>;

/** Every row of every table of the book. */
function rowsOf(book: HeadquartersBook): Record<string, unknown> {
  const tables = book
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'book' ORDER BY name")
    .pluck()
    .all();
  return Object.fromEntries(
    tables.map((table) => {
      const rows = book.prepare(`SELECT * FROM ${table}`).all();
      return [table, rows.map((row) => JSON.stringify(row)).sort()];
    }),
  );
}

beforeAll(async () => {
  rig = openLinkRig();
  const headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  const dock = createDockCommandWriter(rig);
  for (const lot of ['L', 'M']) await sendOrder(rig, headquarters, { order: `order-${lot}`, body: notice(lot, 3) });
  dock.open('order-L');
  for (const [index, mass] of [268_400_000, 250_000_000, 268_400_000].entries()) {
    dock.weigh(mass);
    dock.identify(`L-${index + 1}`);
    dock.attachTag(`L-${index + 1}`, `3074257BF7194E41${String(index + 1).padStart(8, '0')}`);
  }
  dock.close();
  dock.open('order-M');
  dock.weigh(268_400_000);
  dock.identify('M-1');
  dock.weigh(300_000_000);
  dock.holdForeign('NO MARK');
  // An entry that headquarters cannot accept: it does not name the entry before it.
  const root = rig.ledger.treeRoot(rig.ledger.head().seq);
  const body = { format: 2 as const, seq: 1, size: 1, hash: 'a'.repeat(64), root, signature: 'A'.repeat(86) };
  rig.ledger.transact('unfit', () => ({
    entries: [{ kind: 'checkpoint', body }],
    effects: [],
    result: {},
  }));
  await deliverEntries(rig, headquarters);
  undisturbed = rowsOf(headquarters.book);
  expect(headquarters.report()).toMatchObject({ rejected: 1, applied: rig.ledger.head().seq });
  await headquarters.stop();
  linkFile = join(rig.dir, 'headquarters', 'headquarters.sqlite');
  bookFile = join(rig.dir, 'book.sqlite');
  link = openLinkStore(linkFile);
});

afterAll(async () => {
  link.close();
  await rig.close();
});

const stored = (): number => link.listBases()[0]?.stored ?? 0;

function openBook(rules: BookRules = RULES): { book: HeadquartersBook; keeper: Bookkeeper; log: string[] } {
  return openBookWith(rules, 5);
}

function openBookWith(
  rules: BookRules,
  batchEntries: number,
): { book: HeadquartersBook; keeper: Bookkeeper; log: string[] } {
  const log: string[] = [];
  const book = openHeadquartersBook(bookFile, { rules: rules.name, mayDrop: true, busyTimeoutMs: 0 });
  const parts = { link, book, keys: rig.headquartersKeys, rules, batchEntries };
  return { book, keeper: new Bookkeeper({ ...parts, log: (line) => log.push(line) }), log };
}

function forgetBook(): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${bookFile}${end}`, { force: true });
}

/** Throws before or after the function has written, at the entry with that number. */
function faultyAt(seq: number, when: 'before' | 'after', name = RULES.name): BookRules {
  return {
    name,
    bookEntry: (known, frame) => {
      const isIt = (frame as { seq?: number }).seq === seq;
      if (isIt && when === 'before') throw new TypeError('a defect');
      const reason = RULES.bookEntry(known, frame);
      if (isIt) throw new TypeError('a defect');
      return reason;
    },
  };
}

const interruption = fc.oneof(
  fc.record({ what: fc.constant('batches' as const), count: fc.nat({ max: 6 }) }),
  fc.record({ what: fc.constant('fault' as const), at: fc.nat(), when: fc.constantFrom('before', 'after' as const) }),
  fc.record({ what: fc.constant('dies in a batch' as const), at: fc.nat() }),
  fc.record({ what: fc.constant('file is gone' as const) }),
  fc.record({ what: fc.constant('file is damaged' as const), from: fc.nat({ max: 99 }) }),
  fc.record({ what: fc.constant('file is locked' as const) }),
  fc.record({ what: fc.constant('older file comes back' as const) }),
  fc.record({ what: fc.constant('other rules' as const) }),
);
type Interruption = typeof interruption extends fc.Arbitrary<infer T> ? T : never;

function interrupt(step: Interruption, batchEntries: number): void {
  if (step.what === 'file is gone') {
    forgetBook();
    return;
  }
  if (step.what === 'file is damaged') {
    openBook().book.close();
    const bytes = readFileSync(bookFile);
    bytes.fill(0xff, step.from, step.from + 1);
    writeFileSync(bookFile, bytes);
    return;
  }
  if (step.what === 'older file comes back') {
    const older = openBookWith(RULES, batchEntries);
    older.book.close();
    copyFileSync(bookFile, `${bookFile}.old`);
    interrupt({ what: 'batches', count: 3 }, batchEntries);
    copyFileSync(`${bookFile}.old`, bookFile);
    return;
  }
  const rules =
    step.what === 'fault'
      ? faultyAt((step.at % stored()) + 1, step.when)
      : step.what === 'other rules'
        ? { ...RULES, name: 'other' }
        : RULES;
  const { book, keeper } = openBookWith(rules, batchEntries);
  if (step.what === 'fault') keeper.catchUp();
  const batches = step.what === 'batches' ? step.count : step.what === 'other rules' ? 2 : 0;
  for (let number = 0; number < batches; number += 1) keeper.bookBatches();
  if (step.what === 'file is locked') {
    const other = new Database(bookFile);
    other.exec('BEGIN IMMEDIATE');
    if (book.findPosition(BASE).place < stored()) expect(() => keeper.bookBatches()).toThrow('locked');
    other.close();
  }
  if (step.what === 'dies in a batch') {
    // What a killed process leaves: an open transaction that is never committed.
    const dying: BookRules = {
      name: RULES.name,
      bookEntry: (known, frame) => {
        if ((frame as { seq?: number }).seq === (step.at % stored()) + 1) {
          const error = new Database.SqliteError('the process dies here', 'SQLITE_IOERR');
          throw error;
        }
        return RULES.bookEntry(known, frame);
      },
    };
    const parts = { link, book, keys: rig.headquartersKeys, rules: dying, batchEntries };
    try {
      new Bookkeeper(parts).catchUp();
    } catch (error) {
      expect(error).toMatchObject({ code: 'SQLITE_IOERR' });
    }
  }
  book.close();
}

it('comes to the same book', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.array(interruption, { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (steps, batchEntries) => {
      forgetBook();
      for (const step of steps) interrupt(step, batchEntries);
      const { book, keeper } = openBookWith(RULES, batchEntries);
      keeper.catchUp();
      expect(rowsOf(book)).toEqual(undisturbed);
      book.close();
    }),
    { numRuns: 40 },
  );
});

it('comes to the same book whichever byte of the file’s first hundred is damaged', { timeout: 60_000 }, () => {
  for (let from = 0; from < 100; from += 1) {
    forgetBook();
    interrupt({ what: 'file is damaged', from }, 50);
    const { book, keeper } = openBookWith(RULES, 50);
    keeper.catchUp();
    expect(rowsOf(book)).toEqual(undisturbed);
    book.close();
  }
});

it('comes to the same book after a fault at any entry, once it is mended', () => {
  for (let seq = 1; seq <= stored(); seq += 1) {
    forgetBook();
    const faulty = openBook(faultyAt(seq, 'after'));
    faulty.keeper.catchUp();
    expect(faulty.book.findPosition(BASE)).toMatchObject({ place: seq - 1, fault: 'a defect' });
    faulty.book.close();
    const { book, keeper } = openBook();
    keeper.catchUp();
    expect(rowsOf(book)).toEqual(undisturbed);
    book.close();
  }
});

describe('a booking function is at fault', () => {
  it('stops the book of that base before the entry, tells it once, and says so in the report', () => {
    forgetBook();
    const { book, keeper, log } = openBook(faultyAt(7, 'after'));
    keeper.catchUp();
    keeper.catchUp();
    expect(log).toEqual([`the book of ${BASE} stops before entry 7: a defect`]);
    const report = buildStockReport({ link, book });
    expect(report.books).toEqual([{ base: BASE, booked: 6, stored: stored(), fault: 'a defect' }]);
    expect(formatStockReport(report)).toContain(
      `book of ${BASE}: as of entry 6 of ${stored()}: ALARM, THE BOOK STANDS STILL, the next entry cannot be booked: a defect`,
    );
    book.close();
  });

  it('stops neither the stream nor its acknowledgements', async () => {
    const other = openLinkRig();
    const faulty: BookRules = {
      name: 'faulty',
      bookEntry: () => {
        throw new TypeError('a defect');
      },
    };
    const headquarters = other.openHeadquarters(faulty);
    approveStream(other, headquarters);
    for (let round = 0; round < 3; round += 1) {
      other.record(2);
      await deliverEntries(other, headquarters);
    }
    expect(headquarters.report()).toMatchObject({
      applied: other.ledger.head().seq,
      streams: [{ state: 'approved', seq: other.ledger.head().seq }],
      books: [{ booked: 0, fault: 'a defect' }],
    });
    await other.close();
  });
});

describe('an older version does not know a kind', () => {
  const older: BookRules = {
    name: 'older',
    bookEntry: (known, frame) =>
      RULES.bookEntry(known, frame.kind === 'weighing' ? { ...frame, kind: 'weighing-2' } : frame),
  };

  it('rejects it; after the upgrade it is booked', () => {
    forgetBook();
    const old = openBook(older);
    old.keeper.catchUp();
    expect(old.book.listRejections().map(({ reason }) => reason)).toContain('kind weighing-2 is unknown');
    expect(rowsOf(old.book)).not.toEqual(undisturbed);
    old.book.close();
    const { book, keeper } = openBook();
    keeper.catchUp();
    expect(rowsOf(book)).toEqual(undisturbed);
    book.close();
  });

  it('a desk command refuses the old book and leaves it', () => {
    forgetBook();
    openBook(older).book.close();
    expect(() => openHeadquartersBook(bookFile, { rules: RULES.name, mayDrop: false })).toThrow(BookOfOtherRules);
    const { book } = openBook(older);
    expect(book.readRules()).toBe('older');
    book.close();
  });

  it('a service that still runs stops booking when the book under it is made anew', () => {
    forgetBook();
    const old = openBook(older);
    const { book, keeper } = openBook();
    expect(() => old.keeper.bookBatches()).toThrow(BookOfOtherRules);
    keeper.catchUp();
    expect(rowsOf(book)).toEqual(undisturbed);
    book.close();
    old.book.close();
  });
});

it('the link half was restored from an older copy: the book begins anew', () => {
  forgetBook();
  const whole = openBook();
  whole.keeper.catchUp();
  const copy = join(rig.dir, 'older.sqlite');
  copyFileSync(linkFile, copy);
  const older = new Database(copy);
  older.exec('DELETE FROM entries WHERE place > 5; UPDATE bases SET stored = 5');
  older.close();
  const restored = openLinkStore(copy);
  const log: string[] = [];
  const parts = { link: restored, book: whole.book, keys: rig.headquartersKeys, rules: RULES };
  new Bookkeeper({ ...parts, log: (line) => log.push(line) }).catchUp();
  expect(whole.book.findPosition(BASE).place).toBe(5);
  expect(log).toHaveLength(1);
  restored.close();
  whole.book.close();
});
