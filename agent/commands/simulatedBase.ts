// A whole base on virtual time for `hakari simulate`: real codecs, drivers, stations, core and a real ledger in a
// folder of its own; only the ports are in memory and the clock is moved by the simulation. It is handed to
// simulators/days, which this file must not know: its types here are structural, and main.ts fits the two together.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chance } from '../../drivers/contract/clock.ts';
import { massToText } from '../../drivers/contract/mass.ts';
import { type OpenPort, type PortAddress, type PortEvents, portName } from '../../drivers/contract/port.ts';
import { Lines, makeDriver } from '../../drivers/open.ts';
import { loadSite, type SiteConfig } from '../../config/load.ts';
import { loadModels } from '../../config/model.ts';
import type { Actor, Command, CommandOutcome } from '../core/command.ts';
import type { Entry } from '../core/entry.ts';
import type { OrderBody } from '../core/order.ts';
import { decideOrder } from '../core/orders/accept.ts';
import { showLot } from '../core/shown/show.ts';
import { showStocktakes } from '../core/shown/showStock.ts';
import type { LotView, StationView, StocktakeView } from '../core/shown/view.ts';
import { commandSchema } from '../http/commandSchema.ts';
import { instrumentIn, settingsOf } from '../instruments.ts';
import { scaleFacts } from '../scaleFacts.ts';
import { createRecorder } from '../stations/recorder.ts';
import { Stations } from '../stations/stations.ts';
import { openStore, type Store } from '../store.ts';
import { softwareName } from '../version.ts';
import { seededBits, type VirtualClock, virtualClock } from './virtualClock.ts';
import { installedPath } from './siteFile.ts';

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
function ownFolder(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hakari-simulate-'));
}

export async function simulatedBase(site: Site, seed: string): Promise<SimulatedBase> {
  const folder = ownFolder();
  try {
    const path = join(folder, 'site.yaml');
    writeFileSync(path, siteText(site));
    const loaded = loadSite(path, { models: loadModels(installedPath('config/models')) });
    if (loaded.kind === 'faulty') throw new Error(`the simulated site is faulty: ${JSON.stringify(loaded.faults)}`);
    const clock = virtualClock(site.startWallMs, seed);
    const chance = seededBits(seed);
    const store = await openStore({ site: loaded.site, software: softwareName(), clock, chance });
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

function siteText(site: Site): string {
  const kg = (massMg: number): string => JSON.stringify(massToText(massMg, 'kg', 3).replace(/\.?0+$/, ''));
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
  chance: Chance;
  store: Store;
}

export class SimulatedBase {
  readonly #parts: Parts;
  readonly #stations: Stations;
  readonly #recorder: ReturnType<typeof createRecorder>;
  readonly #ports = new Map<string, PortEvents>();
  #written: (instrument: string, bytes: Uint8Array) => void = () => undefined;
  #broken: unknown = null;
  #views: ReadonlyMap<string, StationView> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { site, clock, chance, store, configHash, people } = parts;
    const { ledger, register } = store;
    this.#recorder = createRecorder({
      ledger,
      clock,
      log: (event, detail) => this.#fail(new Error(`${event}: ${detail}`)),
    });
    const lines = new Lines();
    const known = new Set(people.map(({ operator }) => operator));
    const run = chance.id();
    this.#stations = new Stations({
      clock,
      chance,
      ledger,
      recorder: this.#recorder,
      running: () => ({ run, software: softwareName(), configHash }),
      settings: settingsOf(site),
      instruments: site.instruments.map(({ id }) => id),
      makeDriver: (id, observe) => makeDriver(instrumentIn(site, id), { clock, open: this.#open, observe }, lines),
      scaleFacts: (id) => scaleFacts(instrumentIn(site, id), register.verification(id), clock),
      checkAssumed: false,
      keepCurve: () => undefined,
      known: {
        areas: new Set(site.areas.map(({ id }) => id)),
        operatorKnown: (id) => known.has(id),
        photoBytes: () => null,
        openDeposit: () => ({ content: null }),
      },
      gates: [],
      gateChanged: () => undefined,
      captured: () => undefined,
      changed: () => undefined,
      broken: (error) => this.#fail(error),
      log: () => undefined,
    });
    ledger.transact(`run:${run}`, () => ({
      entries: [{ kind: 'agent-started', body: { run, software: softwareName(), configHash } }],
      effects: [],
      result: {},
    }));
  }

  async begin(): Promise<void> {
    const { site, store } = this.#parts;
    for (const { id, scale } of site.instruments) {
      if (scale === null) continue;
      await store.register.change(
        { kind: 'verification-put', instrument: id, mark: `mark of ${id}`, verifiedUntil: '2099-12-31' },
        TECHNICIAN,
      );
    }
    this.#stations.start();
    await this.settled();
  }

  readonly #open: OpenPort = (address, events) => {
    const id = this.#instrumentAt(address);
    this.#ports.set(id, events);
    return Promise.resolve({
      write: (bytes) => {
        this.#written(id, bytes);
        return Promise.resolve();
      },
      close: () => {
        if (this.#ports.get(id) === events) this.#ports.delete(id);
        events.closed('closed');
        return Promise.resolve();
      },
    });
  };

  #instrumentAt(address: PortAddress): string {
    const found = this.#parts.site.instruments.find(({ port }) => portName(port) === portName(address));
    if (!found) throw new Error(`no instrument at ${portName(address)}`);
    return found.id;
  }

  #fail(error: unknown): void {
    this.#broken ??= error;
  }

  /** A defect of the base ends the simulation, whatever it was doing. */
  #sound(): void {
    this.#views = null;
    if (this.#broken instanceof Error) throw this.#broken;
  }

  nowMs(): number {
    return this.#parts.clock.monotonicMs();
  }

  advance(byMs: number): void {
    this.#parts.clock.advance(byMs);
  }

  look(): void {
    this.#parts.clock.catchUp();
    this.#sound();
  }

  sends(instrument: string, bytes: Uint8Array): void {
    this.#ports.get(instrument)?.bytes(bytes);
    this.#sound();
  }

  onWritten(listener: (instrument: string, bytes: Uint8Array) => void): void {
    this.#written = listener;
  }

  order(body: OrderBody): { order: string; accepted: boolean; reason: string } {
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
      issuedWallMs: clock.stamp().wallMs,
      body,
    };
    // Signing is tested elsewhere: the decision begins behind it.
    const signedHash = createHash('sha256').update(JSON.stringify(order)).digest('hex');
    const event = { order, signed: 'c2ltdWxhdGVk.b3JkZXI.c2lnbmF0dXJl', signedHash, base: BASE, epoch };
    const done = ledger.transact(`order:${order.order}`, (book) => decideOrder(event, book));
    this.#sound();
    if (done.kind !== 'decided')
      return { order: order.order, accepted: false, reason: done.kind === 'refused' ? done.refusal.refusal : 'known' };
    const refused = done.entries.flatMap(({ entry }) => (entry.kind === 'order-refused' ? [entry.body.reason] : []));
    return { order: order.order, accepted: refused.length === 0, reason: refused.join('; ') };
  }

  press(
    wish: { kind: string },
    person: { operator: string; supervisor: boolean },
  ): { kind: 'done'; result: Record<string, string | number | boolean | null> } | { kind: 'refused'; code: string } {
    const command: Command = commandSchema.parse({ ...wish, id: this.#parts.chance.id() });
    const outcome: CommandOutcome = this.#stations.command(command, {
      operator: person.operator,
      roles: person.supervisor ? ['operator', 'supervisor'] : ['operator'],
    });
    this.#sound();
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
    return showLot(book, lot);
  }

  stocktake(id: string): { state: string; round: number; toFind: string[]; toWeigh: string[] } | null {
    const shown: StocktakeView | undefined = showStocktakes(this.#parts.store.ledger.book).find(
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

  settled(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  async close(): Promise<void> {
    this.#recorder.stop();
    await this.#stations.stop();
    await this.#parts.store.close();
    rmSync(this.#parts.folder, { recursive: true, force: true });
  }
}
