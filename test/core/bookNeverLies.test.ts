// Whatever people, headquarters and scales do, in whatever order: the book is the sum of its packages, nothing is at two places,
// nothing leaves without an order, nobody decides alone what takes two, and the ledger folded anew gives the same book.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ACTS } from './bookActs.ts';
import { ChanceBase, type Step } from './bookModel.ts';
import {
  entriesAreWellFormed, massMovedAsSaid, massOf, noLoadCountsTwice, nothingLeftWithoutOrder, packagesAreSound, twoPersonsActed, verdictsAreSound,
} from './bookTruths.ts';
import { MemoryLedger } from './memoryLedger.ts';

/** What happens most at a base comes more often. */
const OFTEN = ['weigh', 'weigh', 'weigh', 'weigh', 'openJob', 'openJob', 'closeJob', 'announce', 'announce', 'approve', 'decide', 'rise', 'order'];
/** So that every base has goods before anything can go wrong with them. */
const BEGIN: Step[] = [
  { act: 'notice', a: 0, b: 0, c: 0 }, { act: 'openJob', a: 0, b: 0, c: 0 },
  { act: 'weigh', a: 0, b: 0, c: 0 }, { act: 'weigh', a: 0, b: 0, c: 0 },
];

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...OFTEN, ...Object.keys(ACTS)),
  a: fc.nat(41), b: fc.nat(41), c: fc.nat(41),
});

function holds(base: ChanceBase, of: { before: number; from: number }): void {
  const { ledger } = base;
  const fresh = ledger.entries.slice(of.from);
  if (fresh.length === 0) return;
  entriesAreWellFormed(fresh);
  massMovedAsSaid(ledger, { before: of.before, fresh });
  packagesAreSound(ledger);
  noLoadCountsTwice(ledger);
  twoPersonsActed(ledger.entries, fresh);
  nothingLeftWithoutOrder(ledger, fresh);
  verdictsAreSound(ledger, fresh);
}

it('holds after every step of any sequence', { timeout: 120_000 }, () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 90, size: 'max' }), (steps) => {
      const base = new ChanceBase();
      for (const one of [...BEGIN, ...steps]) {
        const of = { before: massOf(base.ledger), from: base.ledger.entries.length };
        const acting = ACTS[one.act];
        if (acting) base.perform(acting(base, one));
        holds(base, of);
      }
      for (const { kind } of base.ledger.entries) seen.add(kind);
      expect(MemoryLedger.of(base.ledger.entries).dump()).toBe(base.ledger.dump());
    }),
    { seed: Number(process.env.BOOK_SEED ?? 4), numRuns: Number(process.env.BOOK_RUNS ?? 150) },
  );
  // Chance has reached the cases, or the sequences prove nothing.
  for (const kind of ['finding-recounted', 'finding-approved', 'package-quarantined', 'weighings-doubted', 'material-removed', 'verdict']) expect([...seen]).toContain(kind);
});
