// One physical truth for the property of loads: a platform with things on it, a scale that shows it five to ten times a
// second over a bad line, people, and the agent's own stations and decisions over a ledger, which are killed and begun
// again. The clock is the test's own. Every id bears the moment at which it was made, so that an oracle can tell which
// load is meant without asking the agent.
import type { CommandBody } from '../../agent/core/model/command.ts';
import type { Book } from '../../agent/core/model/book.ts';
import type { Entry } from '../../agent/core/model/entry.ts';
import { isRefusal } from '../../agent/core/model/decide.ts';
import { type Ledger, StorageError } from '../../agent/core/ports/ledger.ts';
import { createRetryingRecorder } from '../../agent/runtime/retryingRecorder.ts';
import { executeCommand } from '../../agent/services/commandExecution.ts';
import { BaseStations } from '../../agent/stations/baseStations.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import { notice, drum, SCALE } from '../core/intakeScenes.ts';
import { KG, LOADS, RANGE, reading, SETTINGS } from '../core/loads.ts';
import { MemoryLedger } from '../core/memoryLedger.ts';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';

export const E_MG = RANGE.intervalMg;
export const MIN_MG = RANGE.minMg;
export const CHECK_MG = 20 * KG;
const CHECK_BAND_MG = 300_000;
const RAW = new Uint8Array([1]);

/** What the platform carried at one moment, and what of it reached the agent. */
export interface Sample {
  atMs: number;
  /** Counts the agent's lives; 0: no agent ran. */
  life: number;
  trueMg: number;
  /** What lies there, as names. */
  things: string;
  /** Nothing moved. */
  steady: boolean;
  frame: 'good' | 'garbled' | 'damaged' | 'overload' | 'other-unit' | 'none';
  /** Gross as displayed, in mg. */
  shownMg: number;
  /** Nothing beside what the indicator has tared: the display shows zero. */
  empty: boolean;
  stable: boolean;
  /** Tags of goods and neighbours in the field. */
  tags: string;
}

/** Gross, of the four packages of the lot. Two weigh the same. */
export const DRUMS = [268, 268, 255, 24].map((kg, index) => ({ name: `CO-1-${index + 1}`, massMg: kg * KG, index }));
export const LOT = DRUMS.map(({ massMg, index }) => drum(index + 1, { grossMg: massMg, tareMg: 4 * KG }));

/** A stream of numbers from one seed: mulberry32. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const OPEN = {
  state: 'open' as const,
  lastFault: '',
  lastBytes: RAW,
  lastFrameAtMs: 0,
  counts: { bytes: 0, frames: 0, discarded: 0, checksumErrors: 0, faults: 0, opens: 1 },
};

export class TrueDock {
  nowMs = 100_000;
  life = 0;
  readonly samples: Sample[] = [];
  readonly ledger = new MemoryLedger();
  /** Moments of the entries, by seq, on the test's clock. */
  readonly writtenAtMs = new Map<number, number>();
  /** When the disk took nothing. */
  readonly diskFailures: { fromMs: number; toMs: number }[] = [];
  /** Tags in the field that belong to nothing on the platform. */
  readonly neighbours = new Set<string>();
  readonly next: () => number;
  paceMs: number;
  silent = false;
  otherUnit = false;
  /** What the indicator has tared, and what its zero key hid; in mg. */
  tareMg = 0;
  hiddenMg = 0;
  /** The next so many frames are damaged. */
  damagedFrames = 0;
  diskFails: 'no' | 'before' | 'after' = 'no';
  #isBroken = false;
  #things = new Map<string, number>();
  #names = '';
  #trueMg = 0;
  #ids = 0;
  #stillSinceMs = 0;
  #boot = 1;
  #bootedMs = 0;
  #due: { atMs: number; life: number; action: () => void }[] = [];
  #stations: BaseStations | null = null;
  #observe: (observation: Observation) => void = () => undefined;

  constructor(seed: number) {
    this.next = numbersFrom(seed);
    this.paceMs = 100 + Math.floor(this.next() * 101);
    this.#announce();
    this.live();
  }

  #announce(): void {
    const order = {
      order: 'order-CO-1',
      base: 'demo',
      epoch: 'e1',
      counter: 1,
      previous: '0'.repeat(64),
      issuedWallMs: 0,
      body: notice(LOT),
    };
    const event = { order, signed: 'jws', signedHash: '1'.repeat(64), base: 'demo', epoch: 'e1' };
    this.ledger.clock = () => this.clock.timestamp();
    this.ledger.do('order', (book) => decideOrder(event, book));
  }

  readonly clock: Clock = {
    timestamp: () => ({
      wallMs: 1_790_000_000_000 + this.nowMs,
      monotonicMs: this.nowMs - this.#bootedMs,
      boot: `b${this.#boot}`,
      trust: 'synchronised',
    }),
    monotonicMs: () => this.nowMs - this.#bootedMs,
    after: (delayMs, action) => {
      const entry = { atMs: this.nowMs + delayMs, life: this.life, action };
      this.#due.push(entry);
      return () => (this.#due = this.#due.filter((other) => other !== entry));
    },
  };

  readonly random = {
    id: (): string => `t${String(this.nowMs).padStart(9, '0')}-${String((this.#ids += 1))}`,
    fraction: (): number => 0.5,
  };

  /** The ledger, on a disk that fails as the test wants: before the commit, or after it. */
  readonly #store = {
    book: {
      get: (...about: Parameters<Book['get']>) => this.#usable().get(...about),
      where: (...about: Parameters<Book['where']>) => this.#usable().where(...about),
    },
    recover: (): void => {
      if (this.diskFails !== 'no') throw new StorageError('the disk does not answer');
      this.#isBroken = false;
    },
    transact: (cause: string, decide: Parameters<Ledger['transact']>[1]) => {
      this.#usable();
      this.#isBroken = this.diskFails !== 'no';
      if (this.diskFails === 'before') throw new StorageError('the disk does not answer');
      const result = this.ledger.do(cause, decide);
      for (let seq = this.ledger.entries.length; seq > 0 && !this.writtenAtMs.has(seq); seq -= 1)
        this.writtenAtMs.set(seq, this.nowMs);
      if (this.diskFails === 'after') throw new StorageError('nobody knows whether that was written');
      return isRefusal(result as never)
        ? { kind: 'refused' as const, refusal: result as never }
        : { kind: 'decided' as const, result: result as never, effects: [], entries: [] };
    },
  } as unknown as Ledger;

  /** After a failure the book cannot be read either, until the storage was opened again. */
  #usable(): Book {
    if (this.#isBroken) throw new StorageError('Storage failed before and has not been recovered.');
    return this.ledger.book;
  }

  /** An agent begins, on what the ledger holds. */
  live(): void {
    this.life += 1;
    // A disk that does not answer lets no agent begin: it is waited for.
    this.setDisk('no');
    this.#isBroken = false;
    const { clock, random } = this;
    const recorder = createRetryingRecorder({ ledger: this.#store, clock, log: () => undefined });
    const checkBand = { lowMg: CHECK_MG - CHECK_BAND_MG, highMg: CHECK_MG + CHECK_BAND_MG };
    const stations = new BaseStations({
      clock,
      random,
      ledger: this.#store,
      recorder,
      runInfo: () => ({ run: 'r', software: 'test', configHash: 'c' }),
      settings: [
        {
          id: 'dock-1',
          name: { en: '1', ja: '1' },
          scale: 'scale-1',
          readers: ['reader-1'],
          checkWeight: { massMg: CHECK_MG, everyHours: 24 },
          ...LOADS,
          fitnessSharePpm: null,
          load: { ...SETTINGS, checkBand },
        },
      ],
      gates: [],
      instruments: ['scale-1'],
      createDriver: (instrument, observe) => {
        this.#observe = observe;
        return { instrument, health: () => OPEN, run: () => new Promise(() => undefined) };
      },
      scaleFacts: () => SCALE,
      assumeCheckPassed: false,
      executeCommand: (command, actor, byId) =>
        executeCommand(command, actor, {
          stations: byId,
          recorder,
          random,
          areas: new Set(),
          operatorKnown: () => true,
          photoBytes: () => null,
          tryDepositCode: () => ({ content: null }),
        }),
      onCapture: () => undefined,
      storeCurve: () => undefined,
      onStationChange: () => undefined,
      onGateChange: () => undefined,
      onInvariantBroken: (error) => {
        throw error;
      },
      log: () => undefined,
    });
    stations.start();
    this.#stations = stations;
  }

  /** Its process is gone; what it had not written is gone with it. `gracefully`: it was told to stop. */
  die({ gracefully = false, reboot = false } = {}): void {
    if (gracefully) void this.#stations?.stop();
    this.#stations = null;
    this.#observe = () => undefined;
    this.#due = [];
    if (!reboot) return;
    this.#boot += 1;
    this.#bootedMs = this.nowMs;
  }

  /** "done", a refusal's code, or "dead". */
  ask(body: CommandBody, operator = 'ann'): string {
    if (this.#stations === null) return 'dead';
    const command = { ...body, id: this.random.id() };
    const outcome = this.#stations.executeCommand(command, { operator, roles: ['operator', 'supervisor'] });
    return outcome.kind === 'refused' ? outcome.code : outcome.kind;
  }

  /** What the station tells its person to do. */
  guidance(): string {
    return this.#stations?.view('dock-1')?.guidance.key ?? 'dead';
  }

  holds(thing: string): boolean {
    return this.#things.has(thing);
  }

  get names(): string[] {
    return [...this.#things.keys()];
  }

  get trueMg(): number {
    return this.#trueMg;
  }

  /** Puts on, takes off (0) or changes things, which takes so long; the display follows. */
  change(things: Readonly<Record<string, number>>, takesMs: number): void {
    if (Object.entries(things).every(([name, massMg]) => (this.#things.get(name) ?? 0) === massMg))
      return this.rest(takesMs);
    const before = this.#trueMg;
    for (const [name, massMg] of Object.entries(things))
      if (massMg === 0) this.#things.delete(name);
      else this.#things.set(name, massMg);
    const after = [...this.#things.values()].reduce((sum, massMg) => sum + massMg, 0);
    const from = this.nowMs;
    const names = [...this.#things].map(([name, massMg]) => `${name}:${massMg}`).join('+');
    this.#names = '~';
    while (this.nowMs < from + takesMs) {
      const part = Math.min(1, (this.nowMs + this.paceMs - from) / takesMs);
      this.#trueMg = Math.round(before + (after - before) * part);
      this.#frame(false);
    }
    this.#trueMg = after;
    this.#names = names;
    this.#stillSinceMs = this.nowMs;
  }

  clear(takesMs: number): void {
    this.change(Object.fromEntries(this.names.map((name) => [name, 0])), takesMs);
  }

  /** Nothing moves for so long. */
  rest(ms: number): void {
    if (ms > 20_000 && (this.silent || this.#stations === null)) return this.#restUnseen(ms);
    for (const end = this.nowMs + ms; this.nowMs < end;) this.#frame(true);
  }

  /** Long times that nobody sees need no frames. */
  #restUnseen(ms: number): void {
    for (let left = 4; left > 0; left -= 1) {
      this.#pass(ms / 4);
      this.#note('none', true, this.#trueMg - this.hiddenMg);
    }
  }

  #pass(ms: number): void {
    this.nowMs = Math.round(this.nowMs + ms);
    const due = this.#due.filter(({ atMs }) => atMs <= this.nowMs);
    this.#due = this.#due.filter(({ atMs }) => atMs > this.nowMs);
    for (const { action } of due) action();
  }

  #note(frame: Sample['frame'], steady: boolean, shownMg: number): void {
    const stable = steady && this.nowMs - this.#stillSinceMs >= 300;
    this.samples.push({
      atMs: this.nowMs,
      life: this.#stations === null ? 0 : this.life,
      trueMg: this.#trueMg,
      things: this.#names,
      steady,
      frame,
      shownMg,
      empty: shownMg === 0 || (this.tareMg > 0 && Math.abs(shownMg - this.tareMg) < E_MG),
      stable,
      tags: this.#tags.join(' '),
    });
  }

  #frame(steady: boolean): void {
    this.#pass(this.paceMs);
    this.#readTags();
    const noise = (this.next() - 0.5) * 0.3 * E_MG;
    const shownMg = Math.round((this.#trueMg - this.hiddenMg + noise) / E_MG) * E_MG;
    const isDown = this.silent || this.#stations === null;
    const bad = this.next() * 1_000;
    const isDamaged = this.damagedFrames > 0 || bad < 1;
    const frame = isDown
      ? 'none'
      : shownMg > RANGE.maxMg + 9 * E_MG
        ? 'overload'
        : isDamaged
          ? 'damaged'
          : bad < 2
            ? 'garbled'
            : this.otherUnit
              ? 'other-unit'
              : 'good';
    if (isDamaged) this.damagedFrames -= 1;
    this.#note(frame, steady, shownMg);
    this.#send(frame, shownMg);
  }

  #send(frame: Sample['frame'], shownMg: number): void {
    const atMs = this.nowMs - this.#bootedMs;
    const stable = this.samples.at(-1)?.stable ?? false;
    const tare = this.tareMg > 0 ? { mode: 'net' as const, tareMg: this.tareMg } : {};
    switch (frame) {
      case 'none':
        return;
      case 'overload':
      case 'damaged': {
        const fault = frame === 'overload' ? frame : 'checksum-wrong';
        return this.#observe({ kind: 'fault', instrument: 'scale-1', atMs, raw: RAW, fault, detail: '' });
      }
      case 'garbled':
        // Damaged digits that look like a reading: nothing tells them from a true one.
        return this.#observe(reading(Math.floor(this.next() * 4) * 100 * KG, atMs, { stable: true }));
      case 'other-unit':
        return this.#observe(reading(shownMg, atMs, { stable, unit: 'g', decimals: 0 }));
      case 'good':
        return this.#observe(reading(shownMg - this.tareMg, atMs, { stable, ...tare }));
    }
  }

  get #tags(): string[] {
    const own = LOT.filter(({ package: name }) => this.#things.has(name)).flatMap(({ epcHex }) => epcHex ?? []);
    return [...own, ...this.neighbours];
  }

  #readTags(): void {
    if (this.#stations === null) return;
    const atMs = this.nowMs - this.#bootedMs;
    for (const epcHex of this.#tags)
      if (this.next() < 0.5)
        this.#observe({
          kind: 'tag',
          instrument: 'reader-1',
          atMs,
          raw: RAW,
          epcHex,
          antenna: 1,
          rssiDbm: -50,
          crcChecked: true,
        });
  }

  setDisk(state: 'no' | 'before' | 'after'): void {
    if (this.diskFails === 'no' && state !== 'no') this.diskFailures.push({ fromMs: this.nowMs, toMs: Infinity });
    const last = this.diskFailures.at(-1);
    // The agent looks again once a second.
    if (this.diskFails !== 'no' && state === 'no' && last) last.toMs = this.nowMs + 2_500;
    this.diskFails = state;
  }

  entries(): readonly Entry[] {
    return this.ledger.entries;
  }
}
