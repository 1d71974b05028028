// How the register changes: judged, then the change under way on disk, then its entries, then the file as the entries'
// projection; and how the file is held against the entries. The caller queues. Must not know PIN checks or shifts.
import type { OperatorId } from '../core/model/ids.ts';
import type { Low } from 'lowdb';
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { RegisterChange } from '../core/model/siteEntries.ts';
import type { RegisterRecord } from '../core/model/workRecords.ts';
import { StorageError } from '../core/ports/ledger.ts';
import { projectRegisterChange } from '../core/projection/registerChanges.ts';
import {
  contentFromLedger,
  emptyRegisterContent,
  hashRegisterContent,
  pinHashesOf,
  type PinHash,
  type RegisterContent,
} from './registerContent.ts';
import type { FailureCounts } from './failureCounts.ts';
import type { RegisterFile } from './registerFile.ts';
import type { ChangedBy, PendingChangeFile, PendingChange } from './pendingChange.ts';
import { hashPin, PIN_HASH_COST, PIN_PATTERN } from './pin.ts';
import {
  type ChangeAuthors,
  checkAuthors,
  checkRegisterChange,
  refuseChange,
  type RegisterChangeRefusal,
} from './registerRules.ts';

/** What the register needs of the agent. */
export interface RegisterDependencies {
  clock: Clock;
  /** Must be cryptographic: salts, the pepper and the ids of PINs come from it. */
  random: Random;
  /**
   * Appends an entry a change, durably and all or none. A known cause is answered as if appended now.
   *
   * @throws {StorageError} the outcome is unknown
   */
  recordChanges(changes: readonly RegisterChange[], by: ChangedBy, cause: string): Promise<void>;
  /**
   * What the recorded changes add up to.
   *
   * @throws {StorageError} when the storage fails
   */
  recorded(): RegisterRecord;
  /** Whether a job was ever opened: from then on people are changed by people. */
  isBegun(): boolean;
}

/** The dependencies with the open files. */
export interface RegisterInternals extends RegisterDependencies {
  file: RegisterFile;
  db: Low<RegisterContent>;
  pending: PendingChangeFile;
  failures: FailureCounts;
  /** Hex, 256 bits. */
  pepper: string;
}

/** What became of a change. `not-recorded`: the disk did not take it, and nothing is promised. */
export type RegisterChangeOutcome = { kind: 'done' } | RegisterChangeRefusal | { kind: 'not-recorded' };

/** Somebody at the machine, by the command line. */
export const AT_THE_MACHINE: ChangeAuthors = { first: null, second: null };

/** Changes that are made together, and the PINs among them. */
export interface ChangeSet {
  changes: RegisterChange[];
  /** In clear, by operator. */
  newPins: ReadonlyMap<string, string>;
  /** Hashes that are there already, by operator. */
  pins: ReadonlyMap<string, PinHash>;
}

/** A set of changes without a new PIN. */
export function withoutPins(changes: RegisterChange[]): ChangeSet {
  return { changes, newPins: new Map(), pins: new Map() };
}

/** Writes the register's changes, one after the other. */
export class RegisterWriter {
  readonly #internals: RegisterInternals;
  readonly #onApplied: (changes: readonly RegisterChange[]) => void;
  /** Empty while the disk takes what is written. */
  diskFailure = '';
  /** A change waits for the storage. */
  hasPending = false;

  constructor(internals: RegisterInternals, onApplied: (changes: readonly RegisterChange[]) => void) {
    this.#internals = internals;
    this.#onApplied = onApplied;
  }

  get #content(): RegisterContent {
    return this.#internals.db.data;
  }

  /**
   * Holds the file against the ledger: what it says beside the recorded changes is set aside as a hand edit, and the
   * ledger's word comes back by itself, with the PINs that it names.
   *
   * @throws {StorageError} when the storage fails
   */
  async holdAgainstLedger({ isPepperNew }: { isPepperNew: boolean }): Promise<void> {
    const held = new Map(isPepperNew ? [] : this.#internals.file.heldPins().map((hash) => [hash.id, hash]));
    const recorded = this.#internals.recorded();
    const pins = recorded.operators.flatMap(({ operator, pin }) => {
      const hash = pin === null ? undefined : held.get(pin);
      return hash === undefined ? [] : [[operator, hash] as const];
    });
    const content = contentFromLedger(recorded, new Map(pins));
    if (hashRegisterContent(content) === hashRegisterContent(this.#content)) return;
    if (hashRegisterContent(this.#content) !== hashRegisterContent(emptyRegisterContent()))
      this.#internals.file.setAsideAsHandEdit(this.#content);
    await this.#write(content);
  }

  /** Records which PINs are gone, so that nobody waits for them: the last step of a recovery. */
  recordLostPins(): Promise<RegisterChangeOutcome> {
    const lost = this.#internals.recorded().operators.filter(({ operator, pin }) => {
      const kept = this.#content.operators.find((one) => one.operator === operator)?.pin;
      return pin !== null && (kept === undefined || kept === null);
    });
    if (lost.length === 0) return Promise.resolve({ kind: 'done' });
    const changes = lost.map(({ operator }): RegisterChange => ({ kind: 'pin-set', operator, pin: null }));
    return this.#record({ changes, pins: {} }, AT_THE_MACHINE);
  }

  /** Judges and makes changes together. `isNew`: the first PIN of a person comes with the person. */
  async change(
    { changes, newPins, pins }: ChangeSet,
    authors: ChangeAuthors,
    { isNew = false }: { isNew?: boolean } = {},
  ): Promise<RegisterChangeOutcome> {
    const earlier = await this.finishPending();
    if (earlier.kind !== 'done') return earlier;
    if ([...newPins.values()].some((pin) => !PIN_PATTERN.test(pin))) return refuseChange('pin-malformed');
    const refusal = this.#checkAll(changes, authors, { isNew });
    if (refusal) return refusal;
    const hashes = Object.fromEntries([...pins, ...(await this.#hashPins(changes, newPins))]);
    return this.#record({ changes, pins: hashes }, authors);
  }

  #record(change: Pick<PendingChange, 'changes' | 'pins'>, authors: ChangeAuthors): Promise<RegisterChangeOutcome> {
    const cause = `register:${this.#internals.random.id()}`;
    const by = { operator: authors.first?.operator ?? null, approvedBy: approverOf(authors) };
    try {
      this.#internals.pending.write({ cause, by, ...change });
    } catch (error) {
      this.noteDiskFailure(error);
      return Promise.resolve({ kind: 'not-recorded' });
    }
    return this.finishPending();
  }

  /** Each change is judged on the register as those before it leave it. */
  #checkAll(
    changes: readonly RegisterChange[],
    authors: ChangeAuthors,
    { isNew }: { isNew: boolean },
  ): RegisterChangeRefusal | null {
    const isBegun = this.#internals.isBegun();
    let recorded = this.#internals.recorded();
    let content = this.#content;
    const withPin = changes.some(({ kind }) => kind === 'pin-set');
    for (const change of changes) {
      // The first PIN of a person comes with the person.
      const isFirstPin = isNew && change.kind === 'pin-set';
      const refusal =
        (isFirstPin ? null : checkAuthors(change, authors, { content, isBegun })) ??
        checkRegisterChange(change, { content, former: recorded.former, withPin, isAtMachine: authors.first === null });
      if (refusal) return refusal;
      recorded = projectRegisterChange(recorded, change);
      content = contentFromLedger(recorded, pinHashesOf(content));
    }
    return null;
  }

  async #hashPins(
    changes: readonly RegisterChange[],
    newPins: ReadonlyMap<string, string>,
  ): Promise<[string, PinHash][]> {
    const { random, pepper } = this.#internals;
    const hashed: [string, PinHash][] = [];
    for (const change of changes) {
      if (change.kind !== 'pin-set' || change.pin === null) continue;
      const pin = newPins.get(change.operator);
      if (pin === undefined) continue;
      const salt = random.id();
      hashed.push([change.operator, await hashPin({ id: change.pin, pin, salt, pepper, cost: PIN_HASH_COST })]);
    }
    return hashed;
  }

  /** Finishes a change that was left unfinished; `done` if there is none. */
  async finishPending(): Promise<RegisterChangeOutcome> {
    const pending = this.#internals.pending.read();
    this.hasPending = pending !== null;
    if (pending === null) return { kind: 'done' };
    try {
      await this.#internals.recordChanges(pending.changes, pending.by, pending.cause);
    } catch (error) {
      if (error instanceof StorageError) return { kind: 'not-recorded' };
      throw error;
    }
    try {
      await this.#apply(pending);
      this.#internals.pending.clear();
    } catch (error) {
      // The entries are recorded and the file is not: the pending change stays and is applied with the next try.
      this.noteDiskFailure(error);
      return { kind: 'not-recorded' };
    }
    this.hasPending = false;
    return { kind: 'done' };
  }

  async #apply({ changes, pins }: PendingChange): Promise<void> {
    const hashes = new Map([...pinHashesOf(this.#content), ...Object.entries(pins)]);
    await this.#write(contentFromLedger(this.#internals.recorded(), hashes));
    if (changes.some(({ kind }) => kind === 'hand-edit-adopted')) this.#internals.file.removeHandEdit();
    this.#onApplied(changes);
  }

  async #write(content: RegisterContent): Promise<void> {
    const before = this.#internals.db.data;
    this.#internals.db.data = content;
    try {
      await this.#internals.db.write();
      this.diskFailure = '';
    } catch (error) {
      this.#internals.db.data = before;
      throw error;
    }
  }

  /** What the disk did not take is an alarm. */
  noteDiskFailure(error: unknown): void {
    this.diskFailure = `The register could not be written: ${error instanceof Error ? error.message : 'unknown trouble'}`;
  }
}

/** The second person, where it is another one. */
function approverOf({ first, second }: ChangeAuthors): OperatorId | null {
  return second !== null && second.operator !== first?.operator ? second.operator : null;
}
