// Headquarters on its broker: subscribes to every enrolled base, answers, looks for queued orders and new enrolments.
// Holds no state of its own. Must not know what messages say, nor the book.
import mqtt, { type MqttClient, UniqueMessageIdProvider } from 'mqtt';
import { buildLinkTopics } from '../../link/contract/topics.ts';
import type { BaseRow } from '../store/linkStore.ts';
import { answerMessage, type HeadquartersContext, sealUnaskedMessages } from './messageAnswers.ts';
import { type Persistence, type PersistentOutcome, workOnce, workPersistently } from './persistence.ts';
import { TroubleTally } from './troubleTally.ts';

/** What the service on the broker is given. */
export interface BrokerServiceOptions {
  context: HeadquartersContext;
  broker: string;
  mqttVersion: '3.1.1' | '5';
  /** How often the store is asked for new orders and bases. */
  pollMs: number;
  stop: AbortSignal;
  /** Called once, when it first hears the broker. */
  onReady: () => void;
  /** Called after each message, when something may have been stored. */
  onStored: () => void;
  log: (line: string) => void;
}

/** Runs until `stop`. Keeps trying while the broker is away or the store's file is locked or full. */
export async function runBrokerService(options: BrokerServiceOptions): Promise<void> {
  const { stop, log } = options;
  const client = mqtt.connect(options.broker, {
    protocolVersion: options.mqttVersion === '5' ? 5 : 4,
    clean: true,
    reconnectPeriod: 500,
    reconnectOnConnackError: true,
    resubscribe: false,
    messageIdProvider: new UniqueMessageIdProvider(),
  });
  const persistence = { tally: new TroubleTally(log), pause: (ms: number) => pauseUntil(stop, ms) };
  const subscriptions = new BaseSubscriptions(client, options, persistence);
  client.on('error', (error) => log(`broker: ${error.message}`));
  let connections = 0;
  client.on('connect', () => {
    connections += 1;
    subscriptions.resubscribe();
    if (connections === 1) options.onReady();
  });
  // The PUBACK leaves after the answer is committed and on its way. While the store's file is locked or full, this message
  // and those behind it wait; when the connection is lost meanwhile, the base says it again.
  client.handleMessage = (packet, done) => {
    const connection = connections;
    const isOver = (): boolean => stop.aborted || !client.connected || connection !== connections;
    void subscriptions
      .receive({ topic: packet.topic, message: packet.payload.toString('latin1'), isOver })
      .then((outcome) => {
        if (outcome !== 'given-up') done();
      });
  };
  const poll = setInterval(() => subscriptions.poll(), options.pollMs);
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  clearInterval(poll);
  await client.endAsync(true);
}

/** Resolves after `ms`, or as soon as `stop` is aborted. */
export function pauseUntil(stop: AbortSignal, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    stop.addEventListener('abort', end, { once: true });
    if (stop.aborted) end();
  });
}

class BaseSubscriptions {
  readonly #client: MqttClient;
  readonly #options: BrokerServiceOptions;
  readonly #context: HeadquartersContext;
  readonly #persistence: Persistence;
  #subscribed = new Set<string>();

  constructor(client: MqttClient, options: BrokerServiceOptions, persistence: Persistence) {
    this.#client = client;
    this.#options = options;
    this.#context = options.context;
    this.#persistence = persistence;
  }

  /**
   * A new connection: subscribe again, and say where each stream stands, so that bases that wait need not wait longer.
   */
  resubscribe(): void {
    this.#subscribed = new Set();
    this.poll();
  }

  poll(): void {
    if (!this.#client.connected) return;
    const { tally } = this.#persistence;
    let bases: BaseRow[] = [];
    const listed = workOnce(tally, { subject: 'poll', work: () => (bases = this.#context.link.listBases()) });
    if (listed !== 'done') return;
    for (const base of bases) {
      const outcome = workOnce(tally, { subject: `poll of ${base.base}`, work: () => this.#pollBase(base) });
      if (outcome === 'storage') return;
    }
  }

  #pollBase(base: BaseRow): void {
    const { up } = buildLinkTopics(base.topic);
    if (this.#subscribed.has(up)) {
      this.#send(base, sealUnaskedMessages(this.#context, base, { withHead: false }));
      return;
    }
    this.#subscribed.add(up);
    this.#client.subscribe(up, { qos: 1 }, (error) => {
      const greet = (): void => this.#send(base, sealUnaskedMessages(this.#context, base, { withHead: true }));
      const isGreeted =
        !error && workOnce(this.#persistence.tally, { subject: `head for ${base.base}`, work: greet }) === 'done';
      // Forgotten, so that the next look tries again.
      if (!isGreeted) this.#subscribed.delete(up);
    });
  }

  async receive(received: { topic: string; message: string; isOver: () => boolean }): Promise<PersistentOutcome> {
    const { topic, message, isOver } = received;
    const work = (): void => {
      const base = this.#context.link.listBases().find((candidate) => buildLinkTopics(candidate.topic).up === topic);
      if (!base) return;
      const { messages, logLine } = answerMessage(this.#context, base, message);
      if (logLine !== null) this.#options.log(logLine);
      this.#send(base, messages);
    };
    const outcome = await workPersistently(this.#persistence, { subject: 'message', work, isOver });
    this.#options.onStored();
    return outcome;
  }

  #send(base: BaseRow, messages: readonly string[]): void {
    const { down } = buildLinkTopics(base.topic);
    // Lost on the way means said again: the base greets when it misses something.
    for (const message of messages) this.#client.publish(down, message, { qos: 1 });
  }
}
