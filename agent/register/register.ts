// The register: the small document of operators, instruments' verification marks and site preferences. Every change is
// ledger entries first and this document their projection; what it says beside them is a hand edit. How entries are
// recorded and what they add up to is handed in: it must not know the ledger, sessions or the network.
import type { OperatorId } from '../core/model/ids.ts';
import type { Role } from '../core/model/roles.ts';
import type { Actor } from '../core/model/command.ts';
import type { RegisterChange } from '../core/model/siteEntries.ts';
import type { PersonView } from '../core/views/registerView.ts';
import type { VerificationMark } from '../core/model/workRecords.ts';
import { changesBetween, type OperatorRecord, type RegisterContent } from './registerContent.ts';
import type { HandEdit } from './registerFile.ts';
import { type ChangeAuthors, refuseChange } from './registerRules.ts';
import { ShiftTracker, type UnlockOutcome } from './shifts.ts';
import { PinSignIn, type OperatorCredentials, type SignInOutcome } from './pinSignIn.ts';
import { type RegisterChangeOutcome, type RegisterInternals, RegisterWriter, withoutPins } from './registerWriter.ts';
import { SerialQueue } from './serialQueue.ts';

/** An operator to be made or changed. */
export interface OperatorInput {
  operator: OperatorId;
  name: string;
  roles: Role[];
  badge: string;
  /** Null keeps the PIN of an operator who has one. */
  pin: string | null;
}

/** The open register. Changes and PIN checks run one after the other. */
export class Register {
  readonly #internals: RegisterInternals;
  readonly #pinSignIn: PinSignIn;
  readonly #shiftTracker: ShiftTracker;
  readonly #writer: RegisterWriter;
  readonly #queue = new SerialQueue();

  constructor(internals: RegisterInternals) {
    this.#internals = internals;
    const { clock, random, pepper, failures } = internals;
    this.#pinSignIn = new PinSignIn(
      {
        clock,
        random,
        pepper,
        operatorWithBadge: (badge) => this.#operatorWithBadge(badge),
        failures: (badge) => failures.of(badge),
        setFailures: (badge, count) => this.#setFailures(badge, count),
      },
      failures.all(),
    );
    this.#shiftTracker = new ShiftTracker(clock);
    this.#writer = new RegisterWriter(internals, (changes) => {
      for (const change of changes) {
        // An operator whose name, badge, PIN or roles changed signs in with the PIN again.
        if ('operator' in change) this.#shiftTracker.end(change.operator);
        if (change.kind === 'pin-set') this.#forgiveFailures(change.operator);
      }
    });
  }

  get #content(): RegisterContent {
    return this.#internals.db.data;
  }

  #operatorWithBadge(badge: string): OperatorRecord | undefined {
    return this.#content.operators.find((one) => one.badge === badge && !one.locked && one.pin !== null);
  }

  /** Every operator, without PINs. */
  operators(): PersonView[] {
    return this.#content.operators.map(({ operator, name, roles, badge, locked, pin }) => ({
      operator,
      name,
      roles: [...roles],
      badge,
      locked,
      hasPin: pin !== null,
      failures: this.#internals.failures.of(badge),
    }));
  }

  /** The person with the roles of now; null: nobody of this id may act. */
  actor(operator: OperatorId): Actor | null {
    const found = this.#content.operators.find((one) => one.operator === operator);
    return found && !found.locked ? { operator, roles: [...found.roles] } : null;
  }

  /** Undefined: none is recorded. */
  verification(instrument: string): VerificationMark | undefined {
    return this.#content.verification[instrument];
  }

  /** Undefined: it is not set. */
  preference(name: string): string | undefined {
    return this.#content.preferences[name];
  }

  /** The edit of the file by hand that waits for a technician; null if there is none. */
  handEdit(): HandEdit | null {
    return this.#internals.file.handEdit(this.#content);
  }

  /** The register's alarms for every screen: damage, a hand edit, a disk that fails, a change not recorded yet. */
  alarms(): { code: string; detail: string }[] {
    const damage = this.#internals.file.describeDamage();
    const edit = this.handEdit();
    const pinless = this.#content.operators.filter(({ pin }) => pin === null).map(({ operator }) => operator);
    const alarm = (isOn: boolean, code: string, detail: string): { code: string; detail: string }[] =>
      isOn ? [{ code, detail }] : [];
    return [
      ...alarm(
        damage !== null,
        'register-fallback',
        `register.json was unusable (${damage}); the last good copy is in use. Look at register.broken.json, then remove it.`,
      ),
      ...alarm(
        edit !== null,
        'register-hand-edit',
        `register.json did not say what the ledger says; that is ignored until it is adopted or discarded: ${edit?.differences.join('; ') || 'no difference in content'}`,
      ),
      ...alarm(
        pinless.length > 0,
        'register-pins-lost',
        `Without a PIN, so that they cannot sign in: ${pinless.slice(0, 20).join(', ')}. Two persons give a new one.`,
      ),
      ...alarm(this.#writer.diskFailure !== '', 'register-disk', this.#writer.diskFailure),
      ...alarm(
        this.#writer.hasPending,
        'register-pending',
        'A change of the register is not recorded yet; it is tried again with the next change and at the next start.',
      ),
    ];
  }

  /** Makes or changes an operator; with a PIN, sets that too. */
  putOperator({ pin, ...fields }: OperatorInput, authors: ChangeAuthors): Promise<RegisterChangeOutcome> {
    const put: RegisterChange = { kind: 'operator-put', ...fields };
    if (pin === null) return this.#queue.run(() => this.#writer.change(withoutPins([put]), authors));
    const { operator } = fields;
    const set: RegisterChange = { kind: 'pin-set', operator, pin: this.#internals.random.id() };
    const newPins = new Map([[operator, pin]]);
    return this.#queue.run(() => {
      const isNew = !this.#content.operators.some((one) => one.operator === operator);
      return this.#writer.change({ changes: [put, set], newPins, pins: new Map() }, authors, { isNew });
    });
  }

  /** Gives an operator a new PIN. */
  setPin(
    { operator, pin }: { operator: OperatorId; pin: string },
    authors: ChangeAuthors,
  ): Promise<RegisterChangeOutcome> {
    const set: RegisterChange = { kind: 'pin-set', operator, pin: this.#internals.random.id() };
    return this.#queue.run(() =>
      this.#writer.change({ changes: [set], newPins: new Map([[operator, pin]]), pins: new Map() }, authors),
    );
  }

  /** Locks, frees or removes an operator, or changes a mark or a preference. */
  applyChange(
    change: Exclude<RegisterChange, { kind: 'hand-edit-adopted' | 'operator-put' | 'pin-set' }>,
    authors: ChangeAuthors,
  ): Promise<RegisterChangeOutcome> {
    return this.#queue.run(() => this.#writer.change(withoutPins([change]), authors));
  }

  /**
   * Makes the hand edit the register's content: every change in it needs whom it would need alone. The hash names the
   * edit that was seen: a newer one is refused.
   */
  adoptHandEdit(contentHash: string, authors: ChangeAuthors): Promise<RegisterChangeOutcome> {
    return this.#queue.run<RegisterChangeOutcome>(() => {
      const edit = this.handEdit();
      if (edit?.contentHash !== contentHash)
        return Promise.resolve(refuseChange('hand-edit-unknown', { hash: contentHash }));
      const { changes, pins } = changesBetween(this.#content, edit.content, () => this.#internals.random.id());
      const adopted: RegisterChange = { kind: 'hand-edit-adopted', contentHash };
      return this.#writer.change({ changes: [...changes, adopted], newPins: new Map(), pins }, authors);
    });
  }

  /** Removes the hand edit. */
  discardHandEdit({ first, second }: ChangeAuthors): Promise<RegisterChangeOutcome> {
    return this.#queue.run<RegisterChangeOutcome>(() => {
      const mayDiscard = [first, second].some((one) => one?.roles.some((role) => DISCARDING_ROLES.includes(role)));
      if (first !== null && !mayDiscard) return Promise.resolve(refuseChange('register-needs-technician'));
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
    return this.#queue.run(() => this.#writer.finishPending());
  }

  /** Holds the file against the ledger: see `RegisterWriter`. */
  holdAgainstLedger(options: { isPepperNew: boolean }): Promise<void> {
    return this.#queue.run(() => this.#writer.holdAgainstLedger(options));
  }

  /** Records which PINs are gone: the last step of a recovery. */
  recordLostPins(): Promise<RegisterChangeOutcome> {
    return this.#queue.run(() => this.#writer.recordLostPins());
  }

  /** Waits for the changes and checks under way. */
  async close(): Promise<void> {
    await this.#queue.waitUntilIdle();
  }

  #forgiveFailures(operator: string): void {
    const badge = this.#content.operators.find((one) => one.operator === operator)?.badge;
    if (badge === undefined) return;
    this.#pinSignIn.clearDelay(badge);
    this.#setFailures(badge, 0);
  }

  #setFailures(badge: string, failures: number): void {
    try {
      this.#internals.failures.set(badge, failures);
    } catch (error) {
      // Counted in memory; the alarm tells that the disk did not take it.
      this.#writer.noteDiskFailure(error);
    }
  }
}

/** Whoever may look after instruments or people may throw an edit away: nothing changes by it. */
const DISCARDING_ROLES: readonly Role[] = ['technician', 'supervisor'];
