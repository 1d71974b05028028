// Headquarters on its broker: subscribes to every enrolled base, answers, looks for queued orders and new enrolments.
// Holds no state of its own. Must not know what messages say.
import mqtt, { type MqttClient, UniqueMessageIdProvider } from 'mqtt';
import { buildLinkTopics } from '../../link/contract/topics.ts';
import { answerMessage, type HeadquartersContext, sealUnaskedMessages } from './messageAnswers.ts';
import { type BaseRow, listEnrolledBases } from './enrolledBases.ts';

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
  log: (line: string) => void;
}

/** Runs until `stop`. Keeps trying while the broker is away. */
export async function runBrokerService(options: BrokerServiceOptions): Promise<void> {
  const { context, log } = options;
  const client = mqtt.connect(options.broker, {
    protocolVersion: options.mqttVersion === '5' ? 5 : 4,
    clean: true,
    reconnectPeriod: 500,
    reconnectOnConnackError: true,
    resubscribe: false,
    messageIdProvider: new UniqueMessageIdProvider(),
  });
  const subscriptions = new BaseSubscriptions(client, context, log);
  client.on('error', (error) => log(`broker: ${error.message}`));
  let connected = false;
  client.on('connect', () => {
    subscriptions.resubscribe();
    if (!connected) options.onReady();
    connected = true;
  });
  // The PUBACK leaves after the answer is committed and on its way; a message that fails is not taken.
  client.handleMessage = (packet, done) => {
    subscriptions.receive(packet.topic, packet.payload.toString('latin1'));
    done();
  };
  const poll = setInterval(() => subscriptions.poll(), options.pollMs);
  await new Promise<void>((resolve) => {
    if (options.stop.aborted) resolve();
    options.stop.addEventListener('abort', () => resolve(), { once: true });
  });
  clearInterval(poll);
  await client.endAsync(true);
}

class BaseSubscriptions {
  readonly #client: MqttClient;
  readonly #context: HeadquartersContext;
  readonly #log: (line: string) => void;
  #subscribed = new Set<string>();

  constructor(client: MqttClient, context: HeadquartersContext, log: (line: string) => void) {
    this.#client = client;
    this.#context = context;
    this.#log = log;
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
    for (const base of listEnrolledBases(this.#context.store)) {
      const { up } = buildLinkTopics(base.topic);
      if (this.#subscribed.has(up)) {
        this.#send(base, sealUnaskedMessages(this.#context, base, { withHead: false }));
        continue;
      }
      this.#subscribed.add(up);
      this.#client.subscribe(up, { qos: 1 }, (error) => {
        // Forgotten, so that the next look tries again.
        if (error) this.#subscribed.delete(up);
        else this.#send(base, sealUnaskedMessages(this.#context, base, { withHead: true }));
      });
    }
  }

  receive(topic: string, message: string): void {
    const base = listEnrolledBases(this.#context.store).find(
      (candidate) => buildLinkTopics(candidate.topic).up === topic,
    );
    if (!base) return;
    const { messages, logLine } = answerMessage(this.#context, base, message);
    if (logLine !== null) this.#log(logLine);
    this.#send(base, messages);
  }

  #send(base: BaseRow, messages: readonly string[]): void {
    const { down } = buildLinkTopics(base.topic);
    // Lost on the way means said again: the base greets when it misses something.
    for (const message of messages) this.#client.publish(down, message, { qos: 1 });
  }
}
