// The register: the small document of operators, instruments' verification marks and site preferences. Every change is
// a ledger entry first and this document its projection. It is handed the way to record an entry and knows nothing of
// the ledger behind it, of sessions or of the network.
import { mkdirSync } from 'node:fs';
import { Low } from 'lowdb';
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { Role } from '../core/model/roles.ts';
import type { Actor } from '../core/model/command.ts';
import type { RegisterChange } from '../core/model/siteEntries.ts';
import { StorageError } from '../core/ports/ledger.ts';
import {
  emptyRegisterContent,
  type OperatorRecord,
  projectRegisterChange,
  type RegisterContent,
  type VerificationMark,
} from './registerContent.ts';
import { nodeDisk, replaceFileDurably, type Disk } from './disk.ts';
import { RegisterFile, registerPathsIn, type HandEdit, type RegisterPaths } from './registerFile.ts';
import { lockFolderBySocket, type SocketLock } from './socketLock.ts';
import { PendingChangeFile, type PendingChange } from './pendingChange.ts';
import { hashPin, PIN_HASH_COST } from './pin.ts';
import {
  checkRegisterChange,
  isOwnLanguageChange,
  checkChangeRole,
  type RegisterChangeRefusal,
} from './registerRules.ts';
import { ShiftTracker, type UnlockOutcome } from './shifts.ts';
import { PinSignIn, type SignInOutcome } from './pinSignIn.ts';
import { SerialQueue } from './serialQueue.ts';

export interface RegisterParts {
  /** The data folder; made if absent. */
  dir: string;
  clock: Clock;
  /** Must be cryptographic: salts and the pepper come from it. */
  random: Random;
  /**
   * Appends the entry durably. A known cause is answered as if appended now. Throws StorageError: the outcome is
   * unknown.
   */
  recordChange(change: RegisterChange, actor: Actor, cause: string): Promise<void>;
  /** For tests that cut the power; the real disk otherwise. */
  disk?: Disk;
}

export interface OperatorView {
  operator: string;
  name: string;
  roles: readonly Role[];
  badge: string;
  failures: number;
}

export interface OperatorInput {
  operator: string;
  name: string;
  roles: string[];
  badge: string;
  /** Null keeps the PIN of an operator who has one. */
  pin: string | null;
}

export type RegisterChangeOutcome = { kind: 'done' } | RegisterChangeRefusal | { kind: 'not-recorded' };

/** Another process, most likely the agent itself, holds the data folder. */
export class RegisterInUseError extends Error {
  override readonly name = 'RegisterInUse';
}

export async function openRegister(parts: RegisterParts): Promise<Register> {
  mkdirSync(parts.dir, { recursive: true, mode: 0o750 });
  const lock = await lockFolderBySocket(parts.dir);
  if (lock === null)
    throw new RegisterInUseError(`The data folder ${parts.dir} is in use by a running agent. Stop it first.`);
  try {
    const disk = parts.disk ?? nodeDisk;
    const paths = registerPathsIn(parts.dir);
    const file = new RegisterFile(paths, disk);
    const db = new Low<RegisterContent>(file, emptyRegisterContent());
    await db.read();
    const pepper = readPepper(paths, disk, parts.random);
    const register = new Register({ parts, lock, file, db, pepper, pending: new PendingChangeFile(paths, disk) });
    await register.finishPendingChange();
    return register;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function readPepper(paths: RegisterPaths, disk: Disk, chance: Random): string {
  const kept = disk.read(paths.pepper, 1000)?.trim();
  if (kept !== undefined && /^[0-9a-f]{64}$/.test(kept)) return kept;
  if (kept !== undefined)
    throw new Error(
      `${paths.pepper} is damaged. Restore it from a backup, or remove it and give every operator a new PIN.`,
    );
  const pepper = chance.id() + chance.id();
  replaceFileDurably(disk, paths.folder, { path: paths.pepper, text: `${pepper}\n`, mode: 0o600 });
  return pepper;
}

interface RegisterInternals {
  parts: RegisterParts;
  lock: SocketLock;
  file: RegisterFile;
  db: Low<RegisterContent>;
  pending: PendingChangeFile;
  pepper: string;
}

export class Register {
  readonly #internals: RegisterInternals;
  readonly #pinSignIn: PinSignIn;
  readonly #shiftTracker: ShiftTracker;
  readonly #queue = new SerialQueue();
  #diskFailure = '';
  #hasPendingChange = false;

  constructor(inner: RegisterInternals) {
    this.#internals = inner;
    const { clock, random } = inner.parts;
    this.#pinSignIn = new PinSignIn(
      {
        clock,
        random,
        pepper: inner.pepper,
        operatorWithBadge: (badge) => this.#operatorWithBadge(badge),
        setFailures: (operator, failures) => this.#setFailures(operator, failures),
      },
      inner.db.data.operators,
    );
    this.#shiftTracker = new ShiftTracker(clock);
  }

  #operatorWithBadge(badge: string): OperatorRecord | undefined {
    return this.#internals.db.data.operators.find((operator) => operator.badge === badge);
  }

  operators(): OperatorView[] {
    return this.#internals.db.data.operators.map(({ operator, name, roles, badge, failures }) => ({
      operator,
      name,
      roles: [...roles],
      badge,
      failures,
    }));
  }

  verification(instrument: string): VerificationMark | undefined {
    return this.#internals.db.data.verification[instrument];
  }

  preference(name: string): string | undefined {
    return this.#internals.db.data.preferences[name];
  }

  /** An edit of the file by hand that waits for a technician. */
  handEdit(): HandEdit | null {
    return this.#internals.file.handEdit(this.#internals.db.data);
  }

  /** For every screen, until they are over. */
  alarms(): { code: string; detail: string }[] {
    const damage = this.#internals.file.describeDamage();
    const edit = this.handEdit();
    return [
      ...(damage === null
        ? []
        : [
            {
              code: 'register-fallback',
              detail: `register.json was unusable (${damage}); the last good copy is in use. Look at register.broken.json, then remove it.`,
            },
          ]),
      ...(edit === null
        ? []
        : [
            {
              code: 'register-hand-edit',
              detail: `register.json was edited by hand; the edit is ignored until a technician adopts it: ${edit.differences.join('; ') || 'no difference in content'}`,
            },
          ]),
      ...(this.#diskFailure === '' ? [] : [{ code: 'register-disk', detail: this.#diskFailure }]),
      ...(this.#hasPendingChange
        ? [
            {
              code: 'register-pending',
              detail:
                'A change of the register is not recorded yet; it is tried again with the next change and at the next start.',
            },
          ]
        : []),
    ];
  }

  putOperator(put: OperatorInput, actor: Actor): Promise<RegisterChangeOutcome> {
    const { pin, ...fields } = put;
    const change: RegisterChange = { kind: 'operator-put', ...fields };
    return this.#queue.run(() => this.#change(change, actor, { pin, adopted: null }));
  }

  /** Operators, marks and preferences. `operator-put` without a PIN keeps the one there is. */
  applyChange(
    change: Exclude<RegisterChange, { kind: 'hand-edit-adopted' }>,
    actor: Actor,
  ): Promise<RegisterChangeOutcome> {
    return this.#queue.run(() => this.#change(change, actor, { pin: null, adopted: null }));
  }

  /** Takes the edit over. The hash says which edit was looked at: a newer one is not adopted unseen. */
  adoptHandEdit(contentHash: string, actor: Actor): Promise<RegisterChangeOutcome> {
    return this.#queue.run<RegisterChangeOutcome>(() => {
      const edit = this.handEdit();
      if (edit?.contentHash !== contentHash)
        return Promise.resolve({ kind: 'refused', code: 'hand-edit-unknown', params: { hash: contentHash } });
      return this.#change({ kind: 'hand-edit-adopted', contentHash }, actor, { pin: null, adopted: edit.content });
    });
  }

  discardHandEdit(actor: Actor): Promise<RegisterChangeOutcome> {
    return this.#queue.run<RegisterChangeOutcome>(() => {
      const refusal = checkChangeRole('hand-edit-adopted', actor);
      if (refusal) return Promise.resolve(refusal);
      this.#internals.file.removeHandEdit();
      return Promise.resolve({ kind: 'done' });
    });
  }

  /** Never says whether badge or PIN was wrong. A right one begins a shift. */
  async signIn(badge: string, pin: string): Promise<SignInOutcome> {
    return this.#checkCredentials(badge, pin, (operator) => this.#shiftTracker.begin(operator, badge));
  }

  /** The same check for one act: no shift begins. */
  async checkPin(badge: string, pin: string): Promise<SignInOutcome> {
    return this.#checkCredentials(badge, pin, () => undefined);
  }

  #checkCredentials(badge: string, pin: string, right: (operator: string) => void): Promise<SignInOutcome> {
    if (this.#queue.isBusy()) return Promise.resolve({ kind: 'refused', retryAfterSeconds: 1 });
    return this.#queue.run(async () => {
      const outcome = await this.#pinSignIn.signIn(badge, pin);
      if (outcome.kind === 'signed-in') right(outcome.actor.operator);
      return outcome;
    });
  }

  /** The badge alone, within the shift of somebody who did not sign out. */
  unlock(badge: string): UnlockOutcome {
    const retryAfterSeconds = this.#pinSignIn.retryDelaySeconds(badge);
    return retryAfterSeconds > 0
      ? { kind: 'refused', retryAfterSeconds }
      : this.#shiftTracker.unlock(badge, this.#operatorWithBadge(badge));
  }

  endShift(operator: string): void {
    this.#shiftTracker.end(operator);
  }

  /** Finishes a change that a power cut or a failed disk left half done. Called at start; harmless at any time. */
  finishPendingChange(): Promise<RegisterChangeOutcome> {
    return this.#queue.run(() => this.#applyPendingChange());
  }

  async close(): Promise<void> {
    await this.#queue.waitUntilIdle();
    await this.#internals.lock.release();
  }

  async #change(
    change: RegisterChange,
    actor: Actor,
    secret: { pin: string | null; adopted: RegisterContent | null },
  ): Promise<RegisterChangeOutcome> {
    const before = await this.#applyPendingChange();
    if (before.kind !== 'done') return before;
    const refusal =
      (isOwnLanguageChange(change, actor) ? null : checkChangeRole(change.kind, actor)) ??
      checkRegisterChange(change, secret.pin, this.#internals.db.data);
    if (refusal) return refusal;
    const { random } = this.#internals.parts;
    const pin =
      secret.pin === null ? null : await hashPin(secret.pin, random.id(), this.#internals.pepper, PIN_HASH_COST);
    const asker = { operator: actor.operator, roles: [...actor.roles] };
    try {
      this.#internals.pending.write({
        cause: `register:${random.id()}`,
        change,
        actor: asker,
        pin,
        adopted: secret.adopted,
      });
    } catch (error) {
      this.#noteDiskFailure(error);
      return { kind: 'not-recorded' };
    }
    return this.#applyPendingChange();
  }

  async #applyPendingChange(): Promise<RegisterChangeOutcome> {
    const pending = this.#internals.pending.read();
    this.#hasPendingChange = pending !== null;
    if (pending === null) return { kind: 'done' };
    try {
      await this.#internals.parts.recordChange(pending.change, pending.actor, pending.cause);
    } catch (error) {
      if (error instanceof StorageError) return { kind: 'not-recorded' };
      throw error;
    }
    try {
      await this.#apply(pending);
      this.#internals.pending.clear();
    } catch (error) {
      // The entry is there, the file is not: the pending change stays and is applied with the next try.
      this.#noteDiskFailure(error);
      return { kind: 'not-recorded' };
    }
    this.#hasPendingChange = false;
    return { kind: 'done' };
  }

  async #apply(pending: PendingChange): Promise<void> {
    const content =
      pending.adopted ??
      projectRegisterChange(
        this.#internals.db.data,
        pending.change,
        pending.pin === null ? null : { pin: pending.pin },
      );
    await this.#write(content);
    if (pending.adopted !== null) this.#internals.file.removeHandEdit();
    if (pending.change.kind === 'operator-put') this.#pinSignIn.clearDelay(pending.change.badge);
    // Whoever is somebody else now, by name, badge, PIN or role, shows it with the PIN.
    if (pending.adopted !== null) this.#shiftTracker.endAll();
    else if (pending.change.kind === 'operator-put' || pending.change.kind === 'operator-removed')
      this.#shiftTracker.end(pending.change.operator);
  }

  async #setFailures(operator: string, failures: number): Promise<void> {
    const content = this.#internals.db.data;
    const operators = content.operators.map((one) => (one.operator === operator ? { ...one, failures } : one));
    try {
      await this.#write({ ...content, operators });
    } catch (error) {
      // Counted in memory at least; the alarm says that the disk did not take it.
      this.#internals.db.data = { ...content, operators };
      this.#noteDiskFailure(error);
    }
  }

  async #write(content: RegisterContent): Promise<void> {
    const before = this.#internals.db.data;
    this.#internals.db.data = content;
    try {
      await this.#internals.db.write();
      this.#diskFailure = '';
    } catch (error) {
      this.#internals.db.data = before;
      throw error;
    }
  }

  #noteDiskFailure(error: unknown): void {
    this.#diskFailure = `The register could not be written: ${error instanceof Error ? error.message : 'unknown trouble'}`;
  }
}
