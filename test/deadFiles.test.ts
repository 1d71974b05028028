// A file that no entrance reaches does nothing for anybody. The product is judged from the entrances of production
// alone: what only tests use is listed here with its reason.
import { expect, it } from 'vitest';
import { reachableFiles } from './importGraph.ts';
import { readSources } from './sourceTree.ts';

/** Where the agent, the page, its service worker and the build of the page begin. */
const PRODUCTION_ENTRANCES = [
  'agent/main.ts',
  'agent/screen/main.tsx',
  'agent/screen/sw.ts',
  'agent/screen/vite.config.ts',
] as const;

/** What only tests and tools use today, and why it stays. */
const ONLY_TESTS_USE: readonly (readonly [path: RegExp, reason: string])[] = [
  [/^agent\/core\/model\/glossary\.ts$/, 'printed into the manual by `npm run documents`'],
  [/^agent\/screen\/style\/css\.d\.ts$/, 'declares style sheets to the type checker'],
  [/^simulators\/wires\//, 'the other end of wires whose instruments the demo’s base does not have'],
];

/** Where tests, tools and processes that tests spawn begin. */
const TEST_ENTRANCES =
  /^test\/(.*\.test\.ts|.*[pP]rocess\.ts|(bench|fuzz|screen\/pictures|dev)\/main\.ts|documents\/writeDocuments\.ts|measure\/(house|commits)\.ts)$/;

const sources = readSources();
const production = reachableFiles(sources, PRODUCTION_ENTRANCES);
const unreached = sources.map(({ path }) => path).filter((path) => !path.startsWith('test/') && !production.has(path));

it('production reaches every file of the product, but for those listed', () => {
  expect(unreached.filter((path) => !ONLY_TESTS_USE.some(([listed]) => listed.test(path)))).toEqual([]);
});

it('the list names nothing that production reaches, and nothing that is gone', () => {
  expect(ONLY_TESTS_USE.filter(([listed]) => !unreached.some((path) => listed.test(path)))).toEqual([]);
});

it('tests or tools reach every file', () => {
  const entrances = sources.map(({ path }) => path).filter((path) => TEST_ENTRANCES.test(path));
  const reached = reachableFiles(sources, [...PRODUCTION_ENTRANCES, ...entrances]);
  expect(sources.map(({ path }) => path).filter((path) => !reached.has(path) && !path.endsWith('.d.ts'))).toEqual([]);
});
