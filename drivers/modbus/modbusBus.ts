// The one owner of a Modbus line or socket: every instrument on it asks through here, one request in flight, first come
// first served. It makes sure that a late answer is never taken for another question's; isolating dead slaves is left
// to those who ask (scale.ts). Knows no register map.
import { errorText } from '../contract/errorText.ts';
import type { Clock } from '../contract/clock.ts';
import type { InstrumentFaultCode } from '../contract/instrumentFault.ts';
import { formatPortAddress } from '../contract/port.ts';
import type { OpenPort, PortAddress } from '../contract/port.ts';
import { startWatchdog } from '../ports/watchdog.ts';
import type { Watchdog } from '../ports/watchdog.ts';
import { ModbusConnection } from './modbusConnection.ts';
import type { ModbusResponse, ModbusRequest } from './modbusConnection.ts';
import { MbapFraming, RtuFraming } from './modbusFraming.ts';
import { LateResponseTracker } from './lateResponses.ts';

export interface BusMember {
  silentAfterMs: number;
  onBytes(chunk: Uint8Array): void;
  /** Once for each join: the connection is gone. */
  onEnd(fault: InstrumentFaultCode, detail: string): void;
}

/**
 * The line must have been silent this long before the next question after a time-out: half an answer may be under way.
 */
const SILENCE_MS = 30;
/** A line that is never silent is not ours to speak on: open it again. */
const MAX_SILENCE_WAIT_MS = 2_000;
/** Frames on a serial line are 3.5 characters apart (Modbus over serial line 2.5.1.1), 1.75 ms above 19 200 baud. */
const FRAME_GAP_CHARACTERS = 3.5;
const MIN_FRAME_GAP_MS = 1.75;

export class ModbusBus {
  readonly #address: PortAddress;
  readonly #framing: 'rtu' | 'mbap';
  readonly #clock: Clock;
  readonly #open: OpenPort;
  readonly #members = new Set<BusMember>();
  /** Outlives the connection: on a serial line a late answer does too. */
  readonly #lateResponses = new LateResponseTracker();
  #connection: ModbusConnection | null = null;
  #opening: Promise<string | null> | null = null;
  #watchdog: Watchdog | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #needsSilence = false;

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
  async join(member: BusMember): Promise<string | null> {
    this.#opening ??= this.#connect(member.silentAfterMs);
    const refused = await this.#opening;
    if (refused === null && this.#connection) {
      this.#members.add(member);
      return null;
    }
    this.#opening = null;
    return refused ?? `${formatPortAddress(this.#address)}: closed while opening`;
  }

  /** The last one to leave closes the port. */
  async leave(member: BusMember): Promise<void> {
    this.#members.delete(member);
    if (this.#members.size === 0) await this.#disconnect('port-closed', 'closed');
  }

  /** How long this question's unit must be left alone, lest an old answer passes for a new one; 0: ask. */
  requiredWaitMs(ask: ModbusRequest): number {
    return this.#framing === 'mbap' ? 0 : this.#lateResponses.requiredWaitMs(ask, this.#clock.monotonicMs());
  }

  /** Never rejects. Bounded: a member has at most one question and one command at a time. */
  request(ask: ModbusRequest): Promise<ModbusResponse> {
    const answer = this.#queue.then(() => this.#requestInTurn(ask));
    this.#queue = answer;
    return answer;
  }

  async #connect(silentAfterMs: number): Promise<string | null> {
    const framing =
      this.#framing === 'rtu'
        ? new RtuFraming((frame) => this.#lateResponses.noteStrayFrame(frame))
        : new MbapFraming();
    let connection: ModbusConnection | null = null;
    let gone: string | null = null;
    try {
      const port = await this.#open(this.#address, {
        onBytes: (chunk) => {
          if (connection && connection === this.#connection) this.#receive(connection, chunk);
        },
        onClosed: (reason) => {
          gone = reason;
          if (connection && connection === this.#connection) void this.#disconnect('port-closed', reason);
        },
      });
      if (hasClosed()) return `${formatPortAddress(this.#address)}: ${String(gone)}`;
      connection = new ModbusConnection(port, framing, this.#clock);
    } catch (error) {
      return errorText(error);
    }
    this.#connection = connection;
    this.#watchdog = startWatchdog(
      this.#clock,
      silentAfterMs,
      () => void this.#disconnect('silent', `no byte for ${silentAfterMs} ms`),
    );
    return null;

    function hasClosed(): boolean {
      return gone !== null;
    }
  }

  async #disconnect(fault: InstrumentFaultCode, detail: string): Promise<void> {
    const connection = this.#connection;
    if (!connection) return;
    this.#connection = null;
    this.#opening = null;
    this.#watchdog?.stop();
    this.#watchdog = null;
    connection.handleClosed(detail);
    const members = [...this.#members];
    this.#members.clear();
    await connection.close();
    for (const member of members) member.onEnd(fault, detail);
  }

  #receive(connection: ModbusConnection, chunk: Uint8Array): void {
    this.#watchdog?.reset();
    for (const member of this.#members) member.onBytes(chunk);
    try {
      connection.receive(chunk);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      void this.#disconnect('frame-refused', error.message);
    }
  }

  async #requestInTurn(ask: ModbusRequest): Promise<ModbusResponse> {
    if (this.#needsSilence && !(await this.#waitForSilence())) {
      await this.#disconnect('frame-refused', 'the line is never silent');
    }
    if (this.#framing === 'mbap') return this.#requestOnce(ask);
    const next = this.#lateResponses.chooseRequest(ask, this.#clock.monotonicMs());
    if (next.do === 'wait') return { fault: 'no-reply', detail: `unit ${ask.unit} may still owe an old answer` };
    if (next.ask === ask) return this.#requestOnce(ask);
    const probe = await this.#requestOnce(next.ask);
    return 'fault' in probe && this.#lateResponses.expectsLateResponse(ask.unit) ? probe : this.#requestOnce(ask);
  }

  async #requestOnce(ask: ModbusRequest): Promise<ModbusResponse> {
    await this.#waitForFrameGap();
    const connection = this.#connection;
    if (!connection) return { fault: 'port-closed', detail: 'the port is closed' };
    const askedAtMs = this.#clock.monotonicMs();
    const answer = await connection.request(ask);
    this.#needsSilence = 'fault' in answer && answer.fault !== 'reply-refused';
    if (this.#framing === 'rtu') this.#trackLateResponses(ask, { answer, askedAtMs });
    return answer;
  }

  #trackLateResponses(ask: ModbusRequest, { answer, askedAtMs }: { answer: ModbusResponse; askedAtMs: number }): void {
    if (!('fault' in answer)) this.#lateResponses.noteResponse(ask.unit);
    else if (answer.fault === 'reply-refused') this.#lateResponses.noteException(ask, askedAtMs);
    else if (answer.fault === 'no-reply' || answer.fault === 'port-closed')
      this.#lateResponses.noteTimeout(ask, askedAtMs);
  }

  /** True once the line has been silent for a moment. */
  async #waitForSilence(): Promise<boolean> {
    const until = this.#clock.monotonicMs() + MAX_SILENCE_WAIT_MS;
    while (this.#connection) {
      const nowMs = this.#clock.monotonicMs();
      const leftMs = this.#connection.lastByteAtMs() + SILENCE_MS - nowMs;
      if (leftMs <= 0) break;
      if (nowMs >= until) return false;
      await this.#pause(Math.ceil(leftMs));
    }
    this.#needsSilence = false;
    return true;
  }

  /** Silence between frames of a serial line, counted from the last byte heard. */
  async #waitForFrameGap(): Promise<void> {
    if (this.#framing === 'mbap' || this.#address.kind === 'tcp') return;
    const { baud, dataBits, parity, stopBits } = this.#address;
    const characterBits = 1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits;
    const gapMs = Math.max(MIN_FRAME_GAP_MS, (FRAME_GAP_CHARACTERS * characterBits * 1_000) / baud);
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
