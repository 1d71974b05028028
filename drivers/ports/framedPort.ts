// One port with one text or frame codec: opens it, feeds the codec, counts, and ends the session when the port closes
// or falls silent. The stream, poll and reader drivers say what to send and what a frame means; this file knows
// neither.
import { errorText } from '../contract/errorText.ts';
import type { DriverContext, DriverHealth, DriverCounters } from '../contract/driver.ts';
import type { InstrumentFaultCode } from '../contract/instrumentFault.ts';
import type { Codec, DecodeResult, DecodedFrame } from '../contract/codec.ts';
import type { Port, PortAddress, PortEvents } from '../contract/port.ts';
import { startWatchdog } from './watchdog.ts';
import type { Watchdog } from './watchdog.ts';

/** So many bytes without one good frame between them are said aloud: wrong baud rate, wrong protocol. */
const UNDECODED_ALARM_BYTES = 64;
const MAX_LAST_BYTES = 64;
const NO_BYTES = new Uint8Array();

export interface FramedPortSettings {
  instrument: string;
  port: PortAddress;
  codec: Codec;
  silentAfterMs: number;
  /** What began a frame longer ago than this is not continued by what comes now. Absent: it always may be. */
  partialFrameTimeoutMs?: number;
}

/** What a driver may do while its session lasts. */
export interface PortWriter {
  /** A failed write ends the session; there is nothing to wait for. */
  send(bytes: Uint8Array): void;
  end(fault: InstrumentFaultCode, detail: string): void;
}

export interface ProtocolHandler {
  /** The port is open. Returns what stops the driver's own timers. */
  onOpen(wire: PortWriter): () => void;
  onFrame(frame: DecodedFrame, atMs: number): void;
}

interface PortEnd {
  fault: InstrumentFaultCode | null;
  detail: string;
}

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

  health(): DriverHealth {
    return {
      state: this.#state,
      lastFault: this.#lastFault,
      lastBytes: this.#lastBytes,
      lastFrameAtMs: this.#lastFrameAtMs,
      counts: { ...this.#counts },
    };
  }

  /** Tells the station why there is no reading now. */
  reportFault(fault: InstrumentFaultCode, detail: string, raw: Uint8Array = new Uint8Array()): void {
    this.#counts.faults += 1;
    this.#lastFault = `${fault}: ${detail}`;
    const atMs = this.#context.clock.monotonicMs();
    this.#context.onObservation({ kind: 'fault', instrument: this.#settings.instrument, atMs, raw, fault, detail });
  }

  /** The last trouble is over. */
  clearFault(): void {
    this.#lastFault = '';
  }

  /** One session, from opening to its end. Resolves with the reason; never rejects. */
  async run(signal: AbortSignal, talk: ProtocolHandler): Promise<string> {
    if (signal.aborted) return 'stopped';
    this.#state = 'opening';
    const ending = await new PortConnection(this.#settings, this.#context, {
      handler: talk,
      onOpen: () => {
        this.#counts.opens += 1;
        this.#state = 'open';
      },
      onDecoded: (chunk, decoded) => this.#handleDecoded(chunk, decoded, talk),
    }).run(signal);
    this.#state = ending.fault === null ? 'closed' : 'waiting';
    if (ending.fault !== null) this.reportFault(ending.fault, ending.detail);
    return ending.fault === null ? ending.detail : `${ending.fault}: ${ending.detail}`;
  }

  #handleDecoded(chunk: Uint8Array, decoded: DecodeResult<unknown>, talk: ProtocolHandler): void {
    this.#counts.bytes += chunk.length;
    this.#counts.frames += decoded.frames.length;
    this.#counts.discarded += decoded.discarded;
    // A copy: a Buffer's own slice would keep the whole chunk alive.
    if (chunk.length > 0) this.#lastBytes = new Uint8Array(chunk.subarray(-MAX_LAST_BYTES));
    const atMs = this.#context.clock.monotonicMs();
    for (const frame of decoded.frames) {
      if (frame.message['checksumOk'] === false) this.#counts.checksumErrors += 1;
      talk.onFrame(frame, atMs);
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

/** From opening to the end; the first cause of an end is its reason, whatever follows. */
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
  #resolve: (ending: PortEnd) => void = () => undefined;

  constructor(settings: FramedPortSettings, context: DriverContext, owner: ConnectionListener) {
    this.#settings = settings;
    this.#context = context;
    this.#listener = owner;
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
      // Stopped, or hung up, while it was opening.
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
      // A defect of a codec or driver. It ends this session, loudly, and takes no other instrument with it.
      this.#end('driver-failed', error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  #discardPartialFrame(): void {
    const { codec, partialFrameTimeoutMs = Infinity } = this.#settings;
    const nowMs = this.#context.clock.monotonicMs();
    const gapMs = nowMs - this.#lastBytesAtMs;
    this.#lastBytesAtMs = nowMs;
    if (gapMs <= partialFrameTimeoutMs) return;
    const left = codec.flush(this.#codecState);
    this.#codecState = left.state;
    this.#listener.onDecoded(NO_BYTES, left);
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
