// What was drawn and no scale of the base can settle: the count ends, and both sides say that its weight is unproven.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CountedBase, openCountedBase } from './countBesideHeadquarters.ts';
import { sendOrder } from './entryDelivery.ts';

let base: CountedBase;
beforeEach(async () => {
  base = await openCountedBase(2, ['ann', 'bob', 'cho']);
  const body = { kind: 'stocktake-sample', stocktake: 'S-1', packages: ['L-2'] };
  await sendOrder(base.rig, base.headquarters, { order: 'sample', body });
  base.say('ann', 'scan', 'L-1', 'L-2');
});
afterEach(() => base.rig.close());

it('is seen twice and unweighed', async () => {
  expect(base.close('ann')).toMatchObject({ recount: true });
  base.say('bob', 'scan', 'L-2');
  expect(base.close('bob')).toMatchObject({ recount: false, agrees: false });
  const result = { seen: 2, sampled: 0, unweighed: ['L-2'], resolved: [], agrees: false };
  expect(await base.reported()).toMatchObject([{ differences: [], result }]);
  expect(base.headquarters.report().openFindings).toMatchObject([{ code: 'WEIGHT_UNPROVEN', package: 'L-2' }]);
});
