// From numbers to places on paper, and the round numbers between them. Floats are right here: this is for drawing only.

export interface ChartAxis {
  /** Place of a value, px. */
  toPx: (value: number) => number;
  ticks: number[];
  /** Decimals that tell one tick from the next. */
  decimals: number;
}

/** `start`, `end`: px of `from` and `to`. At most `most` round values between them. */
export function createChartAxis({
  from,
  to,
  start,
  end,
  most,
}: {
  from: number;
  to: number;
  start: number;
  end: number;
  most: number;
}): ChartAxis {
  const step = roundStep((to - from) / Math.max(1, most));
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: number[] = [];
  // Multiples of the step, not sums: 0.1 + 0.2 is not 0.3.
  for (let count = Math.ceil(from / step - 1e-9); count * step <= to + step * 1e-9; count += 1)
    ticks.push(Number((count * step).toFixed(decimals)) + 0);
  return { toPx: (value) => start + ((value - from) / (to - from)) * (end - start), ticks, decimals };
}

/** The least of 1, 2, 5 × 10ⁿ that is not smaller. */
function roundStep(least: number): number {
  const ten = 10 ** Math.floor(Math.log10(least) + 1e-9);
  return ([1, 2, 5].find((one) => one * ten >= least * (1 - 1e-9)) ?? 10) * ten;
}

export interface ChartPoint {
  x: number;
  y: number;
}

/**
 * Those that can be told apart by eye: a mark nearer to the last one than `gap` px is left out unless `must` says so.
 */
export function thinOutMarks<T extends ChartPoint>(
  marks: readonly T[],
  { gap, must }: { gap: number; must: (mark: T, last: T) => boolean },
): T[] {
  const kept: T[] = [];
  for (const mark of marks) {
    const last = kept.at(-1);
    if (last === undefined || Math.hypot(mark.x - last.x, mark.y - last.y) >= gap || must(mark, last)) kept.push(mark);
  }
  return kept;
}

export function toPolylinePoints(places: readonly ChartPoint[]): string {
  return places.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
}
