// How a load settled: mass over time with the captured window marked, and the window again so near that the scale's
// steps show.
import type { WeighingId } from '../../../core/model/ids.ts';
import { useMemo } from 'preact/hooks';
import type { CurveView } from '../../../core/views/lookupViews.ts';
import { formatKg } from '../../shared/format.ts';
import { useQuery } from '../../shared/requestHooks.ts';
import type { TableData } from '../../shared/csvTable.ts';
import { buildDownloadFileName } from '../../shared/fileDownload.ts';
import { useTranslator, type Translator } from '../../shared/translator.ts';
import { readCurve } from '../../wire/agentClient.ts';
import { ChartFigure } from '../../shared/charts/ChartFigure.tsx';
import {
  ChartAxes,
  ChartMark,
  ChartLegend,
  computeLegendHeightPx,
  useHatchPattern,
  type LegendItem,
} from '../../shared/charts/ChartMarks.tsx';
import { thinOutMarks, createChartAxis, toPolylinePoints } from '../../shared/charts/chartAxis.ts';
import { selectCaptureWindow, selectPointsInSection, selectWholeCurve, type CurveSection } from './curveSections.ts';

const PANEL_HEIGHT_PX = 300;
/** Narrower than this, the two parts stand one below the other. */
const SIDE_BY_SIDE_MIN_PX = 780;
const MARGINS = { left: 84, right: 12, top: 40, bottom: 56 };
const MIN_MARK_GAP_PX = 9;

export function SettlingCurveChart({ weighing }: { weighing: WeighingId }) {
  const translator = useTranslator();
  const { value, error } = useQuery(() => readCurve(weighing), weighing);
  // Hundreds of points: drawn once, and not with every reading of every scale.
  const curve = useMemo(() => value && <Curve curve={value} />, [value]);
  if (error !== null) return <p class="hint">{translator.errorText(error)}</p>;
  if (value === null || value.weighing !== weighing) return <p class="hint">{translator.t('loading')}</p>;
  return curve;
}

function Curve({ curve }: { curve: CurveView }) {
  const translator = useTranslator();
  const { t, language } = translator;
  const { points, window, intervalKg, decimals } = curve;
  const last = points.at(-1);
  if (last === undefined) return <p class="hint">{t('curve.empty')}</p>;
  const summary = t('curve.summary', {
    kg: formatKg(language, last.kg.toFixed(decimals)),
    seconds: ((window.toMs - window.fromMs) / 1000).toFixed(1),
    after: (window.fromMs / 1000).toFixed(1),
    interval: formatKg(language, intervalKg),
  });
  const legend = buildLegend(translator);
  const countPanelRows = (width: number): number => (width >= SIDE_BY_SIDE_MIN_PX ? 1 : 2);
  return (
    <ChartFigure
      title={t('curve.title')}
      summary={summary}
      spokenSummary={summary}
      file={buildDownloadFileName('curve', curve.weighing)}
      table={buildTable(curve, translator)}
      height={(width) => countPanelRows(width) * PANEL_HEIGHT_PX + computeLegendHeightPx(legend.length, width) + 8}
      draw={(width) => (
        <Drawing curve={curve} width={width} isSideBySide={countPanelRows(width) === 1} legend={legend} />
      )}
    />
  );
}

const buildLegend = ({ t }: Translator): LegendItem[] => [
  { shape: 'dot', tone: 'good', text: t('curve.stable') },
  { shape: 'triangle', tone: 'warn', text: t('curve.motion') },
  { shape: 'hatch', tone: 'blue', text: t('curve.window') },
];

function buildTable({ points, window, decimals }: CurveView, { t }: Translator): TableData {
  return {
    columns: [t('curve.seconds'), t('curve.kg'), t('curve.state'), t('curve.captured')],
    rows: points.map(({ ms, kg: mass, stable }) => [
      (ms / 1000).toFixed(3),
      mass.toFixed(decimals),
      t(stable ? 'curve.stable' : 'curve.motion'),
      ms >= window.fromMs && ms <= window.toMs ? t('yes') : t('no'),
    ]),
    numericColumns: [0, 1],
  };
}

interface DrawingProps {
  curve: CurveView;
  width: number;
  isSideBySide: boolean;
  legend: readonly LegendItem[];
}

function Drawing({ curve, width, isSideBySide, legend }: DrawingProps) {
  const { t, language } = useTranslator();
  const hatch = useHatchPattern();
  const windowSection = selectCaptureWindow(curve);
  const split = isSideBySide ? Math.round(width * 0.55) : width;
  const second = isSideBySide
    ? { left: split + MARGINS.left, top: MARGINS.top }
    : { left: MARGINS.left, top: PANEL_HEIGHT_PX + MARGINS.top };
  const bottom = PANEL_HEIGHT_PX - MARGINS.bottom;
  return (
    <>
      <defs>{hatch.pattern}</defs>
      <Panel
        curve={curve}
        section={selectWholeCurve(curve)}
        hatch={hatch.fill}
        steps={null}
        yAxisName={t('curve.axis-kg')}
        box={{ left: MARGINS.left, right: split - MARGINS.right, top: MARGINS.top, bottom }}
      />
      <Panel
        curve={curve}
        section={windowSection}
        hatch={hatch.fill}
        steps={windowSection.steps}
        yAxisName={t('curve.axis-near', { interval: formatKg(language, curve.intervalKg) })}
        box={{
          left: second.left,
          right: width - MARGINS.right,
          top: second.top,
          bottom: second.top - MARGINS.top + bottom,
        }}
      />
      <ChartLegend items={legend} width={width} top={(isSideBySide ? 1 : 2) * PANEL_HEIGHT_PX + 4} hatch={hatch.fill} />
    </>
  );
}

interface PanelProps {
  curve: CurveView;
  section: CurveSection;
  /** Multiples of the scale's interval; null: not near enough to see them. */
  steps: number[] | null;
  hatch: string;
  yAxisName: string;
  box: { left: number; right: number; top: number; bottom: number };
}

function Panel({ curve, section, steps, hatch, yAxisName, box }: PanelProps) {
  const { t } = useTranslator();
  const { left, right, top, bottom } = box;
  const xAxis = createChartAxis({
    from: section.fromMs / 1000,
    to: section.toMs / 1000,
    startPx: left,
    endPx: right,
    maxTicks: Math.max(2, (right - left) / 80),
  });
  const yAxis = createChartAxis({ from: section.fromKg, to: section.toKg, startPx: bottom, endPx: top, maxTicks: 6 });
  const plotted = selectPointsInSection(curve, section).map(({ ms, kg: mass, stable }) => ({
    x: xAxis.toPx(ms / 1000),
    y: yAxis.toPx(mass),
    stable,
  }));
  const marks = thinOutMarks(
    plotted.filter(({ x, y }) => x >= left && y >= top && y <= bottom),
    { gapPx: MIN_MARK_GAP_PX, isRequired: (mark, previous) => mark.stable !== previous.stable },
  );
  const band = {
    x: Math.max(left, xAxis.toPx(curve.window.fromMs / 1000)),
    to: xAxis.toPx(curve.window.toMs / 1000),
  };
  return (
    <g>
      <rect class="band" x={band.x} y={top} width={Math.max(2, band.to - band.x)} height={bottom - top} fill={hatch} />
      {steps?.map((step) => (
        <line key={step} class="grid" x1={left} x2={right} y1={yAxis.toPx(step)} y2={yAxis.toPx(step)} />
      ))}
      <ChartAxes
        box={box}
        xAxis={xAxis}
        yAxis={yAxis}
        xAxisName={t('curve.axis-seconds')}
        yAxisName={yAxisName}
        hasOwnGrid={steps !== null}
      />
      <svg
        x={left}
        y={top - 6}
        width={right - left + 6}
        height={bottom - top + 12}
        viewBox={`${left} ${top - 6} ${right - left + 6} ${bottom - top + 12}`}
      >
        <polyline class="line" points={toPolylinePoints(plotted)} />
      </svg>
      {marks.map(({ x, y, stable }) => (
        <ChartMark key={x} x={x} y={y} shape={stable ? 'dot' : 'triangle'} tone={stable ? 'good' : 'warn'} />
      ))}
    </g>
  );
}
