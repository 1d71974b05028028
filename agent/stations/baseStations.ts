// All stations of the base: which instrument belongs to which, their drivers under supervision, and what is shown of
// them. Must not know wires: drivers are made by a function handed in.
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { Driver, DriverHealth } from '../../drivers/contract/driver.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import type { Actor, Command, CommandOutcome } from '../core/model/command.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import type { ScaleFacts } from '../core/model/weighingEvidence.ts';
import type { Capture } from '../core/weight/loadObserver.ts';
import { viewStation } from '../core/views/stationView.ts';
import type { GateView, StationView } from '../core/views/stateView.ts';
import { GateMonitor, type GateSettings } from './gateMonitor.ts';
import { LastObservations } from './lastObservations.ts';
import {
  type AgentRunInfo,
  StationController,
  type StationControllerParts,
  type StationSettings,
} from './stationController.ts';
import { type SupervisedDriver, superviseDriver } from './driverSupervisor.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';

export interface BaseStationsParts {
  clock: Clock;
  random: Random;
  ledger: Ledger;
  recorder: DecisionRecorder;
  runInfo: () => AgentRunInfo;
  settings: readonly StationSettings[];
  gates: readonly GateSettings[];
  instruments: readonly string[];
  createDriver(instrument: string, observe: (observation: Observation) => void): Driver;
  scaleFacts(instrument: string): ScaleFacts;
  assumeCheckPassed: boolean;
  /** Decides on a person's command and records it; what it needs of the stations is handed to it. */
  executeCommand(command: Command, actor: Actor, stations: ReadonlyMap<string, StationController>): CommandOutcome;
  onCapture(station: string, capture: Capture): void;
  storeCurve: StationControllerParts['storeCurve'];
  /** Something that people see has changed; up to hundreds of times a second. */
  onStationChange(station: string): void;
  /** Something passed a gate. */
  onGateChange(): void;
  /** A rule of the core is broken: the process must end, and not only the instrument that brought it to light. */
  onInvariantBroken(error: unknown): void;
  log(event: string, instrument: string, detail: string): void;
}

export interface InstrumentChange {
  instrument: string;
  /** False: it was removed. */
  present: boolean;
  /** Of every station, with the changed scale's facts. */
  settings: readonly StationSettings[];
}

export class BaseStations {
  readonly #parts: BaseStationsParts;
  readonly #stations = new Map<string, StationController>();
  readonly #gates: readonly GateMonitor[];
  readonly #lastObservations = new LastObservations();
  readonly #drivers = new Map<string, SupervisedDriver>();
  #stopped = false;

  constructor(parts: BaseStationsParts) {
    this.#parts = parts;
    for (const settings of parts.settings) this.#stations.set(settings.id, this.#makeStation(settings));
    this.#gates = parts.gates.map((settings) => this.#makeGate(settings));
    parts.recorder.onStorageChange((trouble) => this.#handleStorageChange(trouble));
  }

  #makeGate(settings: GateSettings): GateMonitor {
    const { clock, random, recorder, runInfo } = this.#parts;
    return new GateMonitor(settings, {
      clock,
      random,
      recorder,
      runId: () => runInfo().run,
      onChange: () => this.#parts.onGateChange(),
      onInvariantBroken: (error) => this.#parts.onInvariantBroken(error),
    });
  }

  #makeStation(settings: StationSettings): StationController {
    const { clock, random, recorder, ledger, runInfo, assumeCheckPassed, storeCurve } = this.#parts;
    return new StationController(settings, {
      clock,
      random,
      recorder,
      runInfo,
      assumeCheckPassed,
      storeCurve,
      book: ledger.book,
      onCapture: (capture) => this.#parts.onCapture(settings.id, capture),
      scaleFacts: () => this.#parts.scaleFacts(settings.scale),
      onChange: () => this.#parts.onStationChange(settings.id),
    });
  }

  /** Opens every instrument of the site; an absent one is tried again until it comes. */
  start(): void {
    for (const instrument of this.#parts.instruments) this.#startInstrument(instrument);
  }

  #startInstrument(instrument: string): void {
    const { clock, random } = this.#parts;
    const driver = this.#parts.createDriver(instrument, (observation) => this.#dispatch(observation));
    const sessionEnded = (reason: string): void => this.#handleDriverEnd(instrument, reason);
    const failed = (trouble: string): void => this.#handleDriverDefect(instrument, trouble);
    this.#drivers.set(
      instrument,
      superviseDriver(driver, { clock, random, onDriverEnd: sessionEnded, onDriverDefect: failed }),
    );
  }

  #handleDriverDefect(instrument: string, trouble: string): void {
    this.#parts.log('driver-failed', instrument, trouble);
    // What it said last must not stand on the screen as if it were still so.
    const atMs = this.#parts.clock.monotonicMs();
    this.#dispatch({
      kind: 'fault',
      instrument,
      atMs,
      raw: new Uint8Array(),
      fault: 'driver-failed',
      detail: 'a defect of the driver',
    });
  }

  /**
   * One instrument was added, changed or removed. Its own session ends and, unless it is gone, begins anew; no other's
   * is touched. A station whose scale it is proves its zero and its check weight again.
   */
  async replaceInstrument({ instrument, present, settings }: InstrumentChange): Promise<void> {
    const old = this.#drivers.get(instrument);
    this.#drivers.delete(instrument);
    this.#lastObservations.remove(instrument);
    // A port is one's own until it is closed: only then may the new session open it.
    await old?.stop();
    if (this.#stopped) return;
    for (const next of settings) if (next.scale === instrument) this.#stations.get(next.id)?.restart(next);
    if (present) this.#startInstrument(instrument);
  }

  health(instrument: string): DriverHealth | undefined {
    return this.#drivers.get(instrument)?.driver.health();
  }

  /** What it said last. */
  lastObservation(instrument: string): Observation | undefined {
    return this.#lastObservations.last(instrument);
  }

  /** Hears what one instrument says, beside the stations; returns the function that ends it. */
  onObservation(instrument: string, listener: (observation: Observation) => void): () => void {
    return this.#lastObservations.listen(instrument, listener);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const gate of this.#gates) gate.stop();
    await Promise.all([...this.#drivers.values()].map((instrument) => instrument.stop()));
  }

  view(id: string): StationView | undefined {
    const station = this.#stations.get(id);
    return station && this.#viewStation(station);
  }

  views(): StationView[] {
    return [...this.#stations.values()].map((station) => this.#viewStation(station));
  }

  gateViews(): GateView[] {
    return this.#gates.map((gate) => gate.view());
  }

  executeCommand(command: Command, actor: Actor): CommandOutcome {
    return this.#parts.executeCommand(command, actor, this.#stations);
  }

  #dispatch(observation: Observation): void {
    try {
      this.#receive(observation);
    } catch (error) {
      // Not the driver's doing: whatever it catches of its own must not hide this.
      this.#parts.onInvariantBroken(error);
    }
  }

  #receive(observation: Observation): void {
    this.#lastObservations.add(observation);
    if (observation.kind === 'tag')
      for (const gate of this.#gates)
        if (gate.settings.readers.includes(observation.instrument)) gate.receive(observation);
    for (const station of this.#stations.values()) {
      const { scale, readers } = station.settings;
      if (scale === observation.instrument) station.receive(observation);
      // A reader's own trouble is shown with the instrument; it says nothing about the load.
      else if (readers.includes(observation.instrument) && observation.kind === 'tag') station.receive(observation);
    }
  }

  #handleDriverEnd(instrument: string, reason: string): void {
    this.#parts.log('session-ended', instrument, reason);
    for (const { settings } of this.#stations.values())
      if (settings.scale === instrument) this.#parts.onStationChange(settings.id);
  }

  #handleStorageChange(trouble: string): void {
    if (trouble === '') for (const gate of this.#gates) gate.recordWaiting();
    for (const station of this.#stations.values()) {
      if (trouble === '') station.recordWaiting();
      this.#parts.onStationChange(station.settings.id);
    }
  }

  #viewStation(station: StationController): StationView {
    const { settings } = station;
    const health = this.health(settings.scale);
    const shown = {
      station: settings.id,
      name: settings.name,
      scale: this.#parts.scaleFacts(settings.scale),
      scaleOpen: health?.state === 'open',
      scaleState: health?.state ?? 'closed',
      scaleFailure: health?.lastFault ?? '',
      checkWeightMg: settings.checkWeight?.massMg ?? null,
      nowMs: this.#parts.clock.monotonicMs(),
      ...station.situation(),
    };
    return viewStation(shown, this.#parts.recorder.displayBook);
  }
}
