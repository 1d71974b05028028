// The drift of each scale and each consignor: small deviations that no single lot shows, added up until they do.
import { useMemo } from 'preact/hooks';
import type { DriftView } from '../../core/shown/lookup.ts';
import { clockName, plainTime } from '../shared/format.ts';
import { useLoaded } from '../shared/loaded.ts';
import { fileName } from '../shared/saveFile.ts';
import { Sign, type Shape } from '../shared/Sign.tsx';
import { useWords, type Words } from '../shared/text.ts';
import { TroubleText } from '../shared/TroubleLine.tsx';
import type { RoomProps } from '../shell/roomProps.ts';
import { readDrift } from '../wire/api.ts';
import { driftingOf, driftReach, tolerances, type Drifting } from './drifting.ts';
import { Figure } from './Figure.tsx';
import { Axes, Mark, Meanings, meaningsHeight, type Meaning } from './Marks.tsx';
import { apart, axisOf, lineThrough } from './scale.ts';
import '../style/charts.css';

const DRAWING_PX = 320;
const ROOM = { left: 64, right: 16, top: 40, bottom: 56 };
const MARKS_APART_PX = 12;
const SIGNS: Record<Drifting, { shape: Shape; look: string }> = {
  alarm: { shape: 'hand', look: 'bad' },
  half: { shape: 'triangle', look: 'warn' },
  calm: { shape: 'check', look: 'good' },
  none: { shape: 'ring', look: '' },
};
/** What needs a person comes first. */
const ORDER: readonly Drifting[] = ['alarm', 'half', 'calm', 'none'];

export function Drift({ state }: RoomProps) {
  const { t } = useWords();
  // Sums move when a lot is judged, and every judgement is an entry.
  const { value, trouble } = useLoaded(readDrift, String(Math.floor(state.ledger.entries / 50)));
  // Up to a hundred charts: drawn when there is news of them, and not with every reading of every scale.
  const charts = useMemo(() => value && <Charts drift={value.drift} />, [value]);
  return (
    <section class="room">
      <h2>{t('drift.title')}</h2>
      <p class="hint">{t('drift.why')}</p>
      {trouble !== null && <TroubleText trouble={trouble} />}
      {value === null && trouble === null && <p class="waiting">{t('loading')}</p>}
      {charts}
    </section>
  );
}

function Charts({ drift }: { drift: readonly DriftView[] }) {
  const { t } = useWords();
  const charts = [...drift].sort((a, b) => ORDER.indexOf(driftingOf(a).is) - ORDER.indexOf(driftingOf(b).is));
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
  const words = useWords();
  const { t } = words;
  const { is, side, permille } = driftingOf(chart);
  const { shape, look } = SIGNS[is];
  const word = t(`drift.${is}`);
  const said = t(permille === 0 ? 'drift.said-zero' : 'drift.said', {
    comparisons: chart.comparisons,
    sum: tolerances(permille),
    limit: tolerances(chart.limitPermille),
    side: t(`drift.${side}`),
  });
  const meanings = meaningsOf(words);
  return (
    <Figure
      title={t(`drift.of-${chart.kind}`, { name: chart.name })}
      summary={
        <>
          <span class={`verdict ${look}`}>
            <Sign shape={shape} /> {word}
          </span>{' '}
          {chart.points.length > 0 && said} {is === 'alarm' && <strong>{t(`drift.do-${chart.kind}`)}</strong>}
        </>
      }
      spoken={`${word} ${chart.points.length > 0 ? said : ''}`}
      file={chart.kind === 'scale' ? fileName('drift', chart.name) : fileName('drift', chart.kind, chart.name)}
      table={tableOf(chart, words)}
      height={(width) => DRAWING_PX + meaningsHeight(meanings.length, width) + 8}
      draw={(width) => <Drawing chart={chart} width={width} meanings={meanings} />}
    />
  );
}

const meaningsOf = ({ t }: Words): Meaning[] => [
  { shape: 'up', look: 'blue', text: t('drift.sum-heavy') },
  { shape: 'down', look: 'warn', text: t('drift.sum-light') },
  { shape: 'line', look: 'bad', text: t('drift.limit') },
];

function tableOf({ points, limitPermille }: DriftView, { t }: Words) {
  return {
    columns: [
      t('drift.number'),
      t('time-on', { clock: clockName(points.at(-1)?.atWallMs ?? Date.now()) }),
      t('drift.lot'),
      t('drift.sum-heavy'),
      t('drift.sum-light'),
      t('drift.result'),
    ],
    rows: points.map(({ seq, atWallMs, lot, highPermille, lowPermille }) => [
      seq,
      plainTime(atWallMs),
      lot,
      tolerances(highPermille),
      tolerances(lowPermille),
      t(Math.max(highPermille, lowPermille) > limitPermille ? 'drift.beyond' : 'drift.within'),
    ]),
    numbers: [3, 4],
  };
}

function Drawing({ chart, width, meanings }: { chart: DriftView; width: number; meanings: readonly Meaning[] }) {
  const { t } = useWords();
  const { points, limitPermille } = chart;
  const box = { left: ROOM.left, right: width - ROOM.right, top: ROOM.top, bottom: DRAWING_PX - ROOM.bottom };
  const reach = driftReach(chart) / 1000;
  const limit = limitPermille / 1000;
  const up = axisOf({ from: -reach, to: reach, start: box.bottom, end: box.top, most: 8 });
  const counted = axisOf({
    from: 1,
    to: Math.max(2, points.length),
    start: box.left + 12,
    end: box.right - 12,
    most: Math.max(2, Math.min(points.length, width / 90)),
  });
  const across = { ...counted, ticks: counted.ticks.filter(Number.isInteger), decimals: 0 };
  const sums = (side: 1 | -1) =>
    points.map((point, index) => ({
      x: across.at(index + 1),
      y: up.at((side * (side === 1 ? point.highPermille : point.lowPermille)) / 1000),
      beyond: (side === 1 ? point.highPermille : point.lowPermille) > limitPermille,
    }));
  return (
    <>
      <Axes box={box} across={across} up={up} acrossName={t('drift.axis-lots')} upName={t('drift.axis-sums')} />
      {[limit, -limit].map((value) => (
        <g key={value}>
          <line class="limit" x1={box.left} x2={box.right} y1={up.at(value)} y2={up.at(value)} />
          <text class="name end" x={box.right} y={up.at(value) - 7}>
            {t('drift.limit')}
          </text>
        </g>
      ))}
      <Sums places={sums(1)} side="up" />
      <Sums places={sums(-1)} side="down" />
      <Meanings of={meanings} width={width} top={DRAWING_PX + 4} />
    </>
  );
}

function Sums({ places, side }: { places: { x: number; y: number; beyond: boolean }[]; side: 'up' | 'down' }) {
  return (
    <g>
      <polyline class={`line ${side}`} points={lineThrough(places)} />
      {apart(places, { gap: MARKS_APART_PX, must: (one) => one.beyond }).map(({ x, y, beyond }) => (
        <Mark
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
