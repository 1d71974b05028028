// How a load settled: mass over time with the captured window marked, and the window again so near that the scale's
// steps show.
import { useMemo } from 'preact/hooks';
import type { CurveView } from '../../core/shown/lookup.ts';
import { kg } from '../shared/format.ts';
import { useLoaded } from '../shared/loaded.ts';
import { fileName } from '../shared/saveFile.ts';
import { useWords, type Words } from '../shared/text.ts';
import { readCurve } from '../wire/api.ts';
import { Figure } from './Figure.tsx';
import { Axes, Mark, Meanings, meaningsHeight, useHatch, type Meaning } from './Marks.tsx';
import { apart, axisOf, lineThrough } from './scale.ts';
import { nearOf, pointsWithin, wholeOf, type Part } from './settling.ts';

const PANEL_PX = 300;
/** Narrower than this, the two parts stand one below the other. */
const BESIDE_PX = 780;
const ROOM = { left: 84, right: 12, top: 40, bottom: 56 };
const MARKS_APART_PX = 9;

export function SettlingCurve({ weighing }: { weighing: string }) {
  const words = useWords();
  const { value, trouble } = useLoaded(() => readCurve(weighing), weighing);
  // Hundreds of points: drawn once, and not with every reading of every scale.
  const curve = useMemo(() => value && <Curve curve={value} />, [value]);
  if (trouble !== null) return <p class="hint">{words.trouble(trouble)}</p>;
  if (value === null || value.weighing !== weighing) return <p class="hint">{words.t('loading')}</p>;
  return curve;
}

function Curve({ curve }: { curve: CurveView }) {
  const words = useWords();
  const { t, language } = words;
  const { points, window, intervalKg, decimals } = curve;
  const last = points.at(-1);
  if (last === undefined) return <p class="hint">{t('curve.empty')}</p>;
  const said = t('curve.said', {
    kg: kg(language, last.kg.toFixed(decimals)),
    seconds: ((window.toMs - window.fromMs) / 1000).toFixed(1),
    after: (window.fromMs / 1000).toFixed(1),
    interval: kg(language, intervalKg),
  });
  const meanings = meaningsOf(words);
  const panels = (width: number): number => (width >= BESIDE_PX ? 1 : 2);
  return (
    <Figure
      title={t('curve.title')}
      summary={said}
      spoken={said}
      file={fileName('curve', curve.weighing)}
      table={tableOf(curve, words)}
      height={(width) => panels(width) * PANEL_PX + meaningsHeight(meanings.length, width) + 8}
      draw={(width) => <Drawing curve={curve} width={width} beside={panels(width) === 1} meanings={meanings} />}
    />
  );
}

const meaningsOf = ({ t }: Words): Meaning[] => [
  { shape: 'dot', look: 'good', text: t('curve.stable') },
  { shape: 'triangle', look: 'warn', text: t('curve.motion') },
  { shape: 'hatch', look: 'blue', text: t('curve.window') },
];

function tableOf({ points, window, decimals }: CurveView, { t }: Words) {
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
  meanings: readonly Meaning[];
}

function Drawing({ curve, width, beside, meanings }: DrawingProps) {
  const { t, language } = useWords();
  const hatch = useHatch();
  const near = nearOf(curve);
  const split = beside ? Math.round(width * 0.55) : width;
  const second = beside ? { left: split + ROOM.left, top: ROOM.top } : { left: ROOM.left, top: PANEL_PX + ROOM.top };
  const bottom = PANEL_PX - ROOM.bottom;
  return (
    <>
      <defs>{hatch.pattern}</defs>
      <Panel
        curve={curve}
        part={wholeOf(curve)}
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
        upName={t('curve.axis-near', { interval: kg(language, curve.intervalKg) })}
        box={{ left: second.left, right: width - ROOM.right, top: second.top, bottom: second.top - ROOM.top + bottom }}
      />
      <Meanings of={meanings} width={width} top={(beside ? 1 : 2) * PANEL_PX + 4} hatch={hatch.fill} />
    </>
  );
}

interface PanelProps {
  curve: CurveView;
  part: Part;
  /** Multiples of the scale's interval; null: not near enough to see them. */
  steps: number[] | null;
  hatch: string;
  upName: string;
  box: { left: number; right: number; top: number; bottom: number };
}

function Panel({ curve, part, steps, hatch, upName, box }: PanelProps) {
  const { t } = useWords();
  const { left, right, top, bottom } = box;
  const across = axisOf({
    from: part.fromMs / 1000,
    to: part.toMs / 1000,
    start: left,
    end: right,
    most: Math.max(2, (right - left) / 80),
  });
  const up = axisOf({ from: part.fromKg, to: part.toKg, start: bottom, end: top, most: 6 });
  const places = pointsWithin(curve, part).map(({ ms, kg: mass, stable }) => ({
    x: across.at(ms / 1000),
    y: up.at(mass),
    stable,
  }));
  const marks = apart(
    places.filter(({ x, y }) => x >= left && y >= top && y <= bottom),
    { gap: MARKS_APART_PX, must: (one, before) => one.stable !== before.stable },
  );
  const band = { x: Math.max(left, across.at(curve.window.fromMs / 1000)), to: across.at(curve.window.toMs / 1000) };
  return (
    <g>
      <rect class="band" x={band.x} y={top} width={Math.max(2, band.to - band.x)} height={bottom - top} fill={hatch} />
      {steps?.map((step) => (
        <line key={step} class="grid" x1={left} x2={right} y1={up.at(step)} y2={up.at(step)} />
      ))}
      <Axes
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
        <polyline class="line" points={lineThrough(places)} />
      </svg>
      {marks.map(({ x, y, stable }) => (
        <Mark key={x} x={x} y={y} shape={stable ? 'dot' : 'triangle'} look={stable ? 'good' : 'warn'} />
      ))}
    </g>
  );
}
