// Orders that come twice, out of turn, unsigned, unreadable, or while the disk fails: each is carried out once, or said
// not to be.
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Ledger, StorageError } from '../../agent/core/ports/ledger.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import type { Order } from '../../agent/link/contract/orderSchema.ts';
import type { HeadquartersLink } from '../../agent/link/headquartersLink.ts';
import { recipientKeysOf } from '../../agent/headquarters/link/messageAnswers.ts';
import { sha256OfText } from '../../agent/headquarters/signing/entryChain.ts';
import { sealForBase, signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { openAedes, type TestBroker } from './brokers.ts';
import { baseRow, type Hand, hashAt, openHand, PATIENT } from './hand.ts';
import { BASE, notice, openScene, type Scene, settled, until } from './scene.ts';

let scene: Scene;
let broker: TestBroker;
let hand: Hand;
let link: HeadquartersLink;

beforeEach(async () => {
  broker = await openAedes();
  scene = openScene();
  hand = await openHand(scene, broker.url);
});

afterEach(async () => {
  await hand.close();
  await scene.close();
  await broker.close();
});

async function opened(): Promise<void> {
  link = scene.openLink(broker.url, { settings: { ...PATIENT, acknowledgeTimeoutMs: 60_000 } });
  await hand.welcome({ seq: 1, hash: hashAt(scene, 1) });
  await until(
    () => link.view().state === 'open',
    () => link.view(),
  );
}

function orderOf(counter: number, previous = '0'.repeat(64)): Order {
  const { epoch } = scene.ledger.head();
  return {
    order: `order-${counter}`,
    base: BASE,
    epoch,
    counter,
    previous,
    issuedWallMs: 1_700_000_000_000,
    body: notice(`LOT-${counter}`),
  };
}

const kinds = (): string[] =>
  scene.ledger.entriesAfter(1, { limit: 100, maxBytes: 1e6 }).map(({ entry }) => entry.kind);

it('applies an order once when it is delivered twice', async () => {
  await opened();
  const first = hand.order(orderOf(1));
  hand.order(orderOf(1));
  hand.order(orderOf(2, sha256OfText(first)));
  await until(
    () => kinds().length >= 2,
    () => link.view(),
  );
  expect(kinds()).toEqual(['order-received', 'order-received']);
  expect(scene.ledger.book.get('site', 'site')).toMatchObject({ orderCounter: 2 });
  expect(link.view().ignored).toBe(0);
});

it('asks for the missing order when one comes out of turn', async () => {
  await opened();
  const first = signHeadquartersText(SIGNED_TYP.order, orderOf(1), scene.own.signingKey);
  const second = orderOf(2, sha256OfText(first));
  hand.order(second);
  const hello = await hand.hello();
  expect(hello).toMatchObject({ orderCounter: 0, orderHash: '0'.repeat(64) });
  expect(kinds()).toEqual([]);
  hand.order(orderOf(1));
  hand.order(second);
  await until(
    () => kinds().length === 2,
    () => link.view(),
  );
});

it('ignores an order that is not the successor of the one before', async () => {
  await opened();
  hand.order(orderOf(1));
  hand.order(orderOf(2, 'b'.repeat(64)));
  await until(
    () => link.view().ignored === 1,
    () => link.view(),
  );
  expect(kinds()).toEqual(['order-received']);
});

it('ignores an order of a kind it does not know when it is out of place too', async () => {
  await opened();
  const strange = { ...orderOf(1), body: { kind: 'melt-everything' } } as unknown as Order;
  hand.order({ ...strange, epoch: 'e'.repeat(32) });
  hand.order({ ...strange, previous: 'b'.repeat(64) });
  await until(
    () => link.view().ignored === 2,
    () => link.view(),
  );
  expect(kinds()).toEqual([]);
});

it('ignores an order of another epoch, and one signed by a stranger', async () => {
  await opened();
  hand.order({ ...orderOf(1), epoch: 'e'.repeat(32) });
  const stranger = generateKeyPairSync('ed25519').privateKey;
  hand.send(sealForBase(signHeadquartersText(SIGNED_TYP.order, orderOf(1), stranger), recipientKeysOf(baseRow(scene))));
  await until(
    () => link.view().ignored === 2,
    () => link.view(),
  );
  expect(kinds()).toEqual([]);
});

it('records that it cannot carry out an order of a kind it does not know, and goes on with the next', async () => {
  await opened();
  const strange = { ...orderOf(1), body: { kind: 'melt-everything' } } as unknown as Order;
  const signed = hand.order(strange);
  hand.order(orderOf(2, sha256OfText(signed)));
  await until(
    () => kinds().length === 2,
    () => link.view(),
  );
  expect(kinds()).toEqual(['order-refused', 'order-received']);
});

it('uses up the number, but not the order, when an id comes again under a new number', async () => {
  await opened();
  const signed = hand.order(orderOf(1));
  hand.order({ ...orderOf(2, sha256OfText(signed)), order: 'order-1' });
  await until(
    () => kinds().length === 2,
    () => link.view(),
  );
  expect(kinds()).toEqual(['order-received', 'order-refused']);
  expect(scene.ledger.book.where('lot', 'state', 'announced')).toHaveLength(1);
});

it('does not take an order that the disk did not take: it comes again with the next connection', async () => {
  let failures = 1;
  let recoveries = 0;
  const { ledger } = scene;
  const failing = new Proxy(ledger, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (name === 'recover') recoveries += 1;
      if (name !== 'transact')
        return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
      return (...args: Parameters<Ledger['transact']>) => {
        if (failures > 0) {
          failures -= 1;
          throw new StorageError('disk I/O error', { code: 'SQLITE_IOERR_FSYNC' });
        }
        return target.transact(...args);
      };
    },
  });
  Object.assign(scene, { ledger: failing });
  const house = scene.openHouse();
  await hand.close();
  await house.serve(broker.url);
  house.queue(notice('LOT-1'), 'order-1');
  link = scene.openLink(broker.url);
  await until(
    () => ledger.book.get('order', 'order-1') !== undefined,
    () => ({ link: link.view(), failures }),
  );
  await settled(scene, house, link);
  expect({ failures, recoveries }).toEqual({ failures: 0, recoveries: 1 });
  expect(ledger.entriesAfter(1, { limit: 10, maxBytes: 1e6 }).map(({ entry }) => entry.kind)).toEqual([
    'order-received',
  ]);
});
