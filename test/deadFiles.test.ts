// A file of the product that only tests import does nothing for anybody: what it promises, no person can reach.
import { expect, it } from 'vitest';
import { readSources } from './sourceTree.ts';

/** Begun by a person or the browser, not by an import. */
const BEGUN = /^agent\/(main\.ts|screen\/(main\.tsx|sw\.ts|vite\.config\.ts|.*\.d\.ts))$/;

const sources = readSources().filter(({ path }) => !path.startsWith('test/'));
/** Simulators may be the other end of a wire for tests alone. */
const product = sources.map(({ path }) => path).filter((path) => !path.startsWith('simulators/'));

it.fails('there is none', () => {
  const used = new Set(sources.flatMap(({ imports }) => imports.filter(({ own }) => own).map(({ to }) => to)));
  expect(product.filter((path) => !used.has(path) && !BEGUN.test(path))).toEqual([]);
});
