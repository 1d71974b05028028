// The report in words says each part of a count and of a release, so that what is not accounted for is not read as done.
import { expect, it } from 'vitest';
import { formatReleaseLine, formatStocktakeLine } from '../../agent/headquarters/desk/reportText.ts';

type StocktakeLine = Parameters<typeof formatStocktakeLine>[0];
type Result = NonNullable<StocktakeLine['result']>;

const ids = (count: number): Result['missing'] =>
  Array.from({ length: count }, (_, index) => `CO-${index + 1}` as Result['missing'][number]);

const RESULT: Result = {
  rounds: 1,
  book: 9,
  expected: 6,
  seen: 5,
  inferred: 1,
  left: 0,
  missing: ids(1),
  inHands: ids(2),
  notAsked: [],
  thawed: ids(1),
  misplaced: [{ package: ids(1)[0] as Result['missing'][number], from: 'A', to: 'B' }],
  extra: [],
  sampleDue: 0,
  sampled: 0,
  off: [],
  unweighed: [],
  resolved: [],
  agrees: false,
};

const stocktake = (result: Result | null): string =>
  formatStocktakeLine({
    base: 'demo',
    stocktake: 'ST-1',
    state: result === null ? 'open' : 'closed',
    round: 1,
    counted: 5,
    drawn: 0,
    result,
    differences: [],
  });

it('a count: the five parts of what the book holds, and what is besides', () => {
  expect(stocktake(RESULT)).toBe(
    'stocktake ST-1: closed, disagrees: book 9 = seen 5 + inferred 1 + missing 1 (CO-1) + in hands 2 (CO-1, CO-2) + not asked 0, ' +
      'misplaced 1 (CO-1 from A to B), thawed 1 (CO-1)',
  );
});

it('a part of many packages is named in part, and counted in full', () => {
  expect(stocktake({ ...RESULT, missing: ids(30) })).toContain('missing 30 (CO-1, CO-2,');
  expect(stocktake({ ...RESULT, missing: ids(30) })).toContain('CO-20 and 10 more)');
});

it('a count that goes on has no parts yet', () => {
  expect(stocktake(null)).toBe('stocktake ST-1: open, 5 packages, no result yet');
});

it('a release: what left, what stayed behind, what nobody fetched', () => {
  const release = {
    base: 'demo',
    order: 'o',
    release: 'R-1',
    regime: 'normal',
    recipient: 'x',
    selection: null,
    allocated: 4,
    left: 2,
    leftKg: '500',
    short: ['CO-3'],
    unpicked: ['CO-4'],
    unscanned: [],
    differences: [],
    goods: [],
  };
  const said = '2 of 4 packages left, 500 kg';
  expect(formatReleaseLine({ ...release, state: 'closed' })).toBe(
    `release R-1 (normal): closed, ${said}, stayed behind 1 (CO-3), never fetched 1 (CO-4)`,
  );
  expect(formatReleaseLine({ ...release, state: 'open' })).toBe(`release R-1 (normal): open, ${said}`);
  expect(formatReleaseLine({ ...release, state: 'open', unscanned: ['CO-1', 'CO-2'] })).toBe(
    `release R-1 (normal): open, ${said}, fetched without a scan 2 (CO-1, CO-2)`,
  );
});
