// One connection to the MQTT broker: the only file of the agent that knows mqtt.js. It transports texts both ways and
// reports when it opens and closes; it never reconnects and resends nothing, because what must be sent again only
// headquarters can say. Must not know what the texts are.
import mqtt, { type IClientOptions, type MqttClient, UniqueMessageIdProvider } from 'mqtt';
import { LARGEST_FRAME_SIZE, sealedMessageLength } from './contract/envelope.ts';
import { buildLinkTopics } from './contract/topics.ts';

/** How to reach the broker. */
export interface MqttBrokerSettings {
  /** mqtt:// or mqtts:// with host and port. */
  url: string;
  mqttVersion: '3.1.1' | '5';
  topicId: string;
  /** Random, not the base's name: the broker is not trusted. */
  clientId: string;
  /** Contents of PEM files; null where the URL is not mqtts://. */
  tls: { ca: string; certificate: string; key: string } | null;
  keepAliveSeconds: number;
  connectTimeoutMs: number;
  /** The largest message the broker takes; a version 5 broker's Maximum Packet Size lowers it. */
  maxMessageBytes: number;
}

/** What a connection reports, in order of its life. */
export interface MessageTransportEvents {
  /** Connected and subscribed. */
  opened(limits: { maxMessageBytes: number }): void;
  /** Once, whatever the reason: refused, cut, closed. `reason` is for people. */
  closed(reason: string): void;
  /**
   * The broker gets its PUBACK when the promise resolves to 'taken'. On 'not-taken' the connection is cut instead, so
   * that the broker keeps the message.
   */
  received(text: string): Promise<'taken' | 'not-taken'>;
  /** A message too large to be one of ours; already dropped. */
  oversized(): void;
}

/** One connection; it never reconnects. */
export interface MessageTransport {
  /**
   * Resolves with the broker's PUBACK, which proves nothing about headquarters. Rejects when the connection ends
   * before.
   *
   * @see MQTT 3.1.1 section 4.3.2 (QoS 1)
   */
  publish(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens one connection to the broker. */
export type ConnectTransport = (events: MessageTransportEvents) => MessageTransport;

/**
 * Connects by mqtt.js with QoS 1 and a clean session: nothing in the conversation relies on what a broker remembers.
 *
 * @see CONTRACT.md section 1; MQTT 3.1.1 sections 3.1.2.4 (clean session) and 4.3.2 (QoS 1)
 */
export function createMqttConnector(settings: MqttBrokerSettings): ConnectTransport {
  const topics = buildLinkTopics(settings.topicId);
  return (events) => {
    const client = mqtt.connect(settings.url, clientOptions(settings));
    const transport = new MqttTransport(client, topics.up, events);
    client.on('connect', (connack) => {
      const offered = connack.properties?.maximumPacketSize ?? Number.POSITIVE_INFINITY;
      // The packet holds the topic, a packet id and properties too.
      const maxMessageBytes = Math.min(settings.maxMessageBytes, offered - topics.up.length - 32);
      client.subscribe(topics.down, { qos: 1 }, (error, granted) => {
        if (error || !granted?.every((grant) => grant.qos === 1)) transport.cut('the broker refused the subscription');
        else events.opened({ maxMessageBytes });
      });
    });
    return transport;
  };
}

function clientOptions(settings: MqttBrokerSettings): IClientOptions {
  const tls = settings.tls && {
    ca: settings.tls.ca,
    cert: settings.tls.certificate,
    key: settings.tls.key,
    rejectUnauthorized: true,
  };
  return {
    protocolVersion: settings.mqttVersion === '5' ? 5 : 4,
    clientId: settings.clientId,
    clean: true,
    // The link opens the next connection itself: mqtt.js would first resend what headquarters may have long applied.
    reconnectPeriod: 0,
    // Without it a refused connection would neither close nor report an error.
    reconnectOnConnackError: true,
    keepalive: settings.keepAliveSeconds,
    connectTimeout: settings.connectTimeoutMs,
    resubscribe: false,
    queueQoSZero: false,
    // The default provider reuses ids that are still in flight.
    messageIdProvider: new UniqueMessageIdProvider(),
    ...tls,
  };
}

class MqttTransport implements MessageTransport {
  readonly #client: MqttClient;
  readonly #topic: string;
  /** end(true) leaves publish callbacks uncalled, so the transport settles them itself. */
  readonly #unsettled = new Set<(reason: Error) => void>();
  readonly #closed: Promise<void>;
  #reason = 'the connection ended';

  constructor(client: MqttClient, topic: string, events: MessageTransportEvents) {
    this.#client = client;
    this.#topic = topic;
    client.on('error', (error) => (this.#reason = describeMqttError(error)));
    client.on('disconnect', (packet) => (this.#reason = `the broker said goodbye, reason ${packet.reasonCode ?? 0}`));
    this.#closed = new Promise((resolve) => {
      const finish = (): void => {
        for (const reject of this.#unsettled) reject(new Error(this.#reason));
        this.#unsettled.clear();
        resolve();
      };
      client.once('close', finish);
    });
    void this.#closed.then(() => {
      client.end(true);
      events.closed(this.#reason);
    });
    // mqtt.js would send the PUBACK as soon as a message arrives; this hook holds it back until the message is durable.
    client.handleMessage = (packet, settle) => {
      const payload = Buffer.from(packet.payload);
      if (payload.length > sealedMessageLength(LARGEST_FRAME_SIZE)) {
        events.oversized();
        settle();
        return;
      }
      void events.received(payload.toString('latin1')).then((outcome) => {
        if (outcome === 'taken') settle();
        else this.cut('a message could not be recorded');
      });
    };
  }

  publish(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#unsettled.add(reject);
      this.#client.publish(this.#topic, text, { qos: 1 }, (error) => {
        this.#unsettled.delete(reject);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  cut(reason: string): void {
    this.#reason = reason;
    this.#client.stream.destroy();
  }

  async close(): Promise<void> {
    this.#reason = 'closed by this side';
    this.#client.end(true);
    await this.#closed;
  }
}

/**
 * The system's code where there is one: its message may hold host names, which the screen shows but the log must not.
 */
function describeMqttError(error: Error & { code?: unknown }): string {
  if (error.code === 'ECONNREFUSED') return 'the broker does not answer';
  return typeof error.code === 'string' ? `connection failed (${error.code})` : error.message;
}
