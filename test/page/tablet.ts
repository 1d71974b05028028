// A tablet without its screen: the real outbox over a storage, a clock and a network that the test holds in its hands.
// Several pages may share one storage.
import type { Command, CommandBody } from '../../agent/core/model/command.ts';
import {
  createQueuedCommandStore,
  type QueuedCommand,
  type KeyValueStorage,
} from '../../agent/screen/wire/queuedCommands.ts';
import { Outbox } from '../../agent/screen/wire/outbox.ts';
import { HandClock } from '../http/plausibleBase.ts';
import type { RequestResult } from '../../agent/screen/shared/requestResult.ts';

/** The browser's storage, as large as the test wants. */
export class MemoryStorage implements KeyValueStorage {
  readonly #items = new Map<string, string>();
  most = Infinity;
  get length(): number {
    return this.#items.size;
  }
  key = (index: number): string | null => [...this.#items.keys()][index] ?? null;
  getItem = (name: string): string | null => this.#items.get(name) ?? null;
  removeItem = (name: string): void => void this.#items.delete(name);
  setItem = (name: string, text: string): void => {
    if (!this.#items.has(name) && this.#items.size >= this.most) throw new DOMException('full', 'QuotaExceededError');
    this.#items.set(name, text);
  };
}

/** What the network and the agent answer to a try. */
export type Reply = RequestResult<unknown> | Promise<RequestResult<unknown>>;

export const done: RequestResult<unknown> = { ok: true, value: { kind: 'done' } };
export const declined = (code: string): RequestResult<unknown> => ({
  ok: false,
  error: { code, message: '', params: {} },
});

export class Tablet {
  readonly clock = new HandClock();
  readonly storage = new MemoryStorage();
  readonly open = new Set<string>();
  /** What arrived at the network, in order: "operator kind#number". */
  readonly tries: string[] = [];
  reply: (command: Command, operator: string) => Reply = () => done;
  #ids = 0;
  #numbers = new Map<string, number>();

  page(name: string): Page {
    this.open.add(name);
    return new Page(this, name);
  }

  /** One more try, in words that stay the same over retries. */
  tried(command: Command, operator: string): Reply {
    const number = this.#numbers.get(command.id) ?? this.#numbers.size + 1;
    this.#numbers.set(command.id, number);
    this.tries.push(`${operator} ${command.kind}#${number}`);
    return this.reply(command, operator);
  }

  newId(): string {
    this.#ids += 1;
    return String(this.#ids).padStart(32, '0');
  }
}

export class Page {
  readonly outbox: Outbox;
  readonly late: string[] = [];
  readonly expired: QueuedCommand[] = [];
  readonly #tablet: Tablet;
  readonly #name: string;

  constructor(tablet: Tablet, name: string) {
    this.#tablet = tablet;
    this.#name = name;
    this.outbox = new Outbox({
      page: name,
      store: createQueuedCommandStore(() => tablet.storage),
      send: (command, operator) => Promise.resolve(tablet.tried(command, operator)),
      listOpenPages: () => Promise.resolve(new Set(tablet.open)),
      nowWallMs: () => tablet.clock.nowMs,
      schedule: tablet.clock.after,
      createId: () => tablet.newId(),
      onChange: () => undefined,
      onLateAnswer: (command, answer) =>
        void this.late.push(`${command.kind} ${answer.ok ? 'done' : answer.error.code}`),
      onExpired: (kept) => void this.expired.push(...kept),
    });
  }

  /** The person signs in, or goes away; what follows at once has followed. */
  async person(operator: string | null): Promise<void> {
    this.outbox.setOperator(operator);
    await settled();
  }

  /** Time passes and whatever it sets going is over. */
  async pass(ms: number): Promise<void> {
    this.#tablet.clock.pass(ms);
    await settled();
  }

  closed(): void {
    this.outbox.close();
    this.#tablet.open.delete(this.#name);
  }
}

/** Every promise that needs nothing but its turn has had it. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

/** The code of an answer, "done", or "waits". */
export function watch(answer: Promise<RequestResult<unknown>>): { now: string } {
  const seen = { now: 'waits' };
  void answer.then((value) => (seen.now = value.ok ? 'done' : value.error.code));
  return seen;
}

/** Aiko is signed in at the tablet's one page. */
export async function withAiko(): Promise<{ tablet: Tablet; page: Page }> {
  const tablet = new Tablet();
  const page = tablet.page('one');
  await page.person('aiko');
  return { tablet, page };
}

/** What may be sent whenever the network is back. */
export const move = (name: string): CommandBody => ({
  kind: 'relocate',
  codes: [{ code: name, how: 'typed' }],
  area: 'hall-1',
});
