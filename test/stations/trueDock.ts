// One physical truth for the property of loads: a platform with things on it, a scale that shows it five to ten times a
// second over a bad line, people, and the agent's own stations and decisions over a ledger, which are killed and begun
// again. The clock is the test's own. Every id bears the moment at which it was made, so that an oracle can tell which
// load is meant without asking the agent.
import type { CommandBody } from '../../agent/core/model/command.ts';
import type { Entry } from '../../agent/core/model/entry.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import { notice } from '../core/intakeScenes.ts';
import { KG, RANGE, reading } from '../core/loads.ts';
import { MemoryLedger } from '../core/memoryLedger.ts';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import type { BaseStations } from '../../agent/stations/baseStations.ts';
import { FailingStore, startDockAgent } from './dockAgent.ts';
import { E_MG, LOT, numbersFrom, RAW, type Sample } from './dockFacts.ts';

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
    const event = { order, signed: 'h.jws.s', signedHash: '1'.repeat(64), base: 'demo', epoch: 'e1' };
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

  readonly #store = new FailingStore(this);

  /** An agent begins, on what the ledger holds. */
  live(): void {
    this.life += 1;
    // A disk that does not answer lets no agent begin: it is waited for.
    this.setDisk('no');
    this.#store.recover();
    this.#stations = startDockAgent({
      clock: this.clock,
      random: this.random,
      store: this.#store,
      observed: (observe) => (this.#observe = observe),
    });
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

  /** What the base says is wrong with its stations' records. */
  alarms(): { code: string; detail: string }[] {
    return this.#stations?.alarms() ?? [];
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
    if (Object.entries(things).every(([name, massMg]) => (this.#things.get(name) ?? 0) === massMg)) {
      this.rest(takesMs);
      return;
    }
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
    if (ms > 20_000 && (this.silent || this.#stations === null)) {
      this.#restUnseen(ms);
      return;
    }
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
    // Digits that were damaged into the true ones are read rightly.
    const misreadMg = !isDown && bad >= 1 && bad < 2 ? Math.floor(this.next() * 4) * 100 * KG : shownMg;
    const frame = isDown
      ? 'none'
      : shownMg > RANGE.maxMg + 9 * E_MG
        ? 'overload'
        : isDamaged
          ? 'damaged'
          : misreadMg !== shownMg
            ? 'garbled'
            : this.otherUnit
              ? 'other-unit'
              : 'good';
    if (isDamaged) this.damagedFrames -= 1;
    this.#note(frame, steady, shownMg);
    this.#send(frame, frame === 'garbled' ? misreadMg : shownMg);
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
        this.#observe({ kind: 'fault', instrument: 'scale-1', atMs, raw: RAW, fault, detail: '' });
        return;
      }
      case 'garbled': {
        // Damaged digits that look like a reading: nothing tells them from a true one.
        this.#observe(reading(shownMg, atMs, { stable: true }));
        return;
      }
      case 'other-unit': {
        this.#observe(reading(shownMg, atMs, { stable, unit: 'g', decimals: 0 }));
        return;
      }
      case 'good': {
        this.#observe(reading(shownMg - this.tareMg, atMs, { stable, ...tare }));
        return;
      }
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
