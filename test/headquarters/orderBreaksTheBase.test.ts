// An authentic order on which the base's own code throws: it is refused with an entry, and the next one is taken.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import type { Order } from '../../agent/core/model/order.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import { type ImportedMessage, type MessageImportParts, importMessages } from '../../agent/link/importedMessages.ts';
import { recipientKeysOf } from '../../agent/headquarters/link/messageAnswers.ts';
import { sealForBase, signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { baseRow } from './scriptedHeadquarters.ts';
import { BASE, notice, openLinkRig, type LinkRig } from './linkRig.ts';

let rig: LinkRig;
const reported: string[] = [];

beforeAll(() => {
  rig = openLinkRig();
});
afterAll(() => rig.close());

/** Signed and sealed by headquarters, and carried to the base. */
function take(id: string, decide: MessageImportParts['decideOrder'] = decideOrder): Promise<ImportedMessage[]> {
  const { epoch } = rig.ledger.head();
  const previous = rig.ledger.book.get('site', 'site')?.orderHash ?? '0'.repeat(64);
  const counter = (rig.ledger.book.get('site', 'site')?.orderCounter ?? 0) + 1;
  const order: Order = { order: id, base: BASE, epoch, counter, previous, issuedWallMs: 1, body: notice(`LOT-${id}`) };
  const message = sealForBase(
    signHeadquartersText(SIGNED_TYP.order, order, rig.headquartersKeys),
    recipientKeysOf(baseRow(rig)),
  );
  return importMessages([message], {
    ledger: rig.ledger,
    keys: rig.keys,
    decideOrder: decide,
    reportDefect: (concerned) => reported.push(concerned),
  });
}

it('is taken when nothing is wrong with it', async () => {
  expect(await take('sound')).toEqual([{ outcome: 'applied', order: 'sound' }]);
});

it('is answered when its id has as many characters as the contract once allowed', async () => {
  const answered = take('x'.repeat(195));
  await expect(answered).resolves.toMatchObject([{ outcome: 'cannot-be-carried-out' }]);
  expect(await take('after-it')).toEqual([{ outcome: 'applied', order: 'after-it' }]);
});

describe('an order on which the program fails is refused with an entry, and told', () => {
  it('when deciding throws', async () => {
    const answered = take('poison', () => {
      throw new RangeError('no such thing can be');
    });
    await expect(answered).resolves.toEqual([{ outcome: 'cannot-be-carried-out', order: 'poison' }]);
    expect(reported.at(-1)).toBe('order:poison');
  });

  it('when folding throws, and nothing of it stays', async () => {
    const before = rig.ledger.head().seq;
    const answered = take('unfoldable', (event, book) => {
      const decided = decideOrder(event, book);
      if ('refusal' in decided) return decided;
      return { ...decided, entries: [...decided.entries, { kind: 'job-closed', body: { job: 'none' } } as never] };
    });
    await expect(answered).resolves.toEqual([{ outcome: 'cannot-be-carried-out', order: 'unfoldable' }]);
    expect(rig.ledger.head().seq).toBe(before + 1);
    expect(rig.ledger.entryAt(before + 1)?.entry.kind).toBe('order-refused');
    expect(rig.ledger.book.get('lot', 'LOT-unfoldable')).toBeUndefined();
  });

  it('and the next one is taken', async () => {
    expect(await take('after')).toEqual([{ outcome: 'applied', order: 'after' }]);
  });
});
