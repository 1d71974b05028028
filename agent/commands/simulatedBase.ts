// A whole base on virtual time for `hakari simulate`: real codecs, drivers, stations, core and a real ledger in a
// folder of its own; only the ports are in memory, and the simulation moves the clock. main.ts hands it to
// simulators/days, which this file must not know: the two fit by structure.
import { AT_THE_MACHINE } from '../register/registerWriter.ts';
import type { BasePeople } from '../core/model/whoMayAct.ts';
import { loadCommodities } from '../../config/commodities.ts';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Random } from '../../drivers/contract/clock.ts';
import { type OpenPort, type PortAddress, type PortEvents, formatPortAddress } from '../../drivers/contract/port.ts';
import { ModbusBuses, createDriver } from '../../drivers/instruments/driverFactory.ts';
import { loadSiteFile, type SiteConfig } from '../../config/siteConfig.ts';
import { loadModelFiles } from '../../config/modelFiles.ts';
import { type Command, type CommandOutcome, commandSchema } from '../core/model/command.ts';
import { believableDay } from '../core/model/believableDate.ts';
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
import { beginBase, type BaseStore } from '../services/baseStore.ts';
import { readSoftwareName } from '../runtime/version.ts';
import { createSeededRandom, type VirtualClock, createVirtualClock } from './virtualClock.ts';
import { installationPath } from './siteFileInput.ts';
import { formatSimulatedSite, SIMULATED_BASE, type SimulatedSiteConfig } from './simulatedSiteFile.ts';
import { buildStationSettings, requireInstrumentConfig } from '../stations/stationSettings.ts';
import { asOperatorId, asOrderId } from '../core/model/ids.ts';

const MAX_ENTRIES_READ = { limit: 10_000, maxBytes: 64_000_000 };

/** Stands for a signature where no headquarters reads the entries. */
const UNSIGNED = 'c2ltdWxhdGVk.b3JkZXI.c2lnbmF0dXJl';

/** Headquarters' signature under an order, as its compact text. */
type OrderSignature = (order: object) => string;

/**
 * Opens a base in a new folder; the same seed gives the same ledger. Orders bear the signature of `signOrder`, which
 * this base does not check.
 *
 * @throws {Error} when the site makes no sound site file
 */
export async function openSimulatedBase(
  site: SimulatedSiteConfig,
  seed: string,
  signOrder: OrderSignature = () => UNSIGNED,
): Promise<SimulatedBase> {
  // On a memory disk if there is one: commits are synced as ever, and no real disk is waited for.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hakari-simulate-'));
  try {
    const path = join(folder, 'site.yaml');
    writeFileSync(path, formatSimulatedSite(site));
    const loaded = loadSiteFile(path, { models: loadModelFiles(installationPath('config/models')) });
    if (loaded.kind === 'faulty') throw new Error(`the simulated site is invalid: ${JSON.stringify(loaded.errors)}`);
    const clock = createVirtualClock(site.startWallMs, seed);
    const random = createSeededRandom(seed);
    const store = await beginBase({ site: loaded.site, software: readSoftwareName(), clock, random });
    const base = new SimulatedBase({
      site: loaded.site,
      configHash: loaded.configHash,
      people: site.people.map(({ operator, supervisor }) => ({
        operator: asOperatorId(operator),
        roles: supervisor ? ['operator', 'supervisor'] : ['operator'],
      })),
      folder,
      clock,
      random,
      store,
      signOrder,
    });
    await base.begin();
    return base;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

interface SimulatedBaseParts {
  site: SiteConfig;
  configHash: string;
  people: BasePeople;
  folder: string;
  clock: VirtualClock;
  random: Random;
  store: BaseStore;
  signOrder: OrderSignature;
}

/** The base as the simulation drives it: time, bytes, orders and commands in; views and entries out. */
export class SimulatedBase {
  readonly #parts: SimulatedBaseParts;
  readonly #stations: BaseStations;
  readonly #recorder: ReturnType<typeof createRetryingRecorder>;
  readonly #ports = new Map<string, PortEvents>();
  #onBytesWritten: (instrument: string, bytes: Uint8Array) => void = () => undefined;
  readonly #kinds = loadCommodities(installationPath('config/commodities.yaml')).kinds;
  #defect: unknown = null;
  #views: ReadonlyMap<string, StationView> | null = null;

  constructor(parts: SimulatedBaseParts) {
    this.#parts = parts;
    const { site, clock, random, store, configHash, people } = parts;
    const { ledger, register } = store;
    this.#recorder = createRetryingRecorder({
      ledger,
      clock,
      log: (event, detail) => this.#noteDefect(new Error(`${event}: ${detail}`)),
      reportDefect: (_concerned, error) => this.#noteDefect(error),
    });
    const modbusBuses = new ModbusBuses();
    const run = random.id();
    this.#stations = new BaseStations({
      clock,
      random,
      ledger,
      recorder: this.#recorder,
      runInfo: () => ({ run, software: readSoftwareName(), configHash }),
      settings: buildStationSettings(site),
      instruments: site.instruments.map(({ id }) => id),
      createDriver: (id, onObservation) =>
        createDriver(
          requireInstrumentConfig(site, id),
          { clock, openPort: this.#openPort, onObservation },
          modbusBuses,
        ),
      scaleFacts: (id) =>
        readScaleFacts(
          requireInstrumentConfig(site, id),
          register.verification(id),
          believableDay(ledger.book, clock.timestamp()),
        ),
      assumeCheckPassed: false,
      storeCurve: () => undefined,
      executeCommand: (command, actor, stations) =>
        executeCommand(command, actor, {
          stations,
          recorder: this.#recorder,
          random,
          areas: new Set(site.areas.map(({ id }) => id)),
          announcementMinutes: site.capture.announcementMinutes,
          people: () => people,
          photoBytes: () => null,
          tryDepositCode: () => ({ content: null }),
        }),
      gates: [],
      onGateChange: () => undefined,
      onCapture: () => undefined,
      onStationChange: () => undefined,
      onInvariantBroken: (error) => this.#noteDefect(error),
      log: () => undefined,
    });
    ledger.transact(`run:${run}`, () => ({
      entries: [{ kind: 'agent-started', body: { run, software: readSoftwareName(), configHash, releasedWallMs: 0 } }],
      effects: [],
      result: {},
    }));
  }

  /** Records people and the scales' verification, and starts the stations. */
  async begin(): Promise<void> {
    const { site, store, people } = this.#parts;
    for (const { operator, roles } of people) {
      const person = { operator, name: operator, roles: [...roles], badge: `B-${operator}`, pin: '2468' };
      await store.register.putOperator(person, AT_THE_MACHINE);
    }
    const mark = { kind: 'verification-put', mark: 'M-1', verifiedUntil: '2099-12-31' } as const;
    for (const { id: instrument, scale } of site.instruments)
      if (scale !== null) await store.register.applyChange({ ...mark, instrument }, AT_THE_MACHINE);
    this.#stations.start();
    await this.waitForPromises();
  }

  readonly #openPort: OpenPort = (address, events) => {
    const id = this.#instrumentAt(address);
    this.#ports.set(id, events);
    return Promise.resolve({
      write: (bytes) => {
        this.#onBytesWritten(id, bytes);
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
    const instrument = this.#parts.site.instruments.find(
      ({ port }) => formatPortAddress(port) === formatPortAddress(address),
    );
    if (!instrument) throw new Error(`no instrument at ${formatPortAddress(address)}`);
    return instrument.id;
  }

  #noteDefect(error: unknown): void {
    this.#defect ??= error;
  }

  /** A defect of the base ends the simulation, whatever it was doing. */
  #throwIfDefect(): void {
    this.#views = null;
    if (this.#defect instanceof Error) throw this.#defect;
  }

  /** Where its ledger and register are, until it is closed. */
  get dataFolder(): string {
    return this.#parts.site.data;
  }

  /** Virtual monotonic time. */
  nowMs(): number {
    return this.#parts.clock.monotonicMs();
  }

  /** Moves the clock; what falls due runs with `runDueTimers`. */
  advance(byMs: number): void {
    this.#parts.clock.advance(byMs);
  }

  /** Somebody sets the wall clock, or its time service is lost or found. */
  setWallClock(offMs: number, isSynchronised: boolean): void {
    this.#parts.clock.setWallClock(offMs, isSynchronised ? 'synchronised' : 'unsynchronised');
  }

  /** What the clock shows. */
  wallMs(): number {
    return this.#parts.clock.timestamp().wallMs;
  }

  /** Runs everything that is due. */
  runDueTimers(): void {
    this.#parts.clock.runDueTimers();
    this.#throwIfDefect();
  }

  /** Bytes from an instrument; lost if its port is closed. */
  deliverBytes(instrument: string, bytes: Uint8Array): void {
    this.#ports.get(instrument)?.onBytes(bytes);
    this.#throwIfDefect();
  }

  /** Tells what the agent writes to instruments. */
  onBytesWritten(listener: (instrument: string, bytes: Uint8Array) => void): void {
    this.#onBytesWritten = listener;
  }

  /** Applies an order of headquarters without its seal. */
  issueOrder(body: OrderBody): { order: string; accepted: boolean; reason: string } {
    const { store, random, clock } = this.#parts;
    const { ledger } = store;
    const site = ledger.book.get('site', 'site');
    const { epoch } = ledger.head();
    const order = {
      order: asOrderId(random.id()),
      base: SIMULATED_BASE,
      epoch,
      counter: (site?.orderCounter ?? 0) + 1,
      previous: site?.orderHash ?? '0'.repeat(64),
      issuedWallMs: clock.trueWallMs(),
      body,
    };
    const signed = this.#parts.signOrder(order);
    const signedHash = createHash('sha256').update(signed).digest('hex');
    const event = { order, signed, signedHash, base: SIMULATED_BASE, epoch };
    const outcome = ledger.transact(`order:${order.order}`, (book) =>
      decideOrder({ ...event, kinds: this.#kinds }, book),
    );
    this.#throwIfDefect();
    if (outcome.kind !== 'decided')
      return {
        order: order.order,
        accepted: false,
        reason: outcome.kind === 'refused' ? outcome.refusal.refusal : 'known',
      };
    const refused = outcome.entries.flatMap(({ entry }) => (entry.kind === 'order-refused' ? [entry.body.reason] : []));
    return { order: order.order, accepted: refused.length === 0, reason: refused.join('; ') };
  }

  /** A person's command, without its id. */
  sendCommand(
    request: { kind: string },
    person: { operator: string; supervisor: boolean },
  ): { kind: 'done'; result: Record<string, string | number | boolean | null> } | { kind: 'refused'; code: string } {
    const command: Command = commandSchema.parse({ ...request, id: this.#parts.random.id() });
    const outcome: CommandOutcome = this.#stations.executeCommand(command, {
      operator: asOperatorId(person.operator),
      roles: person.supervisor ? ['operator', 'supervisor'] : ['operator'],
    });
    this.#throwIfDefect();
    if (outcome.kind === 'not-recorded') throw new Error('the disk did not take a command');
    return outcome.kind === 'done' ? outcome : { kind: 'refused', code: outcome.code };
  }

  /** What the screen of one station shows. */
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

  /** One lot as the page shows it. */
  lot(id: string): LotView {
    const { book } = this.#parts.store.ledger;
    const lot = book.get('lot', id);
    if (!lot) throw new Error(`there is no lot ${id}`);
    return viewLot(book, lot);
  }

  /** Null: there is none, or it is over. */
  stocktake(id: string): { state: string; round: number; toFind: string[]; toWeigh: string[] } | null {
    const view: StocktakeView | undefined = viewStocktakes(this.#parts.store.ledger.book).find(
      ({ stocktake }) => stocktake === id,
    );
    const packageIds = (packages: StocktakeView['toFind']): string[] => packages.map((item) => item.package);
    return view
      ? { state: view.state, round: view.round, toFind: packageIds(view.toFind), toWeigh: packageIds(view.toWeigh) }
      : null;
  }

  /** State of one finding. */
  finding(id: string): { state: string } {
    const finding = this.#parts.store.ledger.book.get('finding', id);
    if (!finding) throw new Error(`there is no finding ${id}`);
    return { state: finding.state };
  }

  /** Entries of the ledger with a greater sequence number. */
  entriesAfter(seq: number): { entry: Entry; hash: string }[] {
    return this.#parts.store.ledger.entriesAfter(seq, MAX_ENTRIES_READ);
  }

  /** Resolves when everything that waits for promises has run. */
  waitForPromises(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** Stops the base and removes its folder. */
  async close(): Promise<void> {
    this.#recorder.stop();
    await this.#stations.stop();
    await this.#parts.store.close();
    rmSync(this.#parts.folder, { recursive: true, force: true });
  }
}
