// One name, one thing: exported names and base file names stand once, and names of the old dialect do not come back.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLAUSE_PAIRS } from './clausePairs.ts';
import { readDeclaredNames } from './declaredNames.ts';
import { ROOT } from './sourceTree.ts';

const files = readDeclaredNames(['agent', 'config', 'drivers', 'simulators']);

/** Keys that more than one path has, as "key: path, path". */
function standingTwice(pairs: readonly (readonly [key: string, path: string])[]): string[] {
  const paths = new Map<string, Set<string>>();
  for (const [key, path] of pairs) paths.set(key, (paths.get(key) ?? new Set()).add(path));
  return [...paths].filter(([, found]) => found.size > 1).map(([key, found]) => `${key}: ${[...found].join(', ')}`);
}

describe('an exported name', () => {
  const exported = files.flatMap(({ exports }) => exports);
  const pairs = CLAUSE_PAIRS.map(({ name, paths }) => `${name}: ${paths.join(', ')}`);

  it('stands once in the product, but for the pairs that implement one clause', () => {
    const twice = standingTwice(exported.map(({ name, path }) => [name, path]));
    expect(twice.toSorted()).toEqual(pairs.toSorted());
  });

  it('is paired for a clause that somebody can look up', () => {
    expect(CLAUSE_PAIRS.filter(({ clause }) => clause.length < 15).map(({ name }) => name)).toEqual([]);
  });
});

describe('a file name', () => {
  it('stands for one thing; entrances, both languages of a text, codec and simulator of one protocol may share one', () => {
    const paths = files.map(({ path }) => path).filter((path) => basename(path) !== 'main.ts');
    const simulators = new Set(
      paths.filter((path) => path.startsWith('simulators/wires/')).map((path) => basename(path)),
    );
    const single = paths.filter(
      (path) =>
        !path.startsWith('agent/screen/texts/ja/') &&
        !(/^drivers\/(scale|rfid)\/codecs\//.test(path) && simulators.has(basename(path))),
    );
    expect(standingTwice(single.map((path) => [basename(path), path]))).toEqual([]);
  });
});

describe('the list of banned names', () => {
  const [first = '', ...lines] = readFileSync(join(ROOT, 'test/bannedNames.txt'), 'utf8').trimEnd().split('\n');
  const banned = lines.filter((line) => !line.startsWith('#'));

  it('only grows: it has as many names as its first line says', () => {
    expect(Number(/^# (\d+) names/.exec(first)?.[1])).toBe(banned.length);
    expect(banned.filter((name, index) => banned.indexOf(name) !== index)).toEqual([]);
  });

  it('has no name that the sources use', () => {
    const used = files.flatMap(({ path, identifiers }) =>
      banned.filter((name) => identifiers.has(name)).map((name) => `${name}: ${path}`),
    );
    expect(used).toEqual([]);
  });
});
