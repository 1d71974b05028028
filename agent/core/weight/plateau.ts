// A run of readings that lie within 1 e of each other: the window of stable equilibrium (R 76-1 4.4.2). Constant
// memory: only the run's extremes are remembered. A reading outside starts a new run at itself, which is never laxer
// than a sliding window.
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Reading } from '../../../drivers/contract/observation.ts';

/** A run of readings within 1 e of each other; masses in mg, times in ms of the monotonic clock. */
export interface Plateau {
  sinceMs: number;
  lastMs: number;
  lowMg: MassMg;
  highMg: MassMg;
  lastMg: MassMg;
  readings: number;
  /** How many of the latest readings were stable and equal to the last one. */
  equalStable: number;
}

/** A run that begins with this reading. */
export function restartPlateau(reading: Reading, grossMg: MassMg): Plateau {
  return {
    sinceMs: reading.atMs,
    lastMs: reading.atMs,
    lowMg: grossMg,
    highMg: grossMg,
    lastMg: grossMg,
    readings: 1,
    equalStable: reading.stable ? 1 : 0,
  };
}

/**
 * The run with one more reading. A reading further than `spanLimitMg` from another, or later than `gapLimitMs` after
 * the last, begins a new run.
 *
 * @see OIML R 76-1:2006, section 4.4.2
 */
export function extendPlateau(
  plateau: Plateau,
  reading: Reading,
  { grossMg, spanLimitMg, gapLimitMs }: { grossMg: MassMg; spanLimitMg: MassMg; gapLimitMs: number },
): Plateau {
  const lowMg = Math.min(plateau.lowMg, grossMg);
  const highMg = Math.max(plateau.highMg, grossMg);
  // A silence longer than the window proves nothing about what the load did meanwhile.
  if (highMg - lowMg > spanLimitMg || reading.atMs - plateau.lastMs > gapLimitMs)
    return restartPlateau(reading, grossMg);
  const equalStable = grossMg === plateau.lastMg ? plateau.equalStable + 1 : 1;
  return {
    sinceMs: plateau.sinceMs,
    lastMs: reading.atMs,
    lowMg: asMassMg(lowMg),
    highMg: asMassMg(highMg),
    lastMg: grossMg,
    readings: plateau.readings + 1,
    equalStable: reading.stable ? equalStable : 0,
  };
}
