// An authentic order on which the base's own code throws: it is refused with an entry, and the next one is taken.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import type { Order } from '../../agent/core/model/order.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import { type ImportedMessage, type MessageImportParts, importMessages } from '../../agent/link/importedMessages.ts';
import { recipientKeysOf } from '../../agent/headquarters/link/messageAnswers.ts';
import { sealForBase, signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { baseRow } from './hand.ts';
import { BASE, notice, openScene, type Scene } from './scene.ts';

let scene: Scene;

beforeAll(() => {
  scene = openScene();
});
afterAll(() => scene.close());

/** Signed and sealed by headquarters, and carried to the base. */
function take(id: string, decide: MessageImportParts['decideOrder'] = decideOrder): Promise<ImportedMessage[]> {
  const { epoch } = scene.ledger.head();
  const previous = scene.ledger.book.get('site', 'site')?.orderHash ?? '0'.repeat(64);
  const counter = (scene.ledger.book.get('site', 'site')?.orderCounter ?? 0) + 1;
  const order: Order = { order: id, base: BASE, epoch, counter, previous, issuedWallMs: 1, body: notice(`LOT-${id}`) };
  const message = sealForBase(
    signHeadquartersText(SIGNED_TYP.order, order, scene.own.signingKey),
    recipientKeysOf(baseRow(scene)),
  );
  return importMessages([message], { ledger: scene.ledger, keys: scene.keys, decideOrder: decide });
}

it('is taken when nothing is wrong with it', async () => {
  expect(await take('sound')).toEqual([{ outcome: 'applied', order: 'sound' }]);
});

it.fails('is answered when its id has as many characters as the contract once allowed', async () => {
  const answered = take('x'.repeat(195));
  await expect(answered).resolves.toHaveLength(1);
});

it.fails('is refused with an entry when an invariant breaks on it', async () => {
  const answered = take('poison', () => {
    throw new RangeError('no such thing can be');
  });
  await expect(answered).resolves.toEqual([{ outcome: 'cannot-be-carried-out', order: 'poison' }]);
});
