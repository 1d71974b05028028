// One station at work: gives each load its id, hands observations to the pure observer, records what it captures and
// what becomes of the load. Everything here is lost with the process; what must survive is in the book. Must hold no
// rule of its own.
import type { Decide } from '../core/model/decide.ts';
import { asLoadId, asWeighingId, type OperatorId, type WeighingId } from '../core/model/ids.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import type { Actor } from '../core/model/command.ts';
import type { Book } from '../core/model/book.ts';
import { markElsewhere, tagsPresent } from '../core/weight/tagField.ts';
import { observe } from '../core/weight/loadObserver.ts';
import {
  type Capture,
  type CheckState,
  type LoadEnd,
  type LoadInput,
  type LoadState,
  initialLoadState,
} from '../core/weight/loadState.ts';
import { decideCapture } from '../core/loads/captureDecision.ts';
import {
  decideLoadDisturbed,
  decideLoadEnded,
  decideTagStayed,
  isUnclaimed,
  type LoadSubject,
  needsOutcome,
} from '../core/loads/loadOutcome.ts';
import { withEscalations } from '../core/loads/escalateCases.ts';
import type { StationScale } from '../core/weight/weighingFitness.ts';
import { captureEvents } from './captureEvents.ts';
import { AnnouncementWatch } from './announcementWatch.ts';
import { type CommandPlace, StationPeople } from './stationPeople.ts';
import { SettlingCurveRecorder } from './settlingCurveRecorder.ts';
import { GoneUnseen } from './goneUnseen.ts';
import { LeavingTag } from './leavingTag.ts';
import { LoadRecords, type StationLoad } from './loadRecords.ts';
import { SmallLoadCounter } from './smallLoadCounter.ts';
import type { StationControllerParts, StationSettings } from './stationParts.ts';
import type { StationSituation } from '../core/views/guidance.ts';
import { isCheckDue } from '../core/loads/checkDue.ts';
import { decideCheck } from '../core/loads/checkWeighing.ts';
import { isOutOfService } from '../core/model/scaleService.ts';

/** What the guidance is made of, beside the book. */
type StationSituationPart = Pick<StationSituation, 'load' | 'weighing' | 'recording' | 'refusal'>;

/** How often an empty scale's check weight is asked about. */
const CHECK_LOOK_MS = 1_000;

/** Runs one station. */
export class StationController {
  #settings: StationSettings;
  readonly #parts: StationControllerParts;
  #state: LoadState;
  #curveRecorder = new SettlingCurveRecorder();
  readonly #smallLoads: SmallLoadCounter;
  readonly #leavingTag: LeavingTag;
  readonly #records: LoadRecords;
  readonly #people: StationPeople;
  readonly #announcement: AnnouncementWatch;
  readonly #goneUnseen: GoneUnseen;
  #load: StationLoad | null = null;
  #checkActor: Actor | null = null;
  /** The scale has not shown zero since this began. */
  #isFromBeforeStart = true;
  #checkSeenMs = 0;

  constructor(settings: StationSettings, parts: StationControllerParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#state = initialLoadState(this.#initialCheckState());
    this.#smallLoads = new SmallLoadCounter(parts);
    this.#records = new LoadRecords({ ...parts, place: () => this.#settings });
    this.#leavingTag = new LeavingTag(parts.recorder, (load) => this.#records.isWaiting(load));
    this.#people = new StationPeople(parts.clock);
    this.#announcement = new AnnouncementWatch(parts, this.#people);
    this.#goneUnseen = new GoneUnseen(parts);
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
    const { load, trace } = this.#state;
    if (trace !== null) this.#endLoad({ load, phase: 'unknown', trace });
    this.#settings = settings;
    // Loads are numbered on.
    this.#state = { ...initialLoadState('needed'), load };
    this.#records.drop(({ what }) => what === 'check');
    this.#load = null;
    this.#isFromBeforeStart = true;
    this.#handleCleared();
    this.#parts.onChange();
  }

  /** What must be written when the agent stops: small loads that were only counted. */
  stop(): void {
    this.#smallLoads.flush(this.#settings);
  }

  /** A check that still holds outlives a restart of the agent. */
  #initialCheckState(): CheckState {
    return this.#parts.assumeCheckPassed || !this.#isCheckDue(this.#parts.recorder.displayBook) ? 'passed' : 'needed';
  }

  #isCheckDue(book: Book): boolean {
    const { clock } = this.#parts;
    const everyHours = this.#settings.checkWeight?.everyHours ?? 0;
    return isCheckDue(book, { scale: this.#parts.scaleFacts(), everyHours, at: clock.timestamp() });
  }

  /** Only an empty scale is asked for its check weight: what was put on before may still be weighed. */
  #askForCheckIfDue(): void {
    const { assumeCheckPassed, recorder } = this.#parts;
    const { phase, check } = this.#state;
    if (assumeCheckPassed || phase !== 'empty' || (check !== 'passed' && check !== 'confirm')) return;
    const isDue = this.#isCheckDue(recorder.displayBook);
    // A book that cannot be read says nothing.
    if (isDue && recorder.storageFailure() === '') this.#state = { ...this.#state, check: 'needed' };
  }

  /** One observation of the station's scale, or a tag of its readers. */
  receive(observation: Observation): void {
    this.#announcement.look(this.#settings, observation.atMs);
    if (observation.atMs - this.#checkSeenMs > CHECK_LOOK_MS) {
      this.#checkSeenMs = observation.atMs;
      this.#askForCheckIfDue();
    }
    this.#step(observation);
    const { field, roseAtMs } = this.#state;
    const stayed = this.#leavingTag.findStayed(field, { nowMs: observation.atMs, roseAtMs });
    if (stayed !== null)
      this.#parts.recorder.record(`tag-stayed:${stayed}`, (book) => decideTagStayed({ weighing: stayed }, book));
    this.#parts.onChange();
  }

  #step(input: LoadInput): void {
    const before = this.#state;
    const { state, capture, disturbed, ended } = observe(before, input, this.#settings.load);
    this.#state = state;
    this.#curveRecorder.addStep(before, state);
    if (state.load !== before.load) this.#beginLoad();
    if (capture) {
      this.#parts.onCapture(capture);
      this.#enqueueCapture(capture);
    }
    if (disturbed && this.#load) this.#enqueueDisturbed(this.#load, disturbed.plateaus);
    if (this.#load && !this.#load.isOver && (state.phase === 'unknown' || state.phase === 'disturbed'))
      this.#records.endLoad(this.#load);
    if (ended) this.#endLoad(ended);
    if (state.phase === 'empty' && before.phase !== 'empty') this.#handleCleared();
    if (state.phase === 'empty' || state.phase === 'blocked') this.#isFromBeforeStart = false;
    if (state.phase === 'empty') this.#goneUnseen.handleZero(this.#settings.id);
  }

  #beginLoad(): void {
    this.#announcement.endIfOver(this.#settings);
    const id = asLoadId(this.#parts.random.id());
    this.#load = { id, weighing: null, refusal: null, checked: false, isOver: false };
  }

  #handleCleared(): void {
    this.#records.drop(({ refusal }) => refusal !== null);
    this.#askForCheckIfDue();
  }

  #enqueueCapture(capture: Capture): void {
    const load = this.#load;
    if (load === null) return;
    const weighing = asWeighingId(this.#parts.random.id());
    const tags = markElsewhere(capture.tags, this.#parts.tagsElsewhere());
    const stationNow = { settings: this.#settings, parts: this.#parts, people: this.#people };
    const event = captureEvents({ capture: { ...capture, tags }, load, weighing }, stationNow);
    const cause = `capture:${load.id}${capture.take > 1 ? `:${capture.take}` : ''}`;
    // A refused weight of the same load is given up for the one that took its place.
    this.#records.drop((waiting) => waiting.load === load && waiting.refusal !== null);
    if (capture.purpose === 'check') {
      const check = this.#checkTerms();
      const decide = withEscalations(
        (book, at) => decideCheck({ ...event(book, at), ...check }, book),
        () => this.#parts.stationScales(),
      );
      const onRecorded = (result: Record<string, unknown>): void => this.#finishCheck(load, result);
      this.#records.add({ what: 'check', load, cause, highestMg: capture.grossMg, decide, onRecorded });
      return;
    }
    const curve = this.#curveRecorder.toCurve(capture, this.#settings.load.scale);
    this.#records.add({
      what: 'capture',
      load,
      cause,
      highestMg: capture.grossMg,
      decide: withEscalations(
        (book, at) => decideCapture(event(book, at), book),
        () => this.#parts.stationScales(),
      ),
      onRecorded: (result) => {
        load.weighing = result['weighing'] === weighing ? weighing : load.weighing;
        load.refusal = typeof result['refusal'] === 'string' ? result['refusal'] : null;
        if (curve && load.weighing === weighing) this.#parts.storeCurve(weighing, curve);
        // The person at the bridge is told to drive on now: what falls from here on is the departure.
        if ('visit' in result && this.#load === load) this.#step({ kind: 'drive-on' });
      },
    });
  }

  #enqueueDisturbed(load: StationLoad, plateaus: Parameters<typeof decideLoadDisturbed>[0]['plateaus']): void {
    const highestMg = asMassMg(Math.max(0, ...plateaus.map(({ massMg }) => massMg)));
    const decide: Decide = (book) => decideLoadDisturbed({ ...this.#subject(load), plateaus }, book);
    this.#records.add({ what: 'disturbed', load, cause: `disturbed:${load.id}`, highestMg, decide });
  }

  #endLoad(end: LoadEnd): void {
    const load = this.#load;
    this.#load = null;
    if (load === null) return;
    this.#leavingTag.watch(load, this.#state.zeroAtMs);
    this.#records.endLoad(load);
    const { ranges } = this.#settings.load.scale;
    const intervalMg = (ranges.find(({ maxMg }) => end.trace.highestMg <= maxMg) ?? ranges.at(-1))?.intervalMg;
    const terms = {
      end,
      thresholdMg: this.#settings.loadThresholdMg,
      intervalMg: intervalMg ?? asMassMg(0),
      fromBeforeStart: this.#isFromBeforeStart,
    };
    const isRefused = load.refusal !== null && !isUnclaimed(load.refusal);
    const isClaimed = load.weighing !== null || isRefused || load.checked || this.#records.isWaiting(load);
    if (!isClaimed && !needsOutcome(terms)) {
      this.#smallLoads.add(this.#settings, end.trace.highestMg);
      return;
    }
    this.#records.add({
      what: 'ended',
      load,
      cause: `ended:${load.id}`,
      highestMg: end.trace.highestMg,
      decide: (book) =>
        decideLoadEnded({ ...this.#subject(load), ...terms, refusal: load.refusal, checked: load.checked }, book),
    });
  }

  #subject({ id, weighing }: StationLoad): LoadSubject {
    return { load: id, station: this.#settings.id, scale: this.#settings.scale, weighing };
  }

  /** Records what waits, in order; called for something new, after commands, and when the disk works again. */
  recordWaiting(): void {
    this.#records.recordWaiting();
    this.#parts.onChange();
  }

  /** How many records of its loads could not be kept since the start, because the disk took nothing for too long. */
  givenUpRecords(): number {
    return this.#records.givenUpRecords();
  }

  /** EPCs that are in its field now, background too. */
  tagsInField(): string[] {
    return tagsPresent(this.#state.field, this.#parts.clock.monotonicMs(), null).map(({ epcHex }) => epcHex);
  }

  /** Its scale as it is now, for questions of fitness. */
  stationScale(): StationScale {
    const { id, fitnessSharePpm } = this.#settings;
    return { station: id, scale: this.#parts.scaleFacts(), fitnessSharePpm };
  }

  #checkTerms(): { referenceMg: MassMg; operator: OperatorId } {
    const { checkWeight } = this.#settings;
    if (!checkWeight || !this.#checkActor)
      throw new Error(`station ${this.#settings.id}: check captured without a check weight or a person`);
    return { referenceMg: checkWeight.massMg, operator: this.#checkActor.operator };
  }

  #finishCheck(load: StationLoad, result: Record<string, unknown>): void {
    const passed = result['passed'] === true;
    load.checked = true;
    this.#state = observe(this.#state, { kind: 'check-result', passed }, this.#settings.load).state;
  }

  /** A person states that the platform is empty; false, and nothing changed, if the scale does not show it. */
  armCheck(actor: Actor): boolean {
    const { state } = observe(this.#state, { kind: 'arm-check' }, this.#settings.load);
    const isArmed = state.check === 'armed' && state.phase === 'empty';
    const { recorder } = this.#parts;
    if (!isArmed || recorder.storageFailure() !== '' || isOutOfService(recorder.displayBook, this.#settings.scale))
      return false;
    this.#state = state;
    this.#checkActor = actor;
    this.#parts.onChange();
    return true;
  }

  /** A person states that the platform is empty after a silence; false if nobody asked, or the scale shows a load. */
  confirmEmpty(actor: Actor): boolean {
    const { state } = observe(this.#state, { kind: 'confirm-empty' }, this.#settings.load);
    if (state === this.#state) return false;
    const body = { station: this.#settings.id, scale: this.#settings.scale, operator: actor.operator };
    const outcome = this.#parts.recorder.record(`platform-confirmed:${this.#parts.random.id()}`, () => ({
      entries: [{ kind: 'platform-confirmed', body }],
      effects: [],
      result: {},
    }));
    if (outcome === null) return false;
    this.#state = state;
    this.#parts.onChange();
    return true;
  }

  /** A person gives a command: it may end what was announced here. */
  noteCommand(operator: OperatorId, place: CommandPlace): void {
    this.#people.noteCommand(operator, place);
    this.#announcement.endIfOver(this.#settings, place === 'here' ? operator : null);
  }

  /** A person signs out: what he announced here ends. */
  noteSignedOut(operator: OperatorId): void {
    this.#people.noteSignedOut(operator);
    this.#announcement.endIfOver(this.#settings);
  }

  /** What was said of the load contradicts its name: nothing more is taken from it until the platform is clear. */
  loseSightOfLoad(): void {
    this.#step({ kind: 'lose-sight' });
    this.#parts.onChange();
  }

  /** Whether a recorded weighing's load cannot lie on this scale any more. */
  isLoadGone(weighing: WeighingId): boolean {
    const record = this.#parts.recorder.displayBook.get('weighing', weighing);
    if (record?.station !== this.#settings.id) return true;
    if (this.#state.phase === 'unproven') return false;
    return this.#load?.weighing !== weighing;
  }

  /** Id of the recorded weighing of the load on the scale; null: it is empty, or what lies there may be another load. */
  weighingOnScale(): WeighingId | null {
    const { phase } = this.#state;
    return phase === 'captured' || phase === 'lifted' ? (this.#load?.weighing ?? null) : null;
  }

  /** What the guidance needs to know of this station. */
  situation(): StationSituationPart {
    const { recording, refusal } = this.#records.situation();
    return {
      load: this.#state,
      weighing: this.weighingOnScale(),
      recording,
      refusal,
    };
  }
}
