// One open port with one modbus-serial client on it, one request in flight. modbus-serial is given our port, so that raw
// bytes, watchdog, record and replay work here too, and our clock does the time-outs. Knows no register map; what must
// happen between requests is the bus's business (bus.ts).
import { EventEmitter } from 'node:events';
import modbusSerial from 'modbus-serial';
import type { Clock } from '../contract/clock.ts';
import type { InstrumentFault } from '../contract/fault.ts';
import type { Port } from '../contract/port.ts';
import type { Framing } from './framing.ts';

/** A read of registers; the only thing asked so far. */
export interface Ask {
  unit: number;
  functionCode: 3 | 4;
  at: number;
  count: number;
  timeoutMs: number;
}

export type Answer = { registers: readonly number[]; raw: Uint8Array; atMs: number } | { fault: InstrumentFault; detail: string };

/** Gateways say "the target did not respond" with these: the slave is silent, not the line. */
const GATEWAY_EXCEPTIONS = new Set([10, 11]);

/** The "port" of modbus-serial: an emitter of whole RTU frames. */
class ClientPort extends EventEmitter {
  readonly isOpen = true;
  readonly #send: (frame: Uint8Array) => void;

  constructor(send: (frame: Uint8Array) => void) {
    super();
    this.#send = send;
  }

  open(done: (error: Error | null) => void): void {
    done(null);
  }

  write(frame: Uint8Array): void {
    this.#send(frame);
  }
}

interface Waiting {
  settle(answer: Answer): void;
}

export class Connection {
  readonly #port: Port;
  readonly #framing: Framing;
  readonly #clock: Clock;
  readonly #clientPort: ClientPort;
  readonly #client: InstanceType<typeof modbusSerial.default>;
  #waiting: Waiting | null = null;
  #raw: Uint8Array = new Uint8Array();
  #lastByteAtMs: number;

  constructor(port: Port, framing: Framing, clock: Clock) {
    this.#port = port;
    this.#framing = framing;
    this.#clock = clock;
    this.#lastByteAtMs = clock.monotonicMs();
    this.#clientPort = new ClientPort((frame) => this.#send(frame));
    this.#client = new modbusSerial.default(this.#clientPort);
    // Our port opens at once and without failing; the call hangs the client's parser on it.
    this.#client.open();
  }

  lastByteAtMs(): number {
    return this.#lastByteAtMs;
  }

  /** Throws if the stream is not Modbus at all. */
  took(chunk: Uint8Array): void {
    this.#lastByteAtMs = this.#clock.monotonicMs();
    const frame = this.#framing.take(chunk);
    if (!frame || !this.#waiting) return;
    this.#raw = frame;
    this.#clientPort.emit('data', Buffer.from(frame));
  }

  /** Rejects never. The caller asks one after the other. */
  ask({ unit, functionCode, at, count, timeoutMs }: Ask): Promise<Answer> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(timeoutMs, () => {
        const damaged = this.#framing.forget();
        this.#settle(
          damaged
            ? { fault: 'checksum-wrong', detail: `unit ${unit}'s answer came damaged` }
            : { fault: 'no-reply', detail: `unit ${unit} gave no answer within ${timeoutMs} ms` },
        );
      });
      this.#waiting = {
        settle: (answer) => {
          cancel();
          resolve(answer);
        },
      };
      const answered = (error: Error | null, result?: { data: number[] }): void => {
        if (error) this.#settle(refusal(error));
        else this.#settle({ registers: result?.data ?? [], raw: this.#raw, atMs: this.#clock.monotonicMs() });
      };
      if (functionCode === 3) this.#client.writeFC3(unit, at, count, answered);
      else this.#client.writeFC4(unit, at, count, answered);
    });
  }

  closed(reason: string): void {
    this.#settle({ fault: 'port-closed', detail: reason });
  }

  close(): Promise<void> {
    return this.#port.close();
  }

  #send(frame: Uint8Array): void {
    this.#port.write(this.#framing.ask(frame)).catch((error: unknown) => {
      this.#settle({ fault: 'port-closed', detail: error instanceof Error ? error.message : String(error) });
    });
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    this.#framing.forget();
    waiting?.settle(answer);
  }
}

function refusal(error: Error): Answer {
  const code = (error as Error & { modbusCode?: number }).modbusCode;
  if (code === undefined) return { fault: 'frame-refused', detail: error.message };
  return { fault: GATEWAY_EXCEPTIONS.has(code) ? 'no-reply' : 'reply-refused', detail: error.message };
}
