// An `OpenPort` made from recordings: received bytes come again at their times, and written bytes must be those of the
// recording. Works for every driver, Modbus lines included. Must not know any protocol.
//
// Bytes that came after a write belong to it: they wait for that write, come as long after it as in the recording, and
// never before their recorded time. So a replay stays in step although its timers lag by other microseconds.
import type { Clock } from '../contract/clock.ts';
import { formatPortAddress } from '../contract/port.ts';
import type { OpenPort, Port, PortAddress, PortEvents } from '../contract/port.ts';
import type { RecordedPortEvent, RecordingPart } from './portRecording.ts';

/** Members of one line may write in another order than recorded: so many recorded writes ahead are compared. */
const MAX_WRITES_AHEAD = 16;
/** After the last recorded moment the agent has this long to finish what it began. */
const TAIL_MS = 1_000;

/** How a replay runs. */
export interface PortReplayOptions {
  clock: Clock;
  /** Called once, when the recordings are over. */
  onEnd(): void;
  /** The agent wrote other bytes than recorded: from here on the replay of this port is void. */
  onMismatch(mismatch: string): void;
}

/** A recorded write and what came after it. `out` null: before the first write. */
interface Exchange {
  out: { atMs: number; bytes: Uint8Array } | null;
  answers: { atMs: number; bytes: Uint8Array }[];
  written: boolean;
}

interface RecordedConnection {
  openAtMs: number;
  exchanges: Exchange[];
  /** Null: this side closed it, or the recording ends with it open. */
  closed: { atMs: number; reason: string } | null;
}

type RecordedOpening = { refused: string } | { session: RecordedConnection };

interface RecordedPort {
  address: PortAddress;
  openings: RecordedOpening[];
}

/**
 * An `OpenPort` that replays recordings. Opening rejects with an Error for an address that was not recorded, was
 * recorded otherwise, or was refused in the recording.
 */
export function replayPorts(parts: readonly RecordingPart[], settings: PortReplayOptions): OpenPort {
  const { clock } = settings;
  const recordedPorts = groupByPort(parts);
  const lastAtMs = Math.max(0, ...parts.flatMap(({ events }) => events.map(({ atMs }) => atMs)));
  let originMs: number | null = null;

  return async (address, events) => {
    if (originMs === null) clock.after(lastAtMs + TAIL_MS, () => settings.onEnd());
    originMs ??= clock.monotonicMs();
    const recordedPort = recordedPorts.get(portKey(address));
    if (recordedPort === undefined) throw new Error(`there is no recording of ${formatPortAddress(address)}`);
    if (formatPortAddress(recordedPort.address) !== formatPortAddress(address))
      throw new Error(`${formatPortAddress(address)} was recorded as ${formatPortAddress(recordedPort.address)}`);
    const opening = recordedPort.openings.shift();
    if (opening === undefined) throw new Error(`the recording of ${formatPortAddress(address)} is over`);
    if ('refused' in opening) throw new Error(opening.refused);
    await waitUntil(clock, originMs + opening.session.openAtMs);
    const port = new ReplayedPort(opening.session, events, {
      clock,
      originMs,
      onMismatch: (mismatch) => settings.onMismatch(`${formatPortAddress(address)}: ${mismatch}`),
    });
    port.start();
    return port;
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
  const recordedPorts = new Map<string, RecordedPort>();
  for (const { header, events } of [...parts].sort((a, b) => a.header.part - b.header.part)) {
    const key = portKey(header.port);
    const recordedPort = recordedPorts.get(key) ?? { address: header.port, openings: [] };
    recordedPorts.set(key, recordedPort);
    for (const event of events) addRecordedEvent(recordedPort.openings, event);
  }
  return recordedPorts;
}

function addRecordedEvent(openings: RecordedOpening[], event: RecordedPortEvent): void {
  const last = openings.at(-1);
  const connection = last !== undefined && 'session' in last ? last.session : null;
  if (event.kind === 'refused') openings.push({ refused: event.reason });
  else if (event.kind === 'open') {
    // A part that goes on where the one before ended; without that one, the session begins here.
    if (event.continued && connection !== null) return;
    openings.push({
      session: { openAtMs: event.atMs, exchanges: [{ out: null, answers: [], written: true }], closed: null },
    });
  } else if (connection === null) return;
  else if (event.kind === 'out') connection.exchanges.push({ out: event, answers: [], written: false });
  else if (event.kind === 'in') connection.exchanges.at(-1)?.answers.push(event);
  else if (event.kind === 'closed') connection.closed = event;
}

interface ReplayContext {
  clock: Clock;
  originMs: number;
  onMismatch(mismatch: string): void;
}

/** Answers that may come now, the first of them next. */
interface PendingAnswers {
  answers: Exchange['answers'];
  next: number;
  /** How much later than recorded the write came. */
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

  constructor(connection: RecordedConnection, events: PortEvents, context: ReplayContext) {
    this.#connection = connection;
    this.#events = events;
    this.#context = context;
    this.#pending = [{ answers: connection.exchanges[0]?.answers ?? [], next: 0, delayMs: 0 }];
  }

  start(): void {
    this.#scheduleNext();
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the recorded port is closed'));
    const { exchanges } = this.#connection;
    while (exchanges[this.#firstUnwritten]?.written === true) this.#firstUnwritten += 1;
    const candidates = exchanges
      .slice(this.#firstUnwritten, this.#firstUnwritten + MAX_WRITES_AHEAD)
      .filter(({ written }) => !written);
    // At its end the agent may write once more than it did in the recording.
    if (candidates.length === 0) return Promise.resolve();
    const exchange = candidates.find(({ out }) => out !== null && sameBytes(out.bytes, bytes));
    if (exchange?.out == null) {
      const mismatch = `the agent writes ${hex(bytes)}, the recording has ${hex(candidates[0]?.out?.bytes ?? new Uint8Array())}`;
      this.#context.onMismatch(mismatch);
      this.#end(mismatch);
      return Promise.reject(new Error(mismatch));
    }
    exchange.written = true;
    const delayMs = Math.max(0, this.#context.clock.monotonicMs() - (this.#context.originMs + exchange.out.atMs));
    this.#pending.push({ answers: exchange.answers, next: 0, delayMs });
    this.#scheduleNext();
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#end('closed');
    return Promise.resolve();
  }

  /** One timer at a time, for the next event: no byte overtakes another. */
  #scheduleNext(): void {
    if (this.#closed) return;
    this.#cancel?.();
    this.#cancel = null;
    while (this.#pending.length > 0 && this.#pending[0]?.next === this.#pending[0]?.answers.length)
      this.#pending.shift();
    const pending = this.#pending[0];
    const answer = pending?.answers[pending.next];
    const { closed } = this.#connection;
    if (pending && answer) {
      this.#runAt(answer.atMs + pending.delayMs, () => {
        pending.next += 1;
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

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
