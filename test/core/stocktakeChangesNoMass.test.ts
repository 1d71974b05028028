// Whatever is counted, weighed again, closed or cancelled, by whomever: a stocktake changes no mass in the book and
// moves nothing, and its result accounts for every package it froze. What a count says reaches the book only through
// headquarters' decisions.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { area, BASE, epcs, names, Store } from './stocktakeScenes.ts';
import type { CountMethod } from '../../agent/core/model/commandValues.ts';

const DRUMS = 5;
const PEOPLE = ['ann', 'bob', 'cid'];
const CODES = [
  ...names(1, 2, 3, 4, 5),
  ...epcs(1, 2, 3, 4, 5),
  'DRUM 1',
  'DRUM 5',
  'KEG 1',
  '3074257BF7194E4000002222',
];

const operator = fc.constantFrom(...PEOPLE);
const count = fc.record({
  kind: fc.constant('count' as const),
  how: fc.constantFrom<CountMethod>('tag', 'scan', 'typed', 'inferred', 'absent'),
  codes: fc.array(fc.constantFrom(...CODES), { minLength: 1, maxLength: 6 }),
  operator,
});
const reweigh = fc.record({
  kind: fc.constant('reweigh' as const),
  package: fc.constantFrom(...names(1, 2, 3, 4, 5)),
  kg: fc.constantFrom(268, 268.2, 250, 280),
  operator,
});
const step = fc.oneof(
  { weight: 6, arbitrary: count },
  { weight: 3, arbitrary: reweigh },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reverse' as const), nth: fc.nat({ max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('close' as const), operator }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('move' as const), package: fc.constantFrom(...names(1, 2, 3, 4, 5)) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Deed {
  ordered: boolean;
  base: boolean;
  sample: string[];
  steps: Step[];
}

function carryOut(store: Store, { ordered, base, sample, steps }: Deed): void {
  if (ordered) store.ordered(base ? BASE : area('A'));
  else store.planned(base ? BASE : area('A'));
  if (sample.length > 0) store.draw(sample);
  const weighings: unknown[] = [];
  for (const one of steps) {
    if (one.kind === 'count') store.count(one.how, one.codes, one.operator);
    if (one.kind === 'close') store.close(one.operator);
    if (one.kind === 'move') store.move('C', [one.package]);
    if (one.kind === 'reverse') store.reverse(weighings[one.nth]);
    if (one.kind === 'reweigh') {
      const outcome = store.reweigh(one.package, one.kg, { operator: one.operator });
      if ('weighing' in outcome) weighings.push(outcome.weighing);
    }
  }
}

/** Two rounds that say something of everything, whatever was said before. */
function finish(store: Store): void {
  for (const person of ['dee', 'eva']) {
    const waiting = (): string[] =>
      store.book.where('count', 'waiting', store.stocktake).map(({ identity }) => identity);
    for (const name of waiting()) if (store.package(name)) store.count('scan', [name], person);
    for (const code of waiting()) store.count('absent', [code], person);
    for (const name of names(1, 2, 3, 4, 5)) store.reweigh(name, 268, { operator: person });
    store.close(person);
  }
}

function bookOf(store: Store): unknown {
  return names(1, 2, 3, 4, 5).map((name) => {
    const { grossMg, tareMg, netMg, lot } = store.package(name) ?? {};
    return { name, grossMg, tareMg, netMg, lot };
  });
}

it('and accounts for every package', () => {
  const deed = fc.record({
    ordered: fc.boolean(),
    base: fc.boolean(),
    sample: fc.uniqueArray(fc.constantFrom(...names(1, 2, 3)), { maxLength: 2 }),
    steps: fc.array(step, { maxLength: 14 }),
  });
  fc.assert(
    fc.property(deed, (what) => {
      const store = new Store(DRUMS);
      store.move('B', names(4));
      const before = bookOf(store);
      carryOut(store, what);
      expect(bookOf(store)).toEqual(before);
      finish(store);
      expect(bookOf(store)).toEqual(before);
      expect(store.record()?.state).toBe('closed');
      const result = store.result();
      if (result) {
        expect(
          result.seen + result.inferred + result.missing.length + result.inHands.length + result.notAsked.length,
        ).toBe(result.book);
        const disagreeing = [result.missing, result.extra, result.off, result.unweighed].flat().length;
        const unaccounted = result.inHands.length + result.notAsked.length;
        expect(result.agrees).toBe(result.seen > 0 && disagreeing + unaccounted === 0);
        expect(store.findings()).toHaveLength(
          result.missing.length + result.extra.length + result.off.length + result.unweighed.length,
        );
        // Two rounds have two groups of people, who have no one in common.
        const { countersBefore = [], counters = [] } = store.record() ?? {};
        expect(counters.filter((one) => countersBefore.includes(one))).toEqual([]);
      }
      expect(
        names(1, 2, 3, 4, 5).every((name) => ['stored', 'quarantined'].includes(store.package(name)?.state ?? '')),
      ).toBe(true);
    }),
    { numRuns: 150 },
  );
});
