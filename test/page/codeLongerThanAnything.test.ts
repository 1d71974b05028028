// A code that is longer than any real one: cut off it would be another code, so it is none, and the next one is whole.
import { expect, test } from 'vitest';
import { MAX_CODE_CHARACTERS } from '../../agent/screen/shared/scanner.ts';
import { typed } from './keys.ts';

test('the longest is a code, one more is not', () => {
  const longest = 'x'.repeat(MAX_CODE_CHARACTERS);
  expect(
    typed({ text: longest, msPerKey: 2 }, { text: `${longest}y`, msPerKey: 2 }, { text: 'NK-8813', msPerKey: 2 }),
  ).toEqual([
    { kind: 'code', code: longest },
    { kind: 'too-long', beginning: longest },
    { kind: 'code', code: 'NK-8813' },
  ]);
});

test('a jammed key is bounded, and is no code', () => {
  expect(typed({ text: 'x'.repeat(100_000), msPerKey: 1 })).toEqual([
    { kind: 'too-long', beginning: 'x'.repeat(MAX_CODE_CHARACTERS) },
  ]);
});
