// One measured figure as it is printed.

export interface Figure {
  what: string;
  value: string;
  goal: string;
}

/** The value below which `part` of all values lie (nearest rank). */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}
