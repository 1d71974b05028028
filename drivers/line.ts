// One port with one text or frame codec: opens it, feeds the codec, counts, and ends the session when the port closes
// or falls silent. The stream, poll and reader drivers say what to send and what a frame means; this file knows
// neither.
import type { DriverContext, Health, LineCounts } from './contract/driver.ts';
import type { InstrumentFault } from './contract/fault.ts';
import type { Codec, Decoded, Frame } from './contract/message.ts';
import type { Port, PortAddress, PortEvents } from './contract/port.ts';
import { watchIdle } from './ports/watchdog.ts';
import type { Watchdog } from './ports/watchdog.ts';

/** So many bytes without one good frame between them are said aloud: wrong baud rate, wrong protocol. */
const GARBAGE_BYTES = 64;
const LAST_BYTES_KEPT = 64;
const NO_BYTES = new Uint8Array();

export interface LineSettings {
  instrument: string;
  port: PortAddress;
  codec: Codec;
  silentAfterMs: number;
  /** What began a frame longer ago than this is not continued by what comes now. Absent: it always may be. */
  halfFrameMs?: number;
}

/** What a driver may do while its session lasts. */
export interface Wire {
  /** A failed write ends the session; there is nothing to wait for. */
  send(bytes: Uint8Array): void;
  end(fault: InstrumentFault, detail: string): void;
}

export interface Talk {
  /** The port is open. Returns what stops the driver's own timers. */
  begin(wire: Wire): () => void;
  hear(frame: Frame, atMs: number): void;
}

interface Ending {
  fault: InstrumentFault | null;
  detail: string;
}

export class Line {
  readonly #settings: LineSettings;
  readonly #context: DriverContext;
  readonly #counts: LineCounts = { bytes: 0, frames: 0, discarded: 0, checksumErrors: 0, faults: 0, opens: 0 };
  #state: Health['state'] = 'closed';
  #trouble = '';
  #lastBytes: Uint8Array = new Uint8Array();
  #lastFrameAtMs: number | null = null;
  #garbage = 0;

  constructor(settings: LineSettings, context: DriverContext) {
    this.#settings = settings;
    this.#context = context;
  }

  health(): Health {
    return {
      state: this.#state,
      trouble: this.#trouble,
      lastBytes: this.#lastBytes,
      lastFrameAtMs: this.#lastFrameAtMs,
      counts: { ...this.#counts },
    };
  }

  /** Tells the station why there is no reading now. */
  fault(fault: InstrumentFault, detail: string, raw: Uint8Array = new Uint8Array()): void {
    this.#counts.faults += 1;
    this.#trouble = `${fault}: ${detail}`;
    const atMs = this.#context.clock.monotonicMs();
    this.#context.observe({ kind: 'fault', instrument: this.#settings.instrument, atMs, raw, fault, detail });
  }

  /** The last trouble is over. */
  well(): void {
    this.#trouble = '';
  }

  /** One session, from opening to its end. Resolves with the reason; never rejects. */
  async session(signal: AbortSignal, talk: Talk): Promise<string> {
    if (signal.aborted) return 'stopped';
    this.#state = 'opening';
    const ending = await new Session(this.#settings, this.#context, {
      talk,
      opened: () => {
        this.#counts.opens += 1;
        this.#state = 'open';
      },
      took: (chunk, decoded) => this.#took(chunk, decoded, talk),
    }).run(signal);
    this.#state = ending.fault === null ? 'closed' : 'waiting';
    if (ending.fault !== null) this.fault(ending.fault, ending.detail);
    return ending.fault === null ? ending.detail : `${ending.fault}: ${ending.detail}`;
  }

  #took(chunk: Uint8Array, decoded: Decoded<unknown>, talk: Talk): void {
    this.#counts.bytes += chunk.length;
    this.#counts.frames += decoded.frames.length;
    this.#counts.discarded += decoded.discarded;
    // A copy: a Buffer's own slice would keep the whole chunk alive.
    if (chunk.length > 0) this.#lastBytes = new Uint8Array(chunk.subarray(-LAST_BYTES_KEPT));
    const atMs = this.#context.clock.monotonicMs();
    for (const frame of decoded.frames) {
      if (frame.message['checksumOk'] === false) this.#counts.checksumErrors += 1;
      talk.hear(frame, atMs);
    }
    if (decoded.frames.length > 0) {
      this.#lastFrameAtMs = atMs;
      this.#garbage = 0;
      return;
    }
    this.#garbage += decoded.discarded;
    if (this.#garbage < GARBAGE_BYTES) return;
    this.fault('frame-refused', `${this.#garbage} bytes without one frame: wrong protocol or line settings?`, chunk);
    this.#garbage = 0;
  }
}

interface Owner {
  talk: Talk;
  opened(): void;
  took(chunk: Uint8Array, decoded: Decoded<unknown>): void;
}

/** From opening to the end; the first cause of an end is its reason, whatever follows. */
class Session {
  readonly #settings: LineSettings;
  readonly #context: DriverContext;
  readonly #owner: Owner;
  #decoding: unknown;
  #tookAtMs = 0;
  #port: Port | null = null;
  #dog: Watchdog | null = null;
  #quiet: (() => void) | null = null;
  #ended = false;
  #resolve: (ending: Ending) => void = () => undefined;

  constructor(settings: LineSettings, context: DriverContext, owner: Owner) {
    this.#settings = settings;
    this.#context = context;
    this.#owner = owner;
    this.#decoding = settings.codec.start('device');
  }

  run(signal: AbortSignal): Promise<Ending> {
    const stop = (): void => this.#end(null, 'stopped');
    signal.addEventListener('abort', stop);
    return new Promise<Ending>((resolve) => {
      this.#resolve = resolve;
      void this.#open();
    }).finally(() => signal.removeEventListener('abort', stop));
  }

  async #open(): Promise<void> {
    const events: PortEvents = {
      bytes: (chunk) => this.#took(chunk),
      closed: (reason) => this.#end('port-closed', reason),
    };
    try {
      const port = await this.#context.open(this.#settings.port, events);
      // Stopped, or hung up, while it was opening.
      if (this.#ended) await port.close();
      else this.#begin(port);
    } catch (error) {
      this.#end('port-absent', words(error));
    }
  }

  #begin(port: Port): void {
    const { silentAfterMs } = this.#settings;
    this.#port = port;
    this.#owner.opened();
    this.#dog = watchIdle(this.#context.clock, silentAfterMs, () =>
      this.#end('silent', `no byte for ${silentAfterMs} ms`),
    );
    this.#quiet = this.#owner.talk.begin({
      send: (bytes) => {
        port.write(bytes).catch((error: unknown) => this.#end('port-closed', words(error)));
      },
      end: (fault, detail) => this.#end(fault, detail),
    });
  }

  #took(chunk: Uint8Array): void {
    if (this.#ended) return;
    this.#dog?.fed();
    try {
      this.#forgetHalfFrame();
      const decoded = this.#settings.codec.decode(this.#decoding, chunk);
      this.#decoding = decoded.state;
      this.#owner.took(chunk, decoded);
    } catch (error) {
      // A defect of a codec or driver. It ends this session, loudly, and takes no other instrument with it.
      this.#end('driver-failed', error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  #forgetHalfFrame(): void {
    const { codec, halfFrameMs = Infinity } = this.#settings;
    const nowMs = this.#context.clock.monotonicMs();
    const gapMs = nowMs - this.#tookAtMs;
    this.#tookAtMs = nowMs;
    if (gapMs <= halfFrameMs) return;
    const left = codec.flush(this.#decoding);
    this.#decoding = left.state;
    this.#owner.took(NO_BYTES, left);
  }

  #end(fault: InstrumentFault | null, detail: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#dog?.stop();
    this.#quiet?.();
    const closed = this.#port ? this.#port.close() : Promise.resolve();
    void closed.then(() => this.#resolve({ fault, detail }));
  }
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
