// A person types: however quick the fingers, it is no scan; and what they left half typed does not stick to the next
// scan.
import { expect, test } from 'vitest';
import { ScannerKeyBuffer } from '../../agent/screen/shared/scanner.ts';
import { typed } from './keys.ts';

test.each([
  ['a scanner', 'NK-8813', 5, 1],
  ['a slow scanner', 'NK-8813', 25, 1],
  ['the fastest typist', 'NK-8813', 45, 0],
  ['a PIN', '4711', 60, 0],
  ['three quick keys are no code', 'abc', 5, 0],
])('%s', (_who, text, msPerKey, codes) => {
  expect(typed({ text, msPerKey })).toEqual(Array.from({ length: codes }, () => ({ kind: 'code', code: text })));
});

test('half a word, then a scan: the code alone', () => {
  const gathering = new ScannerKeyBuffer();
  let atMs = 0;
  for (const key of 'hal') gathering.addKey({ key, atMs: (atMs += 150) });
  atMs += 200;
  for (const key of 'NK-8813') gathering.addKey({ key, atMs: (atMs += 5) });
  expect(gathering.addKey({ key: 'Enter', atMs: atMs + 5 })).toEqual({ kind: 'code', code: 'NK-8813' });
});

test('two scans one after the other are two codes; shift and the like are no characters', () => {
  expect(typed({ text: 'NK-8813', msPerKey: 5 }, { text: 'NK-8814', msPerKey: 5, pauseMs: 0 })).toEqual([
    { kind: 'code', code: 'NK-8813' },
    { kind: 'code', code: 'NK-8814' },
  ]);
  const gathering = new ScannerKeyBuffer();
  ['Shift', 'N', 'K', 'Shift', '1', '2'].forEach((key, index) => gathering.addKey({ key, atMs: index * 5 }));
  expect(gathering.addKey({ key: 'Enter', atMs: 30 })).toEqual({ kind: 'code', code: 'NK12' });
});

test('Enter alone, again and again, is nothing', () => {
  expect(typed({ text: '', msPerKey: 5 }, { text: '', msPerKey: 5 })).toEqual([]);
});
