// What the simulated days are measured by. Numbers only.

/** Per 1,000 honest weighings, and per cent of honest lots. */
export const PROMISE = { findingsPerThousand: 1, againPerThousand: 5, driftPerCent: 1 } as const;

/** How often lots of which nothing is wrong are warned of. */
export interface DriftWarnings {
  packages: number;
  lots: number;
  warned: number;
}

export type CountDriftWarnings = (seed: string) => DriftWarnings[];

export function isDriftPromiseKept({ lots, warned }: DriftWarnings): boolean {
  return warned * 100 <= PROMISE.driftPerCent * lots;
}
