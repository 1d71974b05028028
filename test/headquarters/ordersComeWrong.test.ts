// Orders that come twice, out of turn, unsigned, unreadable, or while the disk fails: each is carried out once, or said
// not to be.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Ledger, StorageError } from '../../agent/core/ports/ledger.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import type { Order } from '../../agent/link/contract/orderSchema.ts';
import type { HeadquartersLink } from '../../agent/link/headquartersLink.ts';
import { recipientKeysOf } from '../../agent/headquarters/link/messageAnswers.ts';
import { sha256OfText } from '../../agent/headquarters/signing/entryChain.ts';
import { sealForBase, signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { approveStream, deliverEntries } from './entryDelivery.ts';
import { openAedes, type TestBroker } from './brokers.ts';
import {
  baseRow,
  type ScriptedHeadquarters,
  hashAt,
  openScriptedHeadquarters,
  PATIENT,
} from './scriptedHeadquarters.ts';
import { BASE, notice, openLinkRig, type LinkRig, waitUntilSettled, until } from './linkRig.ts';
import { strangerKeys } from './strangerKeys.ts';

let rig: LinkRig;
let broker: TestBroker;
let scriptedHeadquarters: ScriptedHeadquarters;
let link: HeadquartersLink;

beforeEach(async () => {
  broker = await openAedes();
  rig = openLinkRig();
  scriptedHeadquarters = await openScriptedHeadquarters(rig, broker.url);
});

afterEach(async () => {
  await scriptedHeadquarters.close();
  await rig.close();
  await broker.close();
});

async function opened(): Promise<void> {
  link = rig.openLink(broker.url, { settings: { ...PATIENT, acknowledgeTimeoutMs: 60_000 } });
  await scriptedHeadquarters.welcome({ seq: 1, hash: hashAt(rig, 1) });
  await until(
    () => link.view().state === 'open',
    () => link.view(),
  );
}

function orderOf(counter: number, previous = '0'.repeat(64)): Order {
  const { epoch } = rig.ledger.head();
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

const kinds = (): string[] => rig.ledger.entriesAfter(1, { limit: 100, maxBytes: 1e6 }).map(({ entry }) => entry.kind);

it('applies an order once when it is delivered twice', async () => {
  await opened();
  const first = scriptedHeadquarters.order(orderOf(1));
  scriptedHeadquarters.order(orderOf(1));
  scriptedHeadquarters.order(orderOf(2, sha256OfText(first)));
  await until(
    () => kinds().length >= 2,
    () => link.view(),
  );
  expect(kinds()).toEqual(['order-received', 'order-received']);
  expect(rig.ledger.book.get('site', 'site')).toMatchObject({ orderCounter: 2 });
  expect(link.view().ignored).toBe(0);
});

it('asks for the missing order when one comes out of turn', async () => {
  await opened();
  const first = signHeadquartersText(SIGNED_TYP.order, orderOf(1), rig.headquartersKeys);
  const second = orderOf(2, sha256OfText(first));
  scriptedHeadquarters.order(second);
  const hello = await scriptedHeadquarters.hello();
  expect(hello).toMatchObject({ orderCounter: 0, orderHash: '0'.repeat(64) });
  expect(kinds()).toEqual([]);
  scriptedHeadquarters.order(orderOf(1));
  scriptedHeadquarters.order(second);
  await until(
    () => kinds().length === 2,
    () => link.view(),
  );
});

it('ignores an order that is not the successor of the one before', async () => {
  await opened();
  scriptedHeadquarters.order(orderOf(1));
  scriptedHeadquarters.order(orderOf(2, 'b'.repeat(64)));
  await until(
    () => link.view().ignored === 1,
    () => link.view(),
  );
  expect(kinds()).toEqual(['order-received']);
});

it('ignores an order of a kind it does not know when it is out of place too', async () => {
  await opened();
  const strange = { ...orderOf(1), body: { kind: 'melt-everything' } } as unknown as Order;
  scriptedHeadquarters.order({ ...strange, epoch: 'e'.repeat(32) });
  scriptedHeadquarters.order({ ...strange, previous: 'b'.repeat(64) });
  await until(
    () => link.view().ignored === 2,
    () => link.view(),
  );
  expect(kinds()).toEqual([]);
});

it('ignores an order of another epoch, and one signed by a stranger', async () => {
  await opened();
  scriptedHeadquarters.order({ ...orderOf(1), epoch: 'e'.repeat(32) });
  const stranger = strangerKeys();
  scriptedHeadquarters.send(
    sealForBase(signHeadquartersText(SIGNED_TYP.order, orderOf(1), stranger), recipientKeysOf(baseRow(rig))),
  );
  await until(
    () => link.view().ignored === 2,
    () => link.view(),
  );
  expect(kinds()).toEqual([]);
});

it('records that it cannot carry out an order of a kind it does not know, and goes on with the next', async () => {
  await opened();
  const strange = { ...orderOf(1), body: { kind: 'melt-everything' } } as unknown as Order;
  const signed = scriptedHeadquarters.order(strange);
  scriptedHeadquarters.order(orderOf(2, sha256OfText(signed)));
  await until(
    () => kinds().length === 2,
    () => link.view(),
  );
  expect(kinds()).toEqual(['order-refused', 'order-received']);
});

it('uses up the number, but not the order, when an id comes again under a new number', async () => {
  await opened();
  const signed = scriptedHeadquarters.order(orderOf(1));
  scriptedHeadquarters.order({ ...orderOf(2, sha256OfText(signed)), order: 'order-1' });
  await until(
    () => kinds().length === 2,
    () => link.view(),
  );
  expect(kinds()).toEqual(['order-received', 'order-refused']);
  expect(rig.ledger.book.where('lot', 'state', 'announced')).toHaveLength(1);
});

it('does not take an order that the disk did not take: it comes again with the next connection', async () => {
  let failures = 1;
  let recoveries = 0;
  const { ledger } = rig;
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
  Object.assign(rig, { ledger: failing });
  const headquarters = rig.openHeadquarters();
  await scriptedHeadquarters.close();
  await headquarters.serve(broker.url);
  headquarters.queue(notice('LOT-1'), 'order-1');
  link = rig.openLink(broker.url);
  await until(
    () => ledger.book.get('order', 'order-1') !== undefined,
    () => ({ link: link.view(), failures }),
  );
  await waitUntilSettled(rig, headquarters, link);
  expect({ failures, recoveries }).toEqual({ failures: 0, recoveries: 1 });
  expect(ledger.entriesAfter(1, { limit: 10, maxBytes: 1e6 }).map(({ entry }) => entry.kind)).toEqual([
    'order-received',
  ]);
});

it('a refusal that stands on the text of another order is rejected by headquarters', async () => {
  const headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  const signed = signHeadquartersText(SIGNED_TYP.order, orderOf(1), rig.headquartersKeys);
  const body = { order: 'another', counter: 1, reason: 'no', signed, signedHash: sha256OfText(signed) };
  for (const [cause, change] of Object.entries({ id: {}, counter: { order: orderOf(1).order, counter: 2 } }))
    rig.ledger.transact(cause, () => ({
      entries: [{ kind: 'order-refused', body: { ...body, ...change } }],
      effects: [],
      result: {},
    }));
  await deliverEntries(rig, headquarters);
  expect(headquarters.report()).toMatchObject({ rejected: 2 });
});
