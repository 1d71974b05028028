// A lot as a table: figures where they are shown and only there, the right lot behind a scanned package, exact sums.
import { expect, test } from 'vitest';
import type { ArithmeticView } from '../../agent/core/views/stateView.ts';
import { groupLotsByState, resolveLotByCode } from '../../agent/screen/rooms/lots/lotGroups.ts';
import { buildLotTable } from '../../agent/screen/rooms/lots/lotTable.ts';
import { toCsv } from '../../agent/screen/shared/csvTable.ts';
import { isWithinTolerance, sumKg } from '../../agent/screen/shared/massSums.ts';
import { createTranslator } from '../../agent/screen/shared/translator.ts';
import { lotOf, packageOf } from './casePlay.ts';
import { abbreviateHash } from '../../agent/screen/shared/format.ts';

const compared: ArithmeticView = {
  packages: ['P-1'],
  basis: 'single',
  declaredKg: '250.2',
  measuredKg: '250',
  differenceKg: '-0.2',
  scaleBoundKg: '0.2',
  roundingKg: '0.1',
  otherLimitKg: '0.2',
  otherRoundingKg: '0.05',
  toleranceKg: '0.55',
};
const verdict = {
  verdict: 'verified',
  found: 1,
  grossKg: '250',
  netKg: '248',
  toleranceKg: '0.55',
  driftBoundKg: '0.4',
  netLimitKg: null,
  verifiedMass: 'gross' as const,
  missing: [],
  toCome: [],
  ended: [],
  identitiesRead: 0,
  weighedByNobody: 0,
  contents: 'unstated' as const,
  driftWarning: false,
  findings: [],
  arithmetic: [compared],
};

test('a row a package, with its comparison', () => {
  const lot = lotOf({
    verdict,
    packages: [
      packageOf({ area: 'A-1', epcHex: '30AA' }),
      packageOf({ package: 'P-2', mark: '=cmd()', held: true, weighed: false }),
    ],
  });
  const { columns, rows } = buildLotTable(
    {
      ...lot,
      findings: [{ finding: 'f', code: 'WEIGHT_LOW', lot: 'LOT-1', package: 'P-2', state: 'open', recounts: 0 }],
    },
    createTranslator('en'),
  );
  for (const row of rows) expect(row).toHaveLength(columns.length);
  expect(rows[0]).toEqual([
    'LOT-1',
    'P-1',
    'NK-1',
    'done',
    'A-1',
    '30AA',
    'yes',
    '',
    'weighed alone',
    '250',
    '250.2',
    '-0.2',
    '0.55',
    null,
    null,
  ]);
  expect(rows[1]).toEqual([
    'LOT-1',
    'P-2',
    '=cmd()',
    'held',
    null,
    null,
    'no',
    'Too light',
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  // A mark from a stranger's drum stays text, a negative difference a number.
  const text = toCsv({ columns, rows });
  expect(text).toContain(",'=cmd(),");
  expect(text).toContain(',-0.2,');
});

test('lots are listed by state, disagreements first, and an unknown state is not lost', () => {
  const lots = [lotOf({ lot: 'v' }), lotOf({ lot: 'n', state: 'newer' }), lotOf({ lot: 'd', state: 'discrepant' })];
  expect(groupLotsByState(lots).map(({ state, lots: of }) => [state, of.map(({ lot }) => lot)])).toEqual([
    ['discrepant', ['d']],
    ['verified', ['v']],
    ['newer', ['n']],
  ]);
});

test('a scanned package opens its lot; what is not known may be a closed lot', () => {
  const lots = [lotOf({ packages: [packageOf({ epcHex: '30AA' })] }), lotOf({ lot: 'NK-1', packages: [] })];
  expect([
    resolveLotByCode(lots, '30aa'),
    resolveLotByCode(lots, 'P-1'),
    resolveLotByCode(lots, 'NK-1'),
    resolveLotByCode(lots, ' LOT-OLD '),
  ]).toEqual(['LOT-1', 'LOT-1', 'NK-1', 'LOT-OLD']);
});

test('sums and bounds are exact to the milligram', () => {
  expect(sumKg(['0.1', '0.2', '-0.000001'])).toBe('0.299999');
  expect(sumKg([])).toBe('0');
  expect(isWithinTolerance({ differenceKg: '-0.55', toleranceKg: '0.55' })).toBe(true);
  expect(isWithinTolerance({ differenceKg: '0.550001', toleranceKg: '0.55' })).toBe(false);
});

test('a photograph’s short code is its hash’s beginning', () => {
  expect(abbreviateHash('ec9a06a8df80ffff')).toBe('ec9a 06a8 df80');
});
