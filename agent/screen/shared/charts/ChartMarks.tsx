// The parts of drawings: marks that differ by shape and not by colour alone, axes, and what the marks mean.
import { useId } from 'preact/hooks';
import { formatKg } from '../format.ts';
import { useTranslator } from '../translator.ts';
import type { ChartAxis, ChartPoint } from './chartAxis.ts';

export type ChartMarkShape = 'dot' | 'triangle' | 'cross' | 'up' | 'down' | 'left' | 'right';
export type ChartMarkTone = 'ink' | 'good' | 'warn' | 'bad' | 'blue';

const MARK_SIZE_PX = 6;
/** Each about the middle 0,0. */
const PATHS: Record<Exclude<ChartMarkShape, 'dot'>, string> = {
  triangle: `M0 ${-MARK_SIZE_PX}L${MARK_SIZE_PX} ${MARK_SIZE_PX * 0.75}H${-MARK_SIZE_PX}Z`,
  cross: `M${-MARK_SIZE_PX} ${-MARK_SIZE_PX}L${MARK_SIZE_PX} ${MARK_SIZE_PX}M${MARK_SIZE_PX} ${-MARK_SIZE_PX}L${-MARK_SIZE_PX} ${MARK_SIZE_PX}`,
  up: `M0 ${-MARK_SIZE_PX}L${MARK_SIZE_PX} ${MARK_SIZE_PX * 0.75}H${-MARK_SIZE_PX}Z`,
  down: `M0 ${MARK_SIZE_PX}L${MARK_SIZE_PX} ${-MARK_SIZE_PX * 0.75}H${-MARK_SIZE_PX}Z`,
  left: `M${-MARK_SIZE_PX} 0L${MARK_SIZE_PX * 0.75} ${-MARK_SIZE_PX}V${MARK_SIZE_PX}Z`,
  right: `M${MARK_SIZE_PX} 0L${-MARK_SIZE_PX * 0.75} ${-MARK_SIZE_PX}V${MARK_SIZE_PX}Z`,
};

interface ChartMarkProps extends ChartPoint {
  shape: ChartMarkShape;
  tone: ChartMarkTone;
}

export function ChartMark({ x, y, shape, tone }: ChartMarkProps) {
  const isHollow = shape === 'triangle' || shape === 'cross';
  const name = `mark ${tone}${isHollow ? ' hollow' : ''}`;
  if (shape === 'dot') return <circle class={name} cx={x} cy={y} r={4.5} />;
  return <path class={name} d={PATHS[shape]} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`} />;
}

/** Slanted lines, for areas that must be recognised without colour. */
export function useHatchPattern() {
  const id = useId();
  const pattern = (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path class="hatch" d="M0 0V8" />
    </pattern>
  );
  return { pattern, fill: `url(#${id})` };
}

interface PlotBox {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface ChartAxesProps {
  box: PlotBox;
  xAxis: ChartAxis;
  yAxis: ChartAxis;
  xAxisName: string;
  yAxisName: string;
  /** The drawing has lines of its own: none is drawn at the ticks of the y axis. */
  hasOwnGrid?: boolean;
}

export function ChartAxes({ box, xAxis, yAxis, xAxisName, yAxisName, hasOwnGrid = false }: ChartAxesProps) {
  const { language } = useTranslator();
  const { left, right, top, bottom } = box;
  return (
    <g>
      {yAxis.ticks.map((tick) => (
        <g key={tick}>
          {!hasOwnGrid && <line class="grid" x1={left} x2={right} y1={yAxis.toPx(tick)} y2={yAxis.toPx(tick)} />}
          <text class="tick end" x={left - 8} y={yAxis.toPx(tick) + 5}>
            {formatKg(language, tick.toFixed(yAxis.decimals))}
          </text>
        </g>
      ))}
      {xAxis.ticks.map((tick) => (
        <g key={tick}>
          <line class="axis" x1={xAxis.toPx(tick)} x2={xAxis.toPx(tick)} y1={bottom} y2={bottom + 6} />
          <text class="tick middle" x={xAxis.toPx(tick)} y={bottom + 24}>
            {formatKg(language, tick.toFixed(xAxis.decimals))}
          </text>
        </g>
      ))}
      <path class="axis" d={`M${left} ${top}V${bottom}H${right}`} />
      <text class="name" x={left} y={top - 12}>
        {yAxisName}
      </text>
      <text class="name end" x={right} y={bottom + 46}>
        {xAxisName}
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
/** Fits the longest legend text in either language. */
const COLUMN_PX = 310;

const countColumns = (width: number): number => Math.max(1, Math.floor(width / COLUMN_PX));

export function computeLegendHeightPx(count: number, width: number): number {
  return Math.ceil(count / countColumns(width)) * ROW_PX;
}

/** Part of the drawing, so that a saved picture contains it. `top` and `width` in px. */
export function ChartLegend({
  items,
  width,
  top,
  hatch,
}: {
  items: readonly LegendItem[];
  width: number;
  top: number;
  hatch?: string;
}) {
  const columns = countColumns(width);
  return (
    <g>
      {items.map(({ shape, tone, text }, index) => {
        const x = (index % columns) * (width / columns);
        const y = top + Math.floor(index / columns) * ROW_PX + ROW_PX / 2;
        return (
          <g key={text}>
            {shape === 'hatch' && <rect class="band" x={x + 1} y={y - 8} width={22} height={16} fill={hatch} />}
            {shape === 'line' && <line class="limit" x1={x} x2={x + 24} y1={y} y2={y} />}
            {shape === 'tolerance' && <rect class="tolerance" x={x + 1} y={y - 8} width={22} height={16} />}
            {shape !== 'hatch' && shape !== 'line' && shape !== 'tolerance' && (
              <ChartMark x={x + 12} y={y} shape={shape} tone={tone} />
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
