// The conversation with headquarters: connect, greet, send, be acknowledged, take orders; and begin again whenever
// something is lost. It alone moves the ledger's cursor, and only on headquarters' signed word. Must not know mqtt.js
// or what orders mean.
import type { Chance, Clock } from '../../drivers/contract/clock.ts';
import { type Ledger, StorageError } from '../core/ledger.ts';
import type { LinkView } from '../core/shown/view.ts';
import type { Carrier, CarrierEvents, Connect } from './broker.ts';
import { sealHello } from './hello.ts';
import { applyOrder, type DecideOrder, type Incoming, readMessage, type SignedOrder } from './inbox.ts';
import type { AcknowledgementMessage } from './contract/messages.ts';
import type { BaseKeys, HeadquartersKeys } from './keys.ts';
import type { LinkLog } from './log.ts';
import { type LinkSettings, pauseMs } from './linkSettings.ts';
import { LinkStatus } from './linkStatus.ts';
import { Pump } from './pump.ts';

export interface LinkOptions {
  ledger: Ledger;
  keys: { base: BaseKeys; headquarters: HeadquartersKeys };
  settings: LinkSettings;
  clock: Clock;
  chance: Chance;
  connect: Connect;
  decideOrder: DecideOrder;
  log: LinkLog;
}

export interface Link {
  view(): LinkView;
  /** Returns the unsubscribe function. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

export function openLink(options: LinkOptions): Link {
  const link = new Conversation(options);
  link.connect();
  return link;
}

class Conversation implements Link {
  readonly #options: LinkOptions;
  readonly #pump: Pump;
  readonly #status: LinkStatus;
  readonly #unsubscribe: () => void;
  #carrier: Carrier | null = null;
  #maxMessageBytes = 0;
  /** Of the latest hello; empty when no welcome is awaited. */
  #nonce = '';
  /** Of this connection's last hellos. */
  #nonces: string[] = [];
  /** Headquarters' incarnation of this connection's welcome. */
  #incarnation = '';
  #attempts = 0;
  #greetings = 0;
  #cancelTimer: () => void = () => undefined;
  #closed = false;
  /** Grows with every connection: what a connection before it still says is not heard. */
  #connection = 0;
  #lastHelloMonotonicMs = Number.NEGATIVE_INFINITY;

  constructor(options: LinkOptions) {
    this.#options = options;
    const { ledger, settings, clock, keys } = options;
    this.#status = new LinkStatus(options);
    this.#pump = new Pump({
      ledger,
      keys: keys.base,
      headquarters: keys.headquarters,
      settings,
      clock,
      events: {
        publish: (text) => this.#publish(text),
        silent: () => {
          options.log.warn('acknowledgements-missing');
          this.#greet('headquarters acknowledges nothing');
        },
        stuck: (reason) => this.#stop(reason),
        failed: (error) => this.#failed(error),
      },
    });
    this.#unsubscribe = ledger.onAppended(() => {
      if (this.#status.state === 'open') this.#pump.wake();
    });
  }

  view(): LinkView {
    return this.#status.view(this.#options.ledger);
  }

  onChange(listener: () => void): () => void {
    return this.#status.onChange(listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#unsubscribe();
    this.#cancelTimer();
    this.#pump.stop();
    this.#status.turn('off', '');
    await this.#carrier?.close();
  }

  connect(): void {
    this.#connection += 1;
    const connection = this.#connection;
    const current = (): boolean => connection === this.#connection && !this.#closed;
    const events: CarrierEvents = {
      opened: ({ maxMessageBytes }) => {
        if (!current()) return;
        this.#maxMessageBytes = maxMessageBytes;
        this.#nonces = [];
        this.#greetings = 0;
        this.#greet('');
      },
      closed: (reason) => {
        if (current()) this.#disconnected(reason);
      },
      message: async (text) => {
        const incoming = await readMessage(text, this.#options.keys);
        return current() && this.#receive(incoming) ? 'taken' : 'not-taken';
      },
      oversized: () => this.#status.ignored('too-large'),
    };
    try {
      this.#carrier = this.#options.connect(events);
    } catch (error) {
      this.#disconnected(error instanceof Error ? error.message : String(error));
    }
  }

  #disconnected(reason: string): void {
    this.#connection += 1;
    this.#carrier = null;
    this.#nonce = '';
    this.#pump.stop();
    this.#status.turn('connecting', reason);
    const { settings, chance } = this.#options;
    const span = { firstMs: settings.reconnectFirstMs, longestMs: settings.reconnectLongestMs };
    this.#later(pauseMs(this.#attempts, span, chance.fraction()), () => this.connect());
    this.#attempts += 1;
  }

  #later(delayMs: number, action: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(delayMs, action);
  }

  /** Asks headquarters where it stands; asks again until a welcome echoes the latest nonce. */
  #greet(trouble: string): void {
    if (this.#carrier === null || this.#closed) return;
    this.#pump.stop();
    const { ledger, keys, settings, chance, clock } = this.#options;
    const nonce = chance.id();
    this.#nonce = nonce;
    this.#nonces = [...this.#nonces.slice(-15), nonce];
    this.#lastHelloMonotonicMs = clock.monotonicMs();
    this.#status.turn('greeting', trouble);
    const span = { firstMs: settings.helloFirstMs, longestMs: settings.helloLongestMs };
    this.#later(pauseMs(this.#greetings, span, chance.fraction()), () => this.#greet('headquarters does not answer'));
    this.#greetings += 1;
    sealHello({ ledger, keys, nonce }).then(
      (text) => {
        if (this.#nonce === nonce) this.#publish(text);
      },
      (error: unknown) => this.#failed(error),
    );
  }

  #publish(text: string): void {
    // The broker's PUBACK proves nothing, and a lost connection says so itself.
    this.#carrier?.publish(text).catch(() => undefined);
  }

  /** True once the message needs no second delivery: it is durable, or worth nothing. */
  #receive(incoming: Incoming): boolean {
    try {
      if (incoming.kind === 'ignored') this.#status.ignored(incoming.reason);
      else if (incoming.kind === 'order') this.#order(incoming.order);
      else if (incoming.acknowledgement.nonce === '') this.#acknowledged(incoming.acknowledgement, incoming.signed);
      else this.#welcomed(incoming.acknowledgement, incoming.signed);
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  #welcomed(welcome: AcknowledgementMessage, signed: string): void {
    const { ledger } = this.#options;
    const head = ledger.head();
    if (this.#status.state !== 'greeting' || welcome.nonce !== this.#nonce || welcome.epoch !== head.epoch) {
      // An answer to a hello before the latest is merely late.
      if (!this.#nonces.includes(welcome.nonce)) this.#status.ignored('welcome-unasked');
      return;
    }
    this.#attempts = 0;
    if (welcome.seq > head.seq) {
      this.#stop('headquarters holds more entries than this base: this ledger is an old copy');
      return;
    }
    const moved = ledger.acknowledge(
      { seq: welcome.seq, hash: welcome.hash, incarnation: welcome.incarnation, signed },
      { back: true },
    );
    if (moved === 'refused') {
      this.#stop(`headquarters holds another entry ${welcome.seq} than this base: the ledger has forked`);
      return;
    }
    this.#nonce = '';
    this.#greetings = 0;
    this.#incarnation = welcome.incarnation;
    this.#status.acknowledged();
    this.#cancelTimer();
    this.#status.turn('open', '');
    this.#pump.start(welcome.seq, { maxMessageBytes: this.#maxMessageBytes });
  }

  #acknowledged(word: AcknowledgementMessage, signed: string): void {
    const { ledger } = this.#options;
    const welcomed = this.#status.state === 'open';
    if (!welcomed || word.incarnation !== this.#incarnation || word.epoch !== ledger.head().epoch) {
      if (welcomed) this.#status.ignored('acknowledgement-out-of-place');
      this.#perhapsBack();
      return;
    }
    const moved = ledger.acknowledge(
      { seq: word.seq, hash: word.hash, incarnation: word.incarnation, signed },
      { back: false },
    );
    if (moved === 'refused') {
      this.#status.ignored('acknowledgement-out-of-range');
      return;
    }
    this.#status.acknowledged();
    if (moved === 'moved') this.#pump.acknowledged(word.seq);
  }

  /**
   * Before a welcome, or from another incarnation than this connection's welcome, an acknowledgement may be an old word
   * that somebody sends again: it moves nothing. It may also be headquarters, back after a restart or restore: so ask,
   * but not often.
   */
  #perhapsBack(): void {
    const { clock, settings } = this.#options;
    if (this.#status.state === 'stopped' || clock.monotonicMs() - this.#lastHelloMonotonicMs < settings.helloFirstMs)
      return;
    this.#greet('headquarters came back');
  }

  #order(order: SignedOrder): void {
    const outcome = applyOrder(this.#options.ledger, order, this.#options.decideOrder);
    if (outcome === 'refused') this.#status.ignored('order-out-of-place');
    // The hello says which order came last; headquarters sends those after it again.
    if (outcome === 'gap' && this.#status.state === 'open') this.#greet('an order is missing');
  }

  /** Nothing more is sent until the next connection: a person has to look. Orders are still taken. */
  #stop(reason: string): void {
    this.#cancelTimer();
    this.#nonce = '';
    this.#pump.stop();
    this.#options.log.warn('stream-stopped', { reason });
    this.#status.turn('stopped', reason);
  }

  /**
   * A storage error leaves the outcome unknown: reopen, and begin with a new connection. Anything else is a broken
   * invariant.
   */
  #failed(error: unknown): void {
    if (this.#closed) return;
    if (!(error instanceof StorageError)) {
      queueMicrotask(() => {
        throw error;
      });
      return;
    }
    this.#options.log.warn('storage-failed', { code: error.code });
    try {
      this.#options.ledger.recover();
    } catch (again) {
      if (!(again instanceof StorageError)) throw again;
    }
    const carrier = this.#carrier;
    this.#disconnected('the ledger could not be read or written');
    void carrier?.close();
  }
}
