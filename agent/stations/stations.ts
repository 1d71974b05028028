// All stations of the base: which instrument belongs to which, their drivers under supervision, and what is shown of them.
// Must not know wires: drivers are made by a function handed in.
import type { Chance, Clock } from '../../drivers/contract/clock.ts';
import type { Driver } from '../../drivers/contract/driver.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import type { Actor, Command, CommandOutcome } from '../core/command.ts';
import type { Ledger } from '../core/ledger.ts';
import type { ScaleFacts } from '../core/entry.ts';
import { showStation } from '../core/show.ts';
import type { StationView } from '../core/view.ts';
import { performCommand } from './commands.ts';
import type { Recorder } from './recorder.ts';
import { Station, type StationSettings } from './station.ts';
import { type Supervised, supervise } from './supervise.ts';

export interface StationsParts {
  clock: Clock;
  chance: Chance;
  ledger: Ledger;
  recorder: Recorder;
  running: { run: string; software: string; configHash: string };
  settings: readonly StationSettings[];
  instruments: readonly string[];
  makeDriver(instrument: string, observe: (observation: Observation) => void): Driver;
  scaleFacts(instrument: string): ScaleFacts;
  changed(station: StationView): void;
  log(event: string, instrument: string, detail: string): void;
}

/** People cannot follow more; readings may come 200 times a second. */
const SHOW_EVERY_MS = 50;

export class Stations {
  readonly #parts: StationsParts;
  readonly #stations = new Map<string, Station>();
  readonly #supervised = new Map<string, Supervised>();
  /** Announcements that wait for their moment, by station. */
  readonly #due = new Map<string, () => void>();
  #stopped = false;

  constructor(parts: StationsParts) {
    this.#parts = parts;
    for (const settings of parts.settings) this.#stations.set(settings.id, this.#makeStation(settings));
    parts.recorder.onChange((trouble) => this.#storageChanged(trouble));
  }

  #makeStation(settings: StationSettings): Station {
    const { clock, chance, recorder, ledger, running } = this.#parts;
    return new Station(settings, {
      clock,
      chance,
      recorder,
      running,
      book: ledger.book,
      scaleFacts: () => this.#parts.scaleFacts(settings.scale),
      changed: () => this.#announceSoon(settings.id),
    });
  }

  /** Opens every instrument of the site; an absent one is tried again until it comes. */
  start(): void {
    const { clock, chance } = this.#parts;
    for (const instrument of this.#parts.instruments) {
      const driver = this.#parts.makeDriver(instrument, (observation) => this.#dispatch(observation));
      const sessionEnded = (reason: string): void => this.#sessionEnded(instrument, reason);
      this.#supervised.set(instrument, supervise(driver, { clock, chance, sessionEnded }));
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#due.values()) cancel();
    await Promise.all([...this.#supervised.values()].map((instrument) => instrument.stop()));
  }

  views(): StationView[] {
    return [...this.#stations.values()].map((station) => this.#view(station));
  }

  command(command: Command, actor: Actor): CommandOutcome {
    const { recorder, chance } = this.#parts;
    return performCommand(command, actor, { stations: this.#stations, recorder, chance });
  }

  #dispatch(observation: Observation): void {
    for (const station of this.#stations.values()) {
      const { scale, readers } = station.settings;
      if (scale === observation.instrument) station.receive(observation);
      // A reader's own trouble is shown with the instrument; it says nothing about the load.
      else if (readers.includes(observation.instrument) && observation.kind === 'tag') station.receive(observation);
    }
  }

  #sessionEnded(instrument: string, reason: string): void {
    this.#parts.log('session-ended', instrument, reason);
    for (const { settings } of this.#stations.values()) if (settings.scale === instrument) this.#announceSoon(settings.id);
  }

  #storageChanged(trouble: string): void {
    for (const station of this.#stations.values()) {
      if (trouble === '') station.record();
      this.#announceSoon(station.settings.id);
    }
  }

  #announceSoon(id: string): void {
    if (this.#due.has(id) || this.#stopped) return;
    this.#due.set(
      id,
      this.#parts.clock.after(SHOW_EVERY_MS, () => {
        this.#due.delete(id);
        const station = this.#stations.get(id);
        if (station && !this.#stopped) this.#parts.changed(this.#view(station));
      }),
    );
  }

  #view(station: Station): StationView {
    const { settings } = station;
    const health = this.#supervised.get(settings.scale)?.driver.health();
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
