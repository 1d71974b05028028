// Commands on their way to the agent: each keeps its id, is kept with the tablet until there is an answer that means something,
// and is sent in order, so that bad Wi-Fi neither loses nor doubles one. Knows no component; storage, time and the way out are
// handed in.
import type { Command, CommandBody } from '../../core/command.ts';
import type { Answer, Trouble } from './api.ts';

export interface Kept {
  command: Command;
  /** Whose it is: it is sent in nobody else's name. */
  operator: string;
  askedWallMs: number;
}

export interface OutboxParts {
  /** One attempt. */
  send(command: Command): Promise<Answer<unknown>>;
  read(): string | null;
  write(text: string): void;
  nowWallMs(): number;
  /** Returns the function that calls it off. */
  after(delayMs: number, action: () => void): () => void;
  newId(): string;
  /** Something waits, or no longer. */
  changed(): void;
  /** An answer nobody waits for any more: the page was loaded anew since. */
  late(command: Command, answer: Answer<unknown>): void;
}

/** More cannot wait: a person who goes on for so long without the agent must go to another tablet. */
export const WAITING_MOST = 200;
/** What it says of "the load on the scale" or "now" is wrong later. */
export const PERISHES_AFTER_MS = 20_000;
const PERISHABLE: ReadonlySet<Command['kind']> = new Set(['identify', 'hold-foreign', 'start-check', 'form-group', 'announce-load', 'announce-pass', 'split-group', 'close-job', 'end-delivery']);
const RETRY_MS = [1000, 2000, 4000, 8000];
/** Not an answer to the command but to the moment. */
const NOT_NOW: ReadonlySet<string> = new Set(['unreachable', 'not-recorded', 'busy', 'internal', 'not-signed-in']);

type Told = (answer: Answer<unknown>) => void;

export class Outbox {
  readonly #parts: OutboxParts;
  readonly #told = new Map<string, Told>();
  #kept: Kept[];
  #operator: string | null = null;
  #sending = false;
  #tries = 0;
  #cancel: () => void = () => undefined;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#kept = readKept(parts.read());
  }

  /** Of the person who is signed in. */
  waiting(): number {
    return this.#kept.filter(({ operator }) => operator === this.#operator).length;
  }

  /** Signed in: what this person left is sent now. Null: nobody is. */
  setOperator(operator: string | null): void {
    this.#operator = operator;
    this.#parts.changed();
    if (operator !== null) this.hurry();
  }

  /** Resolves with the agent's answer, however long it takes. The page shows meanwhile that it waits. */
  ask(body: CommandBody): Promise<Answer<unknown>> {
    if (this.#operator === null) return Promise.resolve(declined('not-signed-in'));
    if (this.#kept.length >= WAITING_MOST) return Promise.resolve(declined('outbox-full'));
    const command: Command = { ...body, id: this.#parts.newId() };
    const answered = new Promise<Answer<unknown>>((resolve) => this.#told.set(command.id, resolve));
    this.#set([...this.#kept, { command, operator: this.#operator, askedWallMs: this.#parts.nowWallMs() }]);
    this.hurry();
    return answered;
  }

  /** The agent was heard, or the network is back: no need to wait longer. */
  hurry(): void {
    this.#cancel();
    this.#cancel = () => undefined;
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) {
        const answer = this.#perished(next) ? declined('perished') : await this.#parts.send(next.command);
        if (!answer.ok && NOT_NOW.has(answer.trouble.code)) {
          this.#again();
          return;
        }
        this.#tries = 0;
        this.#answered(next, answer);
      }
    } finally {
      this.#sending = false;
    }
  }

  #next(): Kept | undefined {
    return this.#kept.find(({ operator }) => operator === this.#operator);
  }

  #perished({ command, askedWallMs }: Kept): boolean {
    return PERISHABLE.has(command.kind) && this.#parts.nowWallMs() - askedWallMs > PERISHES_AFTER_MS;
  }

  #again(): void {
    const delayMs = RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)] ?? 8000;
    this.#tries += 1;
    this.#cancel();
    this.#cancel = this.#parts.after(delayMs, () => void this.#work());
    this.#parts.changed();
  }

  #answered({ command }: Kept, answer: Answer<unknown>): void {
    this.#set(this.#kept.filter((other) => other.command.id !== command.id));
    const told = this.#told.get(command.id);
    this.#told.delete(command.id);
    if (told) told(answer);
    else this.#parts.late(command, answer);
  }

  #set(kept: Kept[]): void {
    this.#kept = kept;
    this.#parts.write(JSON.stringify(kept));
    this.#parts.changed();
  }
}

function declined(code: string): { ok: false; trouble: Trouble } {
  return { ok: false, trouble: { code, message: '', params: {} } };
}

/** What another version of the page kept and this one cannot read is of no use to anybody. */
function readKept(text: string | null): Kept[] {
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isKept).slice(0, WAITING_MOST) : [];
  } catch {
    return [];
  }
}

function isKept(value: unknown): value is Kept {
  const one = value as Partial<Kept> | null;
  return typeof one === 'object' && one !== null && typeof one.operator === 'string' && typeof one.askedWallMs === 'number' && typeof one.command?.id === 'string' && typeof one.command.kind === 'string';
}
