// The ledger: one writer, one transaction a cause. Appends, chains, folds and answers; after a storage error it answers
// nothing until recover() has made sure what the disk holds. It knows no entry kinds and signs nothing.
import { createHash } from 'node:crypto';
import type { Clock, Timestamp } from '../../drivers/contract/clock.ts';
import type { Book, BookChange, BookRecords, IndexOf, RecordKind } from '../core/model/book.ts';
import { encodeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import { isRefusal } from '../core/model/decide.ts';
import type { Decide, Decided } from '../core/model/decide.ts';
import type { Entry, NewEntry } from '../core/model/entry.ts';
import { StorageError } from '../core/ports/ledger.ts';
import type {
  ChainPosition,
  ChainStep,
  Cursor,
  EpochEntries,
  Halt,
  Head,
  EntryTextFilter,
  Ledger,
  EntrySearchPage,
  StoredEntry,
  TransactionOutcome,
} from '../core/ports/ledger.ts';
import { answerKnownCause } from './causeStore.ts';
import { walkChain } from './chainWalk.ts';
import { findEarlierEpoch, listUnsentEpochs } from './earlierEpochs.ts';
import { judgeCursorMove } from './entryRows.ts';
import { EpochHalt } from './epochHalt.ts';
import { GENESIS_HASH, computeEntryHash } from './hashChain.ts';
import { closeQuietly } from './databaseConnection.ts';
import { openLedgerConnection } from './ledgerConnection.ts';
import type { LedgerConnection, LedgerConnectionOptions } from './ledgerConnection.ts';
import { rebuildBook } from './bookRebuild.ts';
import { withStorageErrors, toStorageError } from './storageErrors.ts';

/** More than closing the largest job needs; a decision beyond it is a defect of the program. */
const MAX_ENTRIES_A_DECISION = 50_000;
const MAX_CAUSE_LENGTH = 200;

/** The ledger on SQLite: see `Ledger` for what each method promises. */
export class SqliteLedger implements Ledger {
  readonly base: string;
  readonly book: Book;
  readonly #options: LedgerConnectionOptions & { clock: Clock };
  readonly #unlock: () => void;
  readonly #listeners = new Set<(entries: StoredEntry[]) => void>();
  readonly #foldListeners = new Set<(changes: readonly BookChange[] | null) => void>();
  /** Of the transaction under way. */
  #changes: BookChange[] = [];
  /** Null after a storage error and after close(). */
  #connection: LedgerConnection | null;
  #closed = false;
  #head: Head;
  #cursor: Cursor;
  readonly #halt: EpochHalt;

  constructor(
    options: LedgerConnectionOptions & { clock: Clock },
    ledgerConnection: LedgerConnection,
    unlock: () => void,
  ) {
    this.base = options.base;
    this.#options = options;
    this.#unlock = unlock;
    this.#connection = ledgerConnection;
    this.#head = ledgerConnection.entries.head();
    this.#cursor = ledgerConnection.entries.cursor();
    this.#halt = new EpochHalt(ledgerConnection.entries.halt());
    this.book = {
      get: <K extends RecordKind>(kind: K, id: string): BookRecords[K] | undefined =>
        this.#withConnection((l) => l.book.get(kind, id)),
      where: <K extends RecordKind>(
        kind: K,
        index: IndexOf<K>,
        value: string | null,
        limit?: number,
      ): BookRecords[K][] => this.#withConnection((l) => l.book.where(kind, index, value, limit)),
    };
  }

  readonly treeRoot = (size: number): string => this.#withConnection(({ entries }) => entries.treeRoot(size));
  readonly proveInclusion: Ledger['proveInclusion'] = (place) =>
    this.#withConnection(({ entries }) => entries.proveInclusion(place));

  head(): Head {
    return this.#head;
  }

  cursor(): Cursor {
    return this.#cursor;
  }

  transact(cause: string, decide: Decide, said?: Uint8Array): TransactionOutcome {
    if (cause === '' || cause.length > MAX_CAUSE_LENGTH)
      throw new RangeError(`A cause has 1 to ${MAX_CAUSE_LENGTH} characters.`);
    this.#halt.assertNone();
    const content = said === undefined ? null : createHash('sha256').update(said).digest('hex');
    const transacted = this.#transaction(
      (ledgerConnection) =>
        answerKnownCause(ledgerConnection.entries, cause, content) ??
        this.#decideAndAppend(ledgerConnection, { cause, decide, content }),
      // A person's refusal is kept too; writing nothing costs no sync.
      (outcome) => outcome.kind === 'decided' || (outcome.kind === 'refused' && content !== null),
    );
    if (transacted.kind === 'decided') this.#finishAppend(transacted.entries);
    return transacted;
  }

  acknowledge(cursor: Cursor, { back }: { back: boolean }): 'moved' | 'unchanged' | 'refused' {
    const current = this.#cursor;
    const move = judgeCursorMove(cursor, { back, current, head: this.#head, entries: this });
    // The same position from the same incarnation changes nothing and costs no sync.
    if (move === 'refused' || (move === 'unchanged' && cursor.incarnation === current.incarnation)) return move;
    const { seq, hash, incarnation, signed } = cursor;
    const moved: Cursor = { seq, hash, incarnation, signed };
    this.#transaction(
      (ledgerConnection) => ledgerConnection.entries.moveCursor(moved),
      () => true,
    );
    this.#cursor = moved;
    return move;
  }

  entriesAfter(seq: number, { limit, maxBytes }: { limit: number; maxBytes: number }): StoredEntry[] {
    return this.#withConnection((ledgerConnection) => ledgerConnection.entries.entriesAfter(seq, { limit, maxBytes }));
  }

  entryAt(seq: number): StoredEntry | undefined {
    return this.#withConnection((ledgerConnection) => ledgerConnection.entries.entryAt(seq));
  }

  walkChain(from: ChainPosition, limit: number): ChainStep {
    return this.#withConnection((ledgerConnection) =>
      walkChain(ledgerConnection.connection, ledgerConnection.entries.epoch, { from, limit }),
    );
  }

  entriesBefore(seq: number, search: { scanLimit: number; limit: number; holding: EntryTextFilter }): EntrySearchPage {
    return this.#withConnection((ledgerConnection) => ledgerConnection.entries.entriesBefore(seq, search));
  }

  unsentEpochs(): EpochEntries[] {
    return listUnsentEpochs((work) => this.#withConnection(({ connection }) => work(connection)));
  }

  findEpoch(epoch: string): EpochEntries | undefined {
    if (epoch === this.#head.epoch) return this;
    return findEarlierEpoch((work) => this.#withConnection(({ connection }) => work(connection)), epoch);
  }

  halt(): Halt | null {
    return this.#halt.current;
  }

  haltEpoch(halt: Halt): void {
    if (this.#halt.current !== null) return;
    this.#transaction(
      (ledgerConnection) => ledgerConnection.entries.writeHalt(halt),
      () => true,
    );
    this.#halt.set(halt);
  }

  onHalted(listener: () => void): () => void {
    return this.#halt.onSet(listener);
  }

  recordsAfter<K extends RecordKind>(
    kind: K,
    piece: { index: IndexOf<K>; value: string | null; after: string; limit: number },
  ): BookRecords[K][] {
    return this.#withConnection((ledgerConnection) => ledgerConnection.book.recordsAfter(kind, piece));
  }

  onFolded(listener: (changes: readonly BookChange[] | null) => void): () => void {
    this.#foldListeners.add(listener);
    return () => void this.#foldListeners.delete(listener);
  }

  onAppended(listener: (entries: StoredEntry[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Folds all entries again; returns how many. For a book that verify found to differ. */
  rebuildBook(): number {
    const entries = this.#withConnection((ledgerConnection) => rebuildBook(ledgerConnection.connection, this.#options));
    for (const listener of this.#foldListeners) listener(null);
    return entries;
  }

  recover(): void {
    if (this.#closed) throw new Error('The ledger is closed.');
    this.#dropConnection();
    const ledgerConnection = openLedgerConnection(this.#options);
    const headBefore = this.#head;
    const headNow = ledgerConnection.entries.head();
    const hashNow = headBefore.seq === 0 ? GENESIS_HASH : ledgerConnection.entries.entryAt(headBefore.seq)?.hash;
    if (headNow.epoch !== headBefore.epoch || hashNow !== headBefore.hash) {
      closeQuietly(ledgerConnection.connection);
      throw new StorageError(`The disk lost entries: seq ${headBefore.seq} was recorded and is not there.`, {
        code: 'LEDGER_WENT_BACK',
      });
    }
    this.#connection = ledgerConnection;
    this.#head = headNow;
    this.#cursor = ledgerConnection.entries.cursor();
    this.#halt.reload(ledgerConnection.entries.halt());
    // What the failed commit had written after all: its cause will be answered as known, so listeners are told here.
    if (headNow.seq > headBefore.seq)
      this.#notifyListeners(
        [...ledgerConnection.entries.entriesFrom(headBefore.seq + 1, { limit: MAX_ENTRIES_A_DECISION })],
        null,
      );
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const ledgerConnection = this.#connection;
    this.#connection = null;
    this.#listeners.clear();
    this.#foldListeners.clear();
    try {
      if (ledgerConnection !== null) withStorageErrors(() => ledgerConnection.connection.close());
    } finally {
      this.#unlock();
    }
  }

  #decideAndAppend(
    ledgerConnection: LedgerConnection,
    { cause, decide, content }: { cause: string; decide: Decide; content: string | null },
  ): TransactionOutcome {
    const stamp = this.#options.clock.timestamp();
    const outcome = decide(this.book, stamp);
    if (isRefusal(outcome)) {
      if (content !== null) ledgerConnection.entries.storeRefusal(cause, { refusal: outcome, content });
      return { kind: 'refused', refusal: outcome };
    }
    if (outcome.entries.length > MAX_ENTRIES_A_DECISION)
      throw new RangeError(`A decision has at most ${MAX_ENTRIES_A_DECISION} entries.`);
    const entries = this.#append(ledgerConnection, { cause, stamp, decided: outcome });
    const firstSeq = this.#head.seq + 1;
    ledgerConnection.entries.storeCause({
      cause,
      firstSeq,
      lastSeq: firstSeq + entries.length - 1,
      result: outcome.result,
      content,
    });
    return { kind: 'decided', result: outcome.result, effects: outcome.effects, entries };
  }

  #append(
    ledgerConnection: LedgerConnection,
    { cause, stamp, decided }: { cause: string; stamp: Timestamp; decided: Decided },
  ): StoredEntry[] {
    let { seq, hash } = this.#head;
    this.#changes = [];
    const appended = decided.entries.map(({ kind, body }): StoredEntry => {
      const fault = this.#options.findFault?.({ kind, body } as NewEntry) ?? null;
      if (fault !== null) throw new TypeError(`No such entry may be written: ${fault}`);
      seq += 1;
      const entry = { base: this.base, epoch: this.#head.epoch, seq, kind, cause, at: stamp, body } as Entry;
      const bytes = encodeCanonicalJson(entry);
      hash = computeEntryHash(hash, bytes);
      const stored: StoredEntry = { entry, bytes, hash };
      ledgerConnection.entries.append(stored);
      for (const change of this.#options.fold(entry, hash, this.book)) {
        ledgerConnection.book.put(change);
        if (this.#foldListeners.size > 0) this.#changes.push(change);
      }
      return stored;
    });
    if (appended.length > 0)
      ledgerConnection.writeBookHead(ledgerConnection.entries.epoch.firstPosition + seq - 1, hash);
    return appended;
  }

  #finishAppend(entries: StoredEntry[]): void {
    const last = entries.at(-1);
    if (last === undefined) return;
    this.#head = { epoch: this.#head.epoch, seq: last.entry.seq, hash: last.hash };
    const changes = this.#changes;
    this.#changes = [];
    this.#notifyListeners(entries, changes);
  }

  #notifyListeners(entries: StoredEntry[], changes: readonly BookChange[] | null): void {
    const calls = [
      ...[...this.#foldListeners].map((listener) => () => listener(changes)),
      ...[...this.#listeners].map((listener) => () => listener(entries)),
    ];
    for (const call of calls) {
      try {
        call();
      } catch (error) {
        // The entries are committed: the caller must hear that, and the broken listener must stop the process after it.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  /**
   * One IMMEDIATE transaction, committed if `keep` returns true. A storage error makes the connection unusable; others
   * roll back and leave as they came.
   */
  #transaction<T>(work: (ledgerConnection: LedgerConnection) => T, keep: (outcome: T) => boolean): T {
    return this.#withConnection((ledgerConnection) => {
      if (ledgerConnection.connection.inTransaction) throw new Error('A decision cannot transact itself.');
      try {
        ledgerConnection.entries.begin();
        const outcome = work(ledgerConnection);
        if (keep(outcome)) ledgerConnection.entries.commit();
        else ledgerConnection.entries.rollback();
        return outcome;
      } catch (error) {
        if (toStorageError(error) === undefined) ledgerConnection.entries.rollback();
        throw error;
      }
    });
  }

  /** Runs `work` on the usable connection; a storage error makes it unusable and leaves as StorageError. */
  #withConnection<T>(work: (ledgerConnection: LedgerConnection) => T): T {
    if (this.#closed) throw new Error('The ledger is closed.');
    if (this.#connection === null)
      throw new StorageError('Storage failed before and has not been recovered.', { code: 'NOT_RECOVERED' });
    try {
      return work(this.#connection);
    } catch (error) {
      const failure = toStorageError(error);
      if (failure === undefined) throw error;
      this.#dropConnection();
      throw failure;
    }
  }

  #dropConnection(): void {
    if (this.#connection !== null) closeQuietly(this.#connection.connection);
    this.#connection = null;
  }
}
