// An `OpenPort` made from recordings: what came in comes again at its time, what went out is awaited and must be the
// same. Whoever is given it cannot tell it from the ports themselves, Modbus lines included. Knows no protocol.
//
// Bytes that came after a write belong to it: they wait for that write, and come as long after it as they did then,
// never before their own time. So a replay stays in step although its timers do not lag by the very microseconds of
// then.
import type { Clock } from '../contract/clock.ts';
import { formatPortAddress } from '../contract/port.ts';
import type { OpenPort, Port, PortAddress, PortEvents } from '../contract/port.ts';
import type { RecordedPortEvent, RecordingPart } from './portRecording.ts';

/** Members of one line may ask in another order than then: so many recorded writes ahead are looked at. */
const MAX_WRITES_AHEAD = 16;
/** After the last recorded moment the agent has this long to finish what it began. */
const TAIL_MS = 1_000;

export interface PortReplayOptions {
  clock: Clock;
  /** Once, when the recordings are over. */
  onEnd(): void;
  /** The agent wrote what it did not write then: from here on the replay of this port means nothing. */
  onMismatch(trouble: string): void;
}

/** What was written then, and what came after it. `out` null: before the first write. */
interface Exchange {
  out: { atMs: number; bytes: Uint8Array } | null;
  answers: { atMs: number; bytes: Uint8Array }[];
  written: boolean;
}

interface RecordedConnection {
  openAtMs: number;
  exchanges: Exchange[];
  /** Null: it was closed by us, or the recording ends with it open. */
  closed: { atMs: number; reason: string } | null;
}

type RecordedOpening = { refused: string } | { session: RecordedConnection };

interface RecordedPort {
  address: PortAddress;
  openings: RecordedOpening[];
}

export function replayPorts(parts: readonly RecordingPart[], settings: PortReplayOptions): OpenPort {
  const { clock } = settings;
  const tapes = groupByPort(parts);
  const lastAtMs = Math.max(0, ...parts.flatMap(({ events }) => events.map(({ atMs }) => atMs)));
  let originMs: number | null = null;

  return async (address, events) => {
    if (originMs === null) clock.after(lastAtMs + TAIL_MS, () => settings.onEnd());
    originMs ??= clock.monotonicMs();
    const tape = tapes.get(portKey(address));
    if (tape === undefined) throw new Error(`there is no recording of ${formatPortAddress(address)}`);
    if (formatPortAddress(tape.address) !== formatPortAddress(address))
      throw new Error(`${formatPortAddress(address)} was recorded as ${formatPortAddress(tape.address)}`);
    const next = tape.openings.shift();
    if (next === undefined) throw new Error(`the recording of ${formatPortAddress(address)} is over`);
    if ('refused' in next) throw new Error(next.refused);
    await waitUntil(clock, originMs + next.session.openAtMs);
    const session = new ReplayedPort(next.session, events, {
      clock,
      originMs,
      onMismatch: (trouble) => settings.onMismatch(`${formatPortAddress(address)}: ${trouble}`),
    });
    session.start();
    return session;
  };
}

function portKey(address: PortAddress): string {
  return address.kind === 'tcp' ? `${address.host}:${address.port}` : address.path;
}

function waitUntil(clock: Clock, atMs: number): Promise<void> {
  const leftMs = atMs - clock.monotonicMs();
  if (leftMs <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    clock.after(leftMs, resolve);
  });
}

function groupByPort(parts: readonly RecordingPart[]): Map<string, RecordedPort> {
  const tapes = new Map<string, RecordedPort>();
  for (const { header, events } of [...parts].sort((a, b) => a.header.part - b.header.part)) {
    const place = portKey(header.port);
    const tape = tapes.get(place) ?? { address: header.port, openings: [] };
    tapes.set(place, tape);
    for (const event of events) addRecordedEvent(tape.openings, event);
  }
  return tapes;
}

function addRecordedEvent(attempts: RecordedOpening[], event: RecordedPortEvent): void {
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

interface ReplayContext {
  clock: Clock;
  originMs: number;
  onMismatch(trouble: string): void;
}

/** Answers that may come now, the first of them next. */
interface PendingAnswers {
  answers: Exchange['answers'];
  next: number;
  /** How much later than then the write came. */
  delayMs: number;
}

class ReplayedPort implements Port {
  readonly #connection: RecordedConnection;
  readonly #events: PortEvents;
  readonly #context: ReplayContext;
  readonly #pending: PendingAnswers[];
  /** Every exchange before this one is written. */
  #firstUnwritten = 0;
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(session: RecordedConnection, events: PortEvents, around: ReplayContext) {
    this.#connection = session;
    this.#events = events;
    this.#context = around;
    this.#pending = [{ answers: session.exchanges[0]?.answers ?? [], next: 0, delayMs: 0 }];
  }

  start(): void {
    this.#scheduleNext();
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the recorded port is closed'));
    const { exchanges } = this.#connection;
    while (exchanges[this.#firstUnwritten]?.written === true) this.#firstUnwritten += 1;
    const ahead = exchanges
      .slice(this.#firstUnwritten, this.#firstUnwritten + MAX_WRITES_AHEAD)
      .filter(({ written }) => !written);
    // At its end the agent may ask once more than it did before it was stopped.
    if (ahead.length === 0) return Promise.resolve();
    const exchange = ahead.find(({ out }) => out !== null && sameBytes(out.bytes, bytes));
    if (exchange?.out == null) {
      const trouble = `the agent writes ${hex(bytes)}, the recording has ${hex(ahead[0]?.out?.bytes ?? new Uint8Array())}`;
      this.#context.onMismatch(trouble);
      this.#end(trouble);
      return Promise.reject(new Error(trouble));
    }
    exchange.written = true;
    const laterMs = Math.max(0, this.#context.clock.monotonicMs() - (this.#context.originMs + exchange.out.atMs));
    this.#pending.push({ answers: exchange.answers, next: 0, delayMs: laterMs });
    this.#scheduleNext();
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#end('closed');
    return Promise.resolve();
  }

  /** One timer at a time, for the next thing that comes: no byte overtakes another. */
  #scheduleNext(): void {
    if (this.#closed) return;
    this.#cancel?.();
    this.#cancel = null;
    while (this.#pending.length > 0 && this.#pending[0]?.next === this.#pending[0]?.answers.length)
      this.#pending.shift();
    const run = this.#pending[0];
    const answer = run?.answers[run.next];
    const { closed } = this.#connection;
    if (run && answer) {
      this.#runAt(answer.atMs + run.delayMs, () => {
        run.next += 1;
        this.#events.onBytes(answer.bytes);
      });
    } else if (closed !== null) this.#runAt(closed.atMs, () => this.#end(closed.reason));
  }

  #runAt(recordedMs: number, action: () => void): void {
    const { clock, originMs } = this.#context;
    this.#cancel = clock.after(Math.max(0, originMs + recordedMs - clock.monotonicMs()), () => {
      action();
      this.#scheduleNext();
    });
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancel?.();
    this.#events.onClosed(reason);
  }
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
