// Whatever people, headquarters and scales do, in whatever order: the book is the sum of its packages, nothing is at
// two places, nothing leaves without an order, nobody decides alone what takes two, and the ledger folded anew gives
// the same book.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ACTS } from './bookActs.ts';
import { RandomBase, type Step } from './bookModel.ts';
import {
  entriesAreWellFormed,
  leftIsWhatWasWeighed,
  massMovedAsSaid,
  massOf,
  noLoadCountsTwice,
  nothingLeftWithoutOrder,
  packagesAreSound,
  standingWeightFindings,
  twoPersonsActed,
  verdictsAreSound,
  weightFindingsStay,
} from './bookTruths.ts';
import { MemoryLedger } from './memoryLedger.ts';

/** What happens most at a base comes more often. */
const OFTEN = [
  'weigh',
  'weigh',
  'weigh',
  'weigh',
  'weigh',
  'openJob',
  'openJob',
  'closeJob',
  'closeJob',
  'announce',
  'announce',
  'announce',
  'approve',
  'approve',
  'recount',
  'decide',
  'rise',
  'order',
  'order',
  'quarantine',
  'lift',
  'lift',
  'pick',
  'pick',
  'count',
  'release',
];
function doing(act: string, facts: Partial<Step> = {}): Step {
  return { act, a: 1, b: 0, c: 0, ...facts };
}

/** So that every base has goods, or a case, before anything more goes wrong: a lot of two drums. */
const DELIVERY = [doing('notice', { c: 1 }), doing('openJob'), doing('weigh'), doing('weigh')];
const CASE = [
  doing('notice', { c: 1 }),
  doing('openJob'),
  doing('weigh'),
  doing('weigh', { c: 8 }),
  doing('closeJob', { a: 0 }),
  doing('recount', { b: 1 }),
  doing('weigh'),
];
const BEGINNINGS: Step[][] = [
  DELIVERY,
  [...DELIVERY, doing('closeJob', { a: 0 }), doing('release')],
  [...DELIVERY, doing('closeJob', { a: 0 }), doing('quarantine'), doing('lift', { c: 3 })],
  [...DELIVERY, doing('closeJob', { a: 0 }), doing('checkFails')],
  CASE,
  [...CASE, doing('report', { b: 1 })],
];

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...OFTEN, ...Object.keys(ACTS)),
  a: fc.nat(41),
  b: fc.nat(41),
  c: fc.nat(41),
});

function holds(base: RandomBase, stepPosition: { before: number; from: number; standing: string[] }): void {
  const { ledger } = base;
  const fresh = ledger.entries.slice(stepPosition.from);
  if (fresh.length === 0) return;
  entriesAreWellFormed(fresh);
  massMovedAsSaid(ledger, { before: stepPosition.before, fresh });
  packagesAreSound(ledger);
  leftIsWhatWasWeighed(ledger);
  noLoadCountsTwice(ledger);
  twoPersonsActed(ledger.entries, fresh);
  nothingLeftWithoutOrder(ledger, fresh);
  verdictsAreSound(ledger, fresh);
  weightFindingsStay(ledger, stepPosition.standing, fresh);
}

it('holds after every step of any sequence', { timeout: 120_000 }, () => {
  const outcomes = new Map<string, number>();
  fc.assert(
    fc.property(
      fc.constantFrom(...BEGINNINGS),
      fc.array(step, { minLength: 20, maxLength: 90, size: 'max' }),
      (begin, steps) => {
        const base = new RandomBase();
        for (const randomStep of [...begin, ...steps]) {
          const position = {
            before: massOf(base.ledger),
            from: base.ledger.entries.length,
            standing: standingWeightFindings(base.ledger),
          };
          const act = ACTS[randomStep.act];
          if (act) base.perform(act(base, randomStep));
          holds(base, position);
        }
        for (const { kind } of base.ledger.entries) outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
        expect(MemoryLedger.of(base.ledger.entries).dump()).toBe(base.ledger.dump());
      },
    ),
    { seed: Number(process.env.BOOK_SEED ?? 4), numRuns: Number(process.env.BOOK_RUNS ?? 150) },
  );
  // Chance has reached the cases, or the sequences prove nothing.
  for (const kind of [
    'finding-recounted',
    'finding-approved',
    'photo-attached',
    'package-quarantined',
    'weighings-doubted',
    'material-removed',
    'verdict',
  ])
    expect([...outcomes.keys()]).toContain(kind);
});
