// The register: the small document of operators, instruments' verification marks and site preferences. Every change is
// a ledger entry first and this document its projection. The way to record an entry is handed in: it must not know the
// ledger, sessions or the network.
import type { OperatorId } from '../core/model/ids.ts';
import type { Low } from 'lowdb';
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { Role } from '../core/model/roles.ts';
import type { Actor } from '../core/model/command.ts';
import type { RegisterChange } from '../core/model/siteEntries.ts';
import { StorageError } from '../core/ports/ledger.ts';
import {
  type OperatorRecord,
  projectRegisterChange,
  type RegisterContent,
  type VerificationMark,
} from './registerContent.ts';
import type { HandEdit, RegisterFile } from './registerFile.ts';
import type { PendingChangeFile, PendingChange } from './pendingChange.ts';
import { hashPin, PIN_HASH_COST } from './pin.ts';
import {
  checkRegisterChange,
  isOwnLanguageChange,
  checkChangeRole,
  type RegisterChangeRefusal,
} from './registerRules.ts';
import { ShiftTracker, type UnlockOutcome } from './shifts.ts';
import { PinSignIn, type OperatorCredentials, type SignInOutcome } from './pinSignIn.ts';
import { SerialQueue } from './serialQueue.ts';

/** What the register needs of the agent. */
export interface RegisterDependencies {
  clock: Clock;
  /** Must be cryptographic: salts and the pepper come from it. */
  random: Random;
  /**
   * Appends the entry durably. A known cause is answered as if appended now.
   *
   * @throws {StorageError} the outcome is unknown
   */
  recordChange(change: RegisterChange, actor: Actor, cause: string): Promise<void>;
}

/** The dependencies with the open files. */
export interface RegisterInternals extends RegisterDependencies {
  file: RegisterFile;
  db: Low<RegisterContent>;
  pending: PendingChangeFile;
  /** Hex, 256 bits. */
  pepper: string;
}

/** What everybody may know of an operator: all but the PIN. */
export interface OperatorView {
  operator: OperatorId;
  name: string;
  roles: readonly Role[];
  badge: string;
  failures: number;
}

/** An operator to be made or changed. */
export interface OperatorInput {
  operator: OperatorId;
  name: string;
  roles: string[];
  badge: string;
  /** Null keeps the PIN of an operator who has one. */
  pin: string | null;
}

/** What became of a change. `not-recorded`: the disk did not take it, and nothing is promised. */
export type RegisterChangeOutcome = { kind: 'done' } | RegisterChangeRefusal | { kind: 'not-recorded' };

/** The open register. Changes and PIN checks run one after the other. */
export class Register {
  readonly #internals: RegisterInternals;
  readonly #pinSignIn: PinSignIn;
  readonly #shiftTracker: ShiftTracker;
  readonly #queue = new SerialQueue();
  #diskFailure = '';
  #hasPendingChange = false;

  constructor(internals: RegisterInternals) {
    this.#internals = internals;
    const { clock, random, pepper, db } = internals;
    this.#pinSignIn = new PinSignIn(
      {
        clock,
        random,
        pepper,
        operatorWithBadge: (badge) => this.#operatorWithBadge(badge),
        setFailures: (operator, failures) => this.#setFailures(operator, failures),
      },
      db.data.operators,
    );
    this.#shiftTracker = new ShiftTracker(clock);
  }

  #operatorWithBadge(badge: string): OperatorRecord | undefined {
    return this.#internals.db.data.operators.find((operator) => operator.badge === badge);
  }

  /** Every operator, without PINs. */
  operators(): OperatorView[] {
    return this.#internals.db.data.operators.map(({ operator, name, roles, badge, failures }) => ({
      operator,
      name,
      roles: [...roles],
      badge,
      failures,
    }));
  }

  /** Undefined: none is recorded. */
  verification(instrument: string): VerificationMark | undefined {
    return this.#internals.db.data.verification[instrument];
  }

  /** Undefined: it is not set. */
  preference(name: string): string | undefined {
    return this.#internals.db.data.preferences[name];
  }

  /** The edit of the file by hand that waits for a technician; null if there is none. */
  handEdit(): HandEdit | null {
    return this.#internals.file.handEdit(this.#internals.db.data);
  }

  /** The register's alarms for every screen: damage, a hand edit, a disk that fails, a change not recorded yet. */
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

  /** Makes or changes an operator. */
  putOperator(operator: OperatorInput, actor: Actor): Promise<RegisterChangeOutcome> {
    const { pin, ...fields } = operator;
    const change: RegisterChange = { kind: 'operator-put', ...fields };
    return this.#queue.run(() => this.#change(change, actor, { pin, adopted: null }));
  }

  /** Changes an operator, a mark or a preference; `operator-put` keeps the PIN that there is. */
  applyChange(
    change: Exclude<RegisterChange, { kind: 'hand-edit-adopted' }>,
    actor: Actor,
  ): Promise<RegisterChangeOutcome> {
    return this.#queue.run(() => this.#change(change, actor, { pin: null, adopted: null }));
  }

  /** Makes the hand edit the register's content. The hash names the edit that was seen: a newer one is refused. */
  adoptHandEdit(contentHash: string, actor: Actor): Promise<RegisterChangeOutcome> {
    return this.#queue.run<RegisterChangeOutcome>(() => {
      const edit = this.handEdit();
      if (edit?.contentHash !== contentHash)
        return Promise.resolve({ kind: 'refused', code: 'hand-edit-unknown', params: { hash: contentHash } });
      return this.#change({ kind: 'hand-edit-adopted', contentHash }, actor, { pin: null, adopted: edit.content });
    });
  }

  /** Removes the hand edit. */
  discardHandEdit(actor: Actor): Promise<RegisterChangeOutcome> {
    return this.#queue.run<RegisterChangeOutcome>(() => {
      const refusal = checkChangeRole('hand-edit-adopted', actor);
      if (refusal) return Promise.resolve(refusal);
      this.#internals.file.removeHandEdit();
      return Promise.resolve({ kind: 'done' });
    });
  }

  /** Checks badge and PIN, and never tells which was wrong. Success begins a shift. */
  async signIn(credentials: OperatorCredentials): Promise<SignInOutcome> {
    const { badge } = credentials;
    return this.#checkCredentials(credentials, (operator) => this.#shiftTracker.begin({ operator, badge }));
  }

  /** The check of `signIn` for one command: no shift begins. */
  async checkPin(credentials: OperatorCredentials): Promise<SignInOutcome> {
    return this.#checkCredentials(credentials, () => undefined);
  }

  #checkCredentials(
    credentials: OperatorCredentials,
    onSignedIn: (operator: OperatorId) => void,
  ): Promise<SignInOutcome> {
    if (this.#queue.isBusy()) return Promise.resolve({ kind: 'refused', retryAfterSeconds: 1 });
    return this.#queue.run(async () => {
      const outcome = await this.#pinSignIn.signIn(credentials);
      if (outcome.kind === 'signed-in') onSignedIn(outcome.actor.operator);
      return outcome;
    });
  }

  /** Checks the badge alone: it unlocks within a shift that was not ended by signing out. */
  unlock(badge: string): UnlockOutcome {
    const retryAfterSeconds = this.#pinSignIn.retryDelaySeconds(badge);
    return retryAfterSeconds > 0
      ? { kind: 'refused', retryAfterSeconds }
      : this.#shiftTracker.unlock(badge, this.#operatorWithBadge(badge));
  }

  /** After signing out: the badge alone no longer unlocks. */
  endShift(operator: OperatorId): void {
    this.#shiftTracker.end(operator);
  }

  /** Finishes a change that a power cut or a failed disk left unfinished; `done` if there is none. */
  finishPendingChange(): Promise<RegisterChangeOutcome> {
    return this.#queue.run(() => this.#applyPendingChange());
  }

  /** Waits for the changes and checks under way. */
  async close(): Promise<void> {
    await this.#queue.waitUntilIdle();
  }

  async #change(
    change: RegisterChange,
    actor: Actor,
    secret: { pin: string | null; adopted: RegisterContent | null },
  ): Promise<RegisterChangeOutcome> {
    const earlier = await this.#applyPendingChange();
    if (earlier.kind !== 'done') return earlier;
    const refusal =
      (isOwnLanguageChange(change, actor) ? null : checkChangeRole(change.kind, actor)) ??
      checkRegisterChange(change, secret.pin, this.#internals.db.data);
    if (refusal) return refusal;
    const { random, pepper } = this.#internals;
    const pin =
      secret.pin === null ? null : await hashPin({ pin: secret.pin, salt: random.id(), pepper, cost: PIN_HASH_COST });
    const changeActor = { operator: actor.operator, roles: [...actor.roles] };
    try {
      this.#internals.pending.write({
        cause: `register:${random.id()}`,
        change,
        actor: changeActor,
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
      await this.#internals.recordChange(pending.change, pending.actor, pending.cause);
    } catch (error) {
      if (error instanceof StorageError) return { kind: 'not-recorded' };
      throw error;
    }
    try {
      await this.#apply(pending);
      this.#internals.pending.clear();
    } catch (error) {
      // The entry is recorded and the file is not: the pending change stays and is applied with the next try.
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
    // An operator whose name, badge, PIN or roles changed signs in with the PIN again.
    if (pending.adopted !== null) this.#shiftTracker.endAll();
    else if (pending.change.kind === 'operator-put' || pending.change.kind === 'operator-removed')
      this.#shiftTracker.end(pending.change.operator);
  }

  async #setFailures(operator: string, failures: number): Promise<void> {
    const content = this.#internals.db.data;
    const operators = content.operators.map((record) =>
      record.operator === operator ? { ...record, failures } : record,
    );
    try {
      await this.#write({ ...content, operators });
    } catch (error) {
      // Counted in memory; the alarm tells that the disk did not take it.
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
