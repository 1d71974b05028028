// There are 34 designated kinds. A typing error at headquarters must not become a lot of an unknown metal.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import type { IntakeNotice } from '../../agent/core/model/intakeNotice.ts';
import { recordOrder, readIncomingMessage } from '../../agent/link/inbox.ts';
import { sealUnaskedMessages } from '../../agent/headquarters/link/messageAnswers.ts';
import { approve } from './deliver.ts';
import { baseRow } from './hand.ts';
import { notice, openScene, type RunningHouse, type Scene } from './scene.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';

let scene: Scene;
let house: RunningHouse;

beforeAll(() => {
  scene = openScene();
  house = scene.openHouse();
  approve(scene, house);
});
afterAll(() => scene.close());

/** What the base's book then says that the lot is of; null: there is no such lot. Either side may refuse. */
async function announced(body: IntakeNotice): Promise<string | null> {
  queueOrder(house.store, { order: `order-${body.lot}`, body });
  for (const message of sealUnaskedMessages(house.house, baseRow(scene), { withHead: false })) {
    const incoming = await readIncomingMessage(message, scene.keys);
    if (incoming.kind === 'order') recordOrder(scene.ledger, incoming.order, decideOrder);
  }
  return scene.ledger.book.get('lot', body.lot)?.commodity ?? null;
}

it('a designated kind becomes a lot', async () => {
  expect(await announced({ ...notice('RIGHT'), commodity: 'Co' })).toBe('Co');
});

it.fails('a kind that does not exist becomes none', async () => {
  expect(await announced({ ...notice('WRONG'), commodity: 'Xx' })).toBeNull();
});
