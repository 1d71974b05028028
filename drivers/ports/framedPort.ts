// One port with the codec that cuts its bytes into frames: opens it, decodes, counts, and ends the connection when the
// port closes or falls silent. What to send and what a frame means is the protocol handler's task. Must not know any
// protocol.
import { errorText } from '../contract/errorText.ts';
import type { DriverContext, DriverHealth, DriverCounters } from '../contract/driver.ts';
import type { InstrumentFaultCode } from '../contract/instrumentFault.ts';
import type { Codec, DecodeResult, DecodedFrame } from '../contract/codec.ts';
import type { Port, PortAddress, PortEvents } from '../contract/port.ts';
import { startWatchdog } from './watchdog.ts';
import type { Watchdog } from './watchdog.ts';
import type { InstrumentId } from '../contract/siteIds.ts';

/** So many bytes without one frame are reported as a fault: wrong baud rate, wrong protocol. */
const UNDECODED_ALARM_BYTES = 64;
const MAX_LAST_BYTES = 64;
const NO_BYTES = new Uint8Array();

/** One instrument's port and codec. */
export interface FramedPortSettings {
  instrument: InstrumentId;
  port: PortAddress;
  codec: Codec;
  /** The connection ends when no byte came for this long. */
  silentAfterMs: number;
  /** A partial frame older than this is discarded when the next bytes come. Absent: it is kept. */
  partialFrameTimeoutMs?: number;
}

/** What a protocol handler may do while the port is open. */
export interface PortWriter {
  /** Writes bytes; a failed write ends the connection. */
  send(bytes: Uint8Array): void;
  /** Ends the connection with a fault. */
  end(fault: InstrumentFaultCode, detail: string): void;
}

/** What a driver does while the port is open. */
export interface ProtocolHandler {
  /** Called when the port is open. Returns a function that stops the handler's timers. */
  onOpen(writer: PortWriter): () => void;
  /** Called for each frame; `atMs` is milliseconds since boot. */
  onFrame(frame: DecodedFrame, atMs: number): void;
}

interface PortEnd {
  fault: InstrumentFaultCode | null;
  detail: string;
}

/** Connects one port with one codec, again and again, and keeps the counters. */
export class FramedPort {
  readonly #settings: FramedPortSettings;
  readonly #context: DriverContext;
  readonly #counts: DriverCounters = { bytes: 0, frames: 0, discarded: 0, checksumErrors: 0, faults: 0, opens: 0 };
  #state: DriverHealth['state'] = 'closed';
  #lastFault = '';
  #lastBytes: Uint8Array = new Uint8Array();
  #lastFrameAtMs: number | null = null;
  #undecodedBytes = 0;

  constructor(settings: FramedPortSettings, context: DriverContext) {
    this.#settings = settings;
    this.#context = context;
  }

  /** State and counters since it was made. */
  health(): DriverHealth {
    return {
      state: this.#state,
      lastFault: this.#lastFault,
      lastBytes: this.#lastBytes,
      lastFrameAtMs: this.#lastFrameAtMs,
      counts: { ...this.#counts },
    };
  }

  /** Reports a fault as an observation. */
  reportFault(fault: InstrumentFaultCode, detail: string, raw: Uint8Array = new Uint8Array()): void {
    this.#counts.faults += 1;
    this.#lastFault = `${fault}: ${detail}`;
    const atMs = this.#context.clock.monotonicMs();
    this.#context.onObservation({ kind: 'fault', instrument: this.#settings.instrument, atMs, raw, fault, detail });
  }

  /** The last fault is over. */
  clearFault(): void {
    this.#lastFault = '';
  }

  /** Opens the port and works until the connection ends. Resolves with the reason; never rejects. */
  async run(signal: AbortSignal, handler: ProtocolHandler): Promise<string> {
    if (signal.aborted) return 'stopped';
    this.#state = 'opening';
    const portEnd = await new PortConnection(this.#settings, this.#context, {
      handler,
      onOpen: () => {
        this.#counts.opens += 1;
        this.#state = 'open';
      },
      onDecoded: (chunk, decoded) => this.#handleDecoded(chunk, decoded, handler),
    }).run(signal);
    this.#state = portEnd.fault === null ? 'closed' : 'waiting';
    if (portEnd.fault !== null) this.reportFault(portEnd.fault, portEnd.detail);
    return portEnd.fault === null ? portEnd.detail : `${portEnd.fault}: ${portEnd.detail}`;
  }

  #handleDecoded(chunk: Uint8Array, decoded: DecodeResult<unknown>, handler: ProtocolHandler): void {
    this.#counts.bytes += chunk.length;
    this.#counts.frames += decoded.frames.length;
    this.#counts.discarded += decoded.discarded;
    // A copy: a Buffer's own slice would keep the whole chunk alive.
    if (chunk.length > 0) this.#lastBytes = new Uint8Array(chunk.subarray(-MAX_LAST_BYTES));
    const atMs = this.#context.clock.monotonicMs();
    for (const frame of decoded.frames) {
      if (frame.message['checksumOk'] === false) this.#counts.checksumErrors += 1;
      handler.onFrame(frame, atMs);
    }
    if (decoded.frames.length > 0) {
      this.#lastFrameAtMs = atMs;
      this.#undecodedBytes = 0;
      return;
    }
    this.#undecodedBytes += decoded.discarded;
    if (this.#undecodedBytes < UNDECODED_ALARM_BYTES) return;
    this.reportFault(
      'frame-refused',
      `${this.#undecodedBytes} bytes without one frame: wrong protocol or line settings?`,
      chunk,
    );
    this.#undecodedBytes = 0;
  }
}

interface ConnectionListener {
  handler: ProtocolHandler;
  onOpen(): void;
  onDecoded(chunk: Uint8Array, decoded: DecodeResult<unknown>): void;
}

/** One connection, from opening to its end; the first cause of the end is its reason. */
class PortConnection {
  readonly #settings: FramedPortSettings;
  readonly #context: DriverContext;
  readonly #listener: ConnectionListener;
  #codecState: unknown;
  #lastBytesAtMs = 0;
  #port: Port | null = null;
  #watchdog: Watchdog | null = null;
  #stopHandler: (() => void) | null = null;
  #ended = false;
  #resolve: (portEnd: PortEnd) => void = () => undefined;

  constructor(settings: FramedPortSettings, context: DriverContext, listener: ConnectionListener) {
    this.#settings = settings;
    this.#context = context;
    this.#listener = listener;
    this.#codecState = settings.codec.initialState('device');
  }

  run(signal: AbortSignal): Promise<PortEnd> {
    const stop = (): void => this.#end(null, 'stopped');
    signal.addEventListener('abort', stop);
    return new Promise<PortEnd>((resolve) => {
      this.#resolve = resolve;
      void this.#open();
    }).finally(() => signal.removeEventListener('abort', stop));
  }

  async #open(): Promise<void> {
    const events: PortEvents = {
      onBytes: (chunk) => this.#receive(chunk),
      onClosed: (reason) => this.#end('port-closed', reason),
    };
    try {
      const port = await this.#context.openPort(this.#settings.port, events);
      // Stopped, or closed by the other side, while it was opening.
      if (this.#ended) await port.close();
      else this.#start(port);
    } catch (error) {
      this.#end('port-absent', errorText(error));
    }
  }

  #start(port: Port): void {
    const { silentAfterMs } = this.#settings;
    this.#port = port;
    this.#listener.onOpen();
    this.#watchdog = startWatchdog(this.#context.clock, silentAfterMs, () =>
      this.#end('silent', `no byte for ${silentAfterMs} ms`),
    );
    this.#stopHandler = this.#listener.handler.onOpen({
      send: (bytes) => {
        port.write(bytes).catch((error: unknown) => this.#end('port-closed', errorText(error)));
      },
      end: (fault, detail) => this.#end(fault, detail),
    });
  }

  #receive(chunk: Uint8Array): void {
    if (this.#ended) return;
    this.#watchdog?.reset();
    try {
      this.#discardPartialFrame();
      const decoded = this.#settings.codec.decode(this.#codecState, chunk);
      this.#codecState = decoded.state;
      this.#listener.onDecoded(chunk, decoded);
    } catch (error) {
      // A defect of a codec or driver: a fault that ends this connection and no other instrument's.
      this.#end('driver-failed', error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  #discardPartialFrame(): void {
    const { codec, partialFrameTimeoutMs = Infinity } = this.#settings;
    const nowMs = this.#context.clock.monotonicMs();
    const gapMs = nowMs - this.#lastBytesAtMs;
    this.#lastBytesAtMs = nowMs;
    if (gapMs <= partialFrameTimeoutMs) return;
    const flushed = codec.flush(this.#codecState);
    this.#codecState = flushed.state;
    this.#listener.onDecoded(NO_BYTES, flushed);
  }

  #end(fault: InstrumentFaultCode | null, detail: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#watchdog?.stop();
    this.#stopHandler?.();
    const closed = this.#port ? this.#port.close() : Promise.resolve();
    void closed.then(() => this.#resolve({ fault, detail }));
  }
}
