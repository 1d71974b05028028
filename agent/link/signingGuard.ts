// Nothing is signed that was not verified since the last checkpoint. The guard knows the chain that this process verified
// or wrote itself, looks on the disk whether it still stands there, and re-reads the whole of it, a piece at a time. Must
// not know what is signed.
import { createPublicKey, verify } from 'node:crypto';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { EntryOf } from '../core/model/entry.ts';
import { type ChainPosition, type EpochEntries, type Ledger, StorageError } from '../core/ports/ledger.ts';
import { encodeCheckpoint } from './checkpoints.ts';
import { GENESIS_HASH } from './contract/hashDomains.ts';
import type { BaseKeys } from './keyFiles.ts';
import type { LinkLog } from './linkLog.ts';

/** What people read where nothing is sent any more. */
export const UNVERIFIED_REASON = 'the ledger on the disk is not what was recorded: nothing is signed';

/** Entries that are looked at in one go for the last checkpoint, and read in one go up to the head. */
const SLICE_ENTRIES = 1_000;

/** How the background walk goes: so many entries, so often. */
export interface WalkSettings {
  pieceEntries: number;
  everyMs: number;
}

/** Twenty thousand entries a minute, some tenths of a second: a million in an hour. */
export const DEFAULT_WALK: WalkSettings = { pieceEntries: 20_000, everyMs: 60_000 };

/** What the guard reads, and where it tells what it found. */
export interface SigningGuardOptions {
  ledger: Ledger;
  /** The base's own keys: its checkpoints are believed by their signature alone. */
  keys: Pick<BaseKeys, 'signing'>;
  clock: Clock;
  walk: WalkSettings;
  log: LinkLog;
}

/** Whether the base's key may sign, and the alarm if it may not. */
export interface SigningGuard {
  /**
   * Whether the chain from the last verified position to the head stands on the disk; once it did not, never again in
   * this process.
   *
   * @throws {StorageError} when the storage fails
   */
  maySign(): boolean;
  /**
   * Where `count` entries of an epoch after a position lead that headquarters or the guard has vouched for; null: they do not stand on
   * the disk as they were chained, and the alarm is up.
   *
   * @throws {StorageError} when the storage fails
   */
  follow(entries: EpochEntries, walk: { from: ChainPosition; count: number }): ChainPosition | null;
  /** `chain-broken`, with the seq at which it is. */
  alarms(): { code: string; detail: string }[];
  /** Calls the listener when an alarm comes up. Returns the unsubscribe function. */
  onAlarm(listener: () => void): () => void;
  close(): void;
}

/** Starts the background walk; nothing is verified before the first question. */
export function createSigningGuard(options: SigningGuardOptions): SigningGuard {
  return new ChainGuard(options);
}

class ChainGuard implements SigningGuard {
  readonly #options: SigningGuardOptions;
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: () => void;
  /** Up to here this process has verified the chain or written it; null before the first question. */
  #known: ChainPosition | null = null;
  #walked: ChainPosition = { seq: 0, hash: GENESIS_HASH };
  #brokenAt: number | null = null;
  #cancel: () => void = () => undefined;

  constructor(options: SigningGuardOptions) {
    this.#options = options;
    this.#unsubscribe = options.ledger.onAppended((entries) => {
      const [first, last] = [entries[0], entries.at(-1)];
      // What the ledger chained itself needs no second reading; a gap is read from the disk with the next question.
      if (first && last && this.#known?.seq === first.entry.seq - 1)
        this.#known = { seq: last.entry.seq, hash: last.hash };
    });
    this.#scheduleWalk();
  }

  maySign(): boolean {
    if (this.#brokenAt !== null) return false;
    let reached = this.#known ?? this.#lastCheckpoint();
    const head = this.#options.ledger.head();
    while (reached !== null) {
      const before = reached;
      reached = this.#step(before, SLICE_ENTRIES);
      if (reached === null) return false;
      this.#known = reached;
      if (reached.seq >= head.seq) return reached.hash === head.hash || this.#break(head.seq);
      if (reached.seq === before.seq) return this.#break(before.seq + 1);
    }
    return false;
  }

  follow(entries: EpochEntries, { from, count }: { from: ChainPosition; count: number }): ChainPosition | null {
    return this.#brokenAt === null ? this.#step(from, count, entries) : null;
  }

  alarms(): { code: string; detail: string }[] {
    return this.#brokenAt === null ? [] : [{ code: 'chain-broken', detail: `seq ${this.#brokenAt}` }];
  }

  onAlarm(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.#cancel();
    this.#unsubscribe();
    this.#listeners.clear();
  }

  /** The position after the last checkpoint's, if the base signed it; the beginning if there is none. Null: it is false. */
  #lastCheckpoint(): ChainPosition | null {
    const { ledger } = this.#options;
    let before = ledger.head().seq + 1;
    while (before > 1) {
      const search = { scanLimit: SLICE_ENTRIES, limit: 1, holding: [['"kind":"checkpoint"']] };
      const page = ledger.entriesBefore(before, search);
      const entry = page.entries[0]?.entry;
      if (entry?.kind === 'checkpoint') return this.#checked(entry);
      before = entry === undefined ? page.from : entry.seq;
    }
    return { seq: 0, hash: GENESIS_HASH };
  }

  #checked(entry: EntryOf<'checkpoint'>): ChainPosition | null {
    const { ledger, keys } = this.#options;
    const { seq, hash, size, root, signature } = entry.body;
    const position = encodeCheckpoint({ base: ledger.base, epoch: entry.epoch, seq, hash, size, root });
    if (verify(null, position, createPublicKey(keys.signing), Buffer.from(signature, 'base64url')))
      return { seq, hash };
    this.#break(entry.seq);
    return null;
  }

  #step(from: ChainPosition, limit: number, entries: EpochEntries = this.#options.ledger): ChainPosition | null {
    const step = entries.walkChain(from, limit);
    if (step.kind === 'sound') return step.reached;
    this.#break(step.seq);
    return null;
  }

  #break(seq: number): false {
    if (this.#brokenAt !== null) return false;
    this.#brokenAt = seq;
    this.#options.log.warn('chain-broken', { seq });
    for (const listener of this.#listeners) listener();
    return false;
  }

  #scheduleWalk(): void {
    const { clock, walk } = this.#options;
    this.#cancel = clock.after(walk.everyMs, () => {
      this.#walkPiece(walk.pieceEntries);
      if (this.#brokenAt === null) this.#scheduleWalk();
    });
  }

  /** One piece of the whole chain; from its end the walk begins anew. */
  #walkPiece(pieceEntries: number): void {
    try {
      const reached = this.#step(this.#walked, pieceEntries);
      if (reached === null) return;
      const isAtEnd = reached.seq - this.#walked.seq < pieceEntries;
      this.#walked = isAtEnd ? { seq: 0, hash: GENESIS_HASH } : reached;
    } catch (error) {
      // Recovering the disk is left to the caller that has a weighing to record; the piece comes again.
      if (!(error instanceof StorageError)) throw error;
      this.#options.log.warn('chain-not-walked', { code: error.code });
    }
  }
}
