// Values to pixels, and the round values between them. Floats are exact enough: they are used for drawing only.

export interface ChartAxis {
  /** Position of a value, px. */
  toPx: (value: number) => number;
  ticks: number[];
  /** Decimals that tell one tick from the next. */
  decimals: number;
}

/** `startPx`, `endPx`: positions of `from` and `to`. At most `maxTicks` round values between them. */
export function createChartAxis({
  from,
  to,
  startPx,
  endPx,
  maxTicks,
}: {
  from: number;
  to: number;
  startPx: number;
  endPx: number;
  maxTicks: number;
}): ChartAxis {
  const step = roundStep((to - from) / Math.max(1, maxTicks));
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: number[] = [];
  // Multiples of the step, not sums: 0.1 + 0.2 is not 0.3.
  for (let count = Math.ceil(from / step - 1e-9); count * step <= to + step * 1e-9; count += 1)
    ticks.push(Number((count * step).toFixed(decimals)) + 0);
  return { toPx: (value) => startPx + ((value - from) / (to - from)) * (endPx - startPx), ticks, decimals };
}

/** The least of 1, 2, 5 × 10ⁿ that is not smaller. */
function roundStep(minStep: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(minStep) + 1e-9);
  return ([1, 2, 5].find((multiple) => multiple * magnitude >= minStep * (1 - 1e-9)) ?? 10) * magnitude;
}

export interface ChartPoint {
  x: number;
  y: number;
}

/**
 * Leaves out marks nearer than `gapPx` to the last visible one, unless `isRequired` says so.
 */
export function thinOutMarks<T extends ChartPoint>(
  marks: readonly T[],
  { gapPx, isRequired }: { gapPx: number; isRequired: (mark: T, last: T) => boolean },
): T[] {
  const visible: T[] = [];
  for (const mark of marks) {
    const last = visible.at(-1);
    if (last === undefined || Math.hypot(mark.x - last.x, mark.y - last.y) >= gapPx || isRequired(mark, last))
      visible.push(mark);
  }
  return visible;
}

export function toPolylinePoints(points: readonly ChartPoint[]): string {
  return points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
}
