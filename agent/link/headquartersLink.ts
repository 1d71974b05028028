// The conversation with headquarters: connect, greet, send, be acknowledged, take orders; and begin again whenever
// something is lost. Must not know mqtt.js
// or what orders mean.
import { errorText } from '../../drivers/contract/errorText.ts';
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import { type Ledger, StorageError } from '../core/ports/ledger.ts';
import type { LinkView } from '../core/views/stateView.ts';
import type { MessageTransport, MessageTransportEvents, ConnectTransport } from './mqttTransport.ts';
import { AskSchedule } from './askSchedule.ts';
import { sealHello } from './hello.ts';
import { recordOrder, type OrderTaking, type IncomingMessage, readIncomingMessage, type SignedOrder } from './inbox.ts';
import { AcknowledgementHandler, type AcknowledgementConsequences } from './acknowledgementHandling.ts';
import type { BaseKeys, HeadquartersKeys } from './keyFiles.ts';
import type { LinkLog } from './linkLog.ts';
import { backOffMs } from '../../drivers/contract/backOff.ts';
import { type LinkSettings, LINK_BACK_OFF_SPREAD } from './linkSettings.ts';
import { LinkStatus } from './linkStatus.ts';
import { EntryPump } from './pump.ts';
import { SentEpoch } from './sentEpoch.ts';
import { ShortConversations } from './shortConversations.ts';
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
  /** What of the link needs a person. */
  alarms(): { code: string; detail: string }[];
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
  readonly #sent: SentEpoch;
  readonly #acknowledgements: AcknowledgementHandler;
  readonly #asking: AskSchedule;
  readonly #shortConversations: ShortConversations;
  #attempts = 0;
  #helloAttempts = 0;
  #cancelTimer: () => void = () => undefined;
  #closed = false;
  /** Grows with every connection: events of an earlier connection are ignored. */
  #connection = 0;

  constructor(options: HeadquartersLinkOptions) {
    this.#options = options;
    const { ledger, settings, clock, keys } = options;
    this.#sent = new SentEpoch(ledger);
    this.#status = new LinkStatus(options);
    this.#asking = new AskSchedule({ clock, settings, ask: () => this.#ask() });
    this.#acknowledgements = new AcknowledgementHandler({
      ledger,
      sent: this.#sent,
      status: this.#status,
      asking: this.#asking,
      lead: this.#consequences(),
    });
    this.#shortConversations = new ShortConversations(clock, settings.shortConversationMs);
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
    return this.#status.view(this.#options.ledger, this.#sent.entries);
  }

  alarms(): { code: string; detail: string }[] {
    const isStopped = this.#status.state === 'stopped' && this.#options.ledger.halt() === null;
    return [
      ...(isStopped ? [{ code: 'link-stopped', detail: this.#status.reason }] : []),
      ...(this.#shortConversations.isSuspicious() ? [{ code: 'second-agent', detail: '' }] : []),
    ];
  }

  onChange(listener: () => void): () => void {
    return this.#status.onChange(listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#unsubscribe();
    this.#cancelTimer();
    this.#asking.stop();
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
        this.#acknowledgements.forget();
        this.#helloAttempts = 0;
        this.#sent.forgetBranch();
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
    this.#acknowledgements.end();
    this.#asking.stop();
    this.#pump.stop();
    if (this.#shortConversations.noteEnd()) this.#attempts = 0;
    const suspicion = this.#shortConversations.isSuspicious()
      ? ': a second agent seems to use the keys of this base'
      : '';
    this.#status.setState('connecting', `${reason}${suspicion}`);
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

  /** Begins a conversation; says hello again until a welcome echoes the latest nonce. */
  #sendHello(reason: string): void {
    if (this.#transport === null || this.#closed) return;
    this.#pump.stop();
    this.#asking.stop();
    if (!this.#maySign()) return;
    const { settings, random } = this.#options;
    try {
      this.#sent.choose();
    } catch (error) {
      this.#handleFailure(error);
      return;
    }
    this.#acknowledgements.end();
    this.#status.setState('greeting', reason);
    const backOff = {
      firstMs: settings.helloFirstMs,
      longestMs: settings.helloLongestMs,
      spread: LINK_BACK_OFF_SPREAD,
    };
    const attempt = { attempt: this.#helloAttempts, fraction: random.fraction() };
    this.#schedule(backOffMs(backOff, attempt), () => this.#sendHello('headquarters does not answer'));
    this.#helloAttempts += 1;
    this.#publishHello();
  }

  /** A hello beside the running stream, which goes on. */
  #ask(): void {
    if (this.#status.state === 'open') this.#publishHello();
  }

  #publishHello(): void {
    const { ledger, keys, random } = this.#options;
    const nonce = random.id();
    this.#acknowledgements.expect(nonce);
    this.#asking.noteHello();
    const connection = this.#connection;
    sealHello({ ledger, entries: this.#sent.entries, branch: this.#sent.isBranch, keys, nonce }).then(
      (text) => {
        if (this.#acknowledgements.isExpected(nonce) && connection === this.#connection) this.#publish(text);
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
      else this.#acknowledgements.handle(incoming.acknowledgement, incoming.signed);
      return true;
    } catch (error) {
      this.#handleFailure(error);
      return false;
    }
  }

  /** What headquarters' words lead to. */
  #consequences(): AcknowledgementConsequences {
    return {
      greet: () => this.#sendHello(''),
      cameBack: () => {
        if (this.#helloAttempts <= 1) return;
        this.#helloAttempts = 0;
        this.#sendHello('headquarters came back');
      },
      openStream: (from) => {
        this.#cancelTimer();
        this.#status.setState('open', '');
        this.#pump.start(this.#sent.entries, { from, maxMessageBytes: this.#maxMessageBytes });
      },
      acknowledged: (seq) => this.#pump.noteAcknowledgedSeq(seq),
      welcomed: () => {
        this.#helloAttempts = 0;
        this.#shortConversations.noteWelcome();
      },
      stopStream: (reason) => this.#stopStream(reason),
    };
  }

  #handleOrder(order: SignedOrder): void {
    // Orders are of the current epoch, and the hello that opens it has them sent.
    if (!this.#sent.isCurrent || this.#options.ledger.halt() !== null) return;
    const outcome = recordOrder(this.#options.ledger, order, this.#options);
    if (outcome === 'refused') this.#status.countIgnored('order-out-of-place');
    // The hello names the last order; headquarters sends those after it again.
    if (outcome === 'gap' && this.#status.state === 'open') this.#sendHello('an order is missing');
  }

  /** Nothing more is sent until the next connection: a person has to look. Orders are still taken. */
  #stopStream(reason: string): void {
    this.#cancelTimer();
    this.#acknowledgements.end();
    this.#asking.stop();
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
