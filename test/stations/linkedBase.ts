// The small base with a headquarters: a broker on TCP and a hand that answers for headquarters, so that a test says what
// headquarters holds. Must not know what goes wrong.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import type { StateView } from '../../agent/core/views/stateView.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import { buildLinkTopics } from '../../agent/link/contract/topics.ts';
import { readBaseKeys } from '../../agent/link/keyFiles.ts';
import { recipientKeysOf } from '../../agent/headquarters/link/messageAnswers.ts';
import { ensureHeadquartersKeys, publicKeyFromRaw } from '../../agent/headquarters/signing/headquartersKeys.ts';
import { openBaseMessage, sealForBase, signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { openAedes, type TestBroker } from '../headquarters/brokers.ts';
import { SmallBase } from './base.ts';

export const BASE = 'small';
const TOPIC = '7'.repeat(32);

export interface Held {
  seq: number;
  hash: string;
}

export class LinkedBase extends SmallBase {
  readonly house = mkdtempSync(join(tmpdir(), 'hakari-house-'));
  hellos = 0;
  broker!: TestBroker;
  #hand: MqttClient | null = null;
  #epoch = '';
  #nonce = '';
  #say: (held: Held, nonce: string) => void = () => undefined;

  override async plugIn(): Promise<this> {
    this.broker = await openAedes();
    ensureHeadquartersKeys(this.house);
    return super.plugIn();
  }

  override siteText(): string {
    const keys = join(this.house, 'headquarters.json');
    return `${super.siteText()}headquarters: { broker: "${this.broker.url}", protocol: 4, keys: ${keys}, topic: "${TOPIC}", client: "${TOPIC}" }\n`;
  }

  /** Headquarters answers every hello with this head. */
  async headquartersHolds(held: Held): Promise<void> {
    const own = ensureHeadquartersKeys(this.house);
    const { public: keys } = readBaseKeys(this.load().site.data, { base: BASE, epochKey: null });
    const row = { base: BASE, topic: TOPIC, signing_key: keys.signingKey, sealing_key: keys.sealingKey };
    const signingKey = publicKeyFromRaw('Ed25519', keys.signingKey);
    const { up, down } = buildLinkTopics(TOPIC);
    const hand = await mqtt.connectAsync(this.broker.url);
    this.#hand = hand;
    this.#say = (head, nonce) => {
      const word = { base: BASE, epoch: this.#epoch, incarnation: 'hand', issuedWallMs: 1, nonce, ...head };
      hand.publish(
        down,
        sealForBase(signHeadquartersText(SIGNED_TYP.acknowledgement, word, own), recipientKeysOf(row)),
        { qos: 1 },
      );
    };
    hand.on('message', (_topic, payload) => {
      const heard = openBaseMessage(payload.toString('latin1'), { ...own, signingKeyOf: () => signingKey });
      if ('refused' in heard || heard.kind !== 'hello') return;
      const { epoch, nonce } = heard.hello;
      this.#epoch = epoch;
      this.#nonce = nonce;
      this.hellos += 1;
      this.#say(held, nonce);
    });
    await hand.subscribeAsync(up, { qos: 1 });
  }

  /** Headquarters says by itself that it holds this. */
  acknowledge(held: Held): void {
    this.#say(held, this.#nonce);
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#hand?.endAsync(true);
    await this.broker.close();
    rmSync(this.house, { recursive: true, force: true });
  }
}

/** A person's token at this agent. */
export async function signedIn(url: string, id: string): Promise<string> {
  const reply = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ badge: `B-${id}`, pin: '735190' }),
  });
  if (!reply.ok) throw new Error(await reply.text());
  return ((await reply.json()) as { token: string }).token;
}

export async function stateOf(url: string, token = ''): Promise<StateView> {
  const headers = token === '' ? undefined : { authorization: `Bearer ${token}` };
  return (await (await fetch(`${url}/api/state`, headers && { headers })).json()) as StateView;
}
