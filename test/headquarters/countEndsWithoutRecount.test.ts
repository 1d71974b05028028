// Where nobody is left who may recount, a count ends with what was said: both sides come to the same.
import { afterEach, expect, it } from 'vitest';
import { type CountedBase, openCountedBase } from './countBesideHeadquarters.ts';

let base: CountedBase | undefined;
afterEach(() => base?.rig.close());

it('everybody of two counted: the closing of the round is the end', async () => {
  base = await openCountedBase(3, ['ann', 'sue']);
  base.say('ann', 'scan', 'L-1', 'L-3', 'FOREIGN');
  base.say('sue', 'absent', 'L-2');
  base.close('ann');
  expect(await base.reported()).toMatchObject([
    { differences: [], result: { rounds: 1, seen: 2, missing: ['L-2'], extra: ['FOREIGN'], agrees: false } },
  ]);
});

it('the last who might recount leaves in the midst of it', async () => {
  base = await openCountedBase(4, ['ann', 'sue']);
  base.say('ann', 'scan', 'L-1', 'L-4');
  base.say('ann', 'absent', 'L-2', 'L-3');
  base.close('ann');
  base.say('sue', 'scan', 'L-2');
  base.remove('sue');
  expect(await base.reported()).toMatchObject([
    { differences: [], result: { rounds: 2, seen: 3, missing: ['L-3'], resolved: ['L-2'], agrees: false } },
  ]);
});
