// An `OpenPort` made from recordings: what came in comes again at its time, what went out is awaited and must be the
// same. Whoever is given it cannot tell it from the ports themselves, Modbus lines included. Knows no protocol.
//
// Bytes that came after a write belong to it: they wait for that write, and come as long after it as they did then,
// never before their own time. So a replay stays in step although its timers do not lag by the very microseconds of
// then.
import type { Clock } from '../contract/clock.ts';
import { portName } from '../contract/port.ts';
import type { OpenPort, Port, PortAddress, PortEvents } from '../contract/port.ts';
import type { RecordedEvent, RecordingPart } from './recording.ts';

/** Members of one line may ask in another order than then: so many recorded writes ahead are looked at. */
const WRITES_AHEAD = 16;
/** After the last recorded moment the agent has this long to finish what it began. */
const TAIL_MS = 1_000;

export interface ReplaySettings {
  clock: Clock;
  /** Once, when the recordings are over. */
  ended(): void;
  /** The agent wrote what it did not write then: from here on the replay of this port means nothing. */
  differs(trouble: string): void;
}

/** What was written then, and what came after it. `out` null: before the first write. */
interface Exchange {
  out: { atMs: number; bytes: Uint8Array } | null;
  answers: { atMs: number; bytes: Uint8Array }[];
  written: boolean;
}

interface Session {
  openAtMs: number;
  exchanges: Exchange[];
  /** Null: it was closed by us, or the recording ends with it open. */
  closed: { atMs: number; reason: string } | null;
}

type Attempt = { refused: string } | { session: Session };

interface Tape {
  address: PortAddress;
  attempts: Attempt[];
}

export function replayPorts(parts: readonly RecordingPart[], settings: ReplaySettings): OpenPort {
  const { clock } = settings;
  const tapes = tapesOf(parts);
  const lastAtMs = Math.max(0, ...parts.flatMap(({ events }) => events.map(({ atMs }) => atMs)));
  let originMs: number | null = null;

  return async (address, events) => {
    if (originMs === null) clock.after(lastAtMs + TAIL_MS, () => settings.ended());
    originMs ??= clock.monotonicMs();
    const tape = tapes.get(placeOf(address));
    if (tape === undefined) throw new Error(`there is no recording of ${portName(address)}`);
    if (portName(tape.address) !== portName(address))
      throw new Error(`${portName(address)} was recorded as ${portName(tape.address)}`);
    const next = tape.attempts.shift();
    if (next === undefined) throw new Error(`the recording of ${portName(address)} is over`);
    if ('refused' in next) throw new Error(next.refused);
    await until(clock, originMs + next.session.openAtMs);
    const session = new ReplayedPort(next.session, events, {
      clock,
      originMs,
      differs: (trouble) => settings.differs(`${portName(address)}: ${trouble}`),
    });
    session.begin();
    return session;
  };
}

function placeOf(address: PortAddress): string {
  return address.kind === 'tcp' ? `${address.host}:${address.port}` : address.path;
}

function until(clock: Clock, atMs: number): Promise<void> {
  const leftMs = atMs - clock.monotonicMs();
  if (leftMs <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    clock.after(leftMs, resolve);
  });
}

function tapesOf(parts: readonly RecordingPart[]): Map<string, Tape> {
  const tapes = new Map<string, Tape>();
  for (const { header, events } of [...parts].sort((a, b) => a.header.part - b.header.part)) {
    const place = placeOf(header.port);
    const tape = tapes.get(place) ?? { address: header.port, attempts: [] };
    tapes.set(place, tape);
    for (const event of events) addEvent(tape.attempts, event);
  }
  return tapes;
}

function addEvent(attempts: Attempt[], event: RecordedEvent): void {
  const last = attempts.at(-1);
  const session = last !== undefined && 'session' in last ? last.session : null;
  if (event.kind === 'refused') attempts.push({ refused: event.reason });
  else if (event.kind === 'open') {
    // A part that goes on where the one before ended; without that one, the session begins here.
    if (event.continued && session !== null) return;
    attempts.push({
      session: { openAtMs: event.atMs, exchanges: [{ out: null, answers: [], written: true }], closed: null },
    });
  } else if (session === null) return;
  else if (event.kind === 'out') session.exchanges.push({ out: event, answers: [], written: false });
  else if (event.kind === 'in') session.exchanges.at(-1)?.answers.push(event);
  else if (event.kind === 'closed') session.closed = event;
}

interface Surroundings {
  clock: Clock;
  originMs: number;
  differs(trouble: string): void;
}

/** Answers that may come now, the first of them next. */
interface Run {
  answers: Exchange['answers'];
  next: number;
  /** How much later than then the write came. */
  laterMs: number;
}

class ReplayedPort implements Port {
  readonly #session: Session;
  readonly #events: PortEvents;
  readonly #around: Surroundings;
  readonly #runs: Run[];
  /** Every exchange before this one is written. */
  #from = 0;
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(session: Session, events: PortEvents, around: Surroundings) {
    this.#session = session;
    this.#events = events;
    this.#around = around;
    this.#runs = [{ answers: session.exchanges[0]?.answers ?? [], next: 0, laterMs: 0 }];
  }

  begin(): void {
    this.#arm();
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the recorded port is closed'));
    const { exchanges } = this.#session;
    while (exchanges[this.#from]?.written === true) this.#from += 1;
    const ahead = exchanges.slice(this.#from, this.#from + WRITES_AHEAD).filter(({ written }) => !written);
    // At its end the agent may ask once more than it did before it was stopped.
    if (ahead.length === 0) return Promise.resolve();
    const exchange = ahead.find(({ out }) => out !== null && sameBytes(out.bytes, bytes));
    if (exchange?.out == null) {
      const trouble = `the agent writes ${hex(bytes)}, the recording has ${hex(ahead[0]?.out?.bytes ?? new Uint8Array())}`;
      this.#around.differs(trouble);
      this.#end(trouble);
      return Promise.reject(new Error(trouble));
    }
    exchange.written = true;
    const laterMs = Math.max(0, this.#around.clock.monotonicMs() - (this.#around.originMs + exchange.out.atMs));
    this.#runs.push({ answers: exchange.answers, next: 0, laterMs });
    this.#arm();
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#end('closed');
    return Promise.resolve();
  }

  /** One timer at a time, for the next thing that comes: no byte overtakes another. */
  #arm(): void {
    if (this.#closed) return;
    this.#cancel?.();
    this.#cancel = null;
    while (this.#runs.length > 0 && this.#runs[0]?.next === this.#runs[0]?.answers.length) this.#runs.shift();
    const run = this.#runs[0];
    const answer = run?.answers[run.next];
    const { closed } = this.#session;
    if (run && answer) {
      this.#at(answer.atMs + run.laterMs, () => {
        run.next += 1;
        this.#events.bytes(answer.bytes);
      });
    } else if (closed !== null) this.#at(closed.atMs, () => this.#end(closed.reason));
  }

  #at(recordedMs: number, action: () => void): void {
    const { clock, originMs } = this.#around;
    this.#cancel = clock.after(Math.max(0, originMs + recordedMs - clock.monotonicMs()), () => {
      action();
      this.#arm();
    });
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancel?.();
    this.#events.closed(reason);
  }
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
