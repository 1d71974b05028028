// A whole base on virtual time for `hakari simulate`: real codecs, drivers, stations, core and a real ledger in a
// folder of its own; only the ports are in memory and the clock is moved by the simulation. It is handed to
// simulators/days, which this file must not know: its types here are structural, and main.ts fits the two together.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Random } from '../../drivers/contract/clock.ts';
import { formatMass } from '../../drivers/contract/mass.ts';
import { type OpenPort, type PortAddress, type PortEvents, formatPortAddress } from '../../drivers/contract/port.ts';
import { ModbusBuses, createDriver } from '../../drivers/instruments/driverFactory.ts';
import { loadSiteFile, type SiteConfig } from '../../config/siteConfig.ts';
import { loadModelFiles } from '../../config/modelFiles.ts';
import { type Actor, type Command, type CommandOutcome, commandSchema } from '../core/model/command.ts';
import type { Entry } from '../core/model/entry.ts';
import type { OrderBody } from '../core/model/order.ts';
import { decideOrder } from '../core/orders/acceptOrder.ts';
import { viewLot } from '../core/views/stationView.ts';
import { viewStocktakes } from '../core/views/stockView.ts';
import type { LotView, StationView, StocktakeView } from '../core/views/stateView.ts';
import { readScaleFacts } from '../services/scaleFacts.ts';
import { createRetryingRecorder } from '../runtime/retryingRecorder.ts';
import { BaseStations } from '../stations/baseStations.ts';
import { executeCommand } from '../services/commandExecution.ts';
import { openBaseStore, type BaseStore } from '../services/baseStore.ts';
import { readSoftwareName } from '../runtime/version.ts';
import { createSeededRandom, type VirtualClock, createVirtualClock } from './virtualClock.ts';
import { installationPath } from './siteFileInput.ts';
import { buildStationSettings, requireInstrumentConfig } from '../stations/stationSettings.ts';

interface Scale {
  station: string;
  instrument: string;
  reader: string | null;
  maxMg: number;
  intervalMg: number;
  decimals: number;
  checkWeightMg: number;
}

interface Site {
  scales: readonly Scale[];
  people: readonly { operator: string; supervisor: boolean }[];
  areas: readonly string[];
  startWallMs: number;
}

const TECHNICIAN: Actor = { operator: 'technician', roles: ['technician', 'supervisor'] };
/** OIML R 76: Min of class III is 20 e. */
const MIN_INTERVALS = 20;
const BASE = 'simulated';
const ENTRIES_AT_ONCE = { limit: 10_000, maxBytes: 64_000_000 };

/** A memory disk if there is one: every commit still waits for its fsync, but nobody waits for a spindle. */
function createSimulationFolder(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hakari-simulate-'));
}

export async function openSimulatedBase(site: Site, seed: string): Promise<SimulatedBase> {
  const folder = createSimulationFolder();
  try {
    const path = join(folder, 'site.yaml');
    writeFileSync(path, formatSimulatedSite(site));
    const loaded = loadSiteFile(path, { models: loadModelFiles(installationPath('config/models')) });
    if (loaded.kind === 'faulty') throw new Error(`the simulated site is faulty: ${JSON.stringify(loaded.errors)}`);
    const clock = createVirtualClock(site.startWallMs, seed);
    const chance = createSeededRandom(seed);
    const store = await openBaseStore({ site: loaded.site, software: readSoftwareName(), clock, random: chance });
    const base = new SimulatedBase({
      site: loaded.site,
      configHash: loaded.configHash,
      people: site.people,
      folder,
      clock,
      chance,
      store,
    });
    await base.begin();
    return base;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function formatSimulatedSite(site: Site): string {
  const kg = (massMg: number): string => JSON.stringify(formatMass(massMg, 'kg', 3).replace(/\.?0+$/, ''));
  const stations = site.scales.map((scale) => {
    const check = `{ mass: ${kg(scale.checkWeightMg)}, unit: kg, everyHours: 24 }`;
    return `  - { id: ${scale.station}, name: { en: ${scale.station}, ja: ${scale.station} }, scale: ${scale.instrument}, readers: [${scale.reader ?? ''}], checkWeight: ${check} }`;
  });
  const instruments = site.scales.flatMap((scale) => {
    const range = `{ max: ${kg(scale.maxMg)}, min: ${kg(MIN_INTERVALS * scale.intervalMg)}, interval: ${kg(scale.intervalMg)} }`;
    const own = `  - { id: ${scale.instrument}, model: and-ad4406, port: { serial: /dev/${scale.instrument} }, scale: { class: III, unit: kg, decimals: ${scale.decimals}, ranges: [${range}] } }`;
    return scale.reader === null
      ? [own]
      : [own, `  - { id: ${scale.reader}, model: m100-generic, port: { serial: /dev/${scale.reader} }, region: EU }`];
  });
  const areas = site.areas.map((area) => `  - { id: ${area}, name: { en: ${area}, ja: ${area} } }`);
  return [
    `base: ${BASE}`,
    'name: { en: Simulated base, ja: 模擬基地 }',
    'data: ./data',
    'http: { port: 0 }',
    'stations:',
    ...stations,
    'areas:',
    ...areas,
    'instruments:',
    ...instruments,
    '',
  ].join('\n');
}

interface Parts {
  site: SiteConfig;
  configHash: string;
  people: readonly { operator: string }[];
  folder: string;
  clock: VirtualClock;
  chance: Random;
  store: BaseStore;
}

export class SimulatedBase {
  readonly #parts: Parts;
  readonly #stations: BaseStations;
  readonly #recorder: ReturnType<typeof createRetryingRecorder>;
  readonly #ports = new Map<string, PortEvents>();
  #onWritten: (instrument: string, bytes: Uint8Array) => void = () => undefined;
  #broken: unknown = null;
  #views: ReadonlyMap<string, StationView> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { site, clock, chance, store, configHash, people } = parts;
    const { ledger, register } = store;
    this.#recorder = createRetryingRecorder({
      ledger,
      clock,
      log: (event, detail) => this.#fail(new Error(`${event}: ${detail}`)),
    });
    const lines = new ModbusBuses();
    const known = new Set(people.map(({ operator }) => operator));
    const run = chance.id();
    this.#stations = new BaseStations({
      clock,
      random: chance,
      ledger,
      recorder: this.#recorder,
      runInfo: () => ({ run, software: readSoftwareName(), configHash }),
      settings: buildStationSettings(site),
      instruments: site.instruments.map(({ id }) => id),
      createDriver: (id, observe) =>
        createDriver(requireInstrumentConfig(site, id), { clock, openPort: this.#open, onObservation: observe }, lines),
      scaleFacts: (id) => readScaleFacts(requireInstrumentConfig(site, id), register.verification(id), clock),
      assumeCheckPassed: false,
      storeCurve: () => undefined,
      executeCommand: (command, actor, stations) =>
        executeCommand(command, actor, {
          stations,
          recorder: this.#recorder,
          random: chance,
          clock,
          areas: new Set(site.areas.map(({ id }) => id)),
          operatorKnown: (id) => known.has(id),
          photoBytes: () => null,
          tryDepositCode: () => ({ content: null }),
        }),
      gates: [],
      onGateChange: () => undefined,
      onCapture: () => undefined,
      onStationChange: () => undefined,
      onInvariantBroken: (error) => this.#fail(error),
      log: () => undefined,
    });
    ledger.transact(`run:${run}`, () => ({
      entries: [{ kind: 'agent-started', body: { run, software: readSoftwareName(), configHash } }],
      effects: [],
      result: {},
    }));
  }

  async begin(): Promise<void> {
    const { site, store } = this.#parts;
    for (const { id, scale } of site.instruments) {
      if (scale === null) continue;
      await store.register.applyChange(
        { kind: 'verification-put', instrument: id, mark: `mark of ${id}`, verifiedUntil: '2099-12-31' },
        TECHNICIAN,
      );
    }
    this.#stations.start();
    await this.waitForPromises();
  }

  readonly #open: OpenPort = (address, events) => {
    const id = this.#instrumentAt(address);
    this.#ports.set(id, events);
    return Promise.resolve({
      write: (bytes) => {
        this.#onWritten(id, bytes);
        return Promise.resolve();
      },
      close: () => {
        if (this.#ports.get(id) === events) this.#ports.delete(id);
        events.onClosed('closed');
        return Promise.resolve();
      },
    });
  };

  #instrumentAt(address: PortAddress): string {
    const found = this.#parts.site.instruments.find(
      ({ port }) => formatPortAddress(port) === formatPortAddress(address),
    );
    if (!found) throw new Error(`no instrument at ${formatPortAddress(address)}`);
    return found.id;
  }

  #fail(error: unknown): void {
    this.#broken ??= error;
  }

  /** A defect of the base ends the simulation, whatever it was doing. */
  #throwIfBroken(): void {
    this.#views = null;
    if (this.#broken instanceof Error) throw this.#broken;
  }

  nowMs(): number {
    return this.#parts.clock.monotonicMs();
  }

  advance(byMs: number): void {
    this.#parts.clock.advance(byMs);
  }

  runDueTimers(): void {
    this.#parts.clock.runDueTimers();
    this.#throwIfBroken();
  }

  deliverBytes(instrument: string, bytes: Uint8Array): void {
    this.#ports.get(instrument)?.onBytes(bytes);
    this.#throwIfBroken();
  }

  onBytesWritten(listener: (instrument: string, bytes: Uint8Array) => void): void {
    this.#onWritten = listener;
  }

  issueOrder(body: OrderBody): { order: string; accepted: boolean; reason: string } {
    const { store, chance, clock } = this.#parts;
    const { ledger } = store;
    const site = ledger.book.get('site', 'site');
    const { epoch } = ledger.head();
    const order = {
      order: chance.id(),
      base: BASE,
      epoch,
      counter: (site?.orderCounter ?? 0) + 1,
      previous: site?.orderHash ?? '0'.repeat(64),
      issuedWallMs: clock.timestamp().wallMs,
      body,
    };
    // Signing is tested elsewhere: the decision begins behind it.
    const signedHash = createHash('sha256').update(JSON.stringify(order)).digest('hex');
    const event = { order, signed: 'c2ltdWxhdGVk.b3JkZXI.c2lnbmF0dXJl', signedHash, base: BASE, epoch };
    const done = ledger.transact(`order:${order.order}`, (book) => decideOrder(event, book));
    this.#throwIfBroken();
    if (done.kind !== 'decided')
      return { order: order.order, accepted: false, reason: done.kind === 'refused' ? done.refusal.refusal : 'known' };
    const refused = done.entries.flatMap(({ entry }) => (entry.kind === 'order-refused' ? [entry.body.reason] : []));
    return { order: order.order, accepted: refused.length === 0, reason: refused.join('; ') };
  }

  sendCommand(
    wish: { kind: string },
    person: { operator: string; supervisor: boolean },
  ): { kind: 'done'; result: Record<string, string | number | boolean | null> } | { kind: 'refused'; code: string } {
    const command: Command = commandSchema.parse({ ...wish, id: this.#parts.chance.id() });
    const outcome: CommandOutcome = this.#stations.executeCommand(command, {
      operator: person.operator,
      roles: person.supervisor ? ['operator', 'supervisor'] : ['operator'],
    });
    this.#throwIfBroken();
    if (outcome.kind === 'not-recorded') throw new Error('the disk did not take a command');
    return outcome.kind === 'done' ? outcome : { kind: 'refused', code: outcome.code };
  }

  station(id: string): {
    guidance: string;
    params: Record<string, string | number>;
    load: StationView['load'];
    job: StationView['job'];
  } {
    this.#views ??= new Map(this.#stations.views().map((view) => [view.station, view]));
    const view = this.#views.get(id);
    if (!view) throw new Error(`there is no station ${id}`);
    return { guidance: view.guidance.key, params: view.guidance.params, load: view.load, job: view.job };
  }

  lot(id: string): LotView {
    const { book } = this.#parts.store.ledger;
    const lot = book.get('lot', id);
    if (!lot) throw new Error(`there is no lot ${id}`);
    return viewLot(book, lot);
  }

  stocktake(id: string): { state: string; round: number; toFind: string[]; toWeigh: string[] } | null {
    const shown: StocktakeView | undefined = viewStocktakes(this.#parts.store.ledger.book).find(
      ({ stocktake }) => stocktake === id,
    );
    const names = (list: StocktakeView['toFind']): string[] => list.map((one) => one.package);
    return shown
      ? { state: shown.state, round: shown.round, toFind: names(shown.toFind), toWeigh: names(shown.toWeigh) }
      : null;
  }

  finding(id: string): { state: string } {
    const finding = this.#parts.store.ledger.book.get('finding', id);
    if (!finding) throw new Error(`there is no finding ${id}`);
    return { state: finding.state };
  }

  entriesAfter(seq: number): { entry: Entry; hash: string }[] {
    return this.#parts.store.ledger.entriesAfter(seq, ENTRIES_AT_ONCE);
  }

  waitForPromises(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  async close(): Promise<void> {
    this.#recorder.stop();
    await this.#stations.stop();
    await this.#parts.store.close();
    rmSync(this.#parts.folder, { recursive: true, force: true });
  }
}
