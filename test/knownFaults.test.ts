// The list of known faults names a test for each, which states what should be true. A test that is moved, renamed or
// mended takes its row along.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, ROOT } from './sourceTree.ts';

const EXPECTED_TO_FAIL = /\b(it|test)\.fails\b/;
const LITERAL = /'([^'\n]+)'|"([^"\n]+)"|`([^`\n]+)`/g;

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Test files that hold a test which fails because of a known fault, with their text. */
const held = new Map(
  listFiles('test')
    .filter((path) => path.endsWith('.test.ts'))
    .map((path): [string, string] => [path, textOf(path)])
    .filter(([, text]) => EXPECTED_TO_FAIL.test(text)),
);

const rows = textOf('test/knownFaults.tsv').trimEnd().split('\n').slice(1);
/** What stands in the third and fourth column; a row without a test has a hyphen for its file. */
const listed = rows.map((row) => row.split('\t').slice(2)).filter(([file]) => file !== '-');

/** Whether the text holds this title, or one of `each` that gives it. */
function isTitled(text: string, title: string): boolean {
  return [...text.matchAll(LITERAL)].some(([literal]) => {
    const parts = literal.slice(1, -1).split('%s');
    if (parts.length === 1) return parts[0] === title;
    return title.startsWith(parts[0] ?? '') && title.endsWith(parts.at(-1) ?? '');
  });
}

describe('known faults', () => {
  it('each row has its four columns', () => {
    expect(rows.filter((row) => row.split('\t').length !== 4)).toEqual([]);
  });

  it('each file of a row holds tests that are expected to fail', () => {
    expect(listed.map(([file = '']) => file).filter((file) => !held.has(file))).toEqual([]);
  });

  it('each title of a row stands in its file', () => {
    const lost = listed.filter(([file = '', title = '']) => {
      return !isTitled(held.get(file) ?? '', title.split(' > ').at(-1) ?? '');
    });
    expect(lost).toEqual([]);
  });

  it('each file with such tests has a row', () => {
    const files = new Set(listed.map(([file]) => file));
    expect([...held.keys()].filter((file) => !files.has(file))).toEqual([]);
  });
});
