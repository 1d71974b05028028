// A headquarters whose test decides message by message what it answers. It signs and seals like the real
// one.
import mqtt, { type MqttClient } from 'mqtt';
import type { AcknowledgementMessage, HelloMessage } from '../../agent/link/contract/conversationSchemas.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import type { Order } from '../../agent/link/contract/orderSchema.ts';
import { buildLinkTopics } from '../../agent/link/contract/topics.ts';
import { recipientKeysOf } from '../../agent/headquarters/link/messageAnswers.ts';
import { publicKeyFromRaw } from '../../agent/headquarters/signing/headquartersKeys.ts';
import {
  openBaseMessage,
  type OpenedMessage,
  sealForBase,
  signHeadquartersText,
} from '../../agent/headquarters/signing/messageSeal.ts';
import { BASE, type LinkRig, TOPIC, until } from './linkRig.ts';

/** For links that a test answers: a hello sent again while the test still writes would make its welcome stale. */
export const PATIENT = { helloFirstMs: 4_000, helloLongestMs: 8_000 };

export type ReceivedBaseMessage = Exclude<OpenedMessage, { refused: string }>;

export interface ScriptedHeadquarters {
  received: ReceivedBaseMessage[];
  /** As they came, sealed. */
  raw: string[];
  /** Waits for the next hello after those already answered and returns it. */
  hello(): Promise<HelloMessage>;
  acknowledge(members: Partial<AcknowledgementMessage>): void;
  order(order: Order): string;
  /** Any text to the base. */
  send(message: string): void;
  /** Answers the next hello with this head; the incarnation is "scripted". */
  welcome(head: { seq: number; hash: string; incarnation?: string }): Promise<HelloMessage>;
  close(): Promise<void>;
}

export function baseRow(rig: LinkRig): Parameters<typeof recipientKeysOf>[0] {
  const { signingKey, sealingKey } = rig.keys.base.public;
  return { base: BASE, topic: TOPIC, signing_key: signingKey, sealing_key: sealingKey };
}

export async function openScriptedHeadquarters(rig: LinkRig, url: string): Promise<ScriptedHeadquarters> {
  const topics = buildLinkTopics(TOPIC);
  const client: MqttClient = await mqtt.connectAsync(url, { reconnectPeriod: 50 });
  const heard: ReceivedBaseMessage[] = [];
  const raw: string[] = [];
  const signingKey = publicKeyFromRaw('Ed25519', rig.keys.base.public.signingKey);
  client.on('message', (_topic, payload) => {
    raw.push(payload.toString('latin1'));
    const received = openBaseMessage(payload.toString('latin1'), {
      ...rig.headquartersKeys,
      signingKeyOf: () => signingKey,
    });
    if ('refused' in received) throw new Error(received.refused);
    heard.push(received);
  });
  await client.subscribeAsync(topics.up, { qos: 1 });
  let hellos = 0;
  let conversation = '';
  const listHellos = (): HelloMessage[] =>
    heard.flatMap((message) => (message.kind === 'hello' ? [message.hello] : []));
  const send = (message: string): void => void client.publish(topics.down, message, { qos: 1 });
  const recipient = recipientKeysOf(baseRow(rig));
  const scriptedHeadquarters: ScriptedHeadquarters = {
    received: heard,
    raw,
    send,
    hello: async () => {
      await until(
        () => listHellos().length > hellos,
        () => ({ hellos, heard: heard.map((message) => message.kind) }),
      );
      hellos = listHellos().length;
      const last = listHellos().at(-1);
      if (last === undefined) throw new Error('no hello');
      return last;
    },
    acknowledge: (members) => {
      const { epoch } = rig.ledger.head();
      const acknowledgement = {
        base: BASE,
        epoch,
        hash: '0'.repeat(64),
        incarnation: 'scripted',
        issuedWallMs: 1,
        nonce: conversation,
        seq: 0,
        ...members,
      };
      send(
        sealForBase(signHeadquartersText(SIGNED_TYP.acknowledgement, acknowledgement, rig.headquartersKeys), recipient),
      );
    },
    order: (order) => {
      const signed = signHeadquartersText(SIGNED_TYP.order, order, rig.headquartersKeys);
      send(sealForBase(signed, recipient));
      return signed;
    },
    welcome: async (head) => {
      const hello = await scriptedHeadquarters.hello();
      conversation = hello.nonce;
      scriptedHeadquarters.acknowledge(head);
      return hello;
    },
    close: () => client.endAsync(true),
  };
  return scriptedHeadquarters;
}

/** Hash of the base's entry `seq`; zeros for 0. */
export function hashAt(rig: LinkRig, seq: number): string {
  return rig.ledger.entryAt(seq)?.hash ?? '0'.repeat(64);
}
