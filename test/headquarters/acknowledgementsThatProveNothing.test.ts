// Words that must not move the cursor: from the future, from the past, of another epoch or incarnation, badly signed,
// unasked.
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HeadquartersLink } from '../../agent/link/headquartersLink.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import { recipientKeysOf } from '../../agent/headquarters/link/messageAnswers.ts';
import { sealForBase, signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { openAedes, type TestBroker } from './brokers.ts';
import { baseRow, type Hand, hashAt, openHand } from './hand.ts';
import { BASE, openScene, type Scene, until } from './scene.ts';

let scene: Scene;
let broker: TestBroker;
let hand: Hand;
let link: HeadquartersLink;

beforeEach(async () => {
  broker = await openAedes();
  scene = openScene();
  scene.record(20);
  hand = await openHand(scene, broker.url);
  link = scene.openLink(broker.url, {
    settings: { acknowledgeTimeoutMs: 60_000, helloFirstMs: 60_000, helloLongestMs: 60_000 },
  });
  await hand.welcome({ seq: 0, hash: hashAt(scene, 0) });
  await until(
    () => hand.heard.some((one) => one.header.purpose === 'entries'),
    () => link.view(),
  );
  hand.acknowledge({ seq: 10, hash: hashAt(scene, 10) });
  await until(
    () => scene.ledger.cursor().seq === 10,
    () => link.view(),
  );
});

afterEach(async () => {
  await hand.close();
  await scene.close();
  await broker.close();
});

async function ignoredOne(): Promise<void> {
  const before = link.view().ignored;
  // A sound acknowledgement behind it proves that it was read, for messages are taken in order.
  hand.acknowledge({ seq: 11, hash: hashAt(scene, 11) });
  await until(
    () => scene.ledger.cursor().seq === 11,
    () => link.view(),
  );
  expect(link.view().ignored).toBe(before + 1);
}

describe('the cursor stays, and the message is counted', () => {
  it('for an entry that the base has not written yet', async () => {
    hand.acknowledge({ seq: 22, hash: hashAt(scene, 21) });
    await ignoredOne();
  });

  it('for a position behind the cursor without a welcome', async () => {
    hand.acknowledge({ seq: 5, hash: hashAt(scene, 5) });
    await ignoredOne();
  });

  it('for the hash of another entry', async () => {
    hand.acknowledge({ seq: 15, hash: hashAt(scene, 14) });
    await ignoredOne();
  });

  it('for another epoch', async () => {
    hand.acknowledge({ seq: 15, hash: hashAt(scene, 15), epoch: 'f'.repeat(32) });
    await ignoredOne();
  });

  it('for another incarnation than this connection’s welcome', async () => {
    hand.acknowledge({ seq: 15, hash: hashAt(scene, 15), incarnation: 'before-the-restore' });
    await ignoredOne();
  });

  it('for another base', async () => {
    hand.acknowledge({ seq: 15, hash: hashAt(scene, 15), base: 'other-base' });
    await ignoredOne();
  });

  it('for a welcome that nobody asked for', async () => {
    hand.acknowledge({ seq: 3, hash: hashAt(scene, 3), nonce: '1'.repeat(32) });
    await ignoredOne();
  });

  it('for the signature of a stranger', async () => {
    const word = {
      base: BASE,
      epoch: scene.ledger.head().epoch,
      hash: hashAt(scene, 15),
      incarnation: 'hand',
      nonce: '',
      seq: 15,
    };
    const stranger = generateKeyPairSync('ed25519').privateKey;
    hand.send(
      sealForBase(signHeadquartersText(SIGNED_TYP.acknowledgement, word, stranger), recipientKeysOf(baseRow(scene))),
    );
    await ignoredOne();
  });

  it('for a signed order that says it is an acknowledgement', async () => {
    const word = {
      base: BASE,
      epoch: scene.ledger.head().epoch,
      hash: hashAt(scene, 15),
      incarnation: 'hand',
      nonce: '',
      seq: 15,
    };
    hand.send(
      sealForBase(signHeadquartersText(SIGNED_TYP.order, word, scene.own.signingKey), recipientKeysOf(baseRow(scene))),
    );
    await ignoredOne();
  });

  it('for anything that is no sealed message', async () => {
    hand.send('not a message');
    await ignoredOne();
  });
});

it('keeps the signed word of the acknowledgement that moved the cursor', () => {
  const [header = '', payload = ''] = scene.ledger.cursor().signed.split('.');
  expect(Buffer.from(header, 'base64url').toString()).toBe('{"alg":"EdDSA","typ":"hakari-ack+jws"}');
  const { epoch } = scene.ledger.head();
  expect(Buffer.from(payload, 'base64url').toString()).toBe(
    `{"base":"${BASE}","epoch":"${epoch}","hash":"${hashAt(scene, 10)}","incarnation":"hand","nonce":"","seq":10}`,
  );
});

it('takes the same acknowledgement twice without harm', async () => {
  hand.acknowledge({ seq: 10, hash: hashAt(scene, 10) });
  hand.acknowledge({ seq: 10, hash: hashAt(scene, 10) });
  hand.acknowledge({ seq: 12, hash: hashAt(scene, 12) });
  await until(
    () => scene.ledger.cursor().seq === 12,
    () => link.view(),
  );
  expect(link.view()).toMatchObject({ state: 'open', ignored: 0 });
});

it('does not move on the broker’s PUBACK alone', async () => {
  scene.record(30);
  const sent = (): number =>
    Math.max(...hand.heard.map((one) => (one.header.purpose === 'entries' ? one.header.last : 0)));
  await until(
    () => sent() === scene.ledger.head().seq,
    () => sent(),
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(scene.ledger.cursor().seq).toBe(10);
  expect(link.view().waiting).toBe(scene.ledger.head().seq - 10);
});

it('keeps no more envelopes on the way than its window', async () => {
  for (let round = 0; round < 12; round += 1) {
    scene.record(1);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const envelopes = hand.heard.filter((one) => one.header.purpose === 'entries' && one.header.last > 10);
  expect(envelopes.length).toBeLessThanOrEqual(4);
});
