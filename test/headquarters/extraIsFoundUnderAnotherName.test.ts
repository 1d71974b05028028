// What a count finds besides has one name on both sides, however it is spelled, and nothing of it is resolved as long as
// the recount found something else.
import { afterEach, beforeEach, expect, it } from 'vitest';
import fc from 'fast-check';
import { codeKeyOf } from '../../agent/core/model/packageLookup.ts';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import { asOperatorId } from '../../agent/core/model/ids.ts';
import { spellingOf } from '../../agent/headquarters/book/spelling.ts';
import { type CountedBase, openCountedBase } from './countBesideHeadquarters.ts';
import { deliverEntries, decideAtBase } from './entryDelivery.ts';

const FOREIGN = '3074257BF7194E4000009999';
let base: CountedBase;

beforeEach(async () => {
  base = await openCountedBase(2, ['ann', 'bob', 'cho']);
  base.say('ann', 'scan', 'L-1', 'L-2');
  base.say('ann', 'tag', FOREIGN);
  base.close('ann');
});
afterEach(() => base.rig.close());

it('a tag is confirmed by its number in small letters', async () => {
  base.say('bob', 'typed', FOREIGN.toLowerCase());
  base.close('bob');
  expect(await base.reported()).toMatchObject([{ differences: [], result: { extra: [FOREIGN], agrees: false } }]);
});

it('a label in its place is one more, and the tag is not resolved', async () => {
  base.say('bob', 'absent', FOREIGN);
  base.say('bob', 'scan', 'DRUM 99');
  base.close('bob');
  const result = { extra: ['DRUM 99'], resolved: [], agrees: false };
  expect(await base.reported()).toMatchObject([{ differences: [], result }]);
});

it('a label that was taken back is nothing, and the tag is resolved', async () => {
  base.say('bob', 'absent', FOREIGN);
  base.say('bob', 'scan', 'DRUM 99');
  base.say('bob', 'withdrawn', 'drum 99');
  base.close('bob');
  expect(await base.reported()).toMatchObject([{ differences: [], result: { resolved: [FOREIGN], agrees: true } }]);
});

it('headquarters rejects a second spelling of what was found', async () => {
  const operator = asOperatorId('bob');
  const body = { stocktake: 'S-1', round: 2, identity: FOREIGN.toLowerCase(), epcHex: null, operator };
  const entry: NewEntry = { kind: 'count-extra', body };
  decideAtBase(base.rig, () => ({ entries: [entry], effects: [], result: {} }));
  await deliverEntries(base.rig, base.headquarters);
  expect(base.headquarters.report().rejected).toBe(1);
});

it('both sides have one name for every text', () => {
  const codes = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(' ', 'a', 'A', '1', '０', '(', ')', ']', 'C', '.', '\t') }),
  );
  fc.assert(fc.property(codes, (code) => spellingOf(code) === codeKeyOf(code)));
});
