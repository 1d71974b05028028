// A headquarters worked by hand: a test decides message by message what it answers. It signs and seals like the real
// one.
import mqtt, { type MqttClient } from 'mqtt';
import { type AcknowledgementMessage, HelloMessage } from '../../agent/headquarters/contract/messages.ts';
import { SIGNED_TYP } from '../../agent/headquarters/contract/envelope.ts';
import type { Order } from '../../agent/headquarters/contract/order.ts';
import { linkTopics } from '../../agent/headquarters/contract/topics.ts';
import { recipientOf } from '../../simulators/headquarters/answer.ts';
import { readCanonical } from '../../simulators/headquarters/canonical.ts';
import { publicFrom } from '../../simulators/headquarters/keys.ts';
import { openUp, type Received, sealTo, signDown } from '../../simulators/headquarters/seal.ts';
import { BASE, type Scene, TOPIC, until } from './scene.ts';

/** For links that a hand answers: a hello said again while the hand still writes would make its welcome stale. */
export const PATIENT = { helloFirstMs: 4_000, helloLongestMs: 8_000 };

export type Heard = Exclude<Received, { refused: string }>;

export interface Hand {
  heard: Heard[];
  /** As they came, sealed. */
  raw: string[];
  /** Waits for the next hello after those already answered and returns it. */
  hello(): Promise<HelloMessage>;
  acknowledge(word: Partial<AcknowledgementMessage>): void;
  order(order: Order): string;
  /** Any text to the base. */
  send(message: string): void;
  /** Answers the next hello with this head; the incarnation is "hand". */
  welcome(head: { seq: number; hash: string; incarnation?: string }): Promise<HelloMessage>;
  close(): Promise<void>;
}

export function baseRow(scene: Scene): Parameters<typeof recipientOf>[0] {
  const { signingKey, sealingKey } = scene.keys.base.public;
  return { base: BASE, topic: TOPIC, signing_key: signingKey, sealing_key: sealingKey };
}

export async function openHand(scene: Scene, url: string): Promise<Hand> {
  const topics = linkTopics(TOPIC);
  const client: MqttClient = await mqtt.connectAsync(url, { reconnectPeriod: 50 });
  const heard: Heard[] = [];
  const raw: string[] = [];
  const signingKey = publicFrom('Ed25519', scene.keys.base.public.signingKey);
  client.on('message', (_topic, payload) => {
    raw.push(payload.toString('latin1'));
    const received = openUp(payload.toString('latin1'), { ...scene.own, signingKeyOf: () => signingKey });
    if ('refused' in received) throw new Error(received.refused);
    heard.push(received);
  });
  await client.subscribeAsync(topics.up, { qos: 1 });
  let hellos = 0;
  const all = (): Heard[] => heard.filter((one) => one.header.purpose === 'hello');
  const send = (message: string): void => void client.publish(topics.down, message, { qos: 1 });
  const to = recipientOf(baseRow(scene));
  const hand: Hand = {
    heard,
    raw,
    send,
    hello: async () => {
      await until(
        () => all().length > hellos,
        () => ({ hellos, heard: heard.map((one) => one.header.purpose) }),
      );
      hellos = all().length;
      return HelloMessage.parse(readCanonical(all().at(-1)?.payload ?? new Uint8Array()));
    },
    acknowledge: (word) => {
      const { epoch } = scene.ledger.head();
      const whole = { base: BASE, epoch, hash: '0'.repeat(64), incarnation: 'hand', nonce: '', seq: 0, ...word };
      send(sealTo(signDown(SIGNED_TYP.acknowledgement, whole, scene.own.signing), to));
    },
    order: (order) => {
      const signed = signDown(SIGNED_TYP.order, order, scene.own.signing);
      send(sealTo(signed, to));
      return signed;
    },
    welcome: async (head) => {
      const hello = await hand.hello();
      hand.acknowledge({ ...head, nonce: hello.nonce });
      return hello;
    },
    close: () => client.endAsync(true),
  };
  return hand;
}

/** Hash of the base's entry `seq`; zeros for 0. */
export function hashAt(scene: Scene, seq: number): string {
  return scene.ledger.entryAt(seq)?.hash ?? '0'.repeat(64);
}
