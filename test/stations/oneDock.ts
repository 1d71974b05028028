// One dock over a real ledger for tests of the station: a scale and a reader whose wires the test holds, people who give
// commands, a clock that the test sets.
import { throwDefect } from '../throwDefect.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../agent/core/model/roles.ts';
import type { CommandBody } from '../../agent/core/model/command.ts';
import type { Entry, EntryBodies, EntryKind } from '../../agent/core/model/entry.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import type { Ledger } from '../../agent/core/ports/ledger.ts';
import type { StationView } from '../../agent/core/views/stateView.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import { createRetryingRecorder } from '../../agent/runtime/retryingRecorder.ts';
import { quietParts } from './quietStations.ts';
import { BaseStations } from '../../agent/stations/baseStations.ts';
import type { Driver, DriverHealth } from '../../drivers/contract/driver.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import { SCALE } from '../core/intakeScenes.ts';
import { KG, LOADS, reading, SETTINGS } from '../core/loads.ts';
import type { MemoryLedger } from '../core/memoryLedger.ts';
import { random, HandClock } from '../http/plausibleBase.ts';

const OPEN: DriverHealth = {
  state: 'open',
  lastFault: '',
  lastBytes: new Uint8Array(),
  lastFrameAtMs: 0,
  counts: { bytes: 0, frames: 0, discarded: 0, checksumErrors: 0, faults: 0, opens: 1 },
};

function driver(instrument: string): Driver {
  return {
    instrument,
    health: () => OPEN,
    run: (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('stopped'))),
  };
}

export class OneDock {
  readonly #dir = mkdtempSync(join(tmpdir(), 'hakari-dock-'));
  readonly #clock = new HandClock();
  readonly ledger: Ledger;
  readonly #stations: BaseStations;
  #observe: (observation: Observation) => void = () => undefined;
  #commands = 0;

  /** Begins with what this ledger holds, and with an empty platform; `others`: further docks, with silent scales and a reader each. */
  constructor(
    stock: MemoryLedger,
    scale: ScaleFacts = SCALE,
    others: readonly string[] = [],
    announcementMs = LOADS.announcementMs,
    hasReaders = true,
  ) {
    const clock = this.#clock;
    const ledger = openLedger({
      begin: true,
      dir: this.#dir,
      base: 'demo',
      clock,
      random,
      fold,
      foldVersion: FOLD_VERSION,
    });
    this.ledger = ledger;
    ledger.transact('stock', () => ({
      entries: stock.entries.map(({ kind, body }) => ({ kind, body }) as never),
      effects: [],
      result: {},
    }));
    const name = { en: '1', ja: '1' };
    const recorder = createRetryingRecorder({ ledger, clock, log: () => undefined, reportDefect: throwDefect });
    this.#stations = new BaseStations({
      clock,
      random,
      ledger,
      recorder,
      runInfo: () => ({ run: 'r', software: 'test', configHash: 'c' }),
      settings: ['dock-1', ...others].map((id, index) => ({
        id,
        name,
        scale: `scale-${index + 1}`,
        readers: hasReaders ? [`reader-${index + 1}`] : [],
        checkWeight: null,
        ...LOADS,
        weighbridge: id.startsWith('bridge'),
        announcementMs,
        fitnessSharePpm: null,
        load: SETTINGS,
      })),
      gates: [],
      instruments: ['scale-1', 'reader-1', ...others.flatMap((_, n) => [`scale-${n + 2}`, `reader-${n + 2}`])],
      createDriver: (id, heard) => {
        this.#observe = heard;
        return driver(id);
      },
      scaleFacts: () => scale,
      assumeCheckPassed: true,
      ...quietParts({ recorder, random }),
    });
    this.#stations.start();
    this.shows(0);
  }

  /** For two seconds, with these tags in its field, and others in that of the second dock. */
  shows(kg: number, tags: readonly string[] = [], elsewhere: readonly string[] = []): void {
    for (let ms = 0; ms < 2_000; ms += 50) {
      this.#clock.pass(50);
      const atMs = this.#clock.nowMs;
      for (const epcHex of tags) this.#read('reader-1', epcHex);
      for (const epcHex of elsewhere) this.#read('reader-2', epcHex);
      this.#observe(reading(kg * KG, atMs));
    }
  }

  #read(instrument: string, epcHex: string): void {
    const read = { raw: new Uint8Array(), epcHex, antenna: 1, rssiDbm: -50, crcChecked: true };
    this.#observe({ kind: 'tag', instrument, atMs: this.#clock.nowMs, ...read });
  }

  /** The empty scale goes on saying zero, now and then. */
  idle(ms: number): void {
    for (const end = this.#clock.nowMs + ms; this.#clock.nowMs < end;) {
      this.#clock.pass(5_000);
      this.#observe(reading(0, this.#clock.nowMs));
    }
  }

  signOut(operator: string): void {
    this.#stations.noteSignedOut(operator);
  }

  /** "done", or the refusal's code. */
  ask(operator: string, body: CommandBody, roles: Role[] = ['operator', 'supervisor']): string {
    this.#commands += 1;
    const outcome = this.#stations.executeCommand({ ...body, id: `command-${this.#commands}` }, { operator, roles });
    return outcome.kind === 'refused' ? outcome.code : outcome.kind;
  }

  view(): StationView {
    const [view] = this.#stations.views();
    if (!view) throw new Error('no station');
    return view;
  }

  entries(): Entry[] {
    return this.ledger.entriesAfter(0, { limit: 10_000, maxBytes: 8e6 }).map(({ bytes }) => entryIn(bytes));
  }

  bodies<K extends EntryKind>(kind: K): EntryBodies[K][] {
    return this.entries()
      .filter((entry) => entry.kind === kind)
      .map(({ body }) => body as EntryBodies[K]);
  }

  async close(): Promise<void> {
    await this.#stations.stop();
    this.ledger.close();
    rmSync(this.#dir, { recursive: true });
  }
}

function entryIn(bytes: Uint8Array): Entry {
  return JSON.parse(new TextDecoder().decode(bytes)) as Entry;
}
