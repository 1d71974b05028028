// One station at work: feeds observations to the pure step, records what it captures, and knows which recorded load
// lies on the scale. Holds no rule of its own. Everything here dies with the process; what must survive is in the book.
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { Actor } from '../core/model/command.ts';
import type { Book } from '../core/model/book.ts';
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

export interface StationSettings {
  id: string;
  name: { en: string; ja: string };
  scale: string;
  readers: readonly string[];
  checkWeight: { massMg: MassMg; everyHours: number } | null;
  load: LoadSettings;
}

/** What every weighing says of the program that took it; the configuration's hash is that in force. */
export interface AgentRunInfo {
  run: string;
  software: string;
  configHash: string;
}

export interface StationControllerParts {
  clock: Clock;
  random: Random;
  recorder: DecisionRecorder;
  book: Book;
  /** The scale's facts now, verification included. */
  scaleFacts(): ScaleFacts;
  runInfo: () => AgentRunInfo;
  /** True in a replay alone, whose weights are no weighings of anybody: nobody puts a check weight on a recording. */
  assumeCheckPassed: boolean;
  /** A load's weight was captured; whether it is recorded is told by the ledger. */
  onCapture(capture: Capture): void;
  /** How a load settled, once its weighing is durable. Must not throw, nor take long. */
  storeCurve(weighing: string, curve: SettlingCurve): void;
  /** Something that people see has changed. */
  onChange(): void;
}

interface WaitingCapture {
  cause: string;
  capture: Capture;
  /** As they were when it was captured: the configuration may change before the disk takes it. */
  scale: ScaleFacts;
  running: AgentRunInfo;
  curve: SettlingCurve | null;
  weighing: string;
  wallMs: number;
  /** Why the core did not take it; null: it was not tried, or the disk did not take it. */
  refusal: Refusal | null;
}

/** What the sentence at the station is made of, beside the book. */
type StationSituationPart = Pick<StationSituation, 'load' | 'weighing' | 'checkFailed' | 'recording' | 'refusal'>;

/** Captures that wait for the disk; more than this cannot pile up, because each needs a load put on and taken off. */
const MAX_WAITING = 16;

export class StationController {
  #settings: StationSettings;
  readonly #parts: StationControllerParts;
  #state: LoadState;
  #curveRecorder = new SettlingCurveRecorder();
  #waiting: WaitingCapture[] = [];
  #weighingOnScale: string | null = null;
  #checkFailed = false;
  #checkActor: Actor | null = null;
  #checkedAtMs: number;

  constructor(settings: StationSettings, parts: StationControllerParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#checkedAtMs = parts.clock.monotonicMs();
    this.#state = initialLoadState(this.#initialCheckState());
  }

  get settings(): StationSettings {
    return this.#settings;
  }

  /**
   * The scale's configuration has changed, so it may be another scale: nothing that was seen before counts any more,
   * the platform must show zero and the check weight must be passed again. What is captured already keeps its facts.
   */
  restart(settings: StationSettings): void {
    this.#settings = settings;
    // The number of the load goes on: it is part of a capture's cause.
    this.#state = { ...initialLoadState('needed'), load: this.#state.load };
    this.#waiting = this.#waiting.filter(({ capture }) => capture.purpose === 'weigh');
    this.#handleCleared();
    this.#parts.onChange();
  }

  /**
   * A check that was passed since this machine booted, and not too long ago, still holds after a restart of the agent.
   */
  #initialCheckState(): CheckState {
    if (this.#parts.assumeCheckPassed) return 'passed';
    const check = this.#parts.book.get('scale', this.#settings.scale)?.check;
    const now = this.#parts.clock.timestamp();
    const limitMs = (this.#settings.checkWeight?.everyHours ?? 0) * 3_600_000;
    if (!check?.passed || check.boot !== now.boot || now.monotonicMs - check.monotonicMs > limitMs) return 'needed';
    this.#checkedAtMs = check.monotonicMs;
    return 'passed';
  }

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
    this.#checkFailed = false;
    this.#waiting = this.#waiting.filter((waiting) => waiting.refusal === null);
    if (this.#parts.assumeCheckPassed) return;
    const limitMs = (this.#settings.checkWeight?.everyHours ?? 0) * 3_600_000;
    const due = this.#parts.clock.monotonicMs() - this.#checkedAtMs > limitMs;
    if (due && this.#state.check === 'passed') this.#state = { ...this.#state, check: 'needed' };
  }

  #enqueueCapture(capture: Capture): void {
    const { random } = this.#parts;
    const running = this.#parts.runInfo();
    if (this.#waiting.length >= MAX_WAITING) return;
    this.#waiting.push({
      cause: `capture:${running.run}:${this.#settings.id}:${capture.load}`,
      capture,
      scale: this.#parts.scaleFacts(),
      running,
      curve: capture.purpose === 'weigh' ? this.#curveRecorder.toCurve(capture, this.#settings.load.scale) : null,
      weighing: random.id(),
      wallMs: this.#parts.clock.timestamp().wallMs,
      refusal: null,
    });
    this.recordWaiting();
  }

  /**
   * Tries the waiting captures in order; called for a new one, after a job was opened, and when the disk works again.
   */
  recordWaiting(): void {
    while (this.#waiting.length > 0) {
      const next = this.#waiting[0];
      if (!next || !this.#recordOne(next)) break;
      this.#waiting.shift();
    }
    this.#parts.onChange();
  }

  #recordOne(waiting: WaitingCapture): boolean {
    const { recorder } = this.#parts;
    const outcome = recorder.record(waiting.cause, (book) =>
      waiting.capture.purpose === 'check'
        ? decideCheck(this.#checkEvent(waiting), book)
        : decideCapture(this.#captureEvent(waiting), book),
    );
    waiting.refusal = outcome?.kind === 'refused' ? outcome.refusal : null;
    if (outcome === null || outcome.kind === 'refused') return false;
    if (waiting.curve) this.#parts.storeCurve(waiting.weighing, waiting.curve);
    if (waiting.capture.purpose === 'check') this.#finishCheck(outcome.result['passed'] === true);
    else if (waiting.capture.load === this.#state.load && this.#state.phase === 'taken')
      this.#weighingOnScale = waiting.weighing;
    return true;
  }

  #captureEvent(waiting: WaitingCapture): CaptureEvent {
    const { capture, scale, weighing, wallMs, running } = waiting;
    return {
      station: this.#settings.id,
      capture,
      scale,
      weighing,
      wallMs,
      software: running.software,
      configHash: running.configHash,
    };
  }

  #checkEvent(waiting: WaitingCapture): CaptureEvent & { referenceMg: MassMg; operator: string } {
    const { checkWeight } = this.#settings;
    if (!checkWeight || !this.#checkActor)
      throw new Error(`station ${this.#settings.id}: check captured without a check weight or a person`);
    return { ...this.#captureEvent(waiting), referenceMg: checkWeight.massMg, operator: this.#checkActor.operator };
  }

  #finishCheck(passed: boolean): void {
    this.#state = observe(this.#state, { kind: 'check-result', passed }, this.#settings.load).state;
    this.#checkFailed = !passed;
    this.#checkedAtMs = this.#parts.clock.monotonicMs();
  }

  /** The person states that the platform is empty; true only if the scale agrees. */
  armCheck(actor: Actor): boolean {
    const { state } = observe(this.#state, { kind: 'arm-check' }, this.#settings.load);
    const armed = state.check === 'armed' && state.phase === 'clear';
    if (!armed) return false;
    this.#state = state;
    this.#checkActor = actor;
    this.#parts.onChange();
    return true;
  }

  /** The recorded weighing of the load that lies on the scale now. */
  weighingOnScale(): string | null {
    return this.#weighingOnScale;
  }

  situation(): StationSituationPart {
    // While the storage fails the book cannot be read either: any other advice would be made up.
    // A refused load holds up those behind it, which are the same load risen: the first one's reason is theirs.
    const [next] = this.#waiting;
    const stuck = this.#parts.recorder.storageFailure() !== '' || next?.refusal === null;
    const refusal = stuck || !next?.refusal ? null : { code: next.refusal.refusal, params: next.refusal.params };
    const recording = stuck ? 'not-recorded' : refusal ? 'refused' : 'none';
    return { load: this.#state, weighing: this.#weighingOnScale, checkFailed: this.#checkFailed, recording, refusal };
  }
}
