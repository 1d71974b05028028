// There are 34 designated kinds. A typing error at headquarters must not become a lot of an unknown metal.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decideOrder } from '../../agent/core/orders/accept.ts';
import type { IntakeNotice } from '../../agent/core/notice.ts';
import { applyOrder, readMessage } from '../../agent/headquarters/inbox.ts';
import { unasked } from '../../simulators/headquarters/answer.ts';
import { queueOrder } from '../../simulators/headquarters/orders.ts';
import { approve } from './deliver.ts';
import { baseRow } from './hand.ts';
import { notice, openScene, type RunningHouse, type Scene } from './scene.ts';

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
  for (const message of unasked(house.house, baseRow(scene), { greet: false })) {
    const incoming = await readMessage(message, scene.keys);
    if (incoming.kind === 'order') applyOrder(scene.ledger, incoming.order, decideOrder);
  }
  return scene.ledger.book.get('lot', body.lot)?.commodity ?? null;
}

it('a designated kind becomes a lot', async () => {
  expect(await announced({ ...notice('RIGHT'), commodity: 'Co' })).toBe('Co');
});

it.fails('a kind that does not exist becomes none', async () => {
  expect(await announced({ ...notice('WRONG'), commodity: 'Xx' })).toBeNull();
});
