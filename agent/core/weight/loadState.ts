// What is remembered of one station's scale between readings, and what observing it says. Types and the first state.
import type { InstrumentFaultCode } from '../../../drivers/contract/instrumentFault.ts';
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Reading, TagRead, FaultObservation } from '../../../drivers/contract/observation.ts';
import type { ScaleFacts, TagSeen, StableWindow } from '../model/weighingEvidence.ts';
import { EMPTY_TAG_FIELD, type TagField } from './tagField.ts';
import type { LoadPhase } from './loadPhases.ts';
import type { LoadTrace } from './loadTrace.ts';
import type { Plateau } from './plateau.ts';

/** What observing needs to know of a station's scale; times in ms, masses in mg. */
export interface LoadSettings {
  scale: Pick<ScaleFacts, 'ranges' | 'unit' | 'decimals'>;
  /** Length of the window of stable equilibrium; at least 1,000. */
  windowMs: number;
  /** A scale that was silent this long may have been switched off, and its initial zero may hide a load. */
  powerUpSuspectMs: number;
  /** After a silence this long the check weight is due. */
  powerUpCertainMs: number;
  /** Usual time between two frames, where it is long: silences are measured against it. */
  frameMs?: number;
  /** What the check weight shows if it passes; absent: any weight is judged as it stands. */
  checkBand?: { lowMg: MassMg; highMg: MassMg };
}

/**
 * Whether the scale may weigh. `needed`: the check weight is due. `armed`: the next load is the check weight. `confirm`:
 * after a short silence a person must state that the platform is empty. `passed`: it may.
 */
export type CheckState = 'needed' | 'armed' | 'confirm' | 'passed';

/** What was captured of the load that lies there. */
export interface CapturedWeight {
  purpose: Capture['purpose'];
  loadMg: MassMg;
  intervalMg: MassMg;
  /** When its weight was first taken. */
  firstAtMs: number;
  /** Its weight was taken more than once. */
  retaken: boolean;
  /** Since it was taken no trusted value was lower. */
  onlyRose: boolean;
  /** The lowest value that was more than 1 e lower; null: none was shown. */
  lowestMg: MassMg | null;
  /** From there it rose again by more than 1 e. */
  cameBack: boolean;
  /** EPCs that were there when it was taken. */
  tags: readonly string[];
  /** A tag came afterwards. */
  foreignTag: boolean;
}

/** A weight that stood after the capture. */
export interface StoodWeight {
  massMg: MassMg;
  durationMs: number;
}

/** Everything that is remembered of one scale between readings. It dies with the process. */
export interface LoadState {
  phase: LoadPhase;
  check: CheckState;
  /** Counts loads since this state began. */
  load: number;
  /** How often the weight of this load was taken. */
  take: number;
  roseAtMs: number | null;
  /** Last proven zero. */
  zeroAtMs: number;
  /** What stayed on the platform at that zero: a pallet that the indicator has tared. */
  baseMg: MassMg;
  plateau: Plateau | null;
  captured: CapturedWeight | null;
  /** The heaviest that stood while the check weight was awaited, and did not pass. */
  checkCandidate: Capture | null;
  trace: LoadTrace | null;
  /** The person at a weighbridge was told to drive on: falling weights are the departure. */
  departing: boolean;
  last: Reading | null;
  fault: { fault: InstrumentFaultCode; detail: string } | null;
  /** A frame since the last good reading could not be used. */
  refusedFrame: boolean;
  /** The last frame of any kind: it proves that the scale is on. */
  lastScaleMs: number | null;
  lastReadingMs: number | null;
  field: TagField;
}

/** A stable, legal weight with its evidence, not yet recorded. */
export interface Capture {
  load: number;
  /** 1 for the first weight of its load; a higher one replaces the one before. */
  take: number;
  purpose: 'weigh' | 'check';
  /** Without what stayed on the platform. */
  grossMg: MassMg;
  range: number;
  window: StableWindow;
  tags: TagSeen[];
  /** What stayed on the platform at the zero before, tared by the indicator, in mg; absent: nothing. */
  baseMg?: MassMg;
  readAtMs: number;
  /** When the scale last showed zero before this load. */
  zeroAtMs: number;
}

/** What moves the state: observations of instruments, and what the station says. */
export type LoadInput =
  | Reading
  | TagRead
  | FaultObservation
  | { kind: 'arm-check' }
  | { kind: 'confirm-empty' }
  | { kind: 'lose-sight' }
  | { kind: 'check-result'; passed: boolean }
  | { kind: 'drive-on' };

/** A load that stood at another weight after its capture. */
export interface LoadDisturbance {
  load: number;
  plateaus: StoodWeight[];
}

/** A load that is gone: proven zero, or a scale that shows less than nothing. */
export interface LoadEnd {
  load: number;
  /** In which phase it ended. */
  phase: LoadPhase;
  trace: LoadTrace;
}

/** The next state, and what this input completed. */
export interface LoadObservation {
  state: LoadState;
  capture?: Capture;
  disturbed?: LoadDisturbance;
  ended?: LoadEnd;
}

/** The state before the first reading: whatever lies on the scale was there before. */
export function initialLoadState(check: CheckState): LoadState {
  return {
    phase: 'unproven',
    check,
    load: 0,
    take: 0,
    roseAtMs: null,
    zeroAtMs: 0,
    baseMg: asMassMg(0),
    plateau: null,
    captured: null,
    checkCandidate: null,
    trace: null,
    departing: false,
    last: null,
    fault: null,
    refusedFrame: false,
    lastScaleMs: null,
    lastReadingMs: null,
    field: EMPTY_TAG_FIELD,
  };
}
