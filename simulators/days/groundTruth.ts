// What really went wrong: every error that the simulation makes, noted at the moment in which it is made, and what was
// found of it. Only the simulation knows this; the base under test never sees it.
import type { DeviationBand } from './trueScale.ts';

/** What people and things do at the platform, and what is done to the clock. */
export const PLATFORM_ACTS = [
  'person on scale',
  'person steps on',
  'exchange without zero',
  'neighbour names load',
  'zeroed under load',
  'load without job',
  'forks stop half-way',
  'driver out',
  'clock set wrong',
] as const;

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
  'misplaced',
  'back before its notice',
  'drifting scale',
  ...PLATFORM_ACTS,
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
  /** Of what concerns no lot. */
  where?: string;
}

/** Why people had to put something on again. */
export type AgainReason = 'disturbed' | 'tag stayed' | 'name contradicted' | 'other tag' | 'unknown';

/** What is done with honest loads, and must cost nothing. */
export const HARMLESS_ACTS = [
  'touched for a moment',
  'touched before it is weighed',
  'tag two metres away',
  'check weight in blocks',
  'clock unsynchronised',
] as const;
export type HarmlessAct = (typeof HARMLESS_ACTS)[number];

/** What people rightly do in store, and what must come out of it without a word. */
export const STORE_ACTS = [
  'goods back',
  'set apart',
  'brought back into store',
  'put in an area',
  'count word taken back',
  'extra scan taken back',
  'chosen from several',
] as const;
export type StoreAct = (typeof STORE_ACTS)[number];

export class GroundTruth {
  readonly errors: InjectedError[] = [];
  day = 0;
  /** Wall clock of the beginning, everywhere but at the base. */
  readonly startWallMs: number;
  /** Packages that went over a scale or were counted. */
  packagesHandled = 0;
  /** Loads of which nothing was wrong, each time that one was put on a scale. */
  honestWeighings = 0;
  /** Of those, the ones that had to be put on again, with what was done to them. */
  readonly putOnAgain: { reason: AgainReason; act: HarmlessAct | null; where: string }[] = [];
  readonly harmlessActs = new Map<HarmlessAct, number>();
  readonly storeActs = new Map<StoreAct, number>();

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

  constructor(startWallMs: number) {
    this.startWallMs = startWallMs;
  }

  noteHarmless(act: HarmlessAct): void {
    this.harmlessActs.set(act, (this.harmlessActs.get(act) ?? 0) + 1);
  }

  noteStoreAct(act: StoreAct): void {
    this.storeActs.set(act, (this.storeActs.get(act) ?? 0) + 1);
  }

  /** Nothing was made wrong with any of these. */
  areHonest(ids: readonly string[]): boolean {
    return !this.errors.some(({ packages }) => packages.some((id) => ids.includes(id)));
  }

  markFound(error: InjectedError, foundBy: string): void {
    error.foundBy ??= foundBy;
  }
}
