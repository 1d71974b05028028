// One station's scale: from readings to the one moment at which a load has a legal weight (OIML R 76-1 section 4.4.2),
// and to what becomes of the load afterwards. Pure: no clock, no randomness. It must not know packages, orders or
// people. Where an event leads stands in loadPhases.ts.
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Reading, FaultObservation } from '../../../drivers/contract/observation.ts';
import { addTagRead, tagsPresent } from './tagField.ts';
import { eventOf, isBroken, isSame, isTareGone, mayBeTaken, noteDip } from './loadEvents.ts';
import { type LoadEvent, type LoadPhase, LOAD_TRANSITIONS } from './loadPhases.ts';
import type { Capture, CapturedWeight, LoadInput, LoadObservation, LoadSettings, LoadState } from './loadState.ts';
import { beginTrace, extendTrace } from './loadTrace.ts';
import { extendPlateau, restartPlateau } from './plateau.ts';
import { grossMassOf, isTrusted, isWeight, keptTare, type PlacedReading } from './placedReading.ts';
import { rangeIndex } from './tolerance.ts';

/**
 * The whole of observing: one input gives the next state and what it completed.
 *
 * @see OIML R 76-1:2006, section 4.4.2 (stable equilibrium)
 */
export function observe(state: LoadState, input: LoadInput, settings: LoadSettings): LoadObservation {
  switch (input.kind) {
    case 'tag':
      return { state: noteTag({ ...state, field: addTagRead(state.field, input) }, input.atMs) };
    case 'fault':
      return observeFault(state, input, settings);
    case 'arm-check':
      return { state: state.phase === 'empty' ? { ...state, check: 'armed' } : state };
    case 'lose-sight':
      return { state: advance(state, 'break').state };
    case 'confirm-empty':
      return { state: state.phase === 'empty' && state.check === 'confirm' ? { ...state, check: 'passed' } : state };
    case 'check-result':
      return { state: { ...state, check: input.passed ? 'passed' : 'needed' } };
    case 'drive-on':
      return { state: state.phase === 'captured' ? { ...state, departing: true } : state };
    case 'reading':
      return observeReading(state, input, settings);
  }
}

/** A tag that came after the capture is another load's, until a person says otherwise. */
function noteTag(state: LoadState, nowMs: number): LoadState {
  const { captured } = state;
  if (captured === null || captured.foreignTag) return state;
  const isForeign = tagsPresent(state.field, nowMs, state.roseAtMs).some(
    ({ epcHex, background }) => !background && !captured.tags.includes(epcHex),
  );
  return isForeign ? { ...state, captured: { ...captured, foreignTag: true } } : state;
}

/** A fault is no reading with a reason, never 0: it breaks the window. What it hides is unknown if it lasts. */
function observeFault(before: LoadState, input: FaultObservation, settings: LoadSettings): LoadObservation {
  const isFrame = input.raw.length > 0 || input.fault === 'overload';
  const state = isFrame ? noteFrame(before, input.atMs, settings) : before;
  const next: LoadState = {
    ...state,
    fault: { fault: input.fault, detail: input.detail },
    refusedFrame: true,
    plateau: null,
    last: null,
  };
  return input.fault === 'overload' ? { state: advance(next, 'break').state } : { state: next };
}

/** Any frame proves that the scale is on; after a long silence its zero must be proven again. */
function noteFrame(state: LoadState, atMs: number, settings: LoadSettings): LoadState {
  const silenceMs = state.lastScaleMs === null ? 0 : atMs - state.lastScaleMs;
  const next = { ...state, lastScaleMs: atMs };
  if (silenceMs <= settings.powerUpSuspectMs) return next;
  const isSwitchedOff = silenceMs > settings.powerUpCertainMs || state.check === 'armed';
  const check = isSwitchedOff ? 'needed' : state.check === 'passed' ? 'confirm' : state.check;
  return { ...advance(next, 'power-up').state, check, plateau: null };
}

function observeReading(before: LoadState, reading: Reading, settings: LoadSettings): LoadObservation {
  const seen = noteFrame(before, reading.atMs, settings);
  const { scale } = settings;
  if (reading.unit !== scale.unit || reading.decimals !== scale.decimals) {
    const detail = `${reading.decimals} decimals in ${reading.unit}; configured: ${scale.decimals} in ${scale.unit}`;
    const next: LoadState = { ...seen, plateau: null, last: null, fault: { fault: 'unit-changed', detail } };
    return { state: { ...advance(next, 'break').state, refusedFrame: true } };
  }
  const grossMg = grossMassOf(reading);
  // A tare, or a net with an unknown tare: readable for people, but no evidence of a load.
  if (grossMg === null) return { state: { ...seen, plateau: null, last: reading, fault: null, refusedFrame: true } };
  const range = rangeIndex(scale.ranges, grossMg, reading.range);
  const facts = range === null ? undefined : scale.ranges[range];
  if (range === null || !facts || grossMg % facts.intervalMg !== 0) {
    const detail = `value ${grossMg} mg is not on the grid of any range`;
    const fault = { fault: 'value-refused' as const, detail };
    return { state: { ...seen, plateau: null, last: null, fault, refusedFrame: true } };
  }
  const { atMs } = reading;
  const state = isTareGone(seen, { grossMg, intervalMg: facts.intervalMg, atMs }, settings)
    ? { ...advance(seen, 'tare-gone').state, baseMg: asMassMg(0) }
    : seen;
  const plateau = state.plateau
    ? extendPlateau(state.plateau, reading, { grossMg, spanLimitMg: facts.intervalMg, gapLimitMs: settings.windowMs })
    : restartPlateau(reading, grossMg);
  const loadMg = asMassMg(grossMg - state.baseMg);
  const placed: PlacedReading = { reading, grossMg, loadMg, range, plateau, ...facts };
  const observation = advanceLoad(state, placed, settings);
  const { state: next } = observation;
  return {
    ...observation,
    state: { ...next, plateau, last: reading, fault: null, refusedFrame: false, lastReadingMs: atMs },
  };
}

function advanceLoad(state: LoadState, placed: PlacedReading, settings: LoadSettings): LoadObservation {
  const seen = noteDip(noteSameLoad(state, placed), placed);
  const broken = isBroken(seen, placed, settings) ? advance(seen, 'break').state : seen;
  const traced = noteCheckCandidate(trace(broken, placed), placed, settings);
  const event = eventOf(traced, placed, settings);
  if (event === null) return { state: traced };
  const { state: next, effect } = advance(traced, event);
  const { atMs } = placed.reading;
  switch (effect) {
    case 'begin':
      return { state: { ...beginLoad(next, placed, false), roseAtMs: atMs } };
    case 'capture':
    case 'retake':
      return capture(next, placed);
    case 'disturb': {
      const stood = { massMg: placed.plateau.lastMg, durationMs: Math.round(atMs - placed.plateau.sinceMs) };
      return { state: next, disturbed: { load: next.load, plateaus: [stood] } };
    }
    case 'lose':
      return { state: next };
    case 'end':
      return endLoad(next, { before: traced.phase, placed });
    case 'none':
      return { state: event === 'zero' ? provenZero(next, placed) : next };
  }
}

/** The same load as before a short silence proves that the scale was not zeroed meanwhile: nobody need confirm it. */
function noteSameLoad(state: LoadState, placed: PlacedReading): LoadState {
  if (state.check !== 'confirm' || state.captured === null || !isTrusted(placed)) return state;
  if (isSame(state.captured, placed)) return { ...state, check: 'passed' };
  // It was another: the platform must be confirmed, whatever is shown later.
  return { ...state, captured: null };
}

function advance(state: LoadState, event: LoadEvent) {
  const { to, effect } = LOAD_TRANSITIONS[state.phase][event];
  return { state: to === state.phase ? state : { ...state, phase: to }, effect };
}

function provenZero(state: LoadState, placed: PlacedReading): LoadState {
  const baseMg = keptTare(placed) ?? asMassMg(0);
  const isSame = state.baseMg === baseMg && state.captured === null && state.roseAtMs === null;
  const zeroAtMs = placed.reading.atMs;
  if (isSame) return { ...state, zeroAtMs };
  return { ...state, ...NO_LOAD, zeroAtMs, baseMg };
}

const NO_LOAD = { captured: null, checkCandidate: null, trace: null, roseAtMs: null, departing: false } as const;

function endLoad(state: LoadState, { before, placed }: { before: LoadPhase; placed: PlacedReading }): LoadObservation {
  const { trace: seen, load } = state;
  const cleared: LoadState = { ...state, ...NO_LOAD };
  const next = state.phase === 'empty' ? provenZero(cleared, placed) : cleared;
  const { checkCandidate } = state;
  return {
    state: next,
    ...(checkCandidate === null ? {} : { capture: checkCandidate }),
    ...(seen === null ? {} : { ended: { load, phase: before, trace: seen } }),
  };
}

function beginLoad(state: LoadState, placed: PlacedReading, presentBefore: boolean): LoadState {
  const { load, phase } = state;
  // Before a zero was proven nobody can tell since when it lies there.
  const lastReadingMs = phase === 'unproven' ? null : state.lastReadingMs;
  return { ...state, load: load + 1, take: 0, trace: beginTrace(placed, { lastReadingMs, presentBefore }) };
}

/** What nobody saw coming has its trace, too: it lay there before a start, a silence, or on a blocked scale. */
function trace(state: LoadState, placed: PlacedReading): LoadState {
  const isUnseen = state.phase === 'unproven' || state.phase === 'blocked';
  if (state.trace === null) {
    if (!isUnseen || placed.loadMg < placed.minMg) return state;
    return beginLoad(state, placed, true);
  }
  const tags = tagsPresent(state.field, placed.reading.atMs, state.roseAtMs).filter(({ background }) => !background);
  return { ...state, trace: extendTrace(state.trace, placed, tags) };
}

/** What stood and did not pass is judged when it is taken off. */
function noteCheckCandidate(state: LoadState, placed: PlacedReading, settings: LoadSettings): LoadState {
  if (state.check !== 'armed' || state.phase !== 'rising' || !isWeight(placed, settings.windowMs)) return state;
  if (mayBeTaken(state, placed.loadMg, settings)) return { ...state, checkCandidate: null };
  const isHeavier = placed.loadMg > (state.checkCandidate?.grossMg ?? 0);
  return isHeavier ? { ...state, checkCandidate: captureOf(state, placed) } : state;
}

function capture(state: LoadState, placed: PlacedReading): LoadObservation {
  const result = captureOf(state, placed);
  const captured: CapturedWeight = {
    purpose: result.purpose,
    loadMg: placed.loadMg,
    intervalMg: placed.intervalMg,
    firstAtMs: state.captured?.firstAtMs ?? placed.reading.atMs,
    retaken: result.take > 1,
    onlyRose: true,
    lowestMg: null,
    cameBack: false,
    tags: result.tags.map(({ epcHex }) => epcHex),
    foreignTag: false,
  };
  return { state: { ...state, take: result.take, captured, checkCandidate: null }, capture: result };
}

function captureOf(state: LoadState, { plateau, reading, loadMg, range }: PlacedReading): Capture {
  return {
    load: state.load,
    take: state.take + 1,
    purpose: state.check === 'armed' ? 'check' : 'weigh',
    grossMg: loadMg,
    range,
    window: {
      readings: plateau.readings,
      durationMs: Math.round(reading.atMs - plateau.sinceMs),
      spanMg: asMassMg(plateau.highMg - plateau.lowMg),
      rawHex: formatHex(reading.raw),
      checksummed: reading.checksummed,
    },
    tags: tagsPresent(state.field, reading.atMs, state.roseAtMs),
    baseMg: state.baseMg,
    readAtMs: reading.atMs,
    zeroAtMs: state.zeroAtMs,
  };
}

function formatHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('');
}
