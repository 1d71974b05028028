// Headquarters on its broker: subscribes to every enrolled base, answers, looks for queued orders and new enrolments.
// Holds no state of its own. Must not know what messages say.
import mqtt, { type MqttClient, UniqueMessageIdProvider } from 'mqtt';
import { linkTopics } from '../../agent/headquarters/contract/topics.ts';
import { answer, type House, unasked } from './answer.ts';
import { type BaseRow, enrolledBases } from './store.ts';

export interface ServeOptions {
  house: House;
  broker: string;
  mqttVersion: '3.1.1' | '5';
  /** How often the store is asked for new orders and bases. */
  pollMs: number;
  stop: AbortSignal;
  /** Called once, when it first hears the broker. */
  ready: () => void;
  note: (line: string) => void;
}

/** Runs until `stop`. Keeps trying while the broker is away. */
export async function serve(options: ServeOptions): Promise<void> {
  const { house, note } = options;
  const client = mqtt.connect(options.broker, {
    protocolVersion: options.mqttVersion === '5' ? 5 : 4,
    clean: true,
    reconnectPeriod: 500,
    reconnectOnConnackError: true,
    resubscribe: false,
    messageIdProvider: new UniqueMessageIdProvider(),
  });
  const desk = new Desk(client, house, note);
  client.on('error', (error) => note(`broker: ${error.message}`));
  let connected = false;
  client.on('connect', () => {
    desk.arrive();
    if (!connected) options.ready();
    connected = true;
  });
  // The PUBACK leaves after the answer is committed and on its way; a message that fails is not taken.
  client.handleMessage = (packet, done) => {
    desk.take(packet.topic, packet.payload.toString('latin1'));
    done();
  };
  const poll = setInterval(() => desk.look(), options.pollMs);
  await new Promise<void>((resolve) => {
    if (options.stop.aborted) resolve();
    options.stop.addEventListener('abort', () => resolve(), { once: true });
  });
  clearInterval(poll);
  await client.endAsync(true);
}

class Desk {
  readonly #client: MqttClient;
  readonly #house: House;
  readonly #note: (line: string) => void;
  #subscribed = new Set<string>();

  constructor(client: MqttClient, house: House, note: (line: string) => void) {
    this.#client = client;
    this.#house = house;
    this.#note = note;
  }

  /**
   * A new connection: subscribe again, and say where each stream stands, so that bases that wait need not wait longer.
   */
  arrive(): void {
    this.#subscribed = new Set();
    this.look();
  }

  look(): void {
    if (!this.#client.connected) return;
    for (const base of enrolledBases(this.#house.store)) {
      const { up } = linkTopics(base.topic);
      if (this.#subscribed.has(up)) {
        this.#send(base, unasked(this.#house, base, { greet: false }));
        continue;
      }
      this.#subscribed.add(up);
      this.#client.subscribe(up, { qos: 1 }, (error) => {
        // Forgotten, so that the next look tries again.
        if (error) this.#subscribed.delete(up);
        else this.#send(base, unasked(this.#house, base, { greet: true }));
      });
    }
  }

  take(topic: string, message: string): void {
    const base = enrolledBases(this.#house.store).find((candidate) => linkTopics(candidate.topic).up === topic);
    if (!base) return;
    const { send, note } = answer(this.#house, base, message);
    if (note !== null) this.#note(note);
    this.#send(base, send);
  }

  #send(base: BaseRow, messages: readonly string[]): void {
    const { down } = linkTopics(base.topic);
    // Lost on the way means said again: the base greets when it misses something.
    for (const message of messages) this.#client.publish(down, message, { qos: 1 });
  }
}
