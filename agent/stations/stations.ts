// All stations of the base: which instrument belongs to which, their drivers under supervision, and what is shown of
// them. Must not know wires: drivers are made by a function handed in.
import type { Chance, Clock } from '../../drivers/contract/clock.ts';
import type { Driver, Health } from '../../drivers/contract/driver.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import type { Actor, Command, CommandOutcome } from '../core/command.ts';
import type { Ledger } from '../core/ledger.ts';
import type { ScaleFacts } from '../core/evidence.ts';
import type { Capture } from '../core/weight/load.ts';
import { showStation } from '../core/shown/show.ts';
import type { GateView, StationView } from '../core/shown/view.ts';
import { type CommandParts, performCommand } from './commands.ts';
import { Gate, type GateSettings } from './gate.ts';
import { Heard } from './heard.ts';
import type { Recorder } from './recorder.ts';
import { type Running, Station, type StationParts, type StationSettings } from './station.ts';
import { type Supervised, supervise } from './supervise.ts';

export interface StationsParts {
  clock: Clock;
  chance: Chance;
  ledger: Ledger;
  recorder: Recorder;
  running: () => Running;
  settings: readonly StationSettings[];
  gates: readonly GateSettings[];
  instruments: readonly string[];
  makeDriver(instrument: string, observe: (observation: Observation) => void): Driver;
  scaleFacts(instrument: string): ScaleFacts;
  checkAssumed: boolean;
  /** What else a command may name: areas, people, deposited orders. */
  known: Pick<CommandParts, 'areas' | 'operatorKnown' | 'photoBytes' | 'openDeposit'>;
  captured(station: string, capture: Capture): void;
  keepCurve: StationParts['keepCurve'];
  /** Something that people see has changed; up to hundreds of times a second. */
  changed(station: string): void;
  /** Something passed a gate. */
  gateChanged(): void;
  /** A rule of the core is broken: the process must end, and not only the instrument that brought it to light. */
  broken(error: unknown): void;
  log(event: string, instrument: string, detail: string): void;
}

export interface InstrumentChange {
  instrument: string;
  /** False: it was removed. */
  present: boolean;
  /** Of every station, with the changed scale's facts. */
  settings: readonly StationSettings[];
}

export class Stations {
  readonly #parts: StationsParts;
  readonly #stations = new Map<string, Station>();
  readonly #gates: readonly Gate[];
  readonly #heard = new Heard();
  readonly #supervised = new Map<string, Supervised>();
  #stopped = false;

  constructor(parts: StationsParts) {
    this.#parts = parts;
    for (const settings of parts.settings) this.#stations.set(settings.id, this.#makeStation(settings));
    this.#gates = parts.gates.map((settings) => this.#makeGate(settings));
    parts.recorder.onChange((trouble) => this.#storageChanged(trouble));
  }

  #makeGate(settings: GateSettings): Gate {
    const { clock, chance, recorder, running } = this.#parts;
    return new Gate(settings, {
      clock,
      chance,
      recorder,
      run: () => running().run,
      changed: () => this.#parts.gateChanged(),
      broken: (error) => this.#parts.broken(error),
    });
  }

  #makeStation(settings: StationSettings): Station {
    const { clock, chance, recorder, ledger, running, checkAssumed, keepCurve } = this.#parts;
    return new Station(settings, {
      clock,
      chance,
      recorder,
      running,
      checkAssumed,
      keepCurve,
      book: ledger.book,
      captured: (capture) => this.#parts.captured(settings.id, capture),
      scaleFacts: () => this.#parts.scaleFacts(settings.scale),
      changed: () => this.#parts.changed(settings.id),
    });
  }

  /** Opens every instrument of the site; an absent one is tried again until it comes. */
  start(): void {
    for (const instrument of this.#parts.instruments) this.#startInstrument(instrument);
  }

  #startInstrument(instrument: string): void {
    const { clock, chance } = this.#parts;
    const driver = this.#parts.makeDriver(instrument, (observation) => this.#dispatch(observation));
    const sessionEnded = (reason: string): void => this.#sessionEnded(instrument, reason);
    const failed = (trouble: string): void => this.#driverFailed(instrument, trouble);
    this.#supervised.set(instrument, supervise(driver, { clock, chance, sessionEnded, failed }));
  }

  #driverFailed(instrument: string, trouble: string): void {
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
  async change({ instrument, present, settings }: InstrumentChange): Promise<void> {
    const old = this.#supervised.get(instrument);
    this.#supervised.delete(instrument);
    this.#heard.forget(instrument);
    // A port is one's own until it is closed: only then may the new session open it.
    await old?.stop();
    if (this.#stopped) return;
    for (const next of settings) if (next.scale === instrument) this.#stations.get(next.id)?.restart(next);
    if (present) this.#startInstrument(instrument);
  }

  health(instrument: string): Health | undefined {
    return this.#supervised.get(instrument)?.driver.health();
  }

  /** What it said last. */
  heard(instrument: string): Observation | undefined {
    return this.#heard.last(instrument);
  }

  /** Hears what one instrument says, beside the stations; returns the function that ends it. */
  listen(instrument: string, listener: (observation: Observation) => void): () => void {
    return this.#heard.listen(instrument, listener);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const gate of this.#gates) gate.stop();
    await Promise.all([...this.#supervised.values()].map((instrument) => instrument.stop()));
  }

  view(id: string): StationView | undefined {
    const station = this.#stations.get(id);
    return station && this.#view(station);
  }

  views(): StationView[] {
    return [...this.#stations.values()].map((station) => this.#view(station));
  }

  gateViews(): GateView[] {
    return this.#gates.map((gate) => gate.view());
  }

  command(command: Command, actor: Actor): CommandOutcome {
    const { recorder, chance, clock, known } = this.#parts;
    return performCommand(command, actor, { stations: this.#stations, recorder, chance, clock, ...known });
  }

  #dispatch(observation: Observation): void {
    try {
      this.#receive(observation);
    } catch (error) {
      // Not the driver's doing: whatever it catches of its own must not hide this.
      this.#parts.broken(error);
    }
  }

  #receive(observation: Observation): void {
    this.#heard.note(observation);
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

  #sessionEnded(instrument: string, reason: string): void {
    this.#parts.log('session-ended', instrument, reason);
    for (const { settings } of this.#stations.values())
      if (settings.scale === instrument) this.#parts.changed(settings.id);
  }

  #storageChanged(trouble: string): void {
    if (trouble === '') for (const gate of this.#gates) gate.record();
    for (const station of this.#stations.values()) {
      if (trouble === '') station.record();
      this.#parts.changed(station.settings.id);
    }
  }

  #view(station: Station): StationView {
    const { settings } = station;
    const health = this.health(settings.scale);
    const shown = {
      station: settings.id,
      name: settings.name,
      scale: this.#parts.scaleFacts(settings.scale),
      scaleOpen: health?.state === 'open',
      scaleState: health?.state ?? 'closed',
      scaleTrouble: health?.trouble ?? '',
      checkWeightMg: settings.checkWeight?.massMg ?? null,
      nowMs: this.#parts.clock.monotonicMs(),
      ...station.situation(),
    };
    return showStation(shown, this.#parts.recorder.shown);
  }
}
