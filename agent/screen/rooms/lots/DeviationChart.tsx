// The deviations of a judged lot: each weighing against the band of its tolerance. Those outside have another shape and
// their word.
import { useMemo } from 'preact/hooks';
import type { LotView } from '../../../core/views/stateView.ts';
import { formatSignedKg, formatKg } from '../../shared/format.ts';
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
const ROOM = { top: 44, bottom: 64 };
/** Room for the word and figure of what is outside. */
const WORDS_PX = 190;
const NAME_CHARACTERS = 18;

export function DeviationChart({ lot }: { lot: LotView }) {
  // A lot comes anew with each of its entries; the scales' readings between them change nothing here.
  return useMemo(() => <Chart lot={lot} />, [lot]);
}

function Chart({ lot }: { lot: LotView }) {
  const words = useTranslator();
  const { t } = words;
  const rows = buildDeviationRows(lot);
  if (rows.length === 0)
    return <p class="hint">{t(lot.verdict === null ? 'deviations.none-yet' : 'deviations.hidden')}</p>;
  const drawn = selectDrawnRows(rows);
  const outside = rows.filter((row) => row.outside).length;
  const said =
    outside === 0
      ? t('deviations.said-none', { count: rows.length })
      : t('deviations.said', { count: rows.length, outside });
  const meanings = meaningsOf(words);
  return (
    <ChartFigure
      title={t('deviations.title', { lot: lot.lot })}
      summary={drawn.length < rows.length ? `${said} ${t('deviations.cut', { most: MAX_DRAWN_DEVIATIONS })}` : said}
      spoken={said}
      file={buildDownloadFileName('deviations', lot.lot)}
      table={tableOf(rows, words)}
      height={(width) => ROOM.top + drawn.length * ROW_PX + ROOM.bottom + computeLegendHeightPx(meanings.length, width)}
      draw={(width) => <Drawing rows={drawn} width={width} meanings={meanings} />}
    />
  );
}

const meaningsOf = ({ t }: Translator): LegendItem[] => [
  { shape: 'tolerance', tone: 'good', text: t('deviations.band') },
  { shape: 'dot', tone: 'good', text: t('deviations.inside') },
  { shape: 'cross', tone: 'bad', text: t('deviations.outside') },
];

function tableOf(rows: readonly DeviationRow[], { t, codeText }: Translator) {
  return {
    columns: [
      t('deviations.packages'),
      t('deviations.basis'),
      t('deviations.difference'),
      t('deviations.tolerance'),
      t('deviations.result'),
    ],
    rows: rows.map(({ marks, basis, differenceKg, toleranceKg, outside }) => [
      marks.join(' + '),
      codeText('basis', basis),
      differenceKg,
      toleranceKg,
      t(outside ? 'deviations.outside' : 'deviations.inside'),
    ]),
    numbers: [2, 3],
  };
}

function Drawing({
  rows,
  width,
  meanings,
}: {
  rows: readonly DeviationRow[];
  width: number;
  meanings: readonly LegendItem[];
}) {
  const { t, language } = useTranslator();
  const reach = computeDeviationAxisLimit(rows);
  const left = Math.min(210, width * 0.34);
  const right = Math.max(left + 90, width - WORDS_PX);
  const bottom = ROOM.top + rows.length * ROW_PX;
  const axis = createChartAxis({
    from: -reach,
    to: reach,
    start: left,
    end: right,
    most: Math.max(5, (right - left) / 80),
  });
  return (
    <>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <line
            class={tick === 0 ? 'axis' : 'grid'}
            x1={axis.toPx(tick)}
            x2={axis.toPx(tick)}
            y1={ROOM.top - 8}
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
          reach={reach}
          y={ROOM.top + (index + 0.5) * ROW_PX}
          wordsAt={right + 14}
        />
      ))}
      <ChartLegend of={meanings} width={width} top={bottom + ROOM.bottom - 24} />
    </>
  );
}

function Row({
  row,
  axis,
  reach,
  y,
  wordsAt,
}: {
  row: DeviationRow;
  axis: ChartAxis;
  reach: number;
  y: number;
  wordsAt: number;
}) {
  const { t, language } = useTranslator();
  const tolerance = Math.min(row.tolerance, reach);
  const far = Math.abs(row.difference) > reach;
  const x = axis.toPx(Math.max(-reach, Math.min(reach, row.difference)));
  const shape = far ? (row.difference < 0 ? 'left' : 'right') : row.outside ? 'cross' : 'dot';
  return (
    <g>
      <text class={row.outside ? 'name strong' : 'tick'} x={0} y={y + 6}>
        {nameOf(row)}
      </text>
      <rect
        class="tolerance"
        x={axis.toPx(-tolerance)}
        y={y - 9}
        width={axis.toPx(tolerance) - axis.toPx(-tolerance)}
        height={18}
      />
      <ChartMark x={x} y={y} shape={shape} look={row.outside ? 'bad' : 'good'} />
      {row.outside && (
        <text class="name strong" x={wordsAt} y={y + 6}>
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

function nameOf({ marks }: DeviationRow): string {
  const [first = '', ...others] = marks;
  const name = first.length > NAME_CHARACTERS ? `${first.slice(0, NAME_CHARACTERS - 1)}…` : first;
  return others.length === 0 ? name : `${name} +${others.length}`;
}
