// The conversation with headquarters: connect, greet, send, be acknowledged, take orders; and begin again whenever
// something is lost. It alone moves the ledger's cursor, and only on headquarters' signed word. Must not know mqtt.js
// or what orders mean.
import { errorText } from '../../drivers/contract/errorText.ts';
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import { type Ledger, StorageError } from '../core/ports/ledger.ts';
import type { LinkView } from '../core/views/stateView.ts';
import type { MessageTransport, MessageTransportEvents, ConnectTransport } from './mqttTransport.ts';
import { sealHello } from './hello.ts';
import { recordOrder, type OrderTaking, type IncomingMessage, readIncomingMessage, type SignedOrder } from './inbox.ts';
import type { AcknowledgementMessage } from './contract/conversationSchemas.ts';
import type { BaseKeys, HeadquartersKeys } from './keyFiles.ts';
import type { LinkLog } from './linkLog.ts';
import { backOffMs } from '../../drivers/contract/backOff.ts';
import { type LinkSettings, LINK_BACK_OFF_SPREAD } from './linkSettings.ts';
import { LinkStatus } from './linkStatus.ts';
import { EntryPump } from './pump.ts';
import { UNVERIFIED_REASON, type SigningGuard } from './signingGuard.ts';

/** What the link needs of its surroundings; `connectTransport` opens one connection to the broker. */
export interface HeadquartersLinkOptions extends OrderTaking {
  ledger: Ledger;
  keys: { base: BaseKeys; headquarters: HeadquartersKeys };
  settings: LinkSettings;
  clock: Clock;
  random: Random;
  connectTransport: ConnectTransport;
  log: LinkLog;
  /** Vouches for what is signed. */
  guard: Pick<SigningGuard, 'maySign' | 'follow'>;
}

/** The running link of a base to headquarters. */
export interface HeadquartersLink {
  /** State of the link as people see it. */
  view(): LinkView;
  /** Calls the listener when the state changes. Returns the unsubscribe function. */
  onChange(listener: () => void): () => void;
  /** Ends the conversation and the connection. */
  close(): Promise<void>;
}

/**
 * Opens the link and connects; from then on it reconnects by itself until it is closed.
 *
 * @see CONTRACT.md section 6
 */
export function openHeadquartersLink(options: HeadquartersLinkOptions): HeadquartersLink {
  const link = new LinkConversation(options);
  link.connect();
  return link;
}

class LinkConversation implements HeadquartersLink {
  readonly #options: HeadquartersLinkOptions;
  readonly #pump: EntryPump;
  readonly #status: LinkStatus;
  readonly #unsubscribe: () => void;
  #transport: MessageTransport | null = null;
  #maxMessageBytes = 0;
  /** Of the latest hello; empty when no welcome is awaited. */
  #nonce = '';
  /** Of this connection's last hellos. */
  #nonces: string[] = [];
  /** Headquarters' incarnation of this connection's welcome. */
  #incarnation = '';
  #attempts = 0;
  #helloAttempts = 0;
  #cancelTimer: () => void = () => undefined;
  #closed = false;
  /** Grows with every connection: events of an earlier connection are ignored. */
  #connection = 0;
  #lastHelloMonotonicMs = Number.NEGATIVE_INFINITY;

  constructor(options: HeadquartersLinkOptions) {
    this.#options = options;
    const { ledger, settings, clock, keys } = options;
    this.#status = new LinkStatus(options);
    this.#pump = new EntryPump({
      ledger,
      keys: keys.base,
      headquarters: keys.headquarters,
      settings,
      clock,
      guard: options.guard,
      events: {
        publish: (text) => this.#publish(text),
        acknowledgementOverdue: () => {
          options.log.warn('acknowledgements-missing');
          this.#sendHello('headquarters acknowledges nothing');
        },
        streamStopped: (reason) => this.#stopStream(reason),
        readFailed: (error) => this.#handleFailure(error),
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
    this.#status.setState('off', '');
    await this.#transport?.close();
  }

  connect(): void {
    this.#connection += 1;
    const connection = this.#connection;
    const isCurrent = (): boolean => connection === this.#connection && !this.#closed;
    const events: MessageTransportEvents = {
      opened: ({ maxMessageBytes }) => {
        if (!isCurrent()) return;
        this.#maxMessageBytes = maxMessageBytes;
        this.#nonces = [];
        this.#helloAttempts = 0;
        this.#sendHello('');
      },
      closed: (reason) => {
        if (isCurrent()) this.#handleDisconnect(reason);
      },
      received: async (text) => {
        const incoming = await readIncomingMessage(text, this.#options.keys);
        return isCurrent() && this.#handleMessage(incoming) ? 'taken' : 'not-taken';
      },
      oversized: () => this.#status.countIgnored('too-large'),
    };
    try {
      this.#transport = this.#options.connectTransport(events);
    } catch (error) {
      this.#handleDisconnect(errorText(error));
    }
  }

  #handleDisconnect(reason: string): void {
    this.#connection += 1;
    this.#transport = null;
    this.#nonce = '';
    this.#pump.stop();
    this.#status.setState('connecting', reason);
    const { settings, random } = this.#options;
    const backOff = {
      firstMs: settings.reconnectFirstMs,
      longestMs: settings.reconnectLongestMs,
      spread: LINK_BACK_OFF_SPREAD,
    };
    const attempt = { attempt: this.#attempts, fraction: random.fraction() };
    this.#schedule(backOffMs(backOff, attempt), () => this.connect());
    this.#attempts += 1;
  }

  #schedule(delayMs: number, action: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(delayMs, action);
  }

  /** Asks headquarters where it stands; asks again until a welcome echoes the latest nonce. */
  #sendHello(reason: string): void {
    if (this.#transport === null || this.#closed) return;
    this.#pump.stop();
    if (!this.#maySign()) return;
    const { ledger, keys, settings, random, clock } = this.#options;
    const nonce = random.id();
    this.#nonce = nonce;
    this.#nonces = [...this.#nonces.slice(-15), nonce];
    this.#lastHelloMonotonicMs = clock.monotonicMs();
    this.#status.setState('greeting', reason);
    const backOff = {
      firstMs: settings.helloFirstMs,
      longestMs: settings.helloLongestMs,
      spread: LINK_BACK_OFF_SPREAD,
    };
    const attempt = { attempt: this.#helloAttempts, fraction: random.fraction() };
    this.#schedule(backOffMs(backOff, attempt), () => this.#sendHello('headquarters does not answer'));
    this.#helloAttempts += 1;
    sealHello({ ledger, keys, nonce }).then(
      (text) => {
        if (this.#nonce === nonce) this.#publish(text);
      },
      (error: unknown) => this.#handleFailure(error),
    );
  }

  /** A hello signs the head: of a chain that does not stand, none is sent. */
  #maySign(): boolean {
    try {
      if (this.#options.guard.maySign()) return true;
      this.#stopStream(UNVERIFIED_REASON);
    } catch (error) {
      this.#handleFailure(error);
    }
    return false;
  }

  #publish(text: string): void {
    // The broker's PUBACK proves nothing, and a lost connection is reported by itself.
    this.#transport?.publish(text).catch(() => undefined);
  }

  /** True once the message needs no second delivery: it is durable, or worth nothing. */
  #handleMessage(incoming: IncomingMessage): boolean {
    try {
      if (incoming.kind === 'ignored') this.#status.countIgnored(incoming.reason);
      else if (incoming.kind === 'order') this.#handleOrder(incoming.order);
      else if (incoming.acknowledgement.nonce === '')
        this.#handleAcknowledgement(incoming.acknowledgement, incoming.signed);
      else this.#handleWelcome(incoming.acknowledgement, incoming.signed);
      return true;
    } catch (error) {
      this.#handleFailure(error);
      return false;
    }
  }

  #handleWelcome(welcome: AcknowledgementMessage, signed: string): void {
    const { ledger } = this.#options;
    const head = ledger.head();
    if (this.#status.state !== 'greeting' || welcome.nonce !== this.#nonce || welcome.epoch !== head.epoch) {
      // An answer to a hello before the latest is merely late.
      if (!this.#nonces.includes(welcome.nonce)) this.#status.countIgnored('welcome-unasked');
      return;
    }
    this.#attempts = 0;
    if (welcome.seq > head.seq) {
      this.#stopStream('headquarters holds more entries than this base: this ledger is an old copy');
      return;
    }
    const moved = ledger.acknowledge(
      { seq: welcome.seq, hash: welcome.hash, incarnation: welcome.incarnation, signed },
      { back: true },
    );
    if (moved === 'refused') {
      this.#stopStream(`headquarters holds another entry ${welcome.seq} than this base: the ledger has forked`);
      return;
    }
    this.#nonce = '';
    this.#helloAttempts = 0;
    this.#incarnation = welcome.incarnation;
    this.#status.noteAcknowledgement();
    this.#cancelTimer();
    this.#status.setState('open', '');
    this.#pump.start(welcome, { maxMessageBytes: this.#maxMessageBytes });
  }

  #handleAcknowledgement(acknowledgement: AcknowledgementMessage, signed: string): void {
    const { ledger } = this.#options;
    const isOpen = this.#status.state === 'open';
    if (!isOpen || acknowledgement.incarnation !== this.#incarnation || acknowledgement.epoch !== ledger.head().epoch) {
      if (isOpen) this.#status.countIgnored('acknowledgement-out-of-place');
      this.#askAgainIfDue();
      return;
    }
    const moved = ledger.acknowledge(
      { seq: acknowledgement.seq, hash: acknowledgement.hash, incarnation: acknowledgement.incarnation, signed },
      { back: false },
    );
    if (moved === 'refused') {
      this.#status.countIgnored('acknowledgement-out-of-range');
      return;
    }
    this.#status.noteAcknowledgement();
    if (moved === 'moved') this.#pump.noteAcknowledgedSeq(acknowledgement.seq);
  }

  /**
   * Before a welcome, or from another incarnation than this connection's welcome, an acknowledgement may be an old one
   * that somebody sends again: it moves nothing. It may also be headquarters, back after a restart or restore: so ask,
   * but not often.
   */
  #askAgainIfDue(): void {
    const { clock, settings } = this.#options;
    if (this.#status.state === 'stopped' || clock.monotonicMs() - this.#lastHelloMonotonicMs < settings.helloFirstMs)
      return;
    this.#sendHello('headquarters came back');
  }

  #handleOrder(order: SignedOrder): void {
    const outcome = recordOrder(this.#options.ledger, order, this.#options);
    if (outcome === 'refused') this.#status.countIgnored('order-out-of-place');
    // The hello names the last order; headquarters sends those after it again.
    if (outcome === 'gap' && this.#status.state === 'open') this.#sendHello('an order is missing');
  }

  /** Nothing more is sent until the next connection: a person has to look. Orders are still taken. */
  #stopStream(reason: string): void {
    this.#cancelTimer();
    this.#nonce = '';
    this.#pump.stop();
    this.#options.log.warn('stream-stopped', { reason });
    this.#status.setState('stopped', reason);
  }

  /**
   * A storage error leaves the outcome unknown: reopen, and begin with a new connection. Anything else is a broken
   * invariant: it stops the stream, and nothing else of the base.
   */
  #handleFailure(error: unknown): void {
    if (this.#closed) return;
    if (!(error instanceof StorageError)) {
      this.#options.reportDefect('link', error);
      this.#stopStream('the program of the base failed: see the log');
      return;
    }
    this.#options.log.warn('storage-failed', { code: error.code });
    try {
      this.#options.ledger.recover();
    } catch (recoveryError) {
      if (!(recoveryError instanceof StorageError)) throw recoveryError;
    }
    const transport = this.#transport;
    this.#handleDisconnect('the ledger could not be read or written');
    void transport?.close();
  }
}
