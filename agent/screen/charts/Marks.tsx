// The parts of drawings: marks that differ by shape and not by colour alone, axes, and what the marks mean.
import { useId } from 'preact/hooks';
import { kg } from '../shared/format.ts';
import { useWords } from '../shared/text.ts';
import type { Axis, Place } from './scale.ts';

export type MarkShape = 'dot' | 'triangle' | 'cross' | 'up' | 'down' | 'left' | 'right';
export type MarkLook = 'ink' | 'good' | 'warn' | 'bad' | 'blue';

const SIZE = 6;
/** Each about the middle 0,0. */
const PATHS: Record<Exclude<MarkShape, 'dot'>, string> = {
  triangle: `M0 ${-SIZE}L${SIZE} ${SIZE * 0.75}H${-SIZE}Z`,
  cross: `M${-SIZE} ${-SIZE}L${SIZE} ${SIZE}M${SIZE} ${-SIZE}L${-SIZE} ${SIZE}`,
  up: `M0 ${-SIZE}L${SIZE} ${SIZE * 0.75}H${-SIZE}Z`,
  down: `M0 ${SIZE}L${SIZE} ${-SIZE * 0.75}H${-SIZE}Z`,
  left: `M${-SIZE} 0L${SIZE * 0.75} ${-SIZE}V${SIZE}Z`,
  right: `M${SIZE} 0L${-SIZE * 0.75} ${-SIZE}V${SIZE}Z`,
};

interface MarkProps extends Place {
  shape: MarkShape;
  look: MarkLook;
}

export function Mark({ x, y, shape, look }: MarkProps) {
  const hollow = shape === 'triangle' || shape === 'cross';
  const name = `mark ${look}${hollow ? ' hollow' : ''}`;
  if (shape === 'dot') return <circle class={name} cx={x} cy={y} r={4.5} />;
  return <path class={name} d={PATHS[shape]} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`} />;
}

/** Slanted lines: the captured window, and whatever else must be told from plain ground without colour. */
export function useHatch() {
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
  across: Axis;
  up: Axis;
  acrossName: string;
  upName: string;
  /** Values on the upward axis where no line is drawn, because the drawing has its own. */
  plain?: boolean;
}

export function Axes({ box, across, up, acrossName, upName, plain = false }: AxesProps) {
  const { language } = useWords();
  const { left, right, top, bottom } = box;
  return (
    <g>
      {up.ticks.map((tick) => (
        <g key={tick}>
          {!plain && <line class="grid" x1={left} x2={right} y1={up.at(tick)} y2={up.at(tick)} />}
          <text class="tick end" x={left - 8} y={up.at(tick) + 5}>
            {kg(language, tick.toFixed(up.decimals))}
          </text>
        </g>
      ))}
      {across.ticks.map((tick) => (
        <g key={tick}>
          <line class="axis" x1={across.at(tick)} x2={across.at(tick)} y1={bottom} y2={bottom + 6} />
          <text class="tick middle" x={across.at(tick)} y={bottom + 24}>
            {kg(language, tick.toFixed(across.decimals))}
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

export interface Meaning {
  shape: MarkShape | 'hatch' | 'line' | 'tolerance';
  look: MarkLook;
  text: string;
}

const ROW_PX = 28;
/** The longest meaning in either language. */
const COLUMN_PX = 310;

const columnsIn = (width: number): number => Math.max(1, Math.floor(width / COLUMN_PX));

export function meaningsHeight(count: number, width: number): number {
  return Math.ceil(count / columnsIn(width)) * ROW_PX;
}

/** Within the drawing, so that a saved picture explains itself. */
export function Meanings({
  of,
  width,
  top,
  hatch,
}: {
  of: readonly Meaning[];
  width: number;
  top: number;
  hatch?: string;
}) {
  const columns = columnsIn(width);
  return (
    <g>
      {of.map(({ shape, look, text }, index) => {
        const x = (index % columns) * (width / columns);
        const y = top + Math.floor(index / columns) * ROW_PX + ROW_PX / 2;
        return (
          <g key={text}>
            {shape === 'hatch' && <rect class="band" x={x + 1} y={y - 8} width={22} height={16} fill={hatch} />}
            {shape === 'line' && <line class="limit" x1={x} x2={x + 24} y1={y} y2={y} />}
            {shape === 'tolerance' && <rect class="tolerance" x={x + 1} y={y - 8} width={22} height={16} />}
            {shape !== 'hatch' && shape !== 'line' && shape !== 'tolerance' && (
              <Mark x={x + 12} y={y} shape={shape} look={look} />
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
