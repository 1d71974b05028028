// The two halves as one process: the link half answers bases, the bookkeeper books behind it. Composes, decides nothing.
import { errorText } from '../../drivers/contract/errorText.ts';
import { Bookkeeper } from './book/bookkeeper.ts';
import { ownBookRules } from './book/bookRules.ts';
import { type DeskOptions, existingStorePath, requireOption, storePath } from './desk/deskOptions.ts';
import type { DeskIo } from './desk/orderCommands.ts';
import { pauseUntil, runBrokerService } from './link/brokerService.ts';
import { startContext } from './link/messageAnswers.ts';
import { type HeadquartersKeyRing, readHeadquartersKeyRing } from './signing/headquartersKeys.ts';
import { bookPath, type HeadquartersBook, openHeadquartersBook } from './store/headquartersBook.ts';
import type { LinkStore } from './store/linkStore.ts';
import { isStorageTrouble } from './store/sqliteFile.ts';
import { openLinkStore } from './store/sqliteLinkStore.ts';

const POLL_MS = 200;
/** The process stands still while SQLite waits; it tries again by itself. */
const LINK_WAITS_MS = 1_000;
/** A locked book must not hold up messages. */
const BOOK_WAITS_MS = 50;
const OPEN_PAUSE_MS = 1_000;

/** Serves until the process is asked to end. The book may be away, behind or at fault: bases are answered all the same. */
export async function runBookedService(
  options: DeskOptions,
  { broker, mqttVersion, io }: { broker: string; mqttVersion: '3.1.1' | '5'; io: DeskIo },
): Promise<void> {
  const keys = readHeadquartersKeyRing(requireOption(options, 'dir'));
  const path = existingStorePath(options);
  const link = await openWhenFree(() => openLinkStore(path, { busyTimeoutMs: LINK_WAITS_MS }), io);
  if (link === null) return;
  const bookkeeping = new LateBookkeeping(path, { link, keys, io });
  bookkeeping.wake();
  try {
    await runBrokerService({
      context: startContext({ link, keys, wallMs: () => Date.now() }),
      broker,
      mqttVersion,
      pollMs: POLL_MS,
      stop: io.stop,
      onReady: () => io.out('ready'),
      onStored: () => bookkeeping.wake(),
      log: (line) => io.err(line),
    });
  } finally {
    bookkeeping.close();
    link.close();
  }
}

/** A file that is locked or full for a moment is no reason to end. Null: asked to end before. */
async function openWhenFree<T>(open: () => T, io: DeskIo): Promise<T | null> {
  for (let told = false; !io.stop.aborted; told = true) {
    try {
      return open();
    } catch (error) {
      if (!isStorageTrouble(error)) throw error;
      if (!told) io.err(`headquarters’ file cannot be opened yet: ${errorText(error)}`);
      await pauseUntil(io.stop, OPEN_PAUSE_MS);
    }
  }
  return null;
}

/** The bookkeeper, once the book's file can be opened; until then it is tried again and bases are served. */
class LateBookkeeping {
  readonly #path: string;
  readonly #parts: { link: LinkStore; keys: HeadquartersKeyRing; io: DeskIo };
  #opened: { book: HeadquartersBook; keeper: Bookkeeper } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isTold = false;

  constructor(path: string, parts: { link: LinkStore; keys: HeadquartersKeyRing; io: DeskIo }) {
    this.#path = path;
    this.#parts = parts;
  }

  wake(): void {
    if (this.#opened === null && this.#timer === null) this.#open();
    this.#opened?.keeper.wake();
  }

  #open(): void {
    this.#timer = null;
    const { link, keys, io } = this.#parts;
    const rules = ownBookRules();
    try {
      const book = openHeadquartersBook(bookPath(this.#path), {
        rules: rules.name,
        mayDrop: true,
        busyTimeoutMs: BOOK_WAITS_MS,
      });
      const keeper = new Bookkeeper({ link, book, keys, rules, log: (line) => io.err(line) });
      this.#opened = { book, keeper };
      keeper.wake();
    } catch (error) {
      if (!this.#isTold) io.err(`the book cannot be opened yet, bases are served without: ${errorText(error)}`);
      this.#isTold = true;
      this.#timer = setTimeout(() => this.#open(), OPEN_PAUSE_MS);
    }
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#opened?.keeper.close();
    this.#opened?.book.close();
  }
}

/** `rebuild`: drops the book and makes it again. Exit code 1 if the book of a base could not be made to its end. */
export function runRebuildCommand(options: DeskOptions, io: DeskIo): number {
  const keys = readHeadquartersKeyRing(requireOption(options, 'dir'));
  const link = openLinkStore(existingStorePath(options));
  const rules = ownBookRules();
  const book = openHeadquartersBook(bookPath(storePath(options)), { rules: rules.name, mayDrop: true });
  try {
    new Bookkeeper({ link, book, keys, rules, log: (line) => io.err(line) }).rebuild();
    const behind = link.listBases().filter(({ base, stored }) => {
      const { place, fault } = book.findPosition(base);
      io.out(`book of ${base}: ${place} of ${stored} entries${fault === null ? '' : `, ${fault}`}`);
      return fault !== null;
    });
    io.out(`rejected ${book.listRejections().length}`);
    return behind.length === 0 ? 0 : 1;
  } finally {
    book.close();
    link.close();
  }
}
