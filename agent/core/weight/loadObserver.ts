// One station's scale: from readings to the one moment at which a load has a legal weight (OIML R 76-1 section 4.4.2).
// Pure: no clock, no randomness. It must not know packages, orders or people; it knows what lies on the platform and
// whether that has been captured.
import type { InstrumentFaultCode } from '../../../drivers/contract/instrumentFault.ts';
import { asMassMg, isMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Reading, TagRead, FaultObservation } from '../../../drivers/contract/observation.ts';
import type { ScaleFacts, TagSeen, StableWindow } from '../model/weighingEvidence.ts';
import { EMPTY_TAG_FIELD, type TagField, addTagRead, tagsPresent } from './tagField.ts';
import { extendPlateau, type Plateau, restartPlateau } from './plateau.ts';
import { rangeIndex } from './tolerance.ts';

/** What observing needs to know of a station's scale; times in ms. */
export interface LoadSettings {
  scale: Pick<ScaleFacts, 'ranges' | 'unit' | 'decimals'>;
  /** Length of the window of stable equilibrium; at least 1,000. */
  windowMs: number;
  /** A scale that was away this long may have been switched off, and its initial zero may hide a load. */
  powerUpSuspectMs: number;
}

/**
 * Phase of what lies on the platform. `unknown`: no zero seen yet, so whatever lies there counts as captured. `clear`:
 * zero seen. `loaded`: something lies there. `taken`: this load's weight is captured, and it is watched until zero.
 * `blocked`: stable below −1 e.
 */
export type LoadPhase = 'unknown' | 'clear' | 'loaded' | 'taken' | 'blocked';

/**
 * Whether the check weight was passed since the scale may have been switched on. `armed`: the next load is the check
 * weight.
 */
export type CheckState = 'needed' | 'armed' | 'passed';

/** Everything that is remembered of one scale between readings. It dies with the process. */
export interface LoadState {
  phase: LoadPhase;
  check: CheckState;
  /** Counts loads since this state began; part of a capture's cause. */
  load: number;
  roseAtMs: number | null;
  /** Last proven zero. */
  zeroAtMs: number;
  plateau: Plateau | null;
  takenMg: MassMg | null;
  takenRange: number;
  /** Zero was shown since the capture, too briefly to count: what lies there may be another load. */
  grazedZero: boolean;
  last: Reading | null;
  fault: { fault: InstrumentFaultCode; detail: string } | null;
  lastScaleMs: number | null;
  field: TagField;
}

/** A stable, legal weight with its evidence, not yet recorded. */
export interface Capture {
  load: number;
  purpose: 'weigh' | 'check';
  grossMg: MassMg;
  range: number;
  window: StableWindow;
  tags: TagSeen[];
  readAtMs: number;
  /** When the scale last showed zero before this load. */
  zeroAtMs: number;
  /** The weight of this same load captured before, which this higher plateau proves wrong; null usually. */
  replaces: MassMg | null;
}

/** What moves the state: observations of instruments, and what the station says of check weighings. */
export type LoadInput =
  Reading | TagRead | FaultObservation | { kind: 'arm-check' } | { kind: 'check-result'; passed: boolean };

/** The next state, and the capture if this input completed one. */
export interface LoadObservation {
  state: LoadState;
  capture?: Capture;
}

/** How long a scale must show zero before what comes next is a new load. */
const ZERO_STANDS_MS = 500;

/** The state before the first reading: whatever lies on the scale counts as captured. */
export function initialLoadState(check: CheckState): LoadState {
  return {
    phase: 'unknown',
    check,
    load: 0,
    roseAtMs: null,
    zeroAtMs: 0,
    plateau: null,
    takenMg: null,
    takenRange: 0,
    grazedZero: false,
    last: null,
    fault: null,
    lastScaleMs: null,
    field: EMPTY_TAG_FIELD,
  };
}

/**
 * The whole of observing: one input gives the next state and at most one capture.
 *
 * @see OIML R 76-1:2006, section 4.4.2 (stable equilibrium)
 */
export function observe(state: LoadState, input: LoadInput, settings: LoadSettings): LoadObservation {
  switch (input.kind) {
    case 'tag':
      return { state: { ...state, field: addTagRead(state.field, input) } };
    case 'fault':
      // A fault is no reading with a reason, never 0: it breaks the window and changes no phase.
      return { state: { ...state, fault: { fault: input.fault, detail: input.detail }, plateau: null, last: null } };
    case 'arm-check':
      return { state: state.phase === 'clear' ? { ...state, check: 'armed' } : state };
    case 'check-result':
      return { state: { ...state, check: input.passed ? 'passed' : 'needed' } };
    case 'reading':
      return observeReading(state, input, settings);
  }
}

function observeReading(before: LoadState, reading: Reading, settings: LoadSettings): LoadObservation {
  const state = suspectPowerUp(before, reading, settings);
  const { scale } = settings;
  if (reading.unit !== scale.unit || reading.decimals !== scale.decimals) {
    const detail = `${reading.decimals} decimals in ${reading.unit}; configured: ${scale.decimals} in ${scale.unit}`;
    return { state: { ...state, plateau: null, last: null, fault: { fault: 'unit-changed', detail } } };
  }
  const grossMg = grossMassOf(reading);
  // A tare, or a net with an unknown tare: readable for people, but no evidence of a load.
  if (grossMg === null) return { state: { ...state, plateau: null, last: reading, fault: null } };
  const range = rangeIndex(scale.ranges, grossMg, reading.range);
  const facts = range === null ? undefined : scale.ranges[range];
  if (range === null || !facts || grossMg % facts.intervalMg !== 0) {
    const detail = `value ${grossMg} mg is not on the grid of any range`;
    return { state: { ...state, plateau: null, last: null, fault: { fault: 'value-refused', detail } } };
  }
  const plateau = state.plateau
    ? extendPlateau(state.plateau, reading, { grossMg, spanLimitMg: facts.intervalMg, gapLimitMs: settings.windowMs })
    : restartPlateau(reading, grossMg);
  const nextState: LoadState = { ...state, plateau, last: reading, fault: null };
  return advancePhase(
    nextState,
    { reading, grossMg, range, intervalMg: facts.intervalMg, minMg: facts.minMg, maxMg: facts.maxMg, plateau },
    settings,
  );
}

/** After a long silence the scale may have been switched off and on: its zero must be proven again. */
function suspectPowerUp(state: LoadState, reading: Reading, settings: LoadSettings): LoadState {
  const silenceMs = state.lastScaleMs === null ? 0 : reading.atMs - state.lastScaleMs;
  const next = { ...state, lastScaleMs: reading.atMs };
  if (silenceMs <= settings.powerUpSuspectMs) return next;
  return { ...next, phase: 'unknown', check: 'needed', plateau: null, takenMg: null, roseAtMs: null };
}

/**
 * Gross mass (mg) of a reading: as shown, or net plus a known tare. Null where the reading is no evidence of a load.
 */
export function grossMassOf(reading: Reading): MassMg | null {
  if (reading.mode === 'gross') return reading.massMg;
  if (reading.mode !== 'net' || reading.tareMg === undefined) return null;
  // Garbled digits may add up to more than a mass can hold: no bytes of a scale may throw here.
  const grossMg = reading.massMg + reading.tareMg;
  return isMassMg(grossMg) ? grossMg : null;
}

interface PlacedReading {
  reading: Reading;
  grossMg: MassMg;
  range: number;
  intervalMg: MassMg;
  minMg: MassMg;
  maxMg: MassMg;
  plateau: Plateau;
}

function advancePhase(state: LoadState, placed: PlacedReading, settings: LoadSettings): LoadObservation {
  if (isZero(placed, settings.windowMs)) {
    // A passed check stays; a load placed and taken away without a capture leaves no trace but its number.
    return {
      state: {
        ...state,
        phase: 'clear',
        takenMg: null,
        roseAtMs: null,
        grazedZero: false,
        zeroAtMs: placed.reading.atMs,
      },
    };
  }
  if (state.phase === 'taken' && placed.grossMg === 0 && isTrusted(placed))
    return { state: { ...state, grazedZero: true } };
  if (isTrusted(placed) && placed.grossMg + placed.intervalMg < 0)
    return { state: { ...state, phase: 'blocked', roseAtMs: null } };
  switch (state.phase) {
    case 'unknown':
    case 'blocked':
      return { state };
    case 'clear':
      if (placed.grossMg <= placed.intervalMg) return { state };
      return { state: { ...state, phase: 'loaded', load: state.load + 1, roseAtMs: placed.reading.atMs } };
    case 'loaded':
      return captureIfStable(state, placed, { settings, replaces: null });
    case 'taken':
      return watchTaken(state, placed, settings);
  }
}

/**
 * Zero: centre of zero, or a stable gross of exactly 0, for half a second without another value between. Damaged
 * frames and a neighbour's frames that read as zero come in short runs: three in a row once made one load count
 * twice.
 */
function isZero(placed: PlacedReading, windowMs: number): boolean {
  const { reading, grossMg, intervalMg, plateau } = placed;
  if (Math.abs(grossMg) >= intervalMg) return false;
  const stoodMs = reading.atMs - plateau.sinceMs;
  if (isTrusted(placed)) return (reading.centreOfZero ?? grossMg === 0) && stoodMs >= ZERO_STANDS_MS;
  // Where one letter is the whole status (Rice Lake), a scale that reports "centre of zero" cannot also report
  // "stable".
  return (
    reading.centreOfZero === true && plateau.lowMg === plateau.highMg && plateau.readings >= 3 && stoodMs >= windowMs
  );
}

/** Stable by the scale's own status; without a checksum three equal stable readings are needed. */
function isTrusted({ reading, plateau }: PlacedReading): boolean {
  return reading.stable && plateau.equalStable >= (reading.checksummed ? 1 : 3);
}

/** A stable plateau more than 1 e higher means that something still carried part of the load when it was captured. */
function watchTaken(state: LoadState, placed: PlacedReading, settings: LoadSettings): LoadObservation {
  const takenMg = state.takenMg ?? 0;
  if (placed.grossMg <= takenMg + placed.intervalMg) return { state };
  // Zero was shown too briefly to count, so this may be another load: it must not pass for a correction of the first.
  // The platform has to be cleared.
  if (state.grazedZero)
    return {
      state: isTrusted(placed)
        ? { ...state, phase: 'unknown', takenMg: null, roseAtMs: null, grazedZero: false }
        : state,
    };
  const renewed = captureIfStable({ ...state, load: state.load + 1 }, placed, {
    settings,
    replaces: asMassMg(takenMg),
  });
  return renewed.capture ? renewed : { state };
}

function captureIfStable(
  state: LoadState,
  placed: PlacedReading,
  terms: { settings: LoadSettings; replaces: MassMg | null },
): LoadObservation {
  const { plateau, reading, grossMg } = placed;
  const isWindowFull = reading.atMs - plateau.sinceMs >= terms.settings.windowMs;
  if (!isWindowFull || !isTrusted(placed) || grossMg < placed.minMg || grossMg > placed.maxMg) return { state };
  const capture: Capture = {
    load: state.load,
    purpose: state.check === 'armed' ? 'check' : 'weigh',
    grossMg,
    range: placed.range,
    window: {
      readings: plateau.readings,
      durationMs: Math.round(reading.atMs - plateau.sinceMs),
      spanMg: asMassMg(plateau.highMg - plateau.lowMg),
      rawHex: formatHex(reading.raw),
      checksummed: reading.checksummed,
    },
    tags: tagsPresent(state.field, reading.atMs, state.roseAtMs),
    readAtMs: reading.atMs,
    zeroAtMs: state.zeroAtMs,
    replaces: terms.replaces,
  };
  const taken: LoadState = { ...state, phase: 'taken', takenMg: grossMg, takenRange: placed.range, grazedZero: false };
  // A load placed before the scale was proven is watched like a captured one, but gives no weighing.
  return state.check === 'needed' ? { state: taken } : { state: taken, capture };
}

function formatHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('');
}
