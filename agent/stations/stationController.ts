// One station at work: hands observations to the pure observer, records what it captures, and knows which recorded
// weighing's load lies on the scale. Everything here is lost with the process; what must survive is in the book. Must
// hold no rule of its own.
import { type OperatorId, type WeighingId, asWeighingId } from '../core/model/ids.ts';
import type { Random, Clock, Timestamp } from '../../drivers/contract/clock.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { Actor } from '../core/model/command.ts';
import type { Book } from '../core/model/book.ts';
import { believableDay, isVerifiedOn } from '../core/model/believableDate.ts';
import type { ScaleFacts } from '../core/model/weighingEvidence.ts';
import {
  type Capture,
  type CheckState,
  type LoadState,
  type LoadSettings,
  observe,
  initialLoadState,
} from '../core/weight/loadObserver.ts';
import { decideCapture } from '../core/loads/captureDecision.ts';
import type { Refusal } from '../core/model/decide.ts';
import type { CaptureEvent } from '../core/weight/weighingEntry.ts';
import type { SettlingCurve } from '../core/ports/evidenceStore.ts';
import { SettlingCurveRecorder } from './settlingCurveRecorder.ts';
import type { StationSituation } from '../core/views/guidance.ts';
import { decideCheck } from '../core/loads/checkWeighing.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';
import type { StationId, InstrumentId } from '../../drivers/contract/siteIds.ts';

/** One station of the site file, with the facts of its scale. */
export interface StationSettings {
  id: StationId;
  name: { en: string; ja: string };
  scale: InstrumentId;
  readers: readonly InstrumentId[];
  checkWeight: { massMg: MassMg; everyHours: number } | null;
  load: LoadSettings;
}

/** What every weighing names of the program that recorded it, and the hash of the configuration in force. */
export interface AgentRunInfo {
  run: string;
  software: string;
  configHash: string;
}

/** What the controller is made of. */
export interface StationControllerParts {
  clock: Clock;
  random: Random;
  recorder: DecisionRecorder;
  book: Book;
  /** The scale's facts at this moment, verification included. */
  scaleFacts(): ScaleFacts;
  runInfo: () => AgentRunInfo;
  /** True in a replay alone: nobody can put a check weight on a recorded scale. */
  assumeCheckPassed: boolean;
  /** A load's weight was captured; it may still be refused or wait for the disk. */
  onCapture(capture: Capture): void;
  /** Stores the settling curve of a durable weighing. Must not throw, and must be fast. */
  storeCurve(weighing: WeighingId, curve: SettlingCurve): void;
  /** Something that people see has changed. */
  onChange(): void;
}

interface WaitingCapture {
  cause: string;
  capture: Capture;
  /** As at the capture: the configuration may change before the disk takes it. */
  scale: ScaleFacts;
  runInfo: AgentRunInfo;
  curve: SettlingCurve | null;
  weighing: WeighingId;
  /** The core's refusal; null: it was not tried yet, or the disk did not take it. */
  refusal: Refusal | null;
}

/** What the guidance is made of, beside the book. */
type StationSituationPart = Pick<StationSituation, 'load' | 'weighing' | 'checkFailed' | 'recording' | 'refusal'>;

/** Captures that wait for the disk; each needs a load put on and taken off, so that more are not to be expected. */
const MAX_WAITING = 16;

/** Runs one station. */
export class StationController {
  #settings: StationSettings;
  readonly #parts: StationControllerParts;
  #state: LoadState;
  #curveRecorder = new SettlingCurveRecorder();
  #waiting: WaitingCapture[] = [];
  #weighingOnScale: WeighingId | null = null;
  #hasCheckFailed = false;
  #checkActor: Actor | null = null;
  #checkedAtMs: number;

  constructor(settings: StationSettings, parts: StationControllerParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#checkedAtMs = parts.clock.monotonicMs();
    this.#state = initialLoadState(this.#initialCheckState());
  }

  /** The settings in force. */
  get settings(): StationSettings {
    return this.#settings;
  }

  /**
   * After a change of the scale's configuration: it may be another scale, so the platform must show zero and the check
   * weight must be passed again. Waiting captures keep the facts they were captured with.
   */
  restart(settings: StationSettings): void {
    this.#settings = settings;
    // Loads are numbered on: the number is part of a capture's cause.
    this.#state = { ...initialLoadState('needed'), load: this.#state.load };
    this.#waiting = this.#waiting.filter(({ capture }) => capture.purpose === 'weigh');
    this.#handleCleared();
    this.#parts.onChange();
  }

  /** A check that was passed since this machine booted, within the interval, still holds after a restart. */
  #initialCheckState(): CheckState {
    if (this.#parts.assumeCheckPassed) return 'passed';
    const check = this.#parts.book.get('scale', this.#settings.scale)?.check;
    const now = this.#parts.clock.timestamp();
    const intervalMs = (this.#settings.checkWeight?.everyHours ?? 0) * 3_600_000;
    if (!check?.passed || check.boot !== now.boot || now.monotonicMs - check.monotonicMs > intervalMs) return 'needed';
    this.#checkedAtMs = check.monotonicMs;
    return 'passed';
  }

  /** One observation of the station's scale, or a tag of its readers. */
  receive(observation: Observation): void {
    const before = this.#state;
    const { state, capture } = observe(before, observation, this.#settings.load);
    this.#state = state;
    this.#curveRecorder.addStep(before, state);
    if (state.phase === 'clear' && before.phase !== 'clear') this.#handleCleared();
    if (capture) {
      this.#parts.onCapture(capture);
      this.#enqueueCapture(capture);
    }
    this.#parts.onChange();
  }

  #handleCleared(): void {
    this.#weighingOnScale = null;
    this.#hasCheckFailed = false;
    this.#waiting = this.#waiting.filter(({ refusal }) => refusal === null);
    if (this.#parts.assumeCheckPassed) return;
    const intervalMs = (this.#settings.checkWeight?.everyHours ?? 0) * 3_600_000;
    const isDue = this.#parts.clock.monotonicMs() - this.#checkedAtMs > intervalMs;
    if (isDue && this.#state.check === 'passed') this.#state = { ...this.#state, check: 'needed' };
  }

  #enqueueCapture(capture: Capture): void {
    const { random } = this.#parts;
    const runInfo = this.#parts.runInfo();
    if (this.#waiting.length >= MAX_WAITING) return;
    this.#waiting.push({
      cause: `capture:${runInfo.run}:${this.#settings.id}:${capture.load}`,
      capture,
      scale: this.#parts.scaleFacts(),
      runInfo,
      curve: capture.purpose === 'weigh' ? this.#curveRecorder.toCurve(capture, this.#settings.load.scale) : null,
      weighing: asWeighingId(random.id()),
      refusal: null,
    });
    this.recordWaiting();
  }

  /** Records the waiting captures in order; called for a new one, after commands, and when the disk works again. */
  recordWaiting(): void {
    while (this.#waiting.length > 0) {
      const next = this.#waiting[0];
      if (!next || !this.#recordCapture(next)) break;
      this.#waiting.shift();
    }
    this.#parts.onChange();
  }

  #recordCapture(waiting: WaitingCapture): boolean {
    const { recorder } = this.#parts;
    const outcome = recorder.record(waiting.cause, (book, at) => {
      const event = this.#captureEvent(waiting, { book, at });
      return waiting.capture.purpose === 'check'
        ? decideCheck(this.#checkEvent(event), book)
        : decideCapture(event, book);
    });
    waiting.refusal = outcome?.kind === 'refused' ? outcome.refusal : null;
    if (outcome === null || outcome.kind === 'refused') return false;
    if (waiting.curve) this.#parts.storeCurve(waiting.weighing, waiting.curve);
    if (waiting.capture.purpose === 'check') this.#finishCheck(outcome.result['passed'] === true);
    else if (waiting.capture.load === this.#state.load && this.#state.phase === 'taken')
      this.#weighingOnScale = waiting.weighing;
    return true;
  }

  /** The verification is judged by the date that the entry bears: nobody else would come to the same by another. */
  #captureEvent(waiting: WaitingCapture, { book, at }: { book: Book; at: Timestamp }): CaptureEvent {
    const { capture, scale, weighing, runInfo } = waiting;
    return {
      station: this.#settings.id,
      capture,
      scale: { ...scale, verified: isVerifiedOn(scale, believableDay(book, at)) },
      weighing,
      at,
      software: runInfo.software,
      configHash: runInfo.configHash,
    };
  }

  #checkEvent(event: CaptureEvent): CaptureEvent & { referenceMg: MassMg; operator: OperatorId } {
    const { checkWeight } = this.#settings;
    if (!checkWeight || !this.#checkActor)
      throw new Error(`station ${this.#settings.id}: check captured without a check weight or a person`);
    return { ...event, referenceMg: checkWeight.massMg, operator: this.#checkActor.operator };
  }

  #finishCheck(passed: boolean): void {
    this.#state = observe(this.#state, { kind: 'check-result', passed }, this.#settings.load).state;
    this.#hasCheckFailed = !passed;
    this.#checkedAtMs = this.#parts.clock.monotonicMs();
  }

  /** A person states that the platform is empty; false, and nothing changed, if the scale does not show it. */
  armCheck(actor: Actor): boolean {
    const { state } = observe(this.#state, { kind: 'arm-check' }, this.#settings.load);
    const isArmed = state.check === 'armed' && state.phase === 'clear';
    if (!isArmed) return false;
    this.#state = state;
    this.#checkActor = actor;
    this.#parts.onChange();
    return true;
  }

  /** Id of the recorded weighing of the load on the scale; null: the scale is empty or its load is not recorded. */
  weighingOnScale(): WeighingId | null {
    return this.#weighingOnScale;
  }

  /** What the guidance needs to know of this station. */
  situation(): StationSituationPart {
    // While the storage fails the book cannot be read either, so that no other guidance is possible. A refused capture
    // holds up the later ones, which are of the same load risen again: its refusal is theirs too.
    const [next] = this.#waiting;
    const isStuck = this.#parts.recorder.storageFailure() !== '' || next?.refusal === null;
    const refusal = isStuck || !next?.refusal ? null : { code: next.refusal.refusal, params: next.refusal.params };
    const recording = isStuck ? 'not-recorded' : refusal ? 'refused' : 'none';
    return {
      load: this.#state,
      weighing: this.#weighingOnScale,
      checkFailed: this.#hasCheckFailed,
      recording,
      refusal,
    };
  }
}
