// The drift of each scale and each consignor: small deviations that no single lot shows, added up until they do.
import { useMemo } from 'preact/hooks';
import type { DriftView } from '../../../core/views/lookupViews.ts';
import { formatUtcOffset, formatSpreadsheetTime } from '../../shared/format.ts';
import { useQuery } from '../../shared/requestHooks.ts';
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

const DRAWING_PX = 320;
const ROOM = { left: 64, right: 16, top: 40, bottom: 56 };
const MARKS_APART_PX = 12;
const SIGNS: Record<DriftStatus, { shape: IconName; look: string }> = {
  alarm: { shape: 'hand', look: 'bad' },
  half: { shape: 'triangle', look: 'warn' },
  calm: { shape: 'check', look: 'good' },
  none: { shape: 'ring', look: '' },
};
/** What needs a person comes first. */
const ORDER: readonly DriftStatus[] = ['alarm', 'half', 'calm', 'none'];

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
      {error !== null && <ErrorMessage trouble={error} />}
      {value === null && error === null && <p class="waiting">{t('loading')}</p>}
      {charts}
    </section>
  );
}

function Charts({ drift }: { drift: readonly DriftView[] }) {
  const { t } = useTranslator();
  const charts = [...drift].sort((a, b) => ORDER.indexOf(summarizeDrift(a).is) - ORDER.indexOf(summarizeDrift(b).is));
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
  const words = useTranslator();
  const { t } = words;
  const { is, side, permille } = summarizeDrift(chart);
  const { shape, look } = SIGNS[is];
  const word = t(`drift.${is}`);
  const said = t(permille === 0 ? 'drift.said-zero' : 'drift.said', {
    comparisons: chart.comparisons,
    sum: formatTolerances(permille),
    limit: formatTolerances(chart.limitPermille),
    side: t(`drift.${side}`),
  });
  const meanings = meaningsOf(words);
  return (
    <ChartFigure
      title={t(`drift.of-${chart.kind}`, { name: chart.name })}
      summary={
        <>
          <span class={`verdict ${look}`}>
            <Icon shape={shape} /> {word}
          </span>{' '}
          {chart.points.length > 0 && said} {is === 'alarm' && <strong>{t(`drift.do-${chart.kind}`)}</strong>}
        </>
      }
      spoken={`${word} ${chart.points.length > 0 ? said : ''}`}
      file={
        chart.kind === 'scale'
          ? buildDownloadFileName('drift', chart.name)
          : buildDownloadFileName('drift', chart.kind, chart.name)
      }
      table={tableOf(chart, words)}
      height={(width) => DRAWING_PX + computeLegendHeightPx(meanings.length, width) + 8}
      draw={(width) => <Drawing chart={chart} width={width} meanings={meanings} />}
    />
  );
}

const meaningsOf = ({ t }: Translator): LegendItem[] => [
  { shape: 'up', tone: 'blue', text: t('drift.sum-heavy') },
  { shape: 'down', tone: 'warn', text: t('drift.sum-light') },
  { shape: 'line', tone: 'bad', text: t('drift.limit') },
];

function tableOf({ points, limitPermille }: DriftView, { t }: Translator) {
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
    numbers: [3, 4],
  };
}

function Drawing({ chart, width, meanings }: { chart: DriftView; width: number; meanings: readonly LegendItem[] }) {
  const { t } = useTranslator();
  const { points, limitPermille } = chart;
  const box = { left: ROOM.left, right: width - ROOM.right, top: ROOM.top, bottom: DRAWING_PX - ROOM.bottom };
  const reach = computeDriftAxisLimitPermille(chart) / 1000;
  const limit = limitPermille / 1000;
  const up = createChartAxis({ from: -reach, to: reach, start: box.bottom, end: box.top, most: 8 });
  const counted = createChartAxis({
    from: 1,
    to: Math.max(2, points.length),
    start: box.left + 12,
    end: box.right - 12,
    most: Math.max(2, Math.min(points.length, width / 90)),
  });
  const across = { ...counted, ticks: counted.ticks.filter(Number.isInteger), decimals: 0 };
  const sums = (side: 1 | -1) =>
    points.map((point, index) => ({
      x: across.toPx(index + 1),
      y: up.toPx((side * (side === 1 ? point.highPermille : point.lowPermille)) / 1000),
      beyond: (side === 1 ? point.highPermille : point.lowPermille) > limitPermille,
    }));
  return (
    <>
      <ChartAxes box={box} across={across} up={up} acrossName={t('drift.axis-lots')} upName={t('drift.axis-sums')} />
      {[limit, -limit].map((value) => (
        <g key={value}>
          <line class="limit" x1={box.left} x2={box.right} y1={up.toPx(value)} y2={up.toPx(value)} />
          <text class="name end" x={box.right} y={up.toPx(value) - 7}>
            {t('drift.limit')}
          </text>
        </g>
      ))}
      <Sums places={sums(1)} side="up" />
      <Sums places={sums(-1)} side="down" />
      <ChartLegend of={meanings} width={width} top={DRAWING_PX + 4} />
    </>
  );
}

function Sums({ places, side }: { places: { x: number; y: number; beyond: boolean }[]; side: 'up' | 'down' }) {
  return (
    <g>
      <polyline class={`line ${side}`} points={toPolylinePoints(places)} />
      {thinOutMarks(places, { gap: MARKS_APART_PX, must: (one) => one.beyond }).map(({ x, y, beyond }) => (
        <ChartMark
          key={x}
          x={x}
          y={y}
          shape={beyond ? 'cross' : side}
          look={beyond ? 'bad' : side === 'up' ? 'blue' : 'warn'}
        />
      ))}
    </g>
  );
}
