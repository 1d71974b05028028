// The measuring half of a scale: load cell, converter, filter and display of an indicator. It turns the platform's
// force into what the display shows, 20 times a second. Stepped by time; must not know wires, protocols or what lies on
// the platform.
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import type { RandomStream } from '../runtime/randomStream.ts';
import type { ScalePlatform } from './scalePlatform.ts';
import type { IndicatorSpec, Indicator } from '../wires/indicator.ts';

const TICK_MS = 10;
const TICKS_PER_DISPLAY = 5;
const FILTER_TICKS = 12;
const STABLE_DISPLAYS = 10;
const CATCH_UP_TICKS_MAX = 500;
/** Noise of a standing load, standard deviation in e after the filter is about a third of this. */
const NOISE_E = 0.08;
/** Slow zero drift in e: temperature over a quarter of an hour; below what a display shows. */
const DRIFT_E = 0.08;
const DRIFT_PERIOD_MS = 900_000;
/** R 76 4.2.1: no indication above Max + 9 e. */
const OVER_E = 9;
const UNDER_E = 20;

/**
 * The largest span error, as a part of the load, that keeps a class III scale inside its in-service limits for every
 * load: the bound is 1 e up to 500 e, 2 e up to 2 000 e, 3 e up to 10 000 e (R 76-1 Table 6, doubled in service), so
 * the tightest corners are 1/500, 2/2000 and 3/n; `part` of it is drawn upon.
 */
export function drawSpanError(
  facts: { maxMg: MassMg; intervalMg: MassMg },
  part: number,
  random: RandomStream,
): number {
  const intervals = facts.maxMg / facts.intervalMg;
  const corners = [1 / Math.min(500, intervals), 2 / Math.min(2_000, intervals), 3 / Math.min(10_000, intervals)];
  return random.between(-1, 1) * part * Math.min(...corners);
}

interface MeasuringState {
  tick: number;
  filter: number[];
  noise: number;
  displayedMg: number[];
  zeroMg: number;
  tareMg: number;
  latestMg: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** One tick: force and noise through the filter; every fifth tick, a new value on the display. */
function advanceTick(
  state: MeasuringState,
  facts: IndicatorSpec,
  platform: ScalePlatform,
  random: RandomStream,
  startMs: number,
): void {
  state.tick += 1;
  const atMs = startMs + state.tick * TICK_MS;
  const e = facts.intervalMg;
  // Band-limited: white noise through one pole (about 5 Hz at 100 ticks a second), then the filter's mean.
  state.noise += 0.3 * (random.normal() * NOISE_E * e - state.noise);
  const drift = DRIFT_E * e * Math.sin((2 * Math.PI * atMs) / DRIFT_PERIOD_MS);
  state.filter.push(platform.forceMg(atMs) * (1 + facts.spanError) + state.noise + drift);
  if (state.filter.length > FILTER_TICKS) state.filter.shift();
  if (state.tick % TICKS_PER_DISPLAY !== 0) return;
  state.latestMg = mean(state.filter);
  state.displayedMg.push(Math.round((state.latestMg - state.zeroMg) / e) * e + 0);
  if (state.displayedMg.length > STABLE_DISPLAYS) state.displayedMg.shift();
}

function isStable(state: MeasuringState, facts: IndicatorSpec): boolean {
  if (state.displayedMg.length < STABLE_DISPLAYS) return false;
  return Math.max(...state.displayedMg) - Math.min(...state.displayedMg) <= facts.intervalMg;
}

export function createSimulatedIndicator(parts: {
  spec: IndicatorSpec;
  platform: ScalePlatform;
  random: RandomStream;
  startMs: number;
}): Indicator {
  const { spec, platform, random } = parts;
  let startMs = parts.startMs;
  const state: MeasuringState = { tick: 0, filter: [], noise: 0, displayedMg: [], zeroMg: 0, tareMg: 0, latestMg: 0 };
  const displayedGrossMg = (): number => state.displayedMg.at(-1) ?? 0;
  const stable = (): boolean => isStable(state, spec);
  return {
    spec,
    advanceTo: (nowMs) => {
      const dueTicks = Math.floor((nowMs - startMs) / TICK_MS) - state.tick;
      // After a long sleep of the machine the missed ticks are skipped, not computed.
      if (dueTicks > CATCH_UP_TICKS_MAX) startMs += (dueTicks - CATCH_UP_TICKS_MAX) * TICK_MS;
      for (let left = Math.min(dueTicks, CATCH_UP_TICKS_MAX); left > 0; left -= 1)
        advanceTick(state, spec, platform, random, startMs);
    },
    readDisplay: () => ({
      grossMg: asMassMg(displayedGrossMg()),
      netMg: asMassMg(displayedGrossMg() - state.tareMg),
      tareMg: asMassMg(state.tareMg),
      net: state.tareMg !== 0,
      stable: stable(),
      // R 76 4.5.5: the centre-of-zero lamp means within ± 0.25 e.
      centreOfZero: stable() && Math.abs(state.latestMg - state.zeroMg) <= 0.25 * spec.intervalMg,
      over: displayedGrossMg() > spec.maxMg + OVER_E * spec.intervalMg,
      under: displayedGrossMg() < -UNDER_E * spec.intervalMg,
    }),
    setZero: () => {
      if (!stable() || Math.abs(state.latestMg) > 0.02 * spec.maxMg) return false;
      state.zeroMg = state.latestMg;
      state.tareMg = 0;
      return true;
    },
    setTare: () => {
      if (!stable() || displayedGrossMg() <= 0) return false;
      state.tareMg = displayedGrossMg();
      return true;
    },
    clearTare: () => {
      state.tareMg = 0;
    },
  };
}
