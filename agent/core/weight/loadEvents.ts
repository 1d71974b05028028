// What a reading says of the load that lies there: the events of loadPhases.ts. Pure; changes no phase.
import type { CapturedWeight, LoadSettings, LoadState } from './loadState.ts';
import type { LoadEvent } from './loadPhases.ts';
import { isTrusted, isWeight, isZero, keptTare, type PlacedReading } from './placedReading.ts';
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';

/** What is higher than captured may be the same load only so soon after it was first taken. */
const SETTING_DOWN_MS = 10_000;
/** A weight that stands this long beside the captured one disturbs it. */
const OTHER_PLATEAU_MS = 3_000;
/** A silence up to this long breaks nothing if the same weight is shown on both sides. */
const SILENCE_MS = 1_000;
/** A shorter pause is the scale's own pace. */
const PAUSE_MS = 500;

/** Notes that a value more than 1 e below the captured one was shown, and whether it rose again from there. */
export function noteDip(state: LoadState, placed: PlacedReading): LoadState {
  const { captured } = state;
  if (captured === null) return state;
  const { loadMg, intervalMg } = placed;
  const isLower = loadMg < captured.loadMg - intervalMg;
  if (!isLower && captured.lowestMg === null) return state;
  const onlyRose = captured.onlyRose && !(isLower && isTrusted(placed));
  const lowestMg = asMassMg(Math.min(captured.lowestMg ?? loadMg, loadMg));
  const cameBack = captured.cameBack || loadMg > lowestMg + intervalMg;
  const isKnown = lowestMg === captured.lowestMg && cameBack === captured.cameBack;
  if (isKnown && onlyRose === captured.onlyRose) return state;
  return { ...state, captured: { ...captured, lowestMg, cameBack, onlyRose } };
}

/** A silence, or another value behind frames that could not be used: nobody saw what happened between. */
export function isBroken(
  { captured, lastReadingMs, refusedFrame }: LoadState,
  placed: PlacedReading,
  settings: LoadSettings,
): boolean {
  if (captured === null || lastReadingMs === null) return false;
  const pauseMs = placed.reading.atMs - lastReadingMs;
  const paceMs = settings.frameMs ?? 0;
  if (pauseMs > silenceMs(settings)) return true;
  return (refusedFrame || pauseMs > Math.max(PAUSE_MS, 2 * paceMs)) && !isSame(captured, placed);
}

function silenceMs({ frameMs = 0 }: LoadSettings): number {
  return Math.max(SILENCE_MS, 3 * frameMs);
}

/** Whether less lies there than what the indicator has tared, or nobody saw whether it still lies there. */
export function isTareGone(
  { baseMg, captured, lastReadingMs }: LoadState,
  reading: { grossMg: MassMg; intervalMg: MassMg; atMs: number },
  settings: LoadSettings,
): boolean {
  if (baseMg === 0 || captured !== null) return false;
  const isSilent = lastReadingMs !== null && reading.atMs - lastReadingMs > silenceMs(settings);
  return isSilent || reading.grossMg + reading.intervalMg < baseMg;
}

/** Within 1 e, the larger of the two ranges'. */
export function isSame(captured: CapturedWeight, { loadMg, intervalMg }: PlacedReading): boolean {
  return Math.abs(loadMg - captured.loadMg) <= Math.max(captured.intervalMg, intervalMg);
}

/** What this reading says of the load; null: nothing that concerns it. */
export function eventOf(state: LoadState, placed: PlacedReading, settings: LoadSettings): LoadEvent | null {
  if (isZero(placed, settings.windowMs) || keptTare(placed) !== null) return 'zero';
  const { loadMg, grossMg, intervalMg, minMg } = placed;
  // Less than a tare that was taken off is not less than nothing.
  if (isTrusted(placed) && grossMg + intervalMg < 0) return 'below-zero';
  const { captured } = state;
  if (captured !== null) return eventOfCaptured(state, { captured, placed, settings });
  if (loadMg <= intervalMg) return null;
  if (state.phase === 'rising' && isWeight(placed, settings.windowMs) && mayBeTaken(state, loadMg, settings))
    return 'weight';
  return grossMg < minMg ? 'below-min' : 'above-min';
}

/** A check weight may come in blocks: only what passes is taken at once. */
export function mayBeTaken({ check }: LoadState, loadMg: MassMg, { checkBand }: LoadSettings): boolean {
  if (check === 'needed' || check === 'confirm') return false;
  if (check !== 'armed' || checkBand === undefined) return true;
  return loadMg >= checkBand.lowMg && loadMg <= checkBand.highMg;
}

function eventOfCaptured(
  { departing, phase }: LoadState,
  { captured, placed, settings }: { captured: CapturedWeight; placed: PlacedReading; settings: LoadSettings },
): LoadEvent {
  const isExchange = captured.purpose !== 'check' && captured.foreignTag && captured.lowestMg !== null;
  if (isExchange && phase !== 'unknown') return 'exchange-sign';
  if (isSame(captured, placed)) return 'same';
  const { loadMg, minMg, reading, plateau } = placed;
  // What was tared stays: on a pallet, too, a load that is lifted is below Min.
  const isBelowMin = loadMg < minMg;
  // What is put beside the check weight, or taken off it, concerns nobody: the platform is cleared.
  if (captured.purpose === 'check') return isBelowMin ? 'below-min' : 'above-min';
  // Another tag alone makes no other load of what has only fallen: where that stands, something was taken off.
  if (phase === 'unknown' && (!isExchange || captured.cameBack)) return 'above-min';
  const isHigher = loadMg > captured.loadMg;
  if (!isHigher && isBelowMin) return 'below-min';
  if (departing && !isHigher) return 'above-min';
  if (!isWeight(placed, settings.windowMs)) return 'above-min';
  const isSettingDown = captured.onlyRose && reading.atMs - captured.firstAtMs <= SETTING_DOWN_MS;
  if (isHigher && isSettingDown) return 'higher';
  const stoodMs = reading.atMs - plateau.sinceMs;
  return captured.retaken || stoodMs >= OTHER_PLATEAU_MS ? 'other-plateau' : 'above-min';
}
