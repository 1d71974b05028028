// The parts of drawings: marks that differ by shape and not by colour alone, axes, and what the marks mean.
import { useId } from 'preact/hooks';
import { formatKg } from '../format.ts';
import { useTranslator } from '../translator.ts';
import type { ChartAxis, ChartPoint } from './chartAxis.ts';

export type ChartMarkShape = 'dot' | 'triangle' | 'cross' | 'up' | 'down' | 'left' | 'right';
export type ChartMarkTone = 'ink' | 'good' | 'warn' | 'bad' | 'blue';

const SIZE = 6;
/** Each about the middle 0,0. */
const PATHS: Record<Exclude<ChartMarkShape, 'dot'>, string> = {
  triangle: `M0 ${-SIZE}L${SIZE} ${SIZE * 0.75}H${-SIZE}Z`,
  cross: `M${-SIZE} ${-SIZE}L${SIZE} ${SIZE}M${SIZE} ${-SIZE}L${-SIZE} ${SIZE}`,
  up: `M0 ${-SIZE}L${SIZE} ${SIZE * 0.75}H${-SIZE}Z`,
  down: `M0 ${SIZE}L${SIZE} ${-SIZE * 0.75}H${-SIZE}Z`,
  left: `M${-SIZE} 0L${SIZE * 0.75} ${-SIZE}V${SIZE}Z`,
  right: `M${SIZE} 0L${-SIZE * 0.75} ${-SIZE}V${SIZE}Z`,
};

interface MarkProps extends ChartPoint {
  shape: ChartMarkShape;
  look: ChartMarkTone;
}

export function ChartMark({ x, y, shape, look }: MarkProps) {
  const hollow = shape === 'triangle' || shape === 'cross';
  const name = `mark ${look}${hollow ? ' hollow' : ''}`;
  if (shape === 'dot') return <circle class={name} cx={x} cy={y} r={4.5} />;
  return <path class={name} d={PATHS[shape]} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`} />;
}

/** Slanted lines: the captured window, and whatever else must be told from plain ground without colour. */
export function useHatchPattern() {
  const id = useId();
  const pattern = (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path class="hatch" d="M0 0V8" />
    </pattern>
  );
  return { pattern, fill: `url(#${id})` };
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface AxesProps {
  box: Box;
  across: ChartAxis;
  up: ChartAxis;
  acrossName: string;
  upName: string;
  /** Values on the upward axis where no line is drawn, because the drawing has its own. */
  plain?: boolean;
}

export function ChartAxes({ box, across, up, acrossName, upName, plain = false }: AxesProps) {
  const { language } = useTranslator();
  const { left, right, top, bottom } = box;
  return (
    <g>
      {up.ticks.map((tick) => (
        <g key={tick}>
          {!plain && <line class="grid" x1={left} x2={right} y1={up.toPx(tick)} y2={up.toPx(tick)} />}
          <text class="tick end" x={left - 8} y={up.toPx(tick) + 5}>
            {formatKg(language, tick.toFixed(up.decimals))}
          </text>
        </g>
      ))}
      {across.ticks.map((tick) => (
        <g key={tick}>
          <line class="axis" x1={across.toPx(tick)} x2={across.toPx(tick)} y1={bottom} y2={bottom + 6} />
          <text class="tick middle" x={across.toPx(tick)} y={bottom + 24}>
            {formatKg(language, tick.toFixed(across.decimals))}
          </text>
        </g>
      ))}
      <path class="axis" d={`M${left} ${top}V${bottom}H${right}`} />
      <text class="name" x={left} y={top - 12}>
        {upName}
      </text>
      <text class="name end" x={right} y={bottom + 46}>
        {acrossName}
      </text>
    </g>
  );
}

export interface LegendItem {
  shape: ChartMarkShape | 'hatch' | 'line' | 'tolerance';
  tone: ChartMarkTone;
  text: string;
}

const ROW_PX = 28;
/** The longest meaning in either language. */
const COLUMN_PX = 310;

const columnsIn = (width: number): number => Math.max(1, Math.floor(width / COLUMN_PX));

export function computeLegendHeightPx(count: number, width: number): number {
  return Math.ceil(count / columnsIn(width)) * ROW_PX;
}

/** Within the drawing, so that a saved picture explains itself. */
export function ChartLegend({
  of,
  width,
  top,
  hatch,
}: {
  of: readonly LegendItem[];
  width: number;
  top: number;
  hatch?: string;
}) {
  const columns = columnsIn(width);
  return (
    <g>
      {of.map(({ shape, tone, text }, index) => {
        const x = (index % columns) * (width / columns);
        const y = top + Math.floor(index / columns) * ROW_PX + ROW_PX / 2;
        return (
          <g key={text}>
            {shape === 'hatch' && <rect class="band" x={x + 1} y={y - 8} width={22} height={16} fill={hatch} />}
            {shape === 'line' && <line class="limit" x1={x} x2={x + 24} y1={y} y2={y} />}
            {shape === 'tolerance' && <rect class="tolerance" x={x + 1} y={y - 8} width={22} height={16} />}
            {shape !== 'hatch' && shape !== 'line' && shape !== 'tolerance' && (
              <ChartMark x={x + 12} y={y} shape={shape} look={tone} />
            )}
            <text class="meaning" x={x + 32} y={y + 6}>
              {text}
            </text>
          </g>
        );
      })}
    </g>
  );
}
