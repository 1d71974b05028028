// Commands on their way to the agent. Each keeps its id, is stored with the tablet until a final answer, and is sent
// in order, so that bad Wi-Fi neither loses nor doubles one. Each page of a browser sends its own; an open page adopts
// those of closed pages. Knows no component; storage, time and network are handed in.
import type { OperatorId } from '../../core/model/ids.ts';
import type { Command, CommandBody } from '../../core/model/command.ts';
import type { QueuedCommandStore, QueuedCommand } from './queuedCommands.ts';
import type { RequestError, RequestResult } from '../shared/requestResult.ts';

export interface OutboxDependencies {
  /** This page's own id. */
  page: string;
  store: QueuedCommandStore;
  /** One attempt, in this person's name and no other. */
  send(command: Command, operator: OperatorId): Promise<RequestResult<unknown>>;
  /** Ids of the pages of this browser that are open. */
  listOpenPages(): Promise<ReadonlySet<string>>;
  nowWallMs(): number;
  /** Returns the function that calls it off. */
  schedule(delayMs: number, action: () => void): () => void;
  createId(): string;
  /** Something waits, or no longer. */
  onChange(): void;
  /** An answer nobody waits for any more: the page was loaded anew since, or the person went away. */
  onLateAnswer(command: Command, answer: RequestResult<unknown>): void;
  /** Too old to be sent, and dropped. */
  onExpired(queued: readonly QueuedCommand[]): void;
}

/** The most commands of one person in the queue. */
export const MAX_QUEUED_COMMANDS = 200;
/** Commands about the load on the scale now are wrong later. */
export const SHORT_LIVED_COMMAND_TTL_MS = 20_000;
/** Commands of somebody who does not sign in for a week are dropped. */
export const COMMAND_TTL_MS = 7 * 86_400_000;
/** How often commands of closed pages are adopted. */
export const ADOPTION_INTERVAL_MS = 15_000;
/** A command on which the agent fails internally must not hold up the others for ever. */
export const MAX_INTERNAL_ERROR_TRIES = 5;
const SHORT_LIVED_KINDS: ReadonlySet<Command['kind']> = new Set([
  'identify',
  'hold-foreign',
  'start-check',
  'confirm-empty',
  'form-group',
  'announce-load',
  'announce-pass',
  'split-group',
  'close-job',
  'end-delivery',
]);
const RETRY_MS = [1000, 2000, 4000, 8000];
/** Errors of the moment, not answers to the command: it is sent again. */
const RETRYABLE_CODES: ReadonlySet<string> = new Set([
  'unreachable',
  'not-recorded',
  'busy',
  'internal',
  'not-signed-in',
  'other-person',
]);

type AnswerResolver = (answer: RequestResult<unknown>) => void;

export class Outbox {
  readonly #dependencies: OutboxDependencies;
  readonly #resolvers = new Map<string, AnswerResolver>();
  /** Ids sent at least once without an answer: whether they were done is not known. */
  readonly #attempted = new Set<string>();
  /** What this page sends, in order. The store is its copy, and not read again: another page may tidy it away. */
  #queue: QueuedCommand[] = [];
  #othersQueuedCount = 0;
  #unpersisted = new Set<string>();
  #operator: OperatorId | null = null;
  #sending = false;
  #tries = 0;
  #internalTries = 0;
  #cancelRetry: () => void = () => undefined;
  #cancelAdoption: () => void = () => undefined;

  constructor(dependencies: OutboxDependencies) {
    this.#dependencies = dependencies;
  }

  /** Of the person who is signed in. */
  queuedCount(): number {
    return this.#queue.filter(({ operator }) => operator === this.#operator).length;
  }

  /** Of people who are not signed in: kept for them. */
  queuedCountOfOthers(): number {
    return this.#othersQueuedCount;
  }

  /** False: the tablet could not keep something that waits, so it is gone when the page is closed. */
  isPersisted(): boolean {
    return this.#unpersisted.size === 0;
  }

  /** Signed in: what this person left is sent now. Null: nobody is. */
  setOperator(operator: OperatorId | null): void {
    if (operator === this.#operator) return;
    this.#operator = operator;
    // The person who waited for these is gone; no button may stay disabled for the next person.
    for (const { command, operator: owner } of this.#queue)
      if (owner !== operator) this.#resolve(command, buildError('queued-for-sign-in'));
    void this.#adopt().then(() => this.retryNow());
    this.#scheduleAdoption();
  }

  /** Takes over what closed pages left, and drops what is too old. */
  async adoptFromClosedPages(): Promise<void> {
    this.#scheduleAdoption();
    if (await this.#adopt()) this.retryNow();
  }

  #scheduleAdoption(): void {
    this.#cancelAdoption();
    this.#cancelAdoption = this.#dependencies.schedule(ADOPTION_INTERVAL_MS, () => void this.adoptFromClosedPages());
  }

  close(): void {
    this.#cancelAdoption();
    this.#cancelRetry();
  }

  /** Resolves with the agent's answer, however long it takes. The page shows meanwhile that it waits. */
  enqueue(body: CommandBody): Promise<RequestResult<unknown>> {
    const operator = this.#operator;
    if (operator === null) return Promise.resolve(buildError('not-signed-in'));
    if (this.queuedCount() >= MAX_QUEUED_COMMANDS) return Promise.resolve(buildError('outbox-full'));
    const command: Command = { ...body, id: this.#dependencies.createId() };
    const answered = new Promise<RequestResult<unknown>>((resolve) => this.#resolvers.set(command.id, resolve));
    const queued: QueuedCommand = {
      command,
      operator,
      askedWallMs: this.#dependencies.nowWallMs(),
      order: (this.#queue.at(-1)?.order ?? 0) + 1,
      page: this.#dependencies.page,
    };
    this.#queue = [...this.#queue, queued];
    if (!this.#dependencies.store.put(queued)) this.#unpersisted.add(command.id);
    this.#dependencies.onChange();
    this.retryNow();
    return answered;
  }

  /** The agent or the network is back: sends without waiting for the retry timer. */
  retryNow(): void {
    this.#cancelRetry();
    this.#cancelRetry = () => undefined;
    void this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) {
        const answer = this.#shortLivedExpiry(next) ?? (await this.#dependencies.send(next.command, next.operator));
        if (this.#isRetryable(answer)) {
          this.#attempted.add(next.command.id);
          this.#scheduleRetry();
          return;
        }
        this.#tries = 0;
        this.#internalTries = 0;
        this.#complete(next, answer);
      }
    } finally {
      this.#sending = false;
    }
  }

  #next(): QueuedCommand | undefined {
    return this.#queue.find(({ operator }) => operator === this.#operator);
  }

  #isRetryable(answer: RequestResult<unknown>): boolean {
    if (answer.ok || !RETRYABLE_CODES.has(answer.error.code)) return false;
    if (answer.error.code === 'internal') this.#internalTries += 1;
    return this.#internalTries < MAX_INTERNAL_ERROR_TRIES;
  }

  /** An attempt without an answer may have arrived: then whether it was done is not known. */
  #shortLivedExpiry({ command, askedWallMs }: QueuedCommand): RequestResult<unknown> | null {
    if (
      !SHORT_LIVED_KINDS.has(command.kind) ||
      this.#dependencies.nowWallMs() - askedWallMs <= SHORT_LIVED_COMMAND_TTL_MS
    )
      return null;
    return buildError(this.#attempted.has(command.id) ? 'command-outcome-unknown' : 'command-too-old');
  }

  #scheduleRetry(): void {
    const delayMs = RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)] ?? 8000;
    this.#tries += 1;
    this.#cancelRetry();
    this.#cancelRetry = this.#dependencies.schedule(delayMs, () => void this.#drain());
    this.#dependencies.onChange();
  }

  #complete({ command }: QueuedCommand, answer: RequestResult<unknown>): void {
    this.#remove([command.id]);
    if (!this.#resolve(command, answer)) this.#dependencies.onLateAnswer(command, answer);
    this.#dependencies.onChange();
  }

  /** False: no caller on this page waits for it. */
  #resolve({ id }: Command, answer: RequestResult<unknown>): boolean {
    const resolver = this.#resolvers.get(id);
    this.#resolvers.delete(id);
    resolver?.(answer);
    return resolver !== undefined;
  }

  #remove(ids: readonly string[]): void {
    this.#queue = this.#queue.filter(({ command }) => !ids.includes(command.id));
    for (const id of ids) {
      this.#dependencies.store.remove(id);
      this.#attempted.delete(id);
      this.#unpersisted.delete(id);
    }
  }

  /** True: there is more to send than before. */
  async #adopt(): Promise<boolean> {
    const { page, store } = this.#dependencies;
    const openPages = await this.#dependencies.listOpenPages();
    const abandoned = store.list().filter((queued) => queued.page !== page && !openPages.has(queued.page));
    const knownIds = new Set(this.#queue.map(({ command }) => command.id));
    const adopted = abandoned.filter(({ command }) => !knownIds.has(command.id)).map((queued) => ({ ...queued, page }));
    for (const queued of adopted) {
      // The page that asked it may have sent it before it was closed.
      this.#attempted.add(queued.command.id);
      store.put(queued);
    }
    this.#queue = [...this.#queue, ...adopted].sort((a, b) => a.order - b.order);
    this.#dropExpired();
    this.#othersQueuedCount = this.#queue.filter(({ operator }) => operator !== this.#operator).length;
    this.#dependencies.onChange();
    return adopted.length > 0;
  }

  #dropExpired(): void {
    const expired = this.#queue.filter(
      ({ askedWallMs }) => this.#dependencies.nowWallMs() - askedWallMs > COMMAND_TTL_MS,
    );
    if (expired.length === 0) return;
    this.#remove(expired.map(({ command }) => command.id));
    for (const { command } of expired) this.#resolve(command, buildError('expired'));
    this.#dependencies.onExpired(expired);
  }
}

function buildError(code: string): { ok: false; error: RequestError } {
  return { ok: false, error: { code, message: '', params: {} } };
}
