// Words that must not move the cursor: from the future, from the past, of another epoch or incarnation, badly signed,
// unasked.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HeadquartersLink } from '../../agent/link/headquartersLink.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import { recipientKeysOf } from '../../agent/headquarters/link/messageAnswers.ts';
import { sealForBase, signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { openAedes, type TestBroker } from './brokers.ts';
import { baseRow, type ScriptedHeadquarters, hashAt, openScriptedHeadquarters } from './scriptedHeadquarters.ts';
import { BASE, openLinkRig, type LinkRig, until } from './linkRig.ts';
import { strangerKeys } from './strangerKeys.ts';

let rig: LinkRig;
let broker: TestBroker;
let scriptedHeadquarters: ScriptedHeadquarters;
let link: HeadquartersLink;
let conversation = '';

beforeEach(async () => {
  broker = await openAedes();
  rig = openLinkRig();
  rig.record(20);
  scriptedHeadquarters = await openScriptedHeadquarters(rig, broker.url);
  link = rig.openLink(broker.url, {
    settings: { acknowledgeTimeoutMs: 60_000, helloFirstMs: 60_000, helloLongestMs: 60_000 },
  });
  conversation = (await scriptedHeadquarters.welcome({ seq: 0, hash: hashAt(rig, 0) })).nonce;
  await until(
    () => scriptedHeadquarters.received.some((one) => one.kind === 'entries'),
    () => link.view(),
  );
  scriptedHeadquarters.acknowledge({ seq: 10, hash: hashAt(rig, 10) });
  await until(
    () => rig.ledger.cursor().seq === 10,
    () => link.view(),
  );
});

afterEach(async () => {
  await scriptedHeadquarters.close();
  await rig.close();
  await broker.close();
});

async function ignoredOne(): Promise<void> {
  const before = link.view().ignored;
  // A sound acknowledgement behind it proves that it was read, for messages are taken in order.
  scriptedHeadquarters.acknowledge({ seq: 11, hash: hashAt(rig, 11) });
  await until(
    () => rig.ledger.cursor().seq === 11,
    () => link.view(),
  );
  expect(link.view().ignored).toBe(before + 1);
}

describe('the cursor stays, and the message is counted', () => {
  it('for an entry that the base has not written yet', async () => {
    scriptedHeadquarters.acknowledge({ seq: 22, hash: hashAt(rig, 21) });
    await ignoredOne();
  });

  it('for a position behind the cursor without a welcome', async () => {
    scriptedHeadquarters.acknowledge({ seq: 5, hash: hashAt(rig, 5) });
    await ignoredOne();
  });

  it('for the hash of another entry', async () => {
    scriptedHeadquarters.acknowledge({ seq: 15, hash: hashAt(rig, 14) });
    await ignoredOne();
  });

  it('for another epoch', async () => {
    scriptedHeadquarters.acknowledge({ seq: 15, hash: hashAt(rig, 15), epoch: 'f'.repeat(32) });
    await ignoredOne();
  });

  it('for another incarnation than this connection’s welcome', async () => {
    scriptedHeadquarters.acknowledge({ seq: 15, hash: hashAt(rig, 15), incarnation: 'before-the-restore' });
    await ignoredOne();
  });

  it('for another base', async () => {
    scriptedHeadquarters.acknowledge({ seq: 15, hash: hashAt(rig, 15), base: 'other-base' });
    await ignoredOne();
  });

  it('for a welcome that nobody asked for', async () => {
    scriptedHeadquarters.acknowledge({ seq: 3, hash: hashAt(rig, 3), nonce: '1'.repeat(32) });
    await ignoredOne();
  });

  it('for the signature of a stranger', async () => {
    const word = {
      base: BASE,
      epoch: rig.ledger.head().epoch,
      hash: hashAt(rig, 15),
      incarnation: 'scripted',
      issuedWallMs: 1,
      nonce: '',
      seq: 15,
    };
    const stranger = strangerKeys();
    scriptedHeadquarters.send(
      sealForBase(signHeadquartersText(SIGNED_TYP.acknowledgement, word, stranger), recipientKeysOf(baseRow(rig))),
    );
    await ignoredOne();
  });

  it('for a signed order that says it is an acknowledgement', async () => {
    const word = {
      base: BASE,
      epoch: rig.ledger.head().epoch,
      hash: hashAt(rig, 15),
      incarnation: 'scripted',
      nonce: '',
      seq: 15,
    };
    scriptedHeadquarters.send(
      sealForBase(signHeadquartersText(SIGNED_TYP.order, word, rig.headquartersKeys), recipientKeysOf(baseRow(rig))),
    );
    await ignoredOne();
  });

  it('for anything that is no sealed message', async () => {
    scriptedHeadquarters.send('not a message');
    await ignoredOne();
  });
});

it('keeps the signed word of the acknowledgement that moved the cursor', () => {
  const [header = '', payload = ''] = rig.ledger.cursor().signed.split('.');
  expect(Buffer.from(header, 'base64url').toString()).toBe('{"alg":"EdDSA","typ":"hakari-ack+jws"}');
  const { epoch } = rig.ledger.head();
  expect(Buffer.from(payload, 'base64url').toString()).toBe(
    `{"base":"${BASE}","epoch":"${epoch}","hash":"${hashAt(rig, 10)}","incarnation":"scripted","issuedWallMs":1,"nonce":"${conversation}","seq":10}`,
  );
});

it('takes the same acknowledgement twice without harm', async () => {
  scriptedHeadquarters.acknowledge({ seq: 10, hash: hashAt(rig, 10) });
  scriptedHeadquarters.acknowledge({ seq: 10, hash: hashAt(rig, 10) });
  scriptedHeadquarters.acknowledge({ seq: 12, hash: hashAt(rig, 12) });
  await until(
    () => rig.ledger.cursor().seq === 12,
    () => link.view(),
  );
  expect(link.view()).toMatchObject({ state: 'open', ignored: 0 });
});

it('does not move on the broker’s PUBACK alone', async () => {
  rig.record(30);
  const sent = (): number =>
    Math.max(...scriptedHeadquarters.received.map((one) => (one.kind === 'entries' ? one.envelope.last : 0)));
  await until(
    () => sent() === rig.ledger.head().seq,
    () => sent(),
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(rig.ledger.cursor().seq).toBe(10);
  expect(link.view().waiting).toBe(rig.ledger.head().seq - 10);
});

it('keeps no more envelopes on the way than its window', async () => {
  for (let round = 0; round < 12; round += 1) {
    rig.record(1);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const envelopes = scriptedHeadquarters.received.filter((one) => one.kind === 'entries' && one.envelope.last > 10);
  expect(envelopes.length).toBeLessThanOrEqual(4);
});
