// The one owner of a Modbus line or socket: every instrument on it asks through here, one request in flight, first come
// first served. It makes sure that a late answer is never taken for another question's; isolating dead slaves is left
// to those who ask (scale.ts). Knows no register map.
import type { Clock } from '../contract/clock.ts';
import type { InstrumentFault } from '../contract/fault.ts';
import { portName } from '../contract/port.ts';
import type { OpenPort, PortAddress } from '../contract/port.ts';
import { watchIdle } from '../ports/watchdog.ts';
import type { Watchdog } from '../ports/watchdog.ts';
import { Connection } from './connection.ts';
import type { Answer, Ask } from './connection.ts';
import { MbapFraming, RtuFraming } from './framing.ts';
import { Lateness } from './lateness.ts';

export interface Member {
  silentAfterMs: number;
  bytes(chunk: Uint8Array): void;
  /** Once for each join: the connection is gone. */
  ended(fault: InstrumentFault, detail: string): void;
}

/**
 * The line must have been silent this long before the next question after a time-out: half an answer may be under way.
 */
const QUIET_MS = 30;
/** A line that is never silent is not ours to speak on: open it again. */
const QUIET_WAIT_MOST_MS = 2_000;
/** Frames on a serial line are 3.5 characters apart (Modbus over serial line 2.5.1.1), 1.75 ms above 19 200 baud. */
const GAP_CHARACTERS = 3.5;
const GAP_LEAST_MS = 1.75;

export class Bus {
  readonly #address: PortAddress;
  readonly #framing: 'rtu' | 'mbap';
  readonly #clock: Clock;
  readonly #open: OpenPort;
  readonly #members = new Set<Member>();
  /** Outlives the connection: on a serial line a late answer does too. */
  readonly #lateness = new Lateness();
  #connection: Connection | null = null;
  #opening: Promise<string | null> | null = null;
  #dog: Watchdog | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #unquiet = false;

  constructor({
    address,
    framing,
    clock,
    open,
  }: {
    address: PortAddress;
    framing: 'rtu' | 'mbap';
    clock: Clock;
    open: OpenPort;
  }) {
    this.#address = address;
    this.#framing = framing;
    this.#clock = clock;
    this.#open = open;
  }

  /** Opens the port if nobody has yet. Null: joined; else why not. */
  async join(member: Member): Promise<string | null> {
    this.#opening ??= this.#connect(member.silentAfterMs);
    const refused = await this.#opening;
    if (refused === null && this.#connection) {
      this.#members.add(member);
      return null;
    }
    this.#opening = null;
    return refused ?? `${portName(this.#address)}: closed while opening`;
  }

  /** The last one to leave closes the port. */
  async leave(member: Member): Promise<void> {
    this.#members.delete(member);
    if (this.#members.size === 0) await this.#disconnect('port-closed', 'closed');
  }

  /** How long this question's unit must be left alone, lest an old answer passes for a new one; 0: ask. */
  restMs(ask: Ask): number {
    return this.#framing === 'mbap' ? 0 : this.#lateness.restMs(ask, this.#clock.monotonicMs());
  }

  /** Never rejects. Bounded: a member has at most one question and one command at a time. */
  ask(ask: Ask): Promise<Answer> {
    const answer = this.#queue.then(() => this.#exchange(ask));
    this.#queue = answer;
    return answer;
  }

  async #connect(silentAfterMs: number): Promise<string | null> {
    const framing =
      this.#framing === 'rtu' ? new RtuFraming((frame) => this.#lateness.stray(frame)) : new MbapFraming();
    let connection: Connection | null = null;
    let gone: string | null = null;
    try {
      const port = await this.#open(this.#address, {
        bytes: (chunk) => {
          if (connection && connection === this.#connection) this.#took(connection, chunk);
        },
        closed: (reason) => {
          gone = reason;
          if (connection && connection === this.#connection) void this.#disconnect('port-closed', reason);
        },
      });
      if (hasClosed()) return `${portName(this.#address)}: ${String(gone)}`;
      connection = new Connection(port, framing, this.#clock);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    this.#connection = connection;
    this.#dog = watchIdle(
      this.#clock,
      silentAfterMs,
      () => void this.#disconnect('silent', `no byte for ${silentAfterMs} ms`),
    );
    return null;

    function hasClosed(): boolean {
      return gone !== null;
    }
  }

  async #disconnect(fault: InstrumentFault, detail: string): Promise<void> {
    const connection = this.#connection;
    if (!connection) return;
    this.#connection = null;
    this.#opening = null;
    this.#dog?.stop();
    this.#dog = null;
    connection.closed(detail);
    const members = [...this.#members];
    this.#members.clear();
    await connection.close();
    for (const member of members) member.ended(fault, detail);
  }

  #took(connection: Connection, chunk: Uint8Array): void {
    this.#dog?.fed();
    for (const member of this.#members) member.bytes(chunk);
    try {
      connection.took(chunk);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      void this.#disconnect('frame-refused', error.message);
    }
  }

  async #exchange(ask: Ask): Promise<Answer> {
    if (this.#unquiet && !(await this.#quiet())) {
      await this.#disconnect('frame-refused', 'the line is never silent');
    }
    if (this.#framing === 'mbap') return this.#once(ask);
    const next = this.#lateness.next(ask, this.#clock.monotonicMs());
    if (next.do === 'wait') return { fault: 'no-reply', detail: `unit ${ask.unit} may still owe an old answer` };
    if (next.ask === ask) return this.#once(ask);
    const probe = await this.#once(next.ask);
    return 'fault' in probe && this.#lateness.owes(ask.unit) ? probe : this.#once(ask);
  }

  async #once(ask: Ask): Promise<Answer> {
    await this.#gap();
    const connection = this.#connection;
    if (!connection) return { fault: 'port-closed', detail: 'the port is closed' };
    const askedAtMs = this.#clock.monotonicMs();
    const answer = await connection.ask(ask);
    this.#unquiet = 'fault' in answer && answer.fault !== 'reply-refused';
    if (this.#framing === 'rtu') this.#remember(ask, { answer, askedAtMs });
    return answer;
  }

  #remember(ask: Ask, { answer, askedAtMs }: { answer: Answer; askedAtMs: number }): void {
    if (!('fault' in answer)) this.#lateness.answered(ask.unit);
    else if (answer.fault === 'reply-refused') this.#lateness.refused(ask, askedAtMs);
    else if (answer.fault === 'no-reply' || answer.fault === 'port-closed') this.#lateness.unanswered(ask, askedAtMs);
  }

  /** True once the line has been silent for a moment. */
  async #quiet(): Promise<boolean> {
    const until = this.#clock.monotonicMs() + QUIET_WAIT_MOST_MS;
    while (this.#connection) {
      const nowMs = this.#clock.monotonicMs();
      const leftMs = this.#connection.lastByteAtMs() + QUIET_MS - nowMs;
      if (leftMs <= 0) break;
      if (nowMs >= until) return false;
      await this.#pause(Math.ceil(leftMs));
    }
    this.#unquiet = false;
    return true;
  }

  /** Silence between frames of a serial line, counted from the last byte heard. */
  async #gap(): Promise<void> {
    if (this.#framing === 'mbap' || this.#address.kind === 'tcp') return;
    const { baud, dataBits, parity, stopBits } = this.#address;
    const characterBits = 1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits;
    const gapMs = Math.max(GAP_LEAST_MS, (GAP_CHARACTERS * characterBits * 1_000) / baud);
    for (;;) {
      const leftMs = (this.#connection?.lastByteAtMs() ?? 0) + gapMs - this.#clock.monotonicMs();
      if (!this.#connection || leftMs <= 0) return;
      // Timers drop fractions of a millisecond.
      await this.#pause(Math.ceil(leftMs));
    }
  }

  #pause(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#clock.after(ms, resolve);
    });
  }
}
