// How a load settled: mass over time with the captured window marked, and the window again so near that the scale's
// steps show.
import { useMemo } from 'preact/hooks';
import type { CurveView } from '../../../core/views/lookupViews.ts';
import { formatKg } from '../../shared/format.ts';
import { useQuery } from '../../shared/requestHooks.ts';
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

const PANEL_PX = 300;
/** Narrower than this, the two parts stand one below the other. */
const BESIDE_PX = 780;
const ROOM = { left: 84, right: 12, top: 40, bottom: 56 };
const MARKS_APART_PX = 9;

export function SettlingCurveChart({ weighing }: { weighing: string }) {
  const words = useTranslator();
  const { value, error } = useQuery(() => readCurve(weighing), weighing);
  // Hundreds of points: drawn once, and not with every reading of every scale.
  const curve = useMemo(() => value && <Curve curve={value} />, [value]);
  if (error !== null) return <p class="hint">{words.errorText(error)}</p>;
  if (value === null || value.weighing !== weighing) return <p class="hint">{words.t('loading')}</p>;
  return curve;
}

function Curve({ curve }: { curve: CurveView }) {
  const words = useTranslator();
  const { t, language } = words;
  const { points, window, intervalKg, decimals } = curve;
  const last = points.at(-1);
  if (last === undefined) return <p class="hint">{t('curve.empty')}</p>;
  const said = t('curve.said', {
    kg: formatKg(language, last.kg.toFixed(decimals)),
    seconds: ((window.toMs - window.fromMs) / 1000).toFixed(1),
    after: (window.fromMs / 1000).toFixed(1),
    interval: formatKg(language, intervalKg),
  });
  const meanings = meaningsOf(words);
  const panels = (width: number): number => (width >= BESIDE_PX ? 1 : 2);
  return (
    <ChartFigure
      title={t('curve.title')}
      summary={said}
      spoken={said}
      file={buildDownloadFileName('curve', curve.weighing)}
      table={tableOf(curve, words)}
      height={(width) => panels(width) * PANEL_PX + computeLegendHeightPx(meanings.length, width) + 8}
      draw={(width) => <Drawing curve={curve} width={width} beside={panels(width) === 1} meanings={meanings} />}
    />
  );
}

const meaningsOf = ({ t }: Translator): LegendItem[] => [
  { shape: 'dot', tone: 'good', text: t('curve.stable') },
  { shape: 'triangle', tone: 'warn', text: t('curve.motion') },
  { shape: 'hatch', tone: 'blue', text: t('curve.window') },
];

function tableOf({ points, window, decimals }: CurveView, { t }: Translator) {
  return {
    columns: [t('curve.seconds'), t('curve.kg'), t('curve.state'), t('curve.captured')],
    rows: points.map(({ ms, kg: mass, stable }) => [
      (ms / 1000).toFixed(3),
      mass.toFixed(decimals),
      t(stable ? 'curve.stable' : 'curve.motion'),
      ms >= window.fromMs && ms <= window.toMs ? t('yes') : t('no'),
    ]),
    numbers: [0, 1],
  };
}

interface DrawingProps {
  curve: CurveView;
  width: number;
  beside: boolean;
  meanings: readonly LegendItem[];
}

function Drawing({ curve, width, beside, meanings }: DrawingProps) {
  const { t, language } = useTranslator();
  const hatch = useHatchPattern();
  const near = selectCaptureWindow(curve);
  const split = beside ? Math.round(width * 0.55) : width;
  const second = beside ? { left: split + ROOM.left, top: ROOM.top } : { left: ROOM.left, top: PANEL_PX + ROOM.top };
  const bottom = PANEL_PX - ROOM.bottom;
  return (
    <>
      <defs>{hatch.pattern}</defs>
      <Panel
        curve={curve}
        part={selectWholeCurve(curve)}
        hatch={hatch.fill}
        steps={null}
        upName={t('curve.axis-kg')}
        box={{ left: ROOM.left, right: split - ROOM.right, top: ROOM.top, bottom }}
      />
      <Panel
        curve={curve}
        part={near}
        hatch={hatch.fill}
        steps={near.steps}
        upName={t('curve.axis-near', { interval: formatKg(language, curve.intervalKg) })}
        box={{ left: second.left, right: width - ROOM.right, top: second.top, bottom: second.top - ROOM.top + bottom }}
      />
      <ChartLegend of={meanings} width={width} top={(beside ? 1 : 2) * PANEL_PX + 4} hatch={hatch.fill} />
    </>
  );
}

interface PanelProps {
  curve: CurveView;
  part: CurveSection;
  /** Multiples of the scale's interval; null: not near enough to see them. */
  steps: number[] | null;
  hatch: string;
  upName: string;
  box: { left: number; right: number; top: number; bottom: number };
}

function Panel({ curve, part, steps, hatch, upName, box }: PanelProps) {
  const { t } = useTranslator();
  const { left, right, top, bottom } = box;
  const across = createChartAxis({
    from: part.fromMs / 1000,
    to: part.toMs / 1000,
    start: left,
    end: right,
    most: Math.max(2, (right - left) / 80),
  });
  const up = createChartAxis({ from: part.fromKg, to: part.toKg, start: bottom, end: top, most: 6 });
  const places = selectPointsInSection(curve, part).map(({ ms, kg: mass, stable }) => ({
    x: across.toPx(ms / 1000),
    y: up.toPx(mass),
    stable,
  }));
  const marks = thinOutMarks(
    places.filter(({ x, y }) => x >= left && y >= top && y <= bottom),
    { gap: MARKS_APART_PX, must: (one, before) => one.stable !== before.stable },
  );
  const band = {
    x: Math.max(left, across.toPx(curve.window.fromMs / 1000)),
    to: across.toPx(curve.window.toMs / 1000),
  };
  return (
    <g>
      <rect class="band" x={band.x} y={top} width={Math.max(2, band.to - band.x)} height={bottom - top} fill={hatch} />
      {steps?.map((step) => (
        <line key={step} class="grid" x1={left} x2={right} y1={up.toPx(step)} y2={up.toPx(step)} />
      ))}
      <ChartAxes
        box={box}
        across={across}
        up={up}
        acrossName={t('curve.axis-seconds')}
        upName={upName}
        plain={steps !== null}
      />
      <svg
        x={left}
        y={top - 6}
        width={right - left + 6}
        height={bottom - top + 12}
        viewBox={`${left} ${top - 6} ${right - left + 6} ${bottom - top + 12}`}
      >
        <polyline class="line" points={toPolylinePoints(places)} />
      </svg>
      {marks.map(({ x, y, stable }) => (
        <ChartMark key={x} x={x} y={y} shape={stable ? 'dot' : 'triangle'} look={stable ? 'good' : 'warn'} />
      ))}
    </g>
  );
}
