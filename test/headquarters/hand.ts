// A headquarters worked by hand: a test decides message by message what it answers. It signs and seals like the real
// one.
import mqtt, { type MqttClient } from 'mqtt';
import { type AcknowledgementMessage, HelloMessage } from '../../agent/link/contract/conversationSchemas.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import type { Order } from '../../agent/link/contract/orderSchema.ts';
import { buildLinkTopics } from '../../agent/link/contract/topics.ts';
import { recipientKeysOf } from '../../agent/headquarters/link/messageAnswers.ts';
import { readCanonical } from '../../agent/headquarters/signing/headquartersCanonical.ts';
import { publicKeyFromRaw } from '../../agent/headquarters/signing/headquartersKeys.ts';
import {
  openBaseMessage,
  type OpenedMessage,
  sealForBase,
  signHeadquartersText,
} from '../../agent/headquarters/signing/messageSeal.ts';
import { BASE, type Scene, TOPIC, until } from './scene.ts';

/** For links that a hand answers: a hello said again while the hand still writes would make its welcome stale. */
export const PATIENT = { helloFirstMs: 4_000, helloLongestMs: 8_000 };

export type Heard = Exclude<OpenedMessage, { refused: string }>;

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

export function baseRow(scene: Scene): Parameters<typeof recipientKeysOf>[0] {
  const { signingKey, sealingKey } = scene.keys.base.public;
  return { base: BASE, topic: TOPIC, signing_key: signingKey, sealing_key: sealingKey };
}

export async function openHand(scene: Scene, url: string): Promise<Hand> {
  const topics = buildLinkTopics(TOPIC);
  const client: MqttClient = await mqtt.connectAsync(url, { reconnectPeriod: 50 });
  const heard: Heard[] = [];
  const raw: string[] = [];
  const signingKey = publicKeyFromRaw('Ed25519', scene.keys.base.public.signingKey);
  client.on('message', (_topic, payload) => {
    raw.push(payload.toString('latin1'));
    const received = openBaseMessage(payload.toString('latin1'), { ...scene.own, signingKeyOf: () => signingKey });
    if ('refused' in received) throw new Error(received.refused);
    heard.push(received);
  });
  await client.subscribeAsync(topics.up, { qos: 1 });
  let hellos = 0;
  const all = (): Heard[] => heard.filter((one) => one.header.purpose === 'hello');
  const send = (message: string): void => void client.publish(topics.down, message, { qos: 1 });
  const to = recipientKeysOf(baseRow(scene));
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
      send(sealForBase(signHeadquartersText(SIGNED_TYP.acknowledgement, whole, scene.own.signingKey), to));
    },
    order: (order) => {
      const signed = signHeadquartersText(SIGNED_TYP.order, order, scene.own.signingKey);
      send(sealForBase(signed, to));
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
