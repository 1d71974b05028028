// What really went wrong: every error that the simulation makes, noted at the moment in which it is made, and what was
// found of it. Only the simulation knows this; the base under test never sees it.
import type { DeviationBand } from './trueScale.ts';

export const INJECTED_ERROR_KINDS = [
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
export type InjectedErrorKind = (typeof INJECTED_ERROR_KINDS)[number];
export type InjectedErrorOrigin = 'single' | 'group' | 'vehicle' | 'stock' | 'scale';

export interface InjectedError {
  kind: InjectedErrorKind;
  origin: InjectedErrorOrigin;
  day: number;
  /** Lots and packages (or marks of foreign ones) whose findings belong to it; no packages: the whole lot. */
  lots: readonly string[];
  packages: readonly string[];
  /** Null: no matter of mass. */
  band: DeviationBand | null;
  /** It must not go unfound: a package lost or gained, or a deviation above every bound. */
  isCertain: boolean;
  /** What brought it to light; null: nothing did yet. */
  foundBy: string | null;
}

export class GroundTruth {
  readonly errors: InjectedError[] = [];
  day = 0;
  /** Packages that went over a scale or were counted. */
  packagesHandled = 0;

  recordError(
    injected: Omit<InjectedError, 'day' | 'foundBy' | 'isCertain' | 'band'> & {
      band?: DeviationBand;
      isCertain?: boolean;
    },
  ): InjectedError {
    const { band = null, isCertain = band === 'above' } = injected;
    const error: InjectedError = { ...injected, band, isCertain, day: this.day, foundBy: null };
    this.errors.push(error);
    return error;
  }

  markFound(error: InjectedError, foundBy: string): void {
    error.foundBy ??= foundBy;
  }
}
