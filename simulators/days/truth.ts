// What really went wrong: every error that the simulation makes, noted at the moment in which it is made, and what was
// found of it. Only the simulation knows this; the base under test never sees it.
import type { Band } from './scaleTruth.ts';

export const ERROR_KINDS = [
  'wrong lot',
  'wrong tag',
  'wrong mark',
  'left on scale',
  'two at once',
  'forks under',
  'missing',
  'extra',
  'count error',
  'deviation',
  'pilferage',
  'spillage',
  'drifting scale',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];
export type ErrorWay = 'single' | 'group' | 'vehicle' | 'stock' | 'scale';

export interface Made {
  kind: ErrorKind;
  way: ErrorWay;
  day: number;
  /** Lots and packages (or marks of foreign ones) whose findings belong to it; no packages: the whole lot. */
  lots: readonly string[];
  packages: readonly string[];
  /** Null: no matter of mass. */
  band: Band | null;
  /** It must not go unfound: a package lost or gained, or a deviation above every bound. */
  sure: boolean;
  /** What brought it to light; null: nothing did yet. */
  found: string | null;
}

export class Truth {
  readonly made: Made[] = [];
  day = 0;
  /** Packages that went over a scale or were counted. */
  packages = 0;

  make(error: Omit<Made, 'day' | 'found' | 'sure' | 'band'> & { band?: Band; sure?: boolean }): Made {
    const { band = null, sure = band === 'above' } = error;
    const made: Made = { ...error, band, sure, day: this.day, found: null };
    this.made.push(made);
    return made;
  }

  find(made: Made, by: string): void {
    made.found ??= by;
  }
}
