// Commands on their way to the agent: each keeps its id, is kept with the tablet until there is an answer that means
// something, and is sent in order, so that bad Wi-Fi neither loses nor doubles one. Each page of a browser sends its
// own; what a page left that is open no longer, another takes over. Knows no component; storage, time and the way out
// are handed in.
import type { Command, CommandBody } from '../../core/command.ts';
import type { Answer, Trouble } from './api.ts';
import type { CommandStore, Kept } from './keptCommands.ts';

export interface OutboxParts {
  /** This page's own id. */
  page: string;
  store: CommandStore;
  /** One attempt, in this person's name and no other. */
  send(command: Command, operator: string): Promise<Answer<unknown>>;
  /** Ids of the pages of this browser that are open. */
  openPages(): Promise<ReadonlySet<string>>;
  nowWallMs(): number;
  /** Returns the function that calls it off. */
  after(delayMs: number, action: () => void): () => void;
  newId(): string;
  /** Something waits, or no longer. */
  changed(): void;
  /** An answer nobody waits for any more: the page was loaded anew since, or the person went away. */
  late(command: Command, answer: Answer<unknown>): void;
  /** Too old to be sent, and dropped. */
  expired(kept: readonly Kept[]): void;
}

/** More cannot wait: a person who goes on for so long without the agent must go to another tablet. */
export const WAITING_MOST = 200;
/** What it says of "the load on the scale" or "now" is wrong later. */
export const PERISHES_AFTER_MS = 20_000;
/** Whoever does not come back in a week does not come back for this. */
export const EXPIRES_AFTER_MS = 7 * 86_400_000;
/** So often is looked for what closed pages left. */
export const LOOK_AROUND_MS = 15_000;
/** A command on which the agent itself breaks must not hold up the others for ever. */
export const INTERNAL_TRIES_MOST = 5;
const PERISHABLE: ReadonlySet<Command['kind']> = new Set([
  'identify',
  'hold-foreign',
  'start-check',
  'form-group',
  'announce-load',
  'announce-pass',
  'split-group',
  'close-job',
  'end-delivery',
]);
const RETRY_MS = [1000, 2000, 4000, 8000];
/** Not an answer to the command but to the moment. */
const NOT_NOW: ReadonlySet<string> = new Set([
  'unreachable',
  'not-recorded',
  'busy',
  'internal',
  'not-signed-in',
  'other-person',
]);

type Told = (answer: Answer<unknown>) => void;

export class Outbox {
  readonly #parts: OutboxParts;
  readonly #told = new Map<string, Told>();
  /** Sent at least once without an answer: whether it was done is not known. */
  readonly #tried = new Set<string>();
  /** What this page sends, in order. The store is its copy, and not read again: another page may tidy it away. */
  #mine: Kept[] = [];
  #othersWaiting = 0;
  #unkept = new Set<string>();
  #operator: string | null = null;
  #sending = false;
  #tries = 0;
  #internalTries = 0;
  #cancelRetry: () => void = () => undefined;
  #cancelLook: () => void = () => undefined;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Of the person who is signed in. */
  waiting(): number {
    return this.#mine.filter(({ operator }) => operator === this.#operator).length;
  }

  /** Of people who are not signed in: kept for them. */
  waitingForOthers(): number {
    return this.#othersWaiting;
  }

  /** False: the tablet could not keep something that waits, so it is gone when the page is closed. */
  safe(): boolean {
    return this.#unkept.size === 0;
  }

  /** Signed in: what this person left is sent now. Null: nobody is. */
  setOperator(operator: string | null): void {
    if (operator === this.#operator) return;
    this.#operator = operator;
    // Whoever waited for these is gone from the screen; nothing must stay grey for the next person.
    for (const { command, operator: whose } of this.#mine)
      if (whose !== operator) this.#tell(command, declined('kept-for-later'));
    void this.#adopt().then(() => this.hurry());
    this.#lookLater();
  }

  /** Takes over what closed pages left, and drops what is too old. */
  async lookAround(): Promise<void> {
    this.#lookLater();
    if (await this.#adopt()) this.hurry();
  }

  #lookLater(): void {
    this.#cancelLook();
    this.#cancelLook = this.#parts.after(LOOK_AROUND_MS, () => void this.lookAround());
  }

  close(): void {
    this.#cancelLook();
    this.#cancelRetry();
  }

  /** Resolves with the agent's answer, however long it takes. The page shows meanwhile that it waits. */
  ask(body: CommandBody): Promise<Answer<unknown>> {
    const operator = this.#operator;
    if (operator === null) return Promise.resolve(declined('not-signed-in'));
    if (this.waiting() >= WAITING_MOST) return Promise.resolve(declined('outbox-full'));
    const command: Command = { ...body, id: this.#parts.newId() };
    const answered = new Promise<Answer<unknown>>((resolve) => this.#told.set(command.id, resolve));
    const kept: Kept = {
      command,
      operator,
      askedWallMs: this.#parts.nowWallMs(),
      order: (this.#mine.at(-1)?.order ?? 0) + 1,
      page: this.#parts.page,
    };
    this.#mine = [...this.#mine, kept];
    if (!this.#parts.store.put(kept)) this.#unkept.add(command.id);
    this.#parts.changed();
    this.hurry();
    return answered;
  }

  /** The agent was heard, or the network is back: no need to wait longer. */
  hurry(): void {
    this.#cancelRetry();
    this.#cancelRetry = () => undefined;
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) {
        const answer = this.#perished(next) ?? (await this.#parts.send(next.command, next.operator));
        if (this.#isNotNow(answer)) {
          this.#tried.add(next.command.id);
          this.#again();
          return;
        }
        this.#tries = 0;
        this.#internalTries = 0;
        this.#answered(next, answer);
      }
    } finally {
      this.#sending = false;
    }
  }

  #next(): Kept | undefined {
    return this.#mine.find(({ operator }) => operator === this.#operator);
  }

  #isNotNow(answer: Answer<unknown>): boolean {
    if (answer.ok || !NOT_NOW.has(answer.trouble.code)) return false;
    if (answer.trouble.code === 'internal') this.#internalTries += 1;
    return this.#internalTries < INTERNAL_TRIES_MOST;
  }

  /** A try without an answer may have arrived: then nobody can say that it was not done. */
  #perished({ command, askedWallMs }: Kept): Answer<unknown> | null {
    if (!PERISHABLE.has(command.kind) || this.#parts.nowWallMs() - askedWallMs <= PERISHES_AFTER_MS) return null;
    return declined(this.#tried.has(command.id) ? 'perished-unsure' : 'perished');
  }

  #again(): void {
    const delayMs = RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)] ?? 8000;
    this.#tries += 1;
    this.#cancelRetry();
    this.#cancelRetry = this.#parts.after(delayMs, () => void this.#work());
    this.#parts.changed();
  }

  #answered({ command }: Kept, answer: Answer<unknown>): void {
    this.#forget([command.id]);
    if (!this.#tell(command, answer)) this.#parts.late(command, answer);
    this.#parts.changed();
  }

  /** False: nobody waits for it here. */
  #tell({ id }: Command, answer: Answer<unknown>): boolean {
    const told = this.#told.get(id);
    this.#told.delete(id);
    told?.(answer);
    return told !== undefined;
  }

  #forget(ids: readonly string[]): void {
    this.#mine = this.#mine.filter(({ command }) => !ids.includes(command.id));
    for (const id of ids) {
      this.#parts.store.remove(id);
      this.#tried.delete(id);
      this.#unkept.delete(id);
    }
  }

  /** True: there is more to send than before. */
  async #adopt(): Promise<boolean> {
    const { page, store } = this.#parts;
    const open = await this.#parts.openPages();
    const left = store.list().filter((kept) => kept.page !== page && !open.has(kept.page));
    const known = new Set(this.#mine.map(({ command }) => command.id));
    const taken = left.filter(({ command }) => !known.has(command.id)).map((kept) => ({ ...kept, page }));
    for (const kept of taken) {
      // The page that asked it may have sent it before it was closed.
      this.#tried.add(kept.command.id);
      store.put(kept);
    }
    this.#mine = [...this.#mine, ...taken].sort((a, b) => a.order - b.order);
    this.#dropExpired();
    this.#othersWaiting = this.#mine.filter(({ operator }) => operator !== this.#operator).length;
    this.#parts.changed();
    return taken.length > 0;
  }

  #dropExpired(): void {
    const old = this.#mine.filter(({ askedWallMs }) => this.#parts.nowWallMs() - askedWallMs > EXPIRES_AFTER_MS);
    if (old.length === 0) return;
    this.#forget(old.map(({ command }) => command.id));
    for (const { command } of old) this.#tell(command, declined('expired'));
    this.#parts.expired(old);
  }
}

function declined(code: string): { ok: false; trouble: Trouble } {
  return { ok: false, trouble: { code, message: '', params: {} } };
}
