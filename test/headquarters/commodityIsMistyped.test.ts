// There are 34 designated kinds. A typing error at headquarters must not become a lot of an unknown metal.
import { throwDefect } from '../throwDefect.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import type { IntakeNotice } from '../../agent/core/model/intakeNotice.ts';
import { recordOrder, readIncomingMessage } from '../../agent/link/inbox.ts';
import { sealUnaskedMessages } from '../../agent/headquarters/link/messageAnswers.ts';
import { approveStream } from './entryDelivery.ts';
import { baseRow } from './scriptedHeadquarters.ts';
import { notice, openLinkRig, type RunningHeadquarters, type LinkRig } from './linkRig.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;

beforeAll(() => {
  rig = openLinkRig();
  headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
});
afterAll(() => rig.close());

/** What the base's book then says that the lot is of; null: there is no such lot. Either side may refuse. */
async function announced(body: IntakeNotice): Promise<string | null> {
  queueOrder(headquarters.link, { order: `order-${body.lot}`, body });
  for (const message of sealUnaskedMessages(headquarters.context, baseRow(rig), { withHead: false })) {
    const incoming = await readIncomingMessage(message, rig.keys);
    if (incoming.kind === 'order') recordOrder(rig.ledger, incoming.order, { decideOrder, reportDefect: throwDefect });
  }
  return rig.ledger.book.get('lot', body.lot)?.commodity ?? null;
}

it('a designated kind becomes a lot', async () => {
  expect(await announced({ ...notice('RIGHT'), commodity: 'Co' })).toBe('Co');
});

it('a kind that does not exist becomes none', async () => {
  expect(await announced({ ...notice('WRONG'), commodity: 'Xx' })).toBeNull();
});
