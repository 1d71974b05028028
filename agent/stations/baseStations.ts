// All stations and gates of the base: which instrument belongs to which, their drivers under supervision, and their
// views. Must not know ports or protocols: drivers are made by a function handed in.
import type { StationId, InstrumentId } from '../../drivers/contract/siteIds.ts';
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { Driver, DriverHealth } from '../../drivers/contract/driver.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import type { SiteConfig } from '../../config/siteConfig.ts';
import type { OperatorId } from '../core/model/ids.ts';
import type { Actor, Command, CommandOutcome } from '../core/model/command.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import type { ScaleFacts } from '../core/model/weighingEvidence.ts';
import type { Capture } from '../core/weight/loadState.ts';
import type { StationScale } from '../core/weight/weighingFitness.ts';
import { viewStation } from '../core/views/stationView.ts';
import type { GateView, StationView } from '../core/views/stateView.ts';
import { GateMonitor, type GateSettings } from './gateMonitor.ts';
import { LastObservations } from './lastObservations.ts';
import { StationController } from './stationController.ts';
import type { AgentRunInfo, StationControllerParts, StationSettings } from './stationParts.ts';
import { type SupervisedDriver, superviseDriver } from './driverSupervisor.ts';
import { buildStationSettings } from './stationSettings.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';

/** What the stations are made of. */
export interface BaseStationsParts {
  clock: Clock;
  random: Random;
  ledger: Ledger;
  recorder: DecisionRecorder;
  runInfo: () => AgentRunInfo;
  settings: readonly StationSettings[];
  gates: readonly GateSettings[];
  instruments: readonly InstrumentId[];
  createDriver(instrument: InstrumentId, observe: (observation: Observation) => void): Driver;
  scaleFacts(instrument: InstrumentId): ScaleFacts;
  assumeCheckPassed: boolean;
  /** Decides on a person's command and records what follows. */
  executeCommand(command: Command, actor: Actor, stations: ReadonlyMap<string, StationController>): CommandOutcome;
  onCapture(station: StationId, capture: Capture): void;
  storeCurve: StationControllerParts['storeCurve'];
  /** Something that people see has changed; up to hundreds of times a second. */
  onStationChange(station: StationId): void;
  /** Something passed a gate. */
  onGateChange(): void;
  /** A rule of the core is broken: the process must end, and not the instrument's driver alone. */
  onInvariantBroken(error: unknown): void;
  log(event: string, instrument: InstrumentId, detail: string): void;
}

interface InstrumentChange {
  instrument: InstrumentId;
  /** False: it was removed. */
  isPresent: boolean;
  /** Settings of every station, with the changed scale's facts. */
  settings: readonly StationSettings[];
}

/** Runs every station, gate and driver of the base. */
export class BaseStations {
  readonly #parts: BaseStationsParts;
  readonly #stations = new Map<string, StationController>();
  readonly #gates: readonly GateMonitor[];
  readonly #lastObservations = new LastObservations();
  readonly #drivers = new Map<string, SupervisedDriver>();
  #isStopped = false;

  constructor(parts: BaseStationsParts) {
    this.#parts = parts;
    for (const settings of parts.settings) this.#stations.set(settings.id, this.#createStation(settings));
    this.#gates = parts.gates.map((settings) => this.#createGate(settings));
    parts.recorder.onStorageChange((failure) => this.#handleStorageChange(failure));
  }

  #createGate(settings: GateSettings): GateMonitor {
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

  #createStation(settings: StationSettings): StationController {
    const { clock, random, recorder, runInfo, assumeCheckPassed, storeCurve } = this.#parts;
    return new StationController(settings, {
      clock,
      random,
      recorder,
      runInfo,
      assumeCheckPassed,
      storeCurve,
      onCapture: (capture) => this.#parts.onCapture(settings.id, capture),
      scaleFacts: () => this.#parts.scaleFacts(settings.scale),
      stationScales: () => this.stationScales(),
      tagsElsewhere: () => this.#tagsElsewhere(settings.id),
      onChange: () => this.#parts.onStationChange(settings.id),
    });
  }

  /** Starts the driver of every instrument; an absent one is opened again and again. */
  start(): void {
    for (const instrument of this.#parts.instruments) this.#startInstrument(instrument);
  }

  #startInstrument(instrument: InstrumentId): void {
    const { clock, random } = this.#parts;
    const driver = this.#parts.createDriver(instrument, (observation) => this.#dispatch(observation));
    const onDriverEnd = (reason: string): void => this.#handleDriverEnd(instrument, reason);
    const onDriverDefect = (stack: string): void => this.#handleDriverDefect(instrument, stack);
    this.#drivers.set(instrument, superviseDriver(driver, { clock, random, onDriverEnd, onDriverDefect }));
  }

  #handleDriverDefect(instrument: InstrumentId, stack: string): void {
    this.#parts.log('driver-failed', instrument, stack);
    // The last reading must not stay on the screen as if it were current.
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

  /** Replaces every instrument in which two configurations differ; no other is touched. */
  async applySiteChange({ next, previous }: { next: SiteConfig; previous: SiteConfig }): Promise<void> {
    const settings = buildStationSettings(next);
    const ids = new Set([...previous.instruments, ...next.instruments].map(({ id }) => id));
    for (const id of ids) {
      const before = previous.instruments.find((instrument) => instrument.id === id);
      const after = next.instruments.find((instrument) => instrument.id === id);
      if (JSON.stringify(before) !== JSON.stringify(after))
        await this.#replaceInstrument({ instrument: id, isPresent: after !== undefined, settings });
    }
  }

  /**
   * After one instrument was added, changed or removed: ends its driver's run and, unless it was removed, begins
   * another. A station whose scale it is must show zero and pass its check weight again.
   */
  async #replaceInstrument({ instrument, isPresent, settings }: InstrumentChange): Promise<void> {
    const driver = this.#drivers.get(instrument);
    this.#drivers.delete(instrument);
    this.#lastObservations.remove(instrument);
    // The port is the old driver's until it is closed: only then may the new one open it.
    await driver?.stop();
    if (this.#isStopped) return;
    for (const station of settings) if (station.scale === instrument) this.#stations.get(station.id)?.restart(station);
    if (isPresent) this.#startInstrument(instrument);
  }

  /** Undefined: there is no such instrument. */
  health(instrument: InstrumentId): DriverHealth | undefined {
    return this.#drivers.get(instrument)?.driver.health();
  }

  /** The instrument's last observation; undefined: none came yet. */
  lastObservation(instrument: InstrumentId): Observation | undefined {
    return this.#lastObservations.last(instrument);
  }

  /** Listens to one instrument beside the stations; returns the function that ends it. */
  onObservation(instrument: InstrumentId, listener: (observation: Observation) => void): () => void {
    return this.#lastObservations.listen(instrument, listener);
  }

  /** Ends every driver and waits for them. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const gate of this.#gates) gate.stop();
    for (const station of this.#stations.values()) station.stop();
    await Promise.all([...this.#drivers.values()].map((driver) => driver.stop()));
  }

  /** Undefined: there is no such station. */
  view(id: string): StationView | undefined {
    const station = this.#stations.get(id);
    return station && this.#viewStation(station);
  }

  views(): StationView[] {
    return [...this.#stations.values()].map((station) => this.#viewStation(station));
  }

  /** Stations whose records could not be kept while the disk took nothing. */
  alarms(): { code: string; detail: string }[] {
    return [...this.#stations.values()]
      .filter((station) => station.givenUpRecords() > 0)
      .map((station) => ({ code: 'records-given-up', detail: `${station.settings.id} (${station.givenUpRecords()})` }));
  }

  gateViews(): GateView[] {
    return this.#gates.map((gate) => gate.view());
  }

  #tagsElsewhere(station: StationId): ReadonlySet<string> {
    const others = [...this.#stations.values()].filter(({ settings }) => settings.id !== station);
    return new Set(others.flatMap((other) => other.tagsInField()));
  }

  /** The scale of every station, as it is now. */
  stationScales(): StationScale[] {
    return [...this.#stations.values()].map((station) => station.stationScale());
  }

  /** Hands the command with all stations to the execution of commands. */
  executeCommand(command: Command, actor: Actor): CommandOutcome {
    return this.#parts.executeCommand(command, actor, this.#stations);
  }

  /** A person signs out: what he announced anywhere ends. */
  noteSignedOut(operator: OperatorId): void {
    for (const station of this.#stations.values()) station.noteSignedOut(operator);
  }

  #dispatch(observation: Observation): void {
    try {
      this.#receive(observation);
    } catch (error) {
      // A driver catches its own errors: this one is not the driver's and must not be hidden there.
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
      // A reader's fault is shown with the instrument; it tells nothing about the load.
      else if (readers.includes(observation.instrument) && observation.kind === 'tag') station.receive(observation);
    }
  }

  #handleDriverEnd(instrument: InstrumentId, reason: string): void {
    this.#parts.log('session-ended', instrument, reason);
    for (const { settings } of this.#stations.values())
      if (settings.scale === instrument) this.#parts.onStationChange(settings.id);
  }

  #handleStorageChange(failure: string): void {
    if (failure === '') for (const gate of this.#gates) gate.recordWaiting();
    for (const station of this.#stations.values()) {
      if (failure === '') station.recordWaiting();
      this.#parts.onStationChange(station.settings.id);
    }
  }

  #viewStation(station: StationController): StationView {
    const { settings } = station;
    const health = this.health(settings.scale);
    const facts = {
      station: settings.id,
      name: settings.name,
      weighbridge: settings.weighbridge,
      scale: this.#parts.scaleFacts(settings.scale),
      scaleOpen: health?.state === 'open',
      scaleState: health?.state ?? 'closed',
      scaleFailure: health?.lastFault ?? '',
      checkWeightMg: settings.checkWeight?.massMg ?? null,
      hasReader: settings.readers.length > 0,
      nowMs: this.#parts.clock.monotonicMs(),
      ...station.situation(),
    };
    return viewStation(facts, this.#parts.recorder.displayBook);
  }
}
