// The drift of each scale and each consignor: cumulative sums of deviations that no single lot shows.
import { useMemo } from 'preact/hooks';
import type { DriftView } from '../../../core/views/lookupViews.ts';
import { formatUtcOffset, formatSpreadsheetTime } from '../../shared/format.ts';
import { useQuery } from '../../shared/requestHooks.ts';
import type { TableData } from '../../shared/csvTable.ts';
import { buildDownloadFileName } from '../../shared/fileDownload.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { useTranslator, type Translator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { readDrift } from '../../wire/agentClient.ts';
import { summarizeDrift, computeDriftAxisLimitPermille, formatTolerances, type DriftStatus } from './driftStatus.ts';
import { ChartFigure } from '../../shared/charts/ChartFigure.tsx';
import {
  ChartAxes,
  ChartMark,
  ChartLegend,
  computeLegendHeightPx,
  type LegendItem,
} from '../../shared/charts/ChartMarks.tsx';
import { thinOutMarks, createChartAxis, toPolylinePoints } from '../../shared/charts/chartAxis.ts';
import '../../style/charts.css';
import type { RoomProps } from '../../frame/route.ts';

const CHART_HEIGHT_PX = 320;
const MARGINS = { left: 64, right: 16, top: 40, bottom: 56 };
const MIN_MARK_GAP_PX = 12;
const STATUS_ICONS: Record<DriftStatus, { shape: IconName; tone: string }> = {
  alarm: { shape: 'hand', tone: 'bad' },
  warning: { shape: 'triangle', tone: 'warn' },
  normal: { shape: 'check', tone: 'good' },
  none: { shape: 'ring', tone: '' },
};
/** What needs a person comes first. */
const STATUS_ORDER: readonly DriftStatus[] = ['alarm', 'warning', 'normal', 'none'];

export function DriftRoom({ state }: RoomProps) {
  const { t } = useTranslator();
  // Sums move when a lot is judged, and every judgement is an entry.
  const { value, error } = useQuery(readDrift, String(Math.floor(state.ledger.entries / 50)));
  // Up to a hundred charts: drawn when there is news of them, and not with every reading of every scale.
  const charts = useMemo(() => value && <Charts drift={value.drift} />, [value]);
  return (
    <section class="room">
      <h2>{t('drift.title')}</h2>
      <p class="hint">{t('drift.why')}</p>
      {error !== null && <ErrorMessage error={error} />}
      {value === null && error === null && <p class="waiting">{t('loading')}</p>}
      {charts}
    </section>
  );
}

function Charts({ drift }: { drift: readonly DriftView[] }) {
  const { t } = useTranslator();
  const charts = [...drift].sort(
    (a, b) => STATUS_ORDER.indexOf(summarizeDrift(a).status) - STATUS_ORDER.indexOf(summarizeDrift(b).status),
  );
  if (charts.length === 0) return <p class="card">{t('drift.empty')}</p>;
  return (
    <div class="chart-list">
      {charts.map((chart) => (
        <article key={chart.id} class="card">
          <Chart chart={chart} />
        </article>
      ))}
    </div>
  );
}

function Chart({ chart }: { chart: DriftView }) {
  const translator = useTranslator();
  const { t } = translator;
  const { status, side, permille } = summarizeDrift(chart);
  const { shape, tone } = STATUS_ICONS[status];
  const statusText = t(`drift.${status}`);
  const summary = t(permille === 0 ? 'drift.summary-zero' : 'drift.summary', {
    comparisons: chart.comparisons,
    sum: formatTolerances(permille),
    limit: formatTolerances(chart.limitPermille),
    side: t(`drift.${side}`),
  });
  const legend = buildLegend(translator);
  return (
    <ChartFigure
      title={t(`drift.of-${chart.kind}`, { name: chart.name })}
      summary={
        <>
          <span class={`verdict ${tone}`}>
            <Icon shape={shape} /> {statusText}
          </span>{' '}
          {chart.points.length > 0 && summary} {status === 'alarm' && <strong>{t(`drift.do-${chart.kind}`)}</strong>}
        </>
      }
      spokenSummary={`${statusText} ${chart.points.length > 0 ? summary : ''}`}
      file={
        chart.kind === 'scale'
          ? buildDownloadFileName('drift', chart.name)
          : buildDownloadFileName('drift', chart.kind, chart.name)
      }
      table={buildTable(chart, translator)}
      height={(width) => CHART_HEIGHT_PX + computeLegendHeightPx(legend.length, width) + 8}
      draw={(width) => <Drawing chart={chart} width={width} legend={legend} />}
    />
  );
}

const buildLegend = ({ t }: Translator): LegendItem[] => [
  { shape: 'up', tone: 'blue', text: t('drift.sum-heavy') },
  { shape: 'down', tone: 'warn', text: t('drift.sum-light') },
  { shape: 'line', tone: 'bad', text: t('drift.limit') },
];

function buildTable({ points, limitPermille }: DriftView, { t }: Translator): TableData {
  return {
    columns: [
      t('drift.number'),
      t('time-on', { clock: formatUtcOffset(points.at(-1)?.atWallMs ?? Date.now()) }),
      t('drift.lot'),
      t('drift.sum-heavy'),
      t('drift.sum-light'),
      t('drift.result'),
    ],
    rows: points.map(({ seq, atWallMs, lot, highPermille, lowPermille }) => [
      seq,
      formatSpreadsheetTime(atWallMs),
      lot,
      formatTolerances(highPermille),
      formatTolerances(lowPermille),
      t(Math.max(highPermille, lowPermille) > limitPermille ? 'drift.beyond' : 'drift.within'),
    ]),
    numericColumns: [3, 4],
  };
}

function Drawing({ chart, width, legend }: { chart: DriftView; width: number; legend: readonly LegendItem[] }) {
  const { t } = useTranslator();
  const { points, limitPermille } = chart;
  const box = {
    left: MARGINS.left,
    right: width - MARGINS.right,
    top: MARGINS.top,
    bottom: CHART_HEIGHT_PX - MARGINS.bottom,
  };
  const axisLimit = computeDriftAxisLimitPermille(chart) / 1000;
  const limit = limitPermille / 1000;
  const yAxis = createChartAxis({ from: -axisLimit, to: axisLimit, startPx: box.bottom, endPx: box.top, maxTicks: 8 });
  const countAxis = createChartAxis({
    from: 1,
    to: Math.max(2, points.length),
    startPx: box.left + 12,
    endPx: box.right - 12,
    maxTicks: Math.max(2, Math.min(points.length, width / 90)),
  });
  const xAxis = { ...countAxis, ticks: countAxis.ticks.filter(Number.isInteger), decimals: 0 };
  const buildMarks = (side: 1 | -1) =>
    points.map((point, index) => ({
      x: xAxis.toPx(index + 1),
      y: yAxis.toPx((side * (side === 1 ? point.highPermille : point.lowPermille)) / 1000),
      beyond: (side === 1 ? point.highPermille : point.lowPermille) > limitPermille,
    }));
  return (
    <>
      <ChartAxes
        box={box}
        xAxis={xAxis}
        yAxis={yAxis}
        xAxisName={t('drift.axis-lots')}
        yAxisName={t('drift.axis-sums')}
      />
      {[limit, -limit].map((value) => (
        <g key={value}>
          <line class="limit" x1={box.left} x2={box.right} y1={yAxis.toPx(value)} y2={yAxis.toPx(value)} />
          <text class="name end" x={box.right} y={yAxis.toPx(value) - 7}>
            {t('drift.limit')}
          </text>
        </g>
      ))}
      <Sums marks={buildMarks(1)} side="up" />
      <Sums marks={buildMarks(-1)} side="down" />
      <ChartLegend items={legend} width={width} top={CHART_HEIGHT_PX + 4} />
    </>
  );
}

function Sums({ marks, side }: { marks: { x: number; y: number; beyond: boolean }[]; side: 'up' | 'down' }) {
  return (
    <g>
      <polyline class={`line ${side}`} points={toPolylinePoints(marks)} />
      {thinOutMarks(marks, { gapPx: MIN_MARK_GAP_PX, isRequired: (mark) => mark.beyond }).map(({ x, y, beyond }) => (
        <ChartMark
          key={x}
          x={x}
          y={y}
          shape={beyond ? 'cross' : side}
          tone={beyond ? 'bad' : side === 'up' ? 'blue' : 'warn'}
        />
      ))}
    </g>
  );
}
