// The deviations of a judged lot: each weighing against the band of its tolerance. Those outside have another shape and
// their word.
import { useMemo } from 'preact/hooks';
import type { LotView } from '../../../core/views/stateView.ts';
import { formatSignedKg, formatKg } from '../../shared/format.ts';
import type { TableData } from '../../shared/csvTable.ts';
import { buildDownloadFileName } from '../../shared/fileDownload.ts';
import { useTranslator, type Translator } from '../../shared/translator.ts';
import {
  buildDeviationRows,
  selectDrawnRows,
  MAX_DRAWN_DEVIATIONS,
  computeDeviationAxisLimit,
  type DeviationRow,
} from './deviationRows.ts';
import { ChartFigure } from '../../shared/charts/ChartFigure.tsx';
import { ChartMark, ChartLegend, computeLegendHeightPx, type LegendItem } from '../../shared/charts/ChartMarks.tsx';
import { createChartAxis, type ChartAxis } from '../../shared/charts/chartAxis.ts';

const ROW_PX = 30;
const MARGINS = { top: 44, bottom: 64 };
/** Room for the word and figure of what is outside. */
const TEXT_WIDTH_PX = 190;
const MAX_NAME_CHARACTERS = 18;

export function DeviationChart({ lot }: { lot: LotView }) {
  // A lot comes anew with each of its entries; the scales' readings between them change nothing here.
  return useMemo(() => <Chart lot={lot} />, [lot]);
}

function Chart({ lot }: { lot: LotView }) {
  const translator = useTranslator();
  const { t } = translator;
  const rows = buildDeviationRows(lot);
  if (rows.length === 0)
    return <p class="hint">{t(lot.verdict === null ? 'deviations.none-yet' : 'deviations.hidden')}</p>;
  const drawnRows = selectDrawnRows(rows);
  const outsideCount = rows.filter((row) => row.isOutside).length;
  const summary =
    outsideCount === 0
      ? t('deviations.summary-none', { count: rows.length })
      : t('deviations.summary', { count: rows.length, outside: outsideCount });
  const legend = buildLegend(translator);
  return (
    <ChartFigure
      title={t('deviations.title', { lot: lot.lot })}
      summary={
        drawnRows.length < rows.length ? `${summary} ${t('deviations.cut', { most: MAX_DRAWN_DEVIATIONS })}` : summary
      }
      spokenSummary={summary}
      file={buildDownloadFileName('deviations', lot.lot)}
      table={buildTable(rows, translator)}
      height={(width) =>
        MARGINS.top + drawnRows.length * ROW_PX + MARGINS.bottom + computeLegendHeightPx(legend.length, width)
      }
      draw={(width) => <Drawing rows={drawnRows} width={width} legend={legend} />}
    />
  );
}

const buildLegend = ({ t }: Translator): LegendItem[] => [
  { shape: 'tolerance', tone: 'good', text: t('deviations.band') },
  { shape: 'dot', tone: 'good', text: t('deviations.inside') },
  { shape: 'cross', tone: 'bad', text: t('deviations.outside') },
];

function buildTable(rows: readonly DeviationRow[], { t, codeText }: Translator): TableData {
  return {
    columns: [
      t('deviations.packages'),
      t('deviations.basis'),
      t('deviations.difference'),
      t('deviations.tolerance'),
      t('deviations.result'),
    ],
    rows: rows.map(({ marks, basis, differenceKg, toleranceKg, isOutside }) => [
      marks.join(' + '),
      codeText('basis', basis),
      differenceKg,
      toleranceKg,
      t(isOutside ? 'deviations.outside' : 'deviations.inside'),
    ]),
    numericColumns: [2, 3],
  };
}

function Drawing({
  rows,
  width,
  legend,
}: {
  rows: readonly DeviationRow[];
  width: number;
  legend: readonly LegendItem[];
}) {
  const { t, language } = useTranslator();
  const axisLimit = computeDeviationAxisLimit(rows);
  const left = Math.min(210, width * 0.34);
  const right = Math.max(left + 90, width - TEXT_WIDTH_PX);
  const bottom = MARGINS.top + rows.length * ROW_PX;
  const axis = createChartAxis({
    from: -axisLimit,
    to: axisLimit,
    startPx: left,
    endPx: right,
    maxTicks: Math.max(5, (right - left) / 80),
  });
  return (
    <>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <line
            class={tick === 0 ? 'axis' : 'grid'}
            x1={axis.toPx(tick)}
            x2={axis.toPx(tick)}
            y1={MARGINS.top - 8}
            y2={bottom}
          />
          <text class="tick middle" x={axis.toPx(tick)} y={bottom + 22}>
            {formatSignedKg(language, tick.toFixed(axis.decimals))}
          </text>
        </g>
      ))}
      <text class="name" x={0} y={22}>
        {t('deviations.packages')}
      </text>
      <text class="name middle" x={axis.toPx(0)} y={22}>
        {t('deviations.axis')}
      </text>
      {rows.map((row, index) => (
        <Row
          key={index}
          row={row}
          axis={axis}
          axisLimit={axisLimit}
          y={MARGINS.top + (index + 0.5) * ROW_PX}
          textX={right + 14}
        />
      ))}
      <ChartLegend items={legend} width={width} top={bottom + MARGINS.bottom - 24} />
    </>
  );
}

function Row({
  row,
  axis,
  axisLimit,
  y,
  textX,
}: {
  row: DeviationRow;
  axis: ChartAxis;
  axisLimit: number;
  y: number;
  textX: number;
}) {
  const { t, language } = useTranslator();
  const tolerance = Math.min(row.tolerance, axisLimit);
  const isBeyondAxis = Math.abs(row.difference) > axisLimit;
  const x = axis.toPx(Math.max(-axisLimit, Math.min(axisLimit, row.difference)));
  const shape = isBeyondAxis ? (row.difference < 0 ? 'left' : 'right') : row.isOutside ? 'cross' : 'dot';
  return (
    <g>
      <text class={row.isOutside ? 'name strong' : 'tick'} x={0} y={y + 6}>
        {formatRowName(row)}
      </text>
      <rect
        class="tolerance"
        x={axis.toPx(-tolerance)}
        y={y - 9}
        width={axis.toPx(tolerance) - axis.toPx(-tolerance)}
        height={18}
      />
      <ChartMark x={x} y={y} shape={shape} tone={row.isOutside ? 'bad' : 'good'} />
      {row.isOutside && (
        <text class="name strong" x={textX} y={y + 6}>
          {t('deviations.row-outside', { kg: formatSignedKg(language, row.differenceKg) })}
        </text>
      )}
      <title>
        {t('deviations.row', {
          marks: row.marks.join(' + '),
          kg: formatSignedKg(language, row.differenceKg),
          tolerance: formatKg(language, row.toleranceKg),
        })}
      </title>
    </g>
  );
}

function formatRowName({ marks }: DeviationRow): string {
  const [first = '', ...others] = marks;
  const name = first.length > MAX_NAME_CHARACTERS ? `${first.slice(0, MAX_NAME_CHARACTERS - 1)}…` : first;
  return others.length === 0 ? name : `${name} +${others.length}`;
}
