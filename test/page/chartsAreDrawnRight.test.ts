// What charts draw must be what was weighed: round axes, the window near enough to see a step, nobody outside drawn as
// inside.
import { expect, test } from 'vitest';
import type { CurveView, DriftView } from '../../agent/core/views/lookupViews.ts';
import type { ArithmeticView, LotView } from '../../agent/core/views/stateView.ts';
import {
  buildDeviationRows,
  selectDrawnRows,
  MAX_DRAWN_DEVIATIONS,
  computeDeviationAxisLimit,
} from '../../agent/screen/rooms/lots/deviationRows.ts';
import {
  summarizeDrift,
  computeDriftAxisLimitPermille,
  formatTolerances,
} from '../../agent/screen/rooms/drift/driftStatus.ts';
import { thinOutMarks, createChartAxis } from '../../agent/screen/shared/charts/chartAxis.ts';
import {
  selectCaptureWindow,
  selectPointsInSection,
  selectWholeCurve,
} from '../../agent/screen/rooms/history/curveSections.ts';

const curve: CurveView = {
  weighing: 'w-1',
  unit: 'kg',
  decimals: 1,
  points: [
    { ms: 0, kg: 0, stable: true },
    { ms: 400, kg: 180, stable: false },
    { ms: 800, kg: 252.4, stable: false },
    { ms: 1200, kg: 250.2, stable: true },
    { ms: 1600, kg: 250.4, stable: true },
    { ms: 2200, kg: 250.2, stable: true },
  ],
  window: { fromMs: 1200, toMs: 2200 },
  intervalKg: '0.2',
};

test('ticks are round numbers without the dust of floats', () => {
  expect(createChartAxis({ from: 0, to: 0.35, startPx: 0, endPx: 350, maxTicks: 4 }).ticks).toEqual([0, 0.1, 0.2, 0.3]);
  expect(createChartAxis({ from: -6, to: 6, startPx: 300, endPx: 0, maxTicks: 8 }).ticks).toEqual([
    -6, -4, -2, 0, 2, 4, 6,
  ]);
  const axis = createChartAxis({ from: 250, to: 251, startPx: 100, endPx: 0, maxTicks: 5 });
  expect([axis.decimals, axis.toPx(250), axis.toPx(251)]).toEqual([1, 100, 0]);
});

test('the near part is ruled in the scale’s own steps and holds the whole window', () => {
  const near = selectCaptureWindow(curve);
  expect(near.steps.map((step) => step.toFixed(1))).toEqual(['249.8', '250.0', '250.2', '250.4', '250.6', '250.8']);
  expect([near.fromMs, near.toMs]).toEqual([700, 2200]);
  expect(selectPointsInSection(curve, near).map(({ ms }) => ms)).toEqual([400, 800, 1200, 1600, 2200]);
  expect(selectWholeCurve(curve)).toMatchObject({ fromMs: 0, toMs: 2200, fromKg: 0 });
});

test('a wild window does not rule a thousand lines', () => {
  const wild = { ...curve, points: curve.points.map((point) => ({ ...point, kg: point.ms })), intervalKg: '0.01' };
  expect(selectCaptureWindow(wild).steps.length).toBeLessThan(30);
});

test('marks that would cover each other are left out, a change of state never', () => {
  const marks = [0, 2, 4, 6, 20].map((x) => ({ x, y: 0, stable: x !== 4 }));
  expect(
    thinOutMarks(marks, { gapPx: 10, isRequired: (one, last) => one.stable !== last.stable }).map(({ x }) => x),
  ).toEqual([0, 4, 6, 20]);
});

const arithmetic = (part: Partial<ArithmeticView>): ArithmeticView => ({
  packages: ['p-1'],
  basis: 'single',
  declaredKg: '250.0',
  measuredKg: '250.0',
  differenceKg: '0.0',
  scaleBoundKg: '0.2',
  roundingKg: '0.1',
  otherLimitKg: '0.2',
  otherRoundingKg: '0.1',
  toleranceKg: '0.6',
  ...part,
});

function lotWith(rows: ArithmeticView[]): LotView {
  const packages = [
    {
      package: 'p-1',
      mark: 'NK-1',
      area: null,
      epcHex: null,
      state: 'stored',
      held: false,
      weighed: true,
      proved: null,
    },
  ];
  const verdict = {
    verdict: 'verified',
    found: 1,
    grossKg: '0',
    netKg: '0',
    toleranceKg: '0',
    driftBoundKg: '0',
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
    arithmetic: rows,
  };
  return {
    lot: 'L-1',
    order: 'o',
    commodity: 'nickel',
    form: 'metal',
    ownership: 'national',
    state: 'verified',
    announced: 1,
    packages,
    findings: [],
    verdict,
    here: null,
  };
}

test('at the tolerance is within it, a milligram more is outside', () => {
  const rows = buildDeviationRows(
    lotWith([
      arithmetic({ differenceKg: '0.6' }),
      arithmetic({ differenceKg: '-0.600001' }),
      arithmetic({ packages: ['p-1', 'p-9'] }),
    ]),
  );
  expect(rows.map(({ isOutside: outside }) => outside)).toEqual([false, true, false]);
  expect(rows[2]?.marks).toEqual(['NK-1', 'p-9']);
});

test('one drum of another kind does not squeeze the bands of all others', () => {
  expect(
    computeDeviationAxisLimit(buildDeviationRows(lotWith([arithmetic({}), arithmetic({ differenceKg: '-80.0' })]))),
  ).toBeCloseTo(2.4);
  expect(
    computeDeviationAxisLimit(buildDeviationRows(lotWith([arithmetic({ toleranceKg: '0', differenceKg: '0' })]))),
  ).toBeGreaterThan(0);
});

test('of too many rows those furthest out for their tolerance are drawn', () => {
  const many = Array.from({ length: MAX_DRAWN_DEVIATIONS + 50 }, (_, index) =>
    arithmetic({ differenceKg: index === 7 ? '9.0' : index < 50 ? '0.0' : '0.1' }),
  );
  const drawn = selectDrawnRows(buildDeviationRows(lotWith(many)));
  expect(drawn.length).toBe(MAX_DRAWN_DEVIATIONS);
  expect(drawn.filter(({ isOutside: outside }) => outside).length).toBe(1);
});

const chart = (highPermille: number, lowPermille: number, alarm = false): DriftView => ({
  id: 'scale/s',
  kind: 'scale',
  name: 's',
  points: [{ seq: 1, atWallMs: 0, lot: 'L', highPermille, lowPermille }],
  limitPermille: 5000,
  comparisons: 4,
  alarm,
});

test('a drift has a side and a word', () => {
  expect(summarizeDrift(chart(100, 2600))).toEqual({ status: 'warning', side: 'light', permille: 2600 });
  expect(summarizeDrift(chart(2500, 0)).status).toBe('normal');
  expect(summarizeDrift(chart(5200, 0, true))).toMatchObject({ status: 'alarm', side: 'heavy' });
  expect(summarizeDrift({ ...chart(0, 0), points: [] }).status).toBe('none');
  expect(computeDriftAxisLimitPermille(chart(100, 0))).toBe(6000);
  expect(computeDriftAxisLimitPermille(chart(0, 8000))).toBeCloseTo(8800);
  expect(formatTolerances(1234)).toBe('1.23');
});
