// The broker hears that a message was taken only after it is durable; a message that could not be recorded is never
// confirmed.
import mqtt from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type MessageTransport, createMqttConnector } from '../../agent/link/mqttTransport.ts';
import { buildLinkTopics } from '../../agent/link/contract/topics.ts';
import { openAedes, type TestBroker } from './brokers.ts';
import { random, TOPIC, until } from './linkRig.ts';

let broker: TestBroker;
let carrier: MessageTransport;
let opened: boolean;
let closed: string;
let decide: (outcome: 'taken' | 'not-taken') => void;
let heard: string[];

beforeEach(async () => {
  broker = await openAedes();
  opened = false;
  closed = '';
  heard = [];
  const settings = {
    url: broker.url,
    mqttVersion: '3.1.1',
    topicId: TOPIC,
    clientId: random.id(),
    tls: null,
    keepAliveSeconds: 5,
    connectTimeoutMs: 2_000,
    maxMessageBytes: 1_000_000,
  } as const;
  carrier = createMqttConnector(settings)({
    opened: () => (opened = true),
    closed: (reason) => (closed = reason),
    oversized: () => undefined,
    received: (text) => {
      heard.push(text);
      return new Promise((resolve) => (decide = resolve));
    },
  });
  await until(
    () => opened,
    () => closed,
  );
  const client = await mqtt.connectAsync(broker.url);
  await client.publishAsync(buildLinkTopics(TOPIC).down, 'a message', { qos: 1 });
  await client.endAsync();
  await until(
    () => heard.length === 1,
    () => heard,
  );
});

afterEach(async () => {
  await carrier.close();
  await broker.close();
});

it('confirms after the message is taken, and not before', async () => {
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(broker.pubacks()).toBe(0);
  decide('taken');
  await until(
    () => broker.pubacks() === 1,
    () => broker.pubacks(),
  );
});

it('cuts the connection instead when the message could not be recorded', async () => {
  decide('not-taken');
  await until(
    () => closed !== '',
    () => closed,
  );
  expect(closed).toBe('a message could not be recorded');
  expect(broker.pubacks()).toBe(0);
});
