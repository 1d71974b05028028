// The register: the small document of operators, instruments' verification marks and site preferences. Every change is
// a ledger entry first and this document its projection. It is handed the way to record an entry and knows nothing of
// the ledger behind it, of sessions or of the network.
import { mkdirSync } from 'node:fs';
import { Low } from 'lowdb';
import type { Chance, Clock } from '../../drivers/contract/clock.ts';
import type { Actor, Role } from '../core/command.ts';
import type { RegisterChange } from '../core/entry.ts';
import { StorageError } from '../core/ledger.ts';
import { emptyContent, type Operator, project, type RegisterContent, type VerificationMark } from './document.ts';
import { nodeDisk, replaceFile, type Disk } from './disk.ts';
import { RegisterFile, registerPaths, type HandEdit, type RegisterPaths } from './file.ts';
import { lockFolder, type Lock } from './lock.ts';
import { PendingFile, type Pending } from './pending.ts';
import { hashPin, PIN_COST } from './pin.ts';
import { checkChange, isOwnLanguage, mayChange, type ChangeRefusal } from './rules.ts';
import { Shifts, type UnlockOutcome } from './shifts.ts';
import { SignInDesk, type SignInOutcome } from './signIn.ts';
import { Turns } from './turns.ts';

export interface RegisterParts {
  /** The data folder; made if absent. */
  dir: string;
  clock: Clock;
  /** Must be cryptographic: salts and the pepper come from it. */
  chance: Chance;
  /**
   * Appends the entry durably. A known cause is answered as if appended now. Throws StorageError: the outcome is
   * unknown.
   */
  record(change: RegisterChange, actor: Actor, cause: string): Promise<void>;
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

export interface NewOperator {
  operator: string;
  name: string;
  roles: string[];
  badge: string;
  /** Null keeps the PIN of an operator who has one. */
  pin: string | null;
}

export type ChangeOutcome = { kind: 'done' } | ChangeRefusal | { kind: 'not-recorded' };

/** Another process, most likely the agent itself, holds the data folder. */
export class RegisterInUse extends Error {
  override readonly name = 'RegisterInUse';
}

export async function openRegister(parts: RegisterParts): Promise<Register> {
  mkdirSync(parts.dir, { recursive: true, mode: 0o750 });
  const lock = await lockFolder(parts.dir);
  if (lock === null)
    throw new RegisterInUse(`The data folder ${parts.dir} is in use by a running agent. Stop it first.`);
  try {
    const disk = parts.disk ?? nodeDisk;
    const paths = registerPaths(parts.dir);
    const file = new RegisterFile(paths, disk);
    const db = new Low<RegisterContent>(file, emptyContent());
    await db.read();
    const pepper = readPepper(paths, disk, parts.chance);
    const register = new Register({ parts, lock, file, db, pepper, pending: new PendingFile(paths, disk) });
    await register.settle();
    return register;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function readPepper(paths: RegisterPaths, disk: Disk, chance: Chance): string {
  const kept = disk.read(paths.pepper, 1000)?.trim();
  if (kept !== undefined && /^[0-9a-f]{64}$/.test(kept)) return kept;
  if (kept !== undefined)
    throw new Error(
      `${paths.pepper} is damaged. Restore it from a backup, or remove it and give every operator a new PIN.`,
    );
  const pepper = chance.id() + chance.id();
  replaceFile(disk, paths.folder, { path: paths.pepper, text: `${pepper}\n`, mode: 0o600 });
  return pepper;
}

interface Inner {
  parts: RegisterParts;
  lock: Lock;
  file: RegisterFile;
  db: Low<RegisterContent>;
  pending: PendingFile;
  pepper: string;
}

export class Register {
  readonly #inner: Inner;
  readonly #desk: SignInDesk;
  readonly #shifts: Shifts;
  readonly #turns = new Turns();
  #diskTrouble = '';
  #unsettled = false;

  constructor(inner: Inner) {
    this.#inner = inner;
    const { clock, chance } = inner.parts;
    this.#desk = new SignInDesk(
      {
        clock,
        chance,
        pepper: inner.pepper,
        operatorWithBadge: (badge) => this.#operatorWithBadge(badge),
        setFailures: (operator, failures) => this.#setFailures(operator, failures),
      },
      inner.db.data.operators,
    );
    this.#shifts = new Shifts(clock);
  }

  #operatorWithBadge(badge: string): Operator | undefined {
    return this.#inner.db.data.operators.find((operator) => operator.badge === badge);
  }

  operators(): OperatorView[] {
    return this.#inner.db.data.operators.map(({ operator, name, roles, badge, failures }) => ({
      operator,
      name,
      roles: [...roles],
      badge,
      failures,
    }));
  }

  verification(instrument: string): VerificationMark | undefined {
    return this.#inner.db.data.verification[instrument];
  }

  preference(name: string): string | undefined {
    return this.#inner.db.data.preferences[name];
  }

  /** An edit of the file by hand that waits for a technician. */
  handEdit(): HandEdit | null {
    return this.#inner.file.handEdit(this.#inner.db.data);
  }

  /** For every screen, until they are over. */
  alarms(): { code: string; detail: string }[] {
    const damage = this.#inner.file.damage();
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
      ...(this.#diskTrouble === '' ? [] : [{ code: 'register-disk', detail: this.#diskTrouble }]),
      ...(this.#unsettled
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

  putOperator(put: NewOperator, actor: Actor): Promise<ChangeOutcome> {
    const { pin, ...fields } = put;
    const change: RegisterChange = { kind: 'operator-put', ...fields };
    return this.#turns.take(() => this.#change(change, actor, { pin, adopted: null }));
  }

  /** Operators, marks and preferences. `operator-put` without a PIN keeps the one there is. */
  change(change: Exclude<RegisterChange, { kind: 'hand-edit-adopted' }>, actor: Actor): Promise<ChangeOutcome> {
    return this.#turns.take(() => this.#change(change, actor, { pin: null, adopted: null }));
  }

  /** Takes the edit over. The hash says which edit was looked at: a newer one is not adopted unseen. */
  adoptHandEdit(contentHash: string, actor: Actor): Promise<ChangeOutcome> {
    return this.#turns.take<ChangeOutcome>(() => {
      const edit = this.handEdit();
      if (edit?.contentHash !== contentHash)
        return Promise.resolve({ kind: 'refused', code: 'hand-edit-unknown', params: { hash: contentHash } });
      return this.#change({ kind: 'hand-edit-adopted', contentHash }, actor, { pin: null, adopted: edit.content });
    });
  }

  discardHandEdit(actor: Actor): Promise<ChangeOutcome> {
    return this.#turns.take<ChangeOutcome>(() => {
      const refusal = mayChange('hand-edit-adopted', actor);
      if (refusal) return Promise.resolve(refusal);
      this.#inner.file.forgetHandEdit();
      return Promise.resolve({ kind: 'done' });
    });
  }

  /** Never says whether badge or PIN was wrong. A right one begins a shift. */
  async signIn(badge: string, pin: string): Promise<SignInOutcome> {
    return this.#checked(badge, pin, (operator) => this.#shifts.begin(operator, badge));
  }

  /** The same check for one act: no shift begins. */
  async checkPin(badge: string, pin: string): Promise<SignInOutcome> {
    return this.#checked(badge, pin, () => undefined);
  }

  #checked(badge: string, pin: string, right: (operator: string) => void): Promise<SignInOutcome> {
    if (this.#turns.busy()) return Promise.resolve({ kind: 'refused', retryAfterSeconds: 1 });
    return this.#turns.take(async () => {
      const outcome = await this.#desk.signIn(badge, pin);
      if (outcome.kind === 'signed-in') right(outcome.actor.operator);
      return outcome;
    });
  }

  /** The badge alone, within the shift of somebody who did not sign out. */
  unlock(badge: string): UnlockOutcome {
    const retryAfterSeconds = this.#desk.waitSeconds(badge);
    return retryAfterSeconds > 0
      ? { kind: 'refused', retryAfterSeconds }
      : this.#shifts.unlock(badge, this.#operatorWithBadge(badge));
  }

  endShift(operator: string): void {
    this.#shifts.end(operator);
  }

  /** Finishes a change that a power cut or a failed disk left half done. Called at start; harmless at any time. */
  settle(): Promise<ChangeOutcome> {
    return this.#turns.take(() => this.#settle());
  }

  async close(): Promise<void> {
    await this.#turns.done();
    await this.#inner.lock.release();
  }

  async #change(
    change: RegisterChange,
    actor: Actor,
    secret: { pin: string | null; adopted: RegisterContent | null },
  ): Promise<ChangeOutcome> {
    const before = await this.#settle();
    if (before.kind !== 'done') return before;
    const refusal =
      (isOwnLanguage(change, actor) ? null : mayChange(change.kind, actor)) ??
      checkChange(change, secret.pin, this.#inner.db.data);
    if (refusal) return refusal;
    const { chance } = this.#inner.parts;
    const pin = secret.pin === null ? null : await hashPin(secret.pin, chance.id(), this.#inner.pepper, PIN_COST);
    const asker = { operator: actor.operator, roles: [...actor.roles] };
    try {
      this.#inner.pending.write({
        cause: `register:${chance.id()}`,
        change,
        actor: asker,
        pin,
        adopted: secret.adopted,
      });
    } catch (error) {
      this.#noteDisk(error);
      return { kind: 'not-recorded' };
    }
    return this.#settle();
  }

  async #settle(): Promise<ChangeOutcome> {
    const pending = this.#inner.pending.read();
    this.#unsettled = pending !== null;
    if (pending === null) return { kind: 'done' };
    try {
      await this.#inner.parts.record(pending.change, pending.actor, pending.cause);
    } catch (error) {
      if (error instanceof StorageError) return { kind: 'not-recorded' };
      throw error;
    }
    try {
      await this.#apply(pending);
      this.#inner.pending.clear();
    } catch (error) {
      // The entry is there, the file is not: the pending change stays and is applied with the next try.
      this.#noteDisk(error);
      return { kind: 'not-recorded' };
    }
    this.#unsettled = false;
    return { kind: 'done' };
  }

  async #apply(pending: Pending): Promise<void> {
    const content =
      pending.adopted ??
      project(this.#inner.db.data, pending.change, pending.pin === null ? null : { pin: pending.pin });
    await this.#write(content);
    if (pending.adopted !== null) this.#inner.file.forgetHandEdit();
    if (pending.change.kind === 'operator-put') this.#desk.forget(pending.change.badge);
    // Whoever is somebody else now, by name, badge, PIN or role, shows it with the PIN.
    if (pending.adopted !== null) this.#shifts.endAll();
    else if (pending.change.kind === 'operator-put' || pending.change.kind === 'operator-removed')
      this.#shifts.end(pending.change.operator);
  }

  async #setFailures(operator: string, failures: number): Promise<void> {
    const content = this.#inner.db.data;
    const operators = content.operators.map((one) => (one.operator === operator ? { ...one, failures } : one));
    try {
      await this.#write({ ...content, operators });
    } catch (error) {
      // Counted in memory at least; the alarm says that the disk did not take it.
      this.#inner.db.data = { ...content, operators };
      this.#noteDisk(error);
    }
  }

  async #write(content: RegisterContent): Promise<void> {
    const before = this.#inner.db.data;
    this.#inner.db.data = content;
    try {
      await this.#inner.db.write();
      this.#diskTrouble = '';
    } catch (error) {
      this.#inner.db.data = before;
      throw error;
    }
  }

  #noteDisk(error: unknown): void {
    this.#diskTrouble = `The register could not be written: ${error instanceof Error ? error.message : 'unknown trouble'}`;
  }
}
