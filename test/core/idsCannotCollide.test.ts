// Ids that are made of others: no two pairs give one, none is longer than an id may be, and what a person wrote is one
// text however it is written.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { derivedIds } from '../../agent/core/model/decide.ts';
import { compositeId, ID_PATTERN } from '../../agent/core/model/idPattern.ts';
import { comparableText } from '../../agent/core/model/comparableText.ts';
import { ENTRIES } from '../../agent/core/model/entry.ts';
import { anyId } from '../../agent/core/model/values.ts';

const id = fc.stringMatching(/^[!-~]{1,64}$/);
/** Slashes and the sign that escapes them, more often than chance. */
const tricky = fc.stringMatching(/^[S1x/%2F]{1,8}$/);

it('two pairs of names are two records', () => {
  expect(compositeId('S', '1/x')).not.toBe(compositeId('S/1', 'x'));
  fc.assert(
    fc.property(tricky, tricky, tricky, tricky, (first, second, other, another) => {
      expect(compositeId(first, second) === compositeId(other, another)).toBe(first === other && second === another);
    }),
  );
});

it('what is derived of an id is one', () => {
  fc.assert(
    fc.property(id, (seed) => {
      const next = derivedIds(seed);
      for (let count = 0; count < 3; count += 1) expect(next()).toMatch(ID_PATTERN);
    }),
  );
});

it('long ids of which only the end differs stay apart', () => {
  const seed = 'x'.repeat(63);
  expect(derivedIds(`${seed}1`)()).not.toBe(derivedIds(`${seed}2`)());
});

it('a text is comparable once for all', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (written) => {
      const comparable = comparableText(written);
      expect(comparableText(comparable)).toBe(comparable);
      expect(comparableText(` ${written.toLowerCase()}\u3000`)).toBe(comparableText(written.toLowerCase()));
    }),
  );
});

it('every id of an entry has one form', () => {
  const shapes = Object.entries(ENTRIES).flatMap(([kind, { members }]) =>
    ['package', 'lot', 'job', 'weighing', 'finding', 'load', 'visit', 'group', 'stocktake', 'removal'].flatMap(
      (name) => {
        const schema = (
          members as Record<string, readonly [{ safeParse: (value: unknown) => { success: boolean } }, string]>
        )[name]?.[0];
        return schema ? [{ kind, name, taken: schema.safeParse('x'.repeat(65)).success }] : [];
      },
    ),
  );
  expect(shapes.length).toBeGreaterThan(50);
  // What a finding is about may be what was read on foreign goods.
  expect(shapes.filter(({ taken }) => taken).map(({ kind, name }) => `${kind}.${name}`)).toEqual(['finding.package']);
  expect(anyId.safeParse('x'.repeat(65)).success).toBe(false);
});
