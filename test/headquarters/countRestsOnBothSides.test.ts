// A base that counts or takes a sample although headquarters lets the count rest is rejected.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import { asOperatorId } from '../../agent/core/model/ids.ts';
import { type CountedBase, openCountedBase } from './countBesideHeadquarters.ts';
import { decideAtBase, deliverEntries, sendOrder } from './entryDelivery.ts';

let base: CountedBase;
const operator = asOperatorId('ann');

const SAID: readonly NewEntry[] = [
  { kind: 'packages-counted', body: { stocktake: 'S-1', round: 1, how: 'scan', packages: ['L-2'], operator } },
  { kind: 'count-extra', body: { stocktake: 'S-1', round: 1, identity: 'DRUM 99', epcHex: null, operator } },
];

const rest = (order: string, suspended: boolean): Promise<void> =>
  sendOrder(base.rig, base.headquarters, { order, body: { kind: 'suspension', order: 'count', suspended } });

beforeEach(async () => {
  base = await openCountedBase(2, ['ann', 'bob']);
  base.say('ann', 'scan', 'L-1');
  await rest('stop', true);
});
afterEach(() => base.rig.close());

it.each(SAID)('$kind', async (entry) => {
  decideAtBase(base.rig, () => ({ entries: [entry], effects: [], result: {} }));
  await deliverEntries(base.rig, base.headquarters);
  expect(base.headquarters.report().rejected).toBe(1);
});

it('the base refuses a sample, and takes it after that', async () => {
  const body = { kind: 'stocktake-sample', stocktake: 'S-1', packages: ['L-1'] };
  await sendOrder(base.rig, base.headquarters, { order: 'sample-1', body });
  expect(base.rig.ledger.book.get('stocktake', 'S-1')?.sample).toEqual([]);
  await rest('go', false);
  await sendOrder(base.rig, base.headquarters, { order: 'sample-2', body });
  expect(base.rig.ledger.book.get('stocktake', 'S-1')?.sample).toEqual(['L-1']);
  await base.reported();
});
