// Books what is stored: reads the entries behind the book's position and folds a bounded batch of them into the book in one
// transaction, which moves the position too. May be interrupted anywhere. Must not know messages or acknowledgements.
import { errorText } from '../../../drivers/contract/errorText.ts';
import { anyEntrySchema } from '../../link/contract/entrySchemas.ts';
import { readCanonical } from '../signing/headquartersCanonical.ts';
import type { HeadquartersKeyRing } from '../signing/headquartersKeys.ts';
import { BookOfOtherRules, type HeadquartersBook, type PositionRow } from '../store/headquartersBook.ts';
import type { EnrolledBaseRow, LinkStore, StoredEntryRow } from '../store/linkStore.ts';
import type { BookRules } from './bookRules.ts';

/** A batch is short, because a message that arrives meanwhile waits for it. */
const BATCH_ENTRIES = 100;
const BATCH_BYTES = 1_048_576;
/** After trouble with a file: doubled from the first to the longest. */
const TROUBLE_FIRST_MS = 100;
const TROUBLE_LONGEST_MS = 10_000;
/** A report quotes no more of an exception. */
const FAULT_MAX_CHARACTERS = 300;

/** What the bookkeeper works with. */
export interface BookkeeperParts {
  link: LinkStore;
  book: HeadquartersBook;
  keys: HeadquartersKeyRing;
  rules: BookRules;
  batchEntries?: number;
  /** Told once when the book of a base stops, and when the book cannot be written; without quantities. */
  log?: (line: string) => void;
}

type BatchOutcome = 'more' | 'done';

/** Keeps the book up with what is stored. */
export class Bookkeeper {
  readonly #parts: BookkeeperParts;
  /** Bases whose next entry cannot be booked. Forgotten with this process: after an upgrade it is tried again. */
  readonly #stopped = new Set<string>();
  /** Bases whose position was found among the stored entries. */
  readonly #confirmed = new Set<string>();
  #waiting: NodeJS.Immediate | NodeJS.Timeout | null = null;
  #troubleMs = 0;
  #closed = false;

  constructor(parts: BookkeeperParts) {
    this.#parts = parts;
  }

  /** Books all that is stored, without a pause. */
  catchUp(): void {
    while (this.bookBatches() === 'more');
  }

  /** Books the whole of what is stored into an empty book. */
  rebuild(): void {
    this.#parts.book.clear();
    this.#stopped.clear();
    this.catchUp();
  }

  /** Something was stored: it is booked soon, in batches between which messages are answered. */
  wake(): void {
    if (this.#closed || this.#waiting !== null) return;
    this.#waiting = setImmediate(() => this.#turn());
  }

  close(): void {
    this.#closed = true;
    if (this.#waiting === null) return;
    clearImmediate(this.#waiting as NodeJS.Immediate);
    clearTimeout(this.#waiting as NodeJS.Timeout);
    this.#waiting = null;
  }

  #turn(): void {
    this.#waiting = null;
    if (this.#closed) return;
    try {
      const outcome = this.bookBatches();
      this.#troubleMs = 0;
      if (outcome === 'more') this.wake();
    } catch (error) {
      if (this.#troubleMs === 0) this.#parts.log?.(`the book stands still, and is tried again: ${errorText(error)}`);
      this.#troubleMs = Math.min(TROUBLE_LONGEST_MS, Math.max(TROUBLE_FIRST_MS, this.#troubleMs * 2));
      this.#waiting = setTimeout(() => this.#turn(), this.#troubleMs);
    }
  }

  /** One batch of each base that is behind. */
  bookBatches(): BatchOutcome {
    const outcomes = this.#parts.link
      .listBases()
      .filter(({ base, stored }) => stored > 0 && !this.#stopped.has(base))
      .map((base) => this.#bookBatch(base));
    return outcomes.includes('more') ? 'more' : 'done';
  }

  #bookBatch(base: EnrolledBaseRow): BatchOutcome {
    const { link, book, batchEntries = BATCH_ENTRIES } = this.#parts;
    const position = book.findPosition(base.base);
    if (position.place === base.stored && position.fault === null && this.#confirmed.has(base.base)) return 'done';
    // The entry at the position is read too: it shows whether the book is one of these entries.
    const entries = link.readEntries(base.base, {
      fromPlace: Math.max(1, position.place),
      limit: batchEntries + 1,
      maxBytes: BATCH_BYTES,
    });
    if (position.place > 0 && entries[0]?.hash !== position.hash) {
      this.#parts.log?.(`the book of ${base.base} is ahead of what is stored, or of other entries: it begins anew`);
      book.clear();
      this.#confirmed.clear();
      this.#stopped.clear();
      return 'more';
    }
    this.#confirmed.add(base.base);
    const behind = entries.filter(({ place }) => place > position.place);
    if (behind.length > 0) return book.transact(() => this.#foldBatch(base, { position, entries: behind }));
    // One large entry may have filled the batch by itself.
    return base.stored > position.place ? this.#bookLargeEntry(base, position) : 'done';
  }

  #bookLargeEntry(base: EnrolledBaseRow, position: PositionRow): BatchOutcome {
    const { link, book } = this.#parts;
    const range = { fromPlace: position.place + 1, limit: 1, maxBytes: BATCH_BYTES };
    const entries = link.readEntries(base.base, range);
    return entries.length === 0 ? 'done' : book.transact(() => this.#foldBatch(base, { position, entries }));
  }

  #foldBatch(base: EnrolledBaseRow, batch: { position: PositionRow; entries: StoredEntryRow[] }): BatchOutcome {
    const { link, book, rules } = this.#parts;
    if (book.readRules() !== rules.name) throw new BookOfOtherRules();
    const position = book.findPosition(base.base);
    // Another process has booked since.
    if (position.place !== batch.position.place || position.hash !== batch.position.hash) return 'more';
    const deposits = new Map(link.listDeposits(base.base).map(({ sealed, release }) => [sealed, release]));
    for (const entry of batch.entries) {
      const folded = book.attempt(() => this.#foldEntry(base, { entry, deposits }));
      if ('error' in folded) {
        position.fault = errorText(folded.error).slice(0, FAULT_MAX_CHARACTERS);
        book.saveRow('positions', position);
        this.#stopped.add(base.base);
        this.#parts.log?.(`the book of ${base.base} stops before entry ${entry.place}: ${position.fault}`);
        return 'more';
      }
      Object.assign(position, { place: entry.place, hash: entry.hash, fault: null });
    }
    book.saveRow('positions', position);
    return 'more';
  }

  #foldEntry(
    { base }: EnrolledBaseRow,
    { entry, deposits }: { entry: StoredEntryRow; deposits: ReadonlyMap<string, string> },
  ): void {
    const { book, keys, rules } = this.#parts;
    const { stream, epoch, seq, place, hash, previous_hash: previousHash } = entry;
    book.saveRow('epochs', { stream, base, epoch });
    const frame = anyEntrySchema.parse(readCanonical(entry.bytes));
    const context = { store: book, stream: { stream, base, epoch }, hash, previousHash, keys, deposits };
    const reason = rules.bookEntry({ ...context, baseSigningKey: entry.signing_key }, frame);
    if (reason !== null) book.saveRow('rejections', { base, place, stream, seq, reason });
  }
}
