// The one owner of a Modbus line or socket: every instrument on it sends its requests through the bus, one request in
// flight, first come first served. A late response is never taken for another request's; backing off from dead units is
// the poller's task (modbusPoller.ts). Must not know any register map.
//
// @see MODBUS over Serial Line V1.02, sections 2.4.1 (one request in flight) and 2.5.1.1 (silence between frames)
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

/** One instrument on a bus. */
export interface BusMember {
  /** A line without a byte for this long is closed; that of the first member counts. */
  silentAfterMs: number;
  /** Every byte of the line, also those of other members. */
  onBytes(chunk: Uint8Array): void;
  /** Called once for each join, when the connection has ended. */
  onEnd(fault: InstrumentFaultCode, detail: string): void;
}

/**
 * The line must have been silent this long before the next request after a time-out: half a response may be under way.
 */
const SILENCE_MS = 30;
/** A line that is not silent within this time carries another master, or noise: it is closed and opened again. */
const MAX_SILENCE_WAIT_MS = 2_000;
/** Frames on a serial line are 3.5 characters apart (Modbus over serial line 2.5.1.1), 1.75 ms above 19 200 baud. */
const FRAME_GAP_CHARACTERS = 3.5;
const MIN_FRAME_GAP_MS = 1.75;

/** Sends requests one after the other and keeps the port open while it has members. */
export class ModbusBus {
  readonly #address: PortAddress;
  readonly #framing: 'rtu' | 'mbap';
  readonly #clock: Clock;
  readonly #open: OpenPort;
  readonly #members = new Set<BusMember>();
  /** Outlives the connection: on a serial line a late response does too. */
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

  /** Opens the port unless it is open. Null: joined; else why the port could not be opened. */
  async join(member: BusMember): Promise<string | null> {
    this.#opening ??= this.#connect(member.silentAfterMs);
    const openError = await this.#opening;
    if (openError === null && this.#connection) {
      this.#members.add(member);
      return null;
    }
    this.#opening = null;
    return openError ?? `${formatPortAddress(this.#address)}: closed while opening`;
  }

  /** The last one to leave closes the port. */
  async leave(member: BusMember): Promise<void> {
    this.#members.delete(member);
    if (this.#members.size === 0) await this.#disconnect('port-closed', 'closed');
  }

  /** Milliseconds for which the request's unit must be sent nothing, because an old response may come; 0: send. */
  requiredWaitMs(request: ModbusRequest): number {
    return this.#framing === 'mbap' ? 0 : this.#lateResponses.requiredWaitMs(request, this.#clock.monotonicMs());
  }

  /** Never rejects. The queue is bounded: a member has at most one request and one command at a time. */
  request(request: ModbusRequest): Promise<ModbusResponse> {
    const response = this.#queue.then(() => this.#requestInTurn(request));
    this.#queue = response;
    return response;
  }

  async #connect(silentAfterMs: number): Promise<string | null> {
    const framing =
      this.#framing === 'rtu'
        ? new RtuFraming((frame) => this.#lateResponses.noteStrayFrame(frame))
        : new MbapFraming();
    let connection: ModbusConnection | null = null;
    let closeReason: string | null = null;
    try {
      const port = await this.#open(this.#address, {
        onBytes: (chunk) => {
          if (connection && connection === this.#connection) this.#receive(connection, chunk);
        },
        onClosed: (reason) => {
          closeReason = reason;
          if (connection && connection === this.#connection) void this.#disconnect('port-closed', reason);
        },
      });
      if (hasClosed()) return `${formatPortAddress(this.#address)}: ${String(closeReason)}`;
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
      return closeReason !== null;
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

  async #requestInTurn(request: ModbusRequest): Promise<ModbusResponse> {
    if (this.#needsSilence && !(await this.#waitForSilence())) {
      await this.#disconnect('frame-refused', 'the line is never silent');
    }
    if (this.#framing === 'mbap') return this.#requestOnce(request);
    const next = this.#lateResponses.chooseRequest(request, this.#clock.monotonicMs());
    if (next.do === 'wait') return { fault: 'no-reply', detail: `unit ${request.unit} may still owe an old answer` };
    if (next.ask === request) return this.#requestOnce(request);
    const probeResponse = await this.#requestOnce(next.ask);
    return 'fault' in probeResponse && this.#lateResponses.expectsLateResponse(request.unit)
      ? probeResponse
      : this.#requestOnce(request);
  }

  async #requestOnce(request: ModbusRequest): Promise<ModbusResponse> {
    await this.#waitForFrameGap();
    const connection = this.#connection;
    if (!connection) return { fault: 'port-closed', detail: 'the port is closed' };
    const askedAtMs = this.#clock.monotonicMs();
    const response = await connection.request(request);
    this.#needsSilence = 'fault' in response && response.fault !== 'reply-refused';
    if (this.#framing === 'rtu') this.#trackLateResponses(request, { response, askedAtMs });
    return response;
  }

  #trackLateResponses(
    request: ModbusRequest,
    { response, askedAtMs }: { response: ModbusResponse; askedAtMs: number },
  ): void {
    if (!('fault' in response)) this.#lateResponses.noteResponse(request.unit);
    else if (response.fault === 'reply-refused') this.#lateResponses.noteException(request, askedAtMs);
    else if (response.fault === 'no-reply' || response.fault === 'port-closed')
      this.#lateResponses.noteTimeout(request, askedAtMs);
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
